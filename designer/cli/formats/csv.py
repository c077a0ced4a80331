"""One line a finding, for spreadsheets. A cell that one would take for a formula begins with an apostrophe.

https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from designer.analysis.finding import Finding
from designer.cli.checked import Checked, Outcome
from designer.cli.terminal import Terminal, clean

COLUMNS: Final = (
    *("file", "line", "status", "severity", "code", "name", "principle", "confidence", "at", "title", "message"),
    *("risk", "fix", "autofix", "safety", "points", "reason", "owner", "until", "url", "fingerprint", "checked"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes a heading and the lines; waived and known findings have a status of their own."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for checked in outcome.files:
        for status, finding in _all(checked):
            rows.writerow([guarded(cell) for cell in _cells(checked, status, finding)])
    terminal.block(text.getvalue())


def _all(checked: Checked) -> Iterator[tuple[str, Finding]]:
    for status, findings in (("open", checked.findings), ("known", checked.known), ("waived", checked.report.waived)):
        for finding in findings:
            yield status, finding


def _cells(checked: Checked, status: str, finding: Finding) -> Iterator[str]:
    place, waiver, autofix = checked.nearest(finding), finding.waived, finding.autofix
    yield place.path if place else checked.name
    yield str(place.line) if place else ""
    yield f"{status}, preview" if checked.is_preview(finding) else status
    yield from (finding.severity, finding.code, finding.name, finding.principle, finding.confidence)
    yield from (finding.at, finding.title, finding.message, finding.risk, finding.fix)
    yield from (autofix.title, autofix.safety) if autofix else ("", "")
    yield f"{finding.points:g}"
    yield from (waiver.reason, waiver.owner, waiver.until) if waiver else ("", "", "")
    yield next((url for _, url in finding.references if url.startswith("https://")), "")
    yield finding.fingerprint
    yield checked.name


def guarded(cell: str) -> str:
    """A cell on one line that no spreadsheet evaluates."""
    cell = clean(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
