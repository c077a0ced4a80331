"""One page a rule that needs nothing else: no network, no script; light, dark and on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from typing import Final

from designer.analysis.rule_page import Example, Related
from designer.cli.command import PROGRAM
from designer.cli.html_page import GROUNDS, document, inline, link
from designer.cli.rule_formats import ShownRule, by_principle
from designer.drawing.svg import render_svg
from designer.drawing.theme import load_theme
from designer.session.rule_pictures import Shown

ENDING: Final = "html"
_SHEETS: Final = ("report", "rule")


def page(shown: ShownRule, linked: Collection[str]) -> str:
    """The page of one rule."""
    return document(f"{shown.page.code} {shown.page.title}", _body(shown, linked), _SHEETS)


def index(shown: Sequence[ShownRule]) -> str:
    """All rules by principle."""
    lines = ["<h1>Rules of MLOps Designer</h1>", f'<p class="soft">{len(shown)} rules.</p>']
    groups = by_principle(shown)
    names = (f'<a href="#{_anchor(name)}">{_text(name)}</a>' for name in groups)
    lines.append(f"<nav><p>{' &middot; '.join(names)}</p></nav>")
    for name, rules in groups.items():
        lines.append(f'<section><h2 id="{_anchor(name)}">{_text(name)}</h2><table>')
        lines.append(
            '<tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col">What is wrong</th></tr>'
        )
        for rule in rules:
            link = f'<a href="{rule.page.code}.{ENDING}">{rule.page.code}</a>'
            severity = f'<span class="{rule.page.severity}">{rule.page.severity}</span>'
            lines.append(f"<tr><td>{link}</td><td>{severity}</td><td>{_text(rule.page.title)}</td></tr>")
        lines.append("</table></section>")
    return document("Rules of MLOps Designer", lines, _SHEETS)


def _body(shown: ShownRule, linked: Collection[str]) -> Iterator[str]:
    page = shown.page
    if linked:
        yield f'<nav><p><a href="index.{ENDING}">All rules</a></p></nav>'
    yield f'<p class="soft">{_text(page.code)} {_text(page.name)}</p>'
    yield f"<h1>{_text(page.title)}</h1>"
    yield f'<p><span class="tag {page.severity}">{page.severity}</span> &middot; {_text(page.heading)}</p>'
    for section in page.sections[1:]:  # the first one is the heading of the page
        yield f"<h2>{_text(section.heading)}</h2>"
        yield f"<p>{_text(section.text)}</p>"
    for name, told in shown.stands.items():
        yield f"<h2>In <code>{_text(name)}</code></h2><ul>{''.join(f'<li>{_text(t)}</li>' for t in told)}</ul>"
    if shown.both:
        yield "<h2>Before and after</h2>"
        yield '<div class="pair">'
        yield from (_figure(shown, picture, page.code) for picture in shown.both)
        yield "</div>"
    yield from _examples(page.examples)
    yield "<h2>In short</h2><dl>"
    yield from (f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>" for label, value in page.facts)
    yield "</dl>"
    yield from _related(page.related, linked)
    if page.waiver:
        yield "<h2>Live with it</h2>"
        yield "<p>Waive the finding where it is, with a reason; it is then shown struck through and earns nothing.</p>"
        yield f"<pre><code>{_text(page.waiver)}</code></pre>"
    if page.references:
        yield "<h2>Read more</h2><ul>"
        yield from (f"<li>{link(title, url)}</li>" for title, url in page.references)
        yield "</ul>"
    yield f'<p class="soft">In a terminal: <code>{PROGRAM} rules {_text(page.code)}</code></p>'


def _figure(shown: ShownRule, picture: Shown, code: str) -> str:
    marks = picture.report if picture.report.findings else None
    drawn = {
        ground: render_svg(picture.snapshot, shown.catalog, load_theme(ground), marks, has_head=False)
        for ground in GROUNDS
    }
    pictures = (f'<div class="{ground}">{inline(svg)}</div>' for ground, svg in drawn.items())
    notes = "".join(f"<li>{_text(note)}</li>" for note in picture.notes)
    told = f"<ul>{notes}</ul>" if notes else ""
    state = f"{code}: {len(picture.report.findings)} found" if picture.report.findings else "nothing found"
    caption = f"<figcaption><strong>{_text(picture.title)}</strong> ({state}){told}</figcaption>"
    return f"<figure>{''.join(pictures)}{caption}</figure>"


def _examples(examples: Sequence[Example]) -> Iterator[str]:
    yield "<h2>Examples</h2>" if examples else ""
    for example in examples:
        where = f" at <code>{_text(', '.join(example.at))}</code>" if example.at else ""
        about = f": {_text(example.about)}" if example.about else ""
        mark = "found" if example.at else "fine"
        yield f"<h3>{_text(example.heading)} ({mark}{where}){about}</h3>"
        yield f"<pre><code>{_text(example.text)}</code></pre>"


def _related(related: Sequence[Related], linked: Collection[str]) -> Iterator[str]:
    if not related:
        return
    yield "<h2>Related rules</h2><ul>"
    for other in related:
        code = _text(other.code)
        name = f'<a href="{code}.{ENDING}">{code}</a>' if other.code in linked else f"<code>{code}</code>"
        yield f'<li>{name} {_text(other.title)} <span class="soft">({_text(other.relation)})</span></li>'
    yield "</ul>"


def _anchor(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.casefold()).strip("-")


def _text(text: str) -> str:
    return escape(text)
