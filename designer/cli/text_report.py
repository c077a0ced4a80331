"""A report for people: findings by principle, then the score as bars and one line that sums it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.analysis.rule import SEVERITIES
from designer.cli import personal_section
from designer.cli.checked import Checked
from designer.cli.named import Named
from designer.cli.next_step import write_short
from designer.cli.terminal import Terminal, clean
from designer.drawing.score_state import score_state
from designer.session.configuration_keys import EXTEND, IGNORE, SELECT

_INDENT = " " * 10


def write(checked: Checked, terminal: Terminal) -> None:
    """Writes everything there is to say about one file."""
    report = checked.report
    terminal.line(f"{terminal.paint(clean(checked.name), 'bold')}  ({_applies(checked)})")
    groups: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        groups.setdefault(finding.principle, []).append(finding)
    for principle in sorted(groups, key=_order(report).index):
        terminal.line()
        terminal.line(terminal.paint(principle.capitalize(), "bold"))
        told = ""
        for finding in groups[principle]:
            _write_finding(checked, finding, terminal, is_first=finding.code != told)
            told = finding.code
    _write_waived(checked, terminal)
    personal_section.write(report.personal, terminal)
    _write_questions(checked, terminal)
    for notice in (*map(str, checked.shortfalls), *_gone(checked)):
        terminal.line()
        terminal.line(terminal.wrap(notice, "  ", "! "))
    terminal.line()
    write_score(report, terminal)
    terminal.line()
    write_short(checked, terminal)
    terminal.line()
    terminal.line(summary(checked, terminal))


def _applies(checked: Checked) -> str:
    """Which rules count, as far as that is not usual."""
    settings = checked.configuration.settings
    words = [f"profile {checked.report.profile}"]
    for key, text in ((SELECT, "only"), (EXTEND, "also"), (IGNORE, "ignored:")):
        if settings[key].value:
            words.append(f"{text} {', '.join(settings[key].value)}")
    words += [checked.report.waived_told] if checked.report.waived else []
    return "; ".join(words)


def _gone(checked: Checked) -> list[str]:
    return [
        f"{e.code} at {e.at} is in the baseline and not here any more; --write-baseline takes it out"
        for e in checked.gone
    ]


def _order(report: Report) -> list[str]:
    """Principles as the score lists them, then what is not scored."""
    return list(dict.fromkeys([*report.score.principles, *(f.principle for f in report.findings)]))


def _write_finding(checked: Checked, finding: Finding, terminal: Terminal, *, is_first: bool) -> None:
    """One finding; risk and fix only once for those of one rule that follow each other."""
    severity = f"  {finding.severity:<7} "
    points, place = round(finding.points), checked.found.source and checked.place(finding)
    gain = f", +{counted(points, 'point')}" if points else ""
    gain += ", preview" if checked.is_preview(finding) else ""
    heading = terminal.wrap(f"{finding.code} at {checked.named(finding.at)}{gain}: {finding.title}", _INDENT, severity)
    terminal.line(heading.replace(severity, terminal.paint(severity, finding.severity), 1))
    if place:  # never broken: terminals make it a link
        terminal.line(f"{_INDENT}{'where:':<7}{clean(place.path)}:{place.line}")
    texts = [("found", finding.message), ("risk", finding.risk), ("fix", finding.fix)]
    for label, text in texts if is_first else texts[:1]:
        terminal.line(terminal.wrap(text, _INDENT + " " * 7, f"{_INDENT}{label + ':':<7}"))


def _write_waived(checked: Checked, terminal: Terminal) -> None:
    """What somebody waived, with the reason; reviewers should see it."""
    if not checked.report.waived:
        return
    terminal.line()
    terminal.line(terminal.paint("Waived (not counted among the findings)", "bold"))
    for finding in checked.report.waived:
        why = finding.waived.told if finding.waived else ""
        text = f"{finding.code} at {checked.named(finding.at)}: {finding.title}. {why}"
        terminal.line(terminal.wrap(text, _INDENT, "  waived  "))


def _write_questions(checked: Checked, terminal: Terminal) -> None:
    """What files of others may lack and do not show: it is neither a finding nor a merit."""
    if not checked.questions:
        return
    terminal.line()
    terminal.line(terminal.paint("Not visible in the files (not counted; perhaps it is done elsewhere)", "bold"))
    for places, rules in checked.questions.items():
        terminal.line(terminal.wrap(f"at {', '.join(map(checked.named, places))}", _INDENT, "  ?       "))
        for rule in rules:
            head = f"{_INDENT}  {rule.code}  "
            terminal.line(terminal.wrap(rule.title, " " * len(head), head))


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


def summary(checked: Checked, terminal: Terminal) -> str:
    """One line: how many findings, how grave, how many of them can be fixed by the program, and what is not shown."""
    report, findings = checked.report, checked.findings
    rest = f" {report.waived_told}." if report.waived else ""
    rest += f" {len(checked.known)} known in the baseline." if checked.known else ""
    rest += (
        f" {checked.hidden} hidden below {checked.configuration.min_confidence} confidence." if checked.hidden else ""
    )
    if not findings:
        asked = sum(map(len, report.open_questions.values()))
        none = "No new findings." if checked.known else "No findings."
        return terminal.paint(none, "ok") + rest + (f" {counted(asked, 'question')} open." if asked else "")
    fixable = sum(f.autofix is not None for f in findings)
    return (
        f"{counted(len(findings), 'finding')}: {severities(findings)}; {fixable} can be fixed with 'fix --all'.{rest}"
    )


def severities(findings: Sequence[Finding]) -> str:
    """``2 errors, 1 warning``."""
    found = Counter(f.severity for f in findings)
    return ", ".join(counted(n, s) for s in SEVERITIES if (n := found[s]))


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"


def code_list(findings: Iterable[Finding], named: Named) -> str:
    """``REP001 at train, AUT001 at deploy``."""
    return ", ".join(f"{f.code} at {clean(named(f.at))}" for f in findings)
