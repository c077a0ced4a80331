"""For people at a terminal: file by file, findings with risk and fix, questions, the score, a summary."""

from __future__ import annotations

from designer.cli import text_report
from designer.cli.checked import Outcome
from designer.cli.terminal import Terminal


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes the report of every file."""
    for number, checked in enumerate(outcome.files):
        if number:
            terminal.line()
        text_report.write(checked, terminal)
