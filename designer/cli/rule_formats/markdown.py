"""A rule as Markdown, for a wiki or a repository: what the pictures show is told in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from designer.cli.formats.markdown import code, escaped
from designer.cli.rule_formats import ShownRule, by_principle

ENDING: Final = "md"


def page(shown: ShownRule, linked: Collection[str]) -> str:
    """The page of one rule."""
    return "\n".join(_lines(shown, linked)).rstrip("\n") + "\n"


def index(shown: Sequence[ShownRule]) -> str:
    """All rules by principle."""
    lines = ["# Rules of MLOps Designer", ""]
    for name, rules in by_principle(shown).items():
        lines += [f"## {escaped(name)}", "", "| Rule | Severity | What is wrong |", "| --- | --- | --- |"]
        lines += [
            f"| [{r.page.code}]({r.page.code}.{ENDING}) | {r.page.severity} | {escaped(r.page.title)} |" for r in rules
        ]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(shown: ShownRule, linked: Collection[str]) -> Iterator[str]:
    page = shown.page
    yield f"# {page.code} {escaped(page.title)}"
    yield ""
    yield f"`{page.name}`, **{page.severity}**, {escaped(page.heading)}"
    yield ""
    for section in page.sections[1:]:
        yield from (f"## {section.heading}", "", escaped(section.text), "")
    for name, told in shown.stands.items():
        yield from (f"## In {code(name)}", "", *(f"- {escaped(sentence)}" for sentence in told), "")
    for picture in shown.both:
        if picture.notes:
            yield from (f"## {picture.title}", "", *(f"- {escaped(note)}" for note in picture.notes), "")
    for example in page.examples:
        where = f", found at {', '.join(f'`{at}`' for at in example.at)}" if example.at else ""
        about = f": {escaped(example.about)}" if example.about else ""
        yield from (f"## {example.heading}{where}{about}", "", "```yaml", example.text.rstrip("\n"), "```", "")
    yield from ("## In short", "", "| | |", "| --- | --- |")
    yield from (f"| {escaped(label)} | {escaped(value)} |" for label, value in page.facts)
    yield ""
    yield from _rest(shown, linked)


def _rest(shown: ShownRule, linked: Collection[str]) -> Iterator[str]:
    page = shown.page
    if page.related:
        yield from ("## Related rules", "")
        for other in page.related:
            name = f"[{other.code}]({other.code}.{ENDING})" if other.code in linked else f"`{other.code}`"
            yield f"- {name} {escaped(other.title)} ({escaped(other.relation)})"
        yield ""
    if page.waiver:
        yield from ("## Live with it", "", "```yaml", page.waiver.rstrip("\n"), "```", "")
    if page.references:
        yield from ("## Read more", "")
        yield from (
            f"- [{escaped(title)}]({url})" if url.startswith("https://") else f"- {escaped(title)}"
            for title, url in page.references
        )
