"""What the findings panel says about checks that gave no verdict: those that wait, and those files cannot answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from designer.analysis.report import Report
from designer.analysis.rule import Rule
from designer.gui.panels.question_card import Asked

Rules = Mapping[str, Rule]


def problems_label(report: Report, parent: QWidget) -> QLabel | None:
    """What was left out of the analysis because it is wrong: settings, rules of people; None where nothing was."""
    if not report.problems:
        return None
    label = QLabel("\n".join(("Left out of the analysis:", *report.problems)), parent)
    label.setProperty("look", "problem")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def waiting_label(report: Report, rules: Rules, parent: QWidget) -> QLabel | None:
    """How many checks wait for findings to be mended; None where none does."""
    waiting = {code: places for code, places in report.blocked.items() if places}
    if not waiting:
        return None
    number = sum(len(places) for places in waiting.values())
    names = "".join(f"<br>{code} {escape(rules[code].name)}" for code in waiting if code in rules)
    more = "check waits" if number == 1 else "checks wait"
    label = QLabel(f"{number} more {more} until these are fixed", parent)
    label.setProperty("look", "soft")
    label.setWordWrap(True)
    label.setContentsMargins(2, 10, 2, 0)
    label.setToolTip(f"These can only be judged afterwards:{names}")
    return label


def questions_heading(report: Report, parent: QWidget) -> QLabel:
    """The line above the questions."""
    number = sum(map(len, report.open_questions.values()))
    heading = QLabel(f"Not visible in the files  ·  {number}", parent)
    heading.setProperty("look", "section")
    heading.setContentsMargins(0, 8, 0, 0)
    heading.setToolTip("It may be done elsewhere: it counts neither for nor against the pipeline until you answer.")
    return heading


def asked(report: Report, rules: Rules, name_of: Callable[[str], str]) -> Iterator[Asked]:
    """The questions, those first that can be answered now.

    Args:
        name_of: what people call the place of a finding.
    """
    found = []
    for code, places in report.open_questions.items():
        later = report.later_questions.get(code, ())
        now = tuple(p for p in places if p not in later)
        rule = rules.get(code)
        first = next((r for r in rule.requires if r in report.open_questions), "") if rule and not now else ""
        found.append(Asked(code, rule, now or places, {p: name_of(p) for p in places}, first))
    yield from sorted(found, key=lambda a: (bool(a.first), a.code))
