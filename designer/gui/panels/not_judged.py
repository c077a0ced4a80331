"""What the findings panel says about checks that gave no verdict: those that wait, and those files cannot answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape

from PySide6.QtWidgets import QLabel, QWidget

from designer.analysis.report import Report
from designer.analysis.rule import Rule

Rules = Mapping[str, Rule]


def not_judged(report: Report, rules: Rules, name_of: Callable[[str], str], parent: QWidget) -> Iterator[QLabel]:
    """Labels for the end of the list.

    Args:
        name_of: what people call the place of a finding.
    """
    waiting = {code: places for code, places in report.blocked.items() if places}
    if waiting:
        yield _waiting_label(waiting, rules, parent)
    if report.open_questions:
        number = sum(map(len, report.open_questions.values()))
        heading = QLabel(f"Not visible in the files  ·  {number}", parent)
        heading.setProperty("look", "section")
        heading.setContentsMargins(0, 8, 0, 0)
        heading.setToolTip("It may be done elsewhere: it counts neither for nor against the pipeline.")
        yield heading
        for code, places in sorted(report.open_questions.items()):
            yield _question_label(code, rules[code].title if code in rules else "", map(name_of, places), parent)


def _waiting_label(waiting: Mapping[str, tuple[str, ...]], rules: Rules, parent: QWidget) -> QLabel:
    number = sum(len(places) for places in waiting.values())
    names = "".join(f"<br>{code} {rules[code].name}" for code in waiting if code in rules)
    more = "check waits" if number == 1 else "checks wait"
    label = _soft(f"{number} more {more} until these are fixed", parent)
    label.setToolTip(f"These can only be judged afterwards:{names}")
    return label


def _question_label(code: str, title: str, places: Iterator[str], parent: QWidget) -> QLabel:
    label = _soft(f"?  {escape(title)} <i>({escape(', '.join(places))})</i>", parent)
    label.setToolTip(f"{code}: nothing in the files says so, or the opposite.")
    return label


def _soft(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("look", "soft")
    label.setWordWrap(True)
    label.setContentsMargins(2, 10, 2, 0)
    return label
