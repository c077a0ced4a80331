"""A report for people: findings by principle, then the score as bars and one line that sums it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.cli.terminal import Terminal, clean
from designer.drawing.score_state import score_state
from designer.model.step import NO_ATTRIBUTES

_INDENT = " " * 10


Locate = Callable[[Finding], tuple[str, int] | None]
"""Where the card of a finding stands in a file of others."""


def nowhere(finding: Finding) -> None:
    """For documents: their own ids are names enough."""


def write(
    path: str, report: Report, terminal: Terminal, locate: Locate = nowhere, titles: Mapping[str, str] = NO_ATTRIBUTES
) -> None:
    """Writes everything there is to say about one file; ``titles`` are those of the rules."""
    waived = f"; {waived_summary(report)}" if report.waived else ""
    terminal.line(f"{terminal.paint(clean(path), 'bold')}  (profile {report.profile}{waived})")
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.principle, []).append(finding)
    for principle in sorted(groups, key=_order(report).index):
        terminal.line()
        terminal.line(terminal.paint(principle.capitalize(), "bold"))
        for finding in groups[principle]:
            _write_finding(finding, terminal, locate(finding))
    _write_waived(report, terminal)
    _write_questions(report, titles, terminal)
    terminal.line()
    write_score(report, terminal)
    terminal.line()
    terminal.line(summary(report, terminal))


def _order(report: Report) -> list[str]:
    """Principles as the score lists them, then what is not scored."""
    return list(dict.fromkeys([*report.score.principles, *(f.principle for f in report.findings)]))


def _write_finding(finding: Finding, terminal: Terminal, place: tuple[str, int] | None) -> None:
    severity = f"  {finding.severity:<7} "
    points = round(finding.points)
    gain = f", +{counted(points, 'point')}" if points else ""
    heading = terminal.wrap(f"{finding.code} at {finding.at}{gain}: {finding.title}", _INDENT, severity)
    terminal.line(heading.replace(severity, terminal.paint(severity, finding.severity), 1))
    if place:
        terminal.line(f"{_INDENT}{'where:':<7}{clean(place[0])}:{place[1]}")  # never broken: terminals make it a link
    for label, text in (("found", finding.message), ("risk", finding.risk), ("fix", finding.fix)):
        terminal.line(terminal.wrap(text, _INDENT + " " * 7, f"{_INDENT}{label + ':':<7}"))


def _write_waived(report: Report, terminal: Terminal) -> None:
    """What somebody waived, with the reason; reviewers should see it."""
    if not report.waived:
        return
    terminal.line()
    terminal.line(terminal.paint("Waived (not counted among the findings)", "bold"))
    for finding in report.waived:
        text = f"{finding.code} at {finding.at}: {finding.title}. {finding.waived.told if finding.waived else ''}"
        terminal.line(terminal.wrap(text, _INDENT, "  waived  "))


def waived_summary(report: Report) -> str:
    """``3 waived: 1 accepted, 2 elsewhere``."""
    kinds = Counter(f.waived.kind.replace("_", " ") for f in report.waived if f.waived)
    return f"{len(report.waived)} waived: {_listed(kinds)}"


def _write_questions(report: Report, titles: Mapping[str, str], terminal: Terminal) -> None:
    """What files of others may lack and do not show: it is neither a finding nor a merit."""
    if not report.open_questions:
        return
    terminal.line()
    terminal.line(terminal.paint("Not visible in the files (not counted; perhaps it is done elsewhere)", "bold"))
    for code, places in sorted(report.open_questions.items()):
        text = f"{code} at {', '.join(places)}: {titles.get(code, '')}".rstrip(": ")
        terminal.line(terminal.wrap(text, _INDENT, "  ?       "))


def write_score(report: Report, terminal: Terminal) -> None:
    """One bar for each principle and one for the total."""
    score = report.score
    rows = [*score.principles.items(), ("overall", score.overall)]
    share = " of what is visible" if report.open_questions else ""
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        style = "dim" if value is None else score_state(value)
        number = "n/a" if value is None else str(value)
        grade = f"  grade {score.grade}{share}" if name == "overall" and score.grade else ""
        terminal.line(f"{name.capitalize():<{width}}  {terminal.paint(terminal.bar(value), style)} {number:>4}{grade}")


def summary(report: Report, terminal: Terminal) -> str:
    """One line: how many findings, how grave, how many of them can be fixed by the program."""
    count = len(report.findings)
    hidden = f" {waived_summary(report)}." if report.waived else ""
    if not count:
        asked = sum(map(len, report.open_questions.values()))
        return terminal.paint("No findings.", "ok") + hidden + (f" {counted(asked, 'question')} open." if asked else "")
    severities = Counter(f.severity for f in report.findings)
    parts = ", ".join(counted(n, s) for s in ("error", "warning", "info") if (n := severities[s]))
    fixable = sum(f.autofix is not None for f in report.findings)
    return f"{counted(count, 'finding')}: {parts}; {fixable} can be fixed with 'fix --all'.{hidden}"


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))


def code_list(findings: Iterable[Finding]) -> str:
    """``REP001 at train, AUT001 at deploy``."""
    return ", ".join(f"{f.code} at {clean(f.at)}" for f in findings)
