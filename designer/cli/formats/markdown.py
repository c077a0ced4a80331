"""Markdown for comments on pull requests and for job summaries: a table of what is missing, details folded.

Texts of others can neither mention people, make links, nor close the folds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from designer.analysis.finding import Finding
from designer.cli import personal_section
from designer.cli.checked import Checked, Outcome
from designer.cli.terminal import Terminal, clean
from designer.cli.text_report import counted, severities

MOST_ROWS: Final = 100
MOST_CHARACTERS: Final = 60_000  # GitHub takes 65,536 in a comment
_SPECIAL = re.compile(r"([\\`*\[\]<>#|~&$]|(?<![a-zA-Z0-9])_|_(?![a-zA-Z0-9])|:(?=//|[\w+-]+:)|(?<=www)\.)")
_AT: Final = "@\N{ZERO WIDTH SPACE}"


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes the page."""
    terminal.block(page(outcome))


def page(outcome: Outcome) -> str:
    """All files; where it would be too long, the details are left out, the last files' first."""
    for detailed in range(len(outcome.files), -1, -1):
        text = _page(outcome, detailed)
        if len(text) <= MOST_CHARACTERS:
            return text
    note = "\n\nCut here: there is more than fits into a comment.\n"
    return text[: MOST_CHARACTERS - len(note)].rpartition("\n")[0] + note


def _page(outcome: Outcome, detailed: int) -> str:
    lines = [f"## {_headline(outcome)}", ""]
    for error in outcome.errors:
        lines += [f"- **Cannot be read:** {escaped(str(error))}", ""]
    for number, checked in enumerate(outcome.files):
        lines += _file(checked, is_detailed=number < detailed)
    return "\n".join(lines).rstrip("\n") + "\n"


def _headline(outcome: Outcome) -> str:
    findings = [f for _, f in outcome.findings()]
    if findings:
        return f"MLOps check: {counted(len(findings), 'finding')} ({severities(findings)})"
    return "MLOps check: nothing could be read" if not outcome.files else "MLOps check: no findings"


def _file(checked: Checked, *, is_detailed: bool) -> Iterator[str]:
    score = checked.report.score
    total = "not assessed" if score.overall is None else f"{score.overall} of 100, grade {score.grade}"
    visible = " of what is visible" if checked.report.open_questions else ""
    yield f"### {code(checked.label)}: {total}{visible}"
    yield ""
    names = list(score.principles)
    yield f"| {' | '.join(n.capitalize() for n in names)} |"
    yield f"|{'---|' * len(names)}"
    yield f"| {' | '.join('n/a' if score.principles[n] is None else str(score.principles[n]) for n in names)} |"
    yield ""
    for shortfall in checked.shortfalls:
        yield f"**Score too low:** {escaped(str(shortfall))}."
        yield ""
    yield from _findings(checked)
    if is_detailed and checked.findings:
        yield from _folded(
            "Risks and fixes", [line for group in checked.by_rule() for line in _details(checked, group)]
        )
    yield from _rest(checked, is_detailed=is_detailed)


def _findings(checked: Checked) -> Iterator[str]:
    if not checked.findings:
        yield "No new findings." if checked.known else "No findings."
        yield ""
        return
    yield "| | Rule | Where | What is missing | Points |"
    yield "|---|---|---|---|---:|"
    for finding in checked.findings[:MOST_ROWS]:
        sort = f"{finding.severity}, preview" if checked.is_preview(finding) else finding.severity
        points = round(finding.points) or ""
        yield f"| {sort} | {_rule(finding)} | {_where(checked, finding)} | {escaped(finding.title)} | {points} |"
    yield ""
    if len(checked.findings) > MOST_ROWS:
        yield f"And {counted(len(checked.findings) - MOST_ROWS, 'more finding')}."
        yield ""


def _rule(finding: Finding) -> str:
    url = _url(finding)
    return f"[{finding.code}]({url})" if url else finding.code


def _url(finding: Finding) -> str:
    return next((url for _, url in finding.references if re.fullmatch(r"https://[^\s()<>|\"]+", url)), "")


def _where(checked: Checked, finding: Finding) -> str:
    place = checked.place(finding)
    where = code(f"{place.path}:{place.line}") if place else ""
    at = code(checked.named(finding.at))
    return f"{at} ({where})" if where else at


def _details(checked: Checked, findings: Sequence[Finding]) -> Iterator[str]:
    """What there is to say about the findings of one rule."""
    first = findings[0]
    yield f"**{first.code}** {escaped(first.title)}"
    yield ""
    for finding in findings:
        yield f"- {_where(checked, finding)}: {escaped(finding.message)}"
        yield from (f"  - {code(text)}" for text in dict.fromkeys(e.text for e in finding.excerpts))
    yield f"- Risk: {escaped(first.risk)}"
    yield f"- Fix: {escaped(first.fix)}"
    yield ""


def _rest(checked: Checked, *, is_detailed: bool) -> Iterator[str]:
    report = checked.report
    if report.waived:
        rows = [
            f"- ~~{f.code} at {escaped(checked.named(f.at))}: {escaped(f.title)}~~ {escaped(f.waived.told)}"
            for f in report.waived
            if f.waived
        ]
        yield from _folded(f"{len(report.waived)} waived", rows)
    personal = [row for row in (*personal_section.rows(report.personal), personal_section.rest(report.personal)) if row]
    if personal and is_detailed:
        yield from _folded("Where personal data goes", [f"- {escaped(row)}" for row in personal])
    if checked.questions and is_detailed:
        rows = [
            f"- {', '.join(map(code, places))}: {'; '.join(f'{r.code} {escaped(r.title)}' for r in rules)}"
            for places, rules in checked.questions.items()
        ]
        yield from _folded("Not visible in the files: please ask", rows)
    if checked.known:
        yield f"{counted(len(checked.known), 'finding')} known in the baseline."
        yield ""
    if checked.gone:
        gone = ", ".join(f"{e.code} at {code(e.at)}" for e in checked.gone)
        yield f"In the baseline and not there any more: {gone}."
        yield ""
    if checked.hidden:
        yield f"{checked.hidden} hidden below {checked.configuration.min_confidence} confidence."
        yield ""


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    if not lines or lines[-1]:
        yield ""
    yield "</details>"
    yield ""


def escaped(text: str) -> str:
    """A text that means nothing to Markdown and calls nobody."""
    return _SPECIAL.sub(r"\\\1", clean(text)).replace("@", _AT)


def code(text: str) -> str:
    """A text in a code span that it cannot end, also inside of a table."""
    text = clean(text).replace("|", "\N{BROKEN BAR}")
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" or not text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"
