"""Annotations for pull requests on GitHub, and a summary of the job where GitHub asks for one.

A step may show ten annotations of a sort; the worst ten are shown, the rest is counted.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from designer.analysis.finding import Finding
from designer.analysis.rule import SEVERITIES
from designer.cli.checked import Checked, Outcome, Spot
from designer.cli.command import PROGRAM
from designer.cli.formats import markdown
from designer.cli.report_paths import relative, report_root
from designer.cli.terminal import Terminal, clean
from designer.cli.text_report import counted, severities

MOST: Final = 10
SUMMARY: Final = "GITHUB_STEP_SUMMARY"
_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes one workflow command a line, then one line a file for the log."""
    root = report_root()
    for error in outcome.errors:
        spot = Spot.of((Path(error.path), error.line or 1)) if error.path and Path(error.path).is_file() else None
        terminal.line(_command("error", str(error), "Cannot be read", spot, root))
    rows = sorted(outcome.findings(), key=_rank)
    for checked, finding in rows[:MOST]:
        terminal.line(_annotation(checked, finding, root))
    rest = [finding for _, finding in rows[MOST:]]
    if rest:
        message = f"{counted(len(rest), 'more finding')}: {severities(rest)}. '{PROGRAM} check' lists them all."
        terminal.line(_command("notice", message, "More findings"))
    for checked in outcome.files:
        for shortfall in checked.shortfalls:
            terminal.line(_command("error", f"{checked.name}: {shortfall}", "Score too low"))
        if checked.report.waived:
            where = "; the summary of the job has the reasons" if os.environ.get(SUMMARY) else ""
            message = f"{clean(checked.name)}: {checked.report.waived_told}{where}"
            terminal.line(_command("notice", message, "Waived findings"))
        if checked.gone:
            known = ", ".join(f"{e.code} at {e.at}" for e in checked.gone)
            terminal.line(_command("notice", f"Not there any more: {known}", "Take them out of the baseline"))
        terminal.line(_log_line(checked))
    _summarise(outcome, terminal)


def _rank(row: tuple[Checked, Finding]) -> tuple[int, float]:
    checked, finding = row
    return SEVERITIES.index(checked.shown_severity(finding)), -finding.points


def _annotation(checked: Checked, finding: Finding, root: Path) -> str:
    parts = [finding.message, f"Risk: {finding.risk}", f"Fix: {finding.fix}"]
    title = f"{finding.code} {finding.title}"
    title += " (preview)" if checked.is_preview(finding) else ""
    return _command(_COMMANDS[checked.shown_severity(finding)], "\n".join(parts), title, checked.nearest(finding), root)


def _command(name: str, message: str, title: str, spot: Spot | None = None, root: Path | None = None) -> str:
    """One workflow command: an annotation of a file, or of the whole run."""
    properties = {"title": clean(title)}
    path = relative(spot, root) if spot and root else None
    if spot and path is not None:
        properties = {"file": path, "line": str(spot.line), **properties}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    cleaned = "\n".join(clean(line) for line in text.splitlines())
    return cleaned.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C")


def _log_line(checked: Checked) -> str:
    """Never begins with what GitHub would take for a command."""
    score = checked.report.score
    total = "not assessed" if score.overall is None else f"{score.overall} of 100, grade {score.grade}"
    found = f"{counted(len(checked.findings), 'finding')} ({severities(checked.findings)})" if checked.findings else ""
    return f"{PROGRAM}: {clean(checked.name)}: {found or 'no findings'}; score {total}"


def _summarise(outcome: Outcome, terminal: Terminal) -> None:
    """Adds to the summary page of the job; other steps may have written there before."""
    target = os.environ.get(SUMMARY)
    if not target:
        return
    try:
        with Path(target).open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(markdown.page(outcome) + "\n")
    except OSError as e:
        terminal.remark(f"the summary of the job cannot be written: {e.strerror}")
