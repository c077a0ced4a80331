"""One page that needs nothing else: no network, no script; light, dark and on paper.

The picture of each pipeline stands in it, with missing steps and badges, once for each ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from designer.analysis.finding import Finding
from designer.cli import levels_html, personal_section
from designer.cli.checked import Checked, Outcome
from designer.cli.command import PROGRAM
from designer.cli.html_page import GROUNDS, document, inline, line, link
from designer.cli.show_config import settings_data
from designer.cli.terminal import Terminal
from designer.cli.text_report import counted, severities
from designer.drawing.score_state import score_state
from designer.drawing.svg import render_svg
from designer.drawing.theme import load_theme

_SMALLEST: Final = 0.7  # wide pictures are scrolled rather than drawn smaller
_LEVELS: Final = {"google": "Google MLOps level", "microsoft": "Microsoft maturity level"}


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes the page."""
    terminal.block(page(outcome))


def page(outcome: Outcome) -> str:
    """The text of the page."""
    names = ", ".join(checked.label for checked in outcome.files) or "nothing"
    body = [
        "<h1>MLOps check</h1>",
        f'<p class="soft">{_headline(outcome)}</p>',
        *(f'<p class="error"><strong>Cannot be read:</strong> {line(str(error))}</p>' for error in outcome.errors),
        *(part for checked in outcome.files for part in _file(checked)),
        f'<p class="soft">Made by {PROGRAM} {line(outcome.version)}.</p>',
    ]
    return document(f"MLOps check of {names}", body)


def _headline(outcome: Outcome) -> str:
    findings = [f for _, f in outcome.findings()]
    found = f"{counted(len(findings), 'finding')}: {severities(findings)}" if findings else "No findings"
    return f"{found}, in {counted(len(outcome.files), 'file')}."


def _file(checked: Checked) -> Iterator[str]:
    yield f"<section><h2>{line(checked.label)}</h2>"
    yield _applies(checked)
    yield from _score(checked)
    yield from (f'<p class="error"><strong>Score too low:</strong> {line(str(s))}.</p>' for s in checked.shortfalls)
    yield _picture(checked)
    yield from _findings(checked)
    yield from _waived(checked)
    yield from _personal(checked)
    yield from _questions(checked)
    yield from _rest(checked)
    yield "</section>"


def _applies(checked: Checked) -> str:
    name = checked.found.snapshot.name
    title = f"{line(name)}, profile" if name else "Profile"
    return f'<p class="soft">{title} {line(checked.report.profile)}</p>'


# ---------------------------------------------------------------------- score and picture
def _score(checked: Checked) -> Iterator[str]:
    score = checked.report.score
    state = "soft" if score.overall is None else score_state(score.overall)
    total = "not assessed" if score.overall is None else f"{score.overall} of 100"
    total += " of what is visible" if checked.report.open_questions and score.overall is not None else ""
    yield '<div class="card score">'
    yield f'<div class="grade {state}">{line(score.grade)}<small>{total}</small></div>'
    yield '<div class="bars">'
    for name, value in score.principles.items():
        colour = "soft" if value is None else score_state(value)
        yield f"<span>{line(name.capitalize())}</span>"
        yield f'<span class="bar {colour}"><i style="width:{value or 0}%"></i></span>'
        yield f'<span class="number {colour}">{"n/a" if value is None else value}</span>'
    yield "</div></div>"
    levels = [f"{_LEVELS.get(model, model.capitalize())} {n}" for model, n in score.levels.items()]
    levels.append(f"ML Test Score {score.ml_test_score:g} (what a workflow can show of it)")
    yield f'<p class="soft">{line("; ".join(levels))}.</p>'
    if checked.maturity is not None:
        yield from levels_html.parts(checked.maturity(), checked.rulebook.rules, checked.named)


def _picture(checked: Checked) -> str:
    report = replace(checked.report, findings=checked.findings)
    snapshot, catalog = checked.found.snapshot, checked.catalog
    drawn = {g: render_svg(snapshot, catalog, load_theme(g), report, has_head=False) for g in GROUNDS}
    width = re.search(r' width="([\d.]+)"', drawn["light"])
    least = round(_SMALLEST * float(width[1])) if width else 0
    pictures = [f'<div class="{g}" style="min-width:{least}px">{inline(svg)}</div>' for g, svg in drawn.items()]
    return f"<figure>{''.join(pictures)}</figure>"


# ---------------------------------------------------------------------- findings
def _findings(checked: Checked) -> Iterator[str]:
    groups = checked.by_rule()
    order = dict.fromkeys([*checked.report.score.principles, *(group[0].principle for group in groups)])
    for principle in order:
        of_principle = [group for group in groups if group[0].principle == principle]
        if of_principle:
            title = checked.rulebook.principles.get(principle, principle.capitalize())
            yield f"<h3>{line(title)}</h3>"
            for group in of_principle:
                yield from _article(checked, group)
    if not groups:
        yield f"<p><strong>{'No new findings.' if checked.known else 'No findings.'}</strong></p>"


def _article(checked: Checked, findings: Sequence[Finding]) -> Iterator[str]:
    """All findings of one rule."""
    first = findings[0]
    yield f'<article class="card finding {first.severity}"><header>'
    preview = ", preview" if checked.is_preview(first) else ""
    yield f'<span class="tag {first.severity}">{first.severity}{preview}</span>'
    yield f"<h4>{line(first.code)}: {line(first.title)}</h4>"
    yield f'<span class="soft">{len(findings)} places</span>' if len(findings) > 1 else ""
    yield "</header><dl>"
    for finding in findings:
        yield from _place(checked, finding)
    yield f"<dt>Risk</dt><dd>{line(first.risk)}</dd>"
    yield f"<dt>Fix</dt><dd>{line(first.fix)}</dd>"
    if first.autofix:
        yield f"<dt>Offered</dt><dd>{line(first.autofix.title)} ({line(first.autofix.safety)})</dd>"
    if first.references:
        yield f"<dt>Read more</dt><dd>{', '.join(link(title, url) for title, url in first.references)}</dd>"
    yield "</dl></article>"


def _place(checked: Checked, finding: Finding) -> Iterator[str]:
    """Where it is and what was found there."""
    place, points = checked.place(finding), round(finding.points)
    where = f" (<code>{line(place.path)}:{place.line}</code>)" if place else ""
    gain = f' <span class="soft">+{counted(points, "point")}</span>' if points else ""
    yield f"<dt>Where</dt><dd><code>{line(checked.named(finding.at))}</code>{where}{gain}</dd>"
    yield f"<dt>Found</dt><dd>{line(finding.message)}</dd>"
    for text in dict.fromkeys(excerpt.text for excerpt in finding.excerpts):
        yield f"<dt>Text</dt><dd><code>{line(text)}</code></dd>"


# ---------------------------------------------------------------------- what does not count
def _waived(checked: Checked) -> Iterator[str]:
    rows = [
        f"<s>{line(f.code)} at <code>{line(checked.named(f.at))}</code>: {line(f.title)}</s> {line(f.waived.told)}"
        for f in checked.report.waived
        if f.waived
    ]
    yield from _list("Waived", rows)


def _personal(checked: Checked) -> Iterator[str]:
    personal = checked.report.personal
    told = (*personal_section.rows(personal), personal_section.rest(personal))
    yield from _list("Where personal data goes", [line(row) for row in told if row])


def _questions(checked: Checked) -> Iterator[str]:
    if checked.questions:
        yield "<h3>Not visible in the files: ask the team</h3>"
    for places, rules in checked.questions.items():
        yield f"<p>At {', '.join(f'<code>{line(place)}</code>' for place in places)}:</p>"
        yield f"<ul>{''.join(f'<li>{line(r.code)}: {line(r.title)}</li>' for r in rules)}</ul>"


def _rest(checked: Checked) -> Iterator[str]:
    known = [f"{line(f.code)} at <code>{line(f.at)}</code>: {line(f.title)}" for f in checked.known]
    yield from _list("Known: in the baseline", known)
    gone = [f"{line(e.code)} at <code>{line(e.at)}</code>: {line(e.title)}" for e in checked.gone]
    yield from _list("In the baseline, and not there any more", gone)
    if checked.hidden:
        least = checked.configuration.min_confidence
        yield f'<p class="soft">{checked.hidden} hidden below {line(least)} confidence.</p>'
    yield "<details><summary>Settings</summary><table>"
    for key, row in settings_data(checked.configuration).items():
        value = ", ".join(row["value"]) if isinstance(row["value"], list) else str(row["value"] or "-")
        source = f"{row['source']}:{row['line']}" if "line" in row else row["source"]
        yield f'<tr><th>{line(key)}</th><td>{line(value) or "-"}</td><td class="soft">{line(source)}</td></tr>'
    yield "</table></details>"


def _list(title: str, rows: Iterable[str]) -> Iterator[str]:
    items = "".join(f"<li>{row}</li>" for row in rows)
    if items:
        yield f"<h3>{line(title)}</h3><ul>{items}</ul>"
