"""The page of a rule as the rich text that Qt shows: the same words as in the terminal and on the web pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from designer.analysis.rule_page import Example, RulePage
from designer.analysis.rule_state import MEANINGS, OPEN, RuleState
from designer.drawing.theme import Theme

RULE: Final = "rule"  # schemes of links: another rule, a finding, a picture
FINDING: Final = "finding"
PICTURE: Final = "picture"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page.

    Args:
        title: what it shows.
        notes: what is to be seen in it.
        width: on the screen.
    """

    title: str
    notes: tuple[str, ...]
    width: int


def page_text(
    page: RulePage,
    theme: Theme,
    state: RuleState | None,
    places: Mapping[str, str],
    pictures: Sequence[PagePicture] | None,
) -> str:
    """The text of a page.

    Args:
        state: how the rule stands in the open pipeline, once that is known.
        places: names of the places of its findings.
        pictures: None while they are drawn; empty where there are none.
    """
    soft, severity = theme.colour("ink_soft"), theme.colour(page.severity)
    parts = [
        f"<p style='color:{soft}'>{escape(page.code)} &nbsp; {escape(page.name)}</p>",
        f"<h2>{escape(page.title)}</h2>",
        f"<p><b style='color:{severity}'>{page.severity.capitalize()}</b> &nbsp;·&nbsp; {escape(page.heading)}</p>",
        *_here(state, places),
    ]
    for section in page.sections[1:]:
        parts += [f"<h3>{escape(section.heading)}</h3>", f"<p>{escape(section.text)}</p>"]
    parts += _pictures(pictures, theme)
    parts += _examples(page.examples, theme)
    rows = "".join(
        f"<tr><td style='color:{soft}; padding-right:16px'>{escape(label)}</td><td>{escape(value)}</td></tr>"
        for label, value in page.facts
    )
    parts += ["<h3>In short</h3>", f"<table>{rows}</table>"]
    if page.related:
        parts += ["<h3>Related rules</h3>", "<ul>"]
        parts += [
            f"<li><a href='{RULE}:{r.code}'>{r.code}</a> {escape(r.title)} "
            f"<span style='color:{soft}'>({escape(r.relation)})</span></li>"
            for r in page.related
        ]
        parts.append("</ul>")
    if page.waiver:
        parts += ["<h3>Live with it</h3>", "<p>Waive the finding with a reason: in its card, or in the document:</p>"]
        parts.append(_code(page.waiver, theme))
    if page.references:
        parts += ["<h3>Read more</h3>", "<ul>", *(_reference(title, url) for title, url in page.references), "</ul>"]
    return "\n".join(parts)


def _here(state: RuleState | None, places: Mapping[str, str]) -> Iterator[str]:
    if state is None:
        return
    yield f"<h3>In this pipeline: {escape(state.word)}</h3>"
    if state.word != OPEN:
        where = f" Where: {escape(', '.join(state.places))}." if state.places else ""
        yield f"<p>{escape(MEANINGS[state.word])}{where}</p>"
        return
    yield "<ul>"
    for number, finding in enumerate(state.findings):
        place = escape(places.get(finding.at, finding.at))
        yield f"<li><a href='{FINDING}:{number}'>{place}</a>: {escape(finding.message)}</li>"
    yield "</ul>"


def _pictures(pictures: Sequence[PagePicture] | None, theme: Theme) -> Iterator[str]:
    if pictures is None:
        yield f"<p style='color:{theme.colour('ink_soft')}'>The pictures are being drawn.</p>"
    for number, picture in enumerate(pictures or ()):
        yield f"<h3>{escape(picture.title)}</h3>"
        yield f"<p><img src='{PICTURE}:{number}' width='{picture.width}'></p>"
        if picture.notes:
            yield f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in picture.notes)}</ul>"


def _examples(examples: Sequence[Example], theme: Theme) -> Iterator[str]:
    for example in examples:
        where = f" at {', '.join(example.at)}" if example.at else ""
        about = f": {example.about}" if example.about else ""
        yield f"<h3>{escape(example.heading + where + about)}</h3>"
        yield _code(example.text, theme)


def _code(text: str, theme: Theme) -> str:
    """Lines of a document on a ground of their own; they break where the page is narrow."""
    inside = escape(text.rstrip("\n")).replace("\n", "<br>").replace("  ", "&nbsp;&nbsp;")
    ground = theme.colour("alternate")
    return (
        f"<table width='100%' cellpadding='8' bgcolor='{ground}'><tr><td>"
        f"<span style='font-family:monospace'>{inside}</span></td></tr></table>"
    )


def _reference(title: str, url: str) -> str:
    if not url.startswith("https://"):
        return f"<li>{escape(title)}</li>"
    return f"<li><a href='{escape(url, quote=True)}'>{escape(title)}</a></li>"
