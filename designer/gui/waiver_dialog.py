"""Asks how, why, by whom and until when a finding is waived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.waiver import ACCEPTED, ELSEWHERE, NOT_APPLICABLE, SHORTEST_REASON, WAYS
from designer.gui.appearance import Appearance
from designer.model.step import PIPELINE

WAY_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    ACCEPTED: ("&Accepted", "We know it and live with it. It earns no points, and an error still limits the grade."),
    ELSEWHERE: ("&Done elsewhere", "It is done outside of this picture. It counts as met, on your word."),
    NOT_APPLICABLE: ("&Not applicable", "The rule makes no sense here. It is left out of the score."),
}
_WIDTH: Final = 520
_INDENT: Final = 26


@dataclass(frozen=True, slots=True)
class Wish:
    """What the dialog starts with.

    Args:
        code: of the rule.
        title: what the finding says.
        at: step id, or ``pipeline`` where nothing narrower is possible.
        where: what people call that place.
        is_whole: whether the waiver counts, or counted so far, for the whole pipeline.
        entry: the waiver so far, with the keys of the document; empty for a new one.
        owner: who is offered as the owner.
        is_accountable: whether an owner and a last day are needed.
        ways: which of the ways are offered.
        question: of the heading; empty for the usual one.
    """

    code: str
    title: str
    at: str
    where: str
    is_whole: bool = False
    entry: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    is_accountable: bool = False
    ways: tuple[str, ...] = WAYS
    question: str = ""


class WaiverDialog(QDialog):
    """Says `decided(entry, at)`: the waiver with the keys of the document, and the step id or ``pipeline``."""

    decided = Signal(object, str)

    def __init__(self, wish: Wish, appearance: Appearance, parent: QWidget, today: date | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{'Edit the waiver of' if wish.entry else 'Waive'} {wish.code}")
        self._wish = wish
        self._today = today or date.today()
        self.ways = {way: QRadioButton(WAY_TEXTS[way][0], self) for way in wish.ways}
        self.here, self.everywhere = QRadioButton(f"&Here: {wish.where}", self), QRadioButton("&Whole pipeline", self)
        self._ways, self._places = QButtonGroup(self), QButtonGroup(self)
        for group, buttons in ((self._ways, self.ways.values()), (self._places, (self.here, self.everywhere))):
            for button in buttons:
                group.addButton(button)
        self.reason = _Reason(wish.entry.get("reason", ""), self)
        self.owner = QLineEdit(wish.entry.get("owner", "") or wish.owner, self)
        self.until = QLineEdit(wish.entry.get("until", ""), self)
        self.problem = QLabel(self)
        self.problem.setProperty("look", "soft")
        self.problem.setWordWrap(True)
        self.cancel_button = QPushButton("Cancel", self)
        self.accept_button = QPushButton("Save" if wish.entry else "Waive", self)
        self._name_fields()
        self._lay_out()
        self._start()
        width = appearance.grown(_WIDTH).width()
        room = self._inside.heightForWidth(width) + self._feet.sizeHint().height()
        self.resize(width, min(room, round(parent.window().height() * 0.95)))

    @property
    def entry(self) -> dict[str, str]:
        """The waiver as it stands in the dialog."""
        way = next((way for way, button in self.ways.items() if button.isChecked()), "")
        texts = {"reason": " ".join(self.reason.toPlainText().split()), "owner": self.owner.text().strip()}
        return {"code": self._wish.code, "as": way, **texts, "until": self.until.text().strip()}

    # ------------------------------------------------------------------ inside
    def _name_fields(self) -> None:
        must = " (needed)" if self._wish.is_accountable else " (optional)"
        self.owner.setPlaceholderText(f"A person or a team{must}")
        self.until.setPlaceholderText(f"{self._today.year + 1}-{self._today:%m-%d}{must}")
        self.owner.setAccessibleName("Owner")
        self.until.setAccessibleName("Until, a date such as 2030-12-31")
        self.reason.setAccessibleName("Reason")
        if self._wish.question:
            self.reason.setPlaceholderText("In a sentence, for those who come later")
        for button in self.ways:
            self.ways[button].setAccessibleDescription(WAY_TEXTS[button][1])

    def _start(self) -> None:
        wish = self._wish
        way = wish.entry.get("as", "")
        if way in self.ways or len(self.ways) == 1:
            self.ways.get(way, next(iter(self.ways.values()))).setChecked(True)
        (self.everywhere if wish.is_whole or wish.at == PIPELINE else self.here).setChecked(True)
        self.here.setVisible(wish.at != PIPELINE)
        for group in (self._ways, self._places):
            group.buttonClicked.connect(self._check)
        for edit in (self.owner, self.until):
            edit.textChanged.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self.reason.finished.connect(self._decide)
        self.accept_button.clicked.connect(self._decide)
        self._check()
        order = [*self.ways.values(), self.reason, self.owner, self.until, self.here, self.everywhere]
        for before, after in pairwise([*order, self.cancel_button, self.accept_button]):
            QWidget.setTabOrder(before, after)
        first = self.reason if wish.entry or len(self.ways) == 1 else next(iter(self.ways.values()))
        first.setFocus()

    def _lay_out(self) -> None:
        inside = self._inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 18, 20, 8)
        column.setSpacing(8)
        column.addWidget(_text(self._wish.question or self._wish.title, "title", inside))
        about = f" · {self._wish.title}" if self._wish.question else ""
        column.addWidget(_text(f"{self._wish.code} · {self._wish.where}{about}", "soft", inside))
        column.addSpacing(4)
        for way, button in self.ways.items():
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            effect = _text(WAY_TEXTS[way][1], "soft", inside)
            effect.setContentsMargins(_INDENT, 0, 0, 4)
            column.addWidget(effect)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, edit in (("&Reason", self.reason), ("&Owner", self.owner), ("&Until", self.until)):
            form.addRow(_label(label, edit, inside), edit)
        column.addLayout(form)
        column.addWidget(self.here, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.everywhere, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        self._feet = self._foot()
        outer.addLayout(self._feet)

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 4, 20, 16)
        foot.setSpacing(10)
        foot.addWidget(self.problem)
        row = QHBoxLayout()
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button.setProperty("look", "primary")
        self.accept_button.setDefault(True)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.accept_button)
        foot.addLayout(row)
        return foot

    def _check(self) -> None:
        problem = self._problem()
        self.accept_button.setEnabled(not problem)
        self.problem.setText(problem)
        self.accept_button.setToolTip(problem)

    def _problem(self) -> str:
        """What is missing yet, as advice; empty when all is there."""
        entry = self.entry
        if not entry["as"]:
            return "Say how it is waived."
        if len(entry["reason"]) < SHORTEST_REASON:
            return f"Give a reason of {SHORTEST_REASON} characters or more: it is what others will read."
        if self._wish.is_accountable and not (entry["owner"] and entry["until"]):
            return "This profile asks for an owner and a last day."
        if not entry["until"]:
            return ""
        try:
            until = date.fromisoformat(entry["until"])
        except ValueError:
            return "Until is a date such as 2030-12-31; leave it empty for no end."
        return "That day has passed already: the waiver would hide nothing." if until < self._today else ""

    def _decide(self) -> None:
        if self.accept_button.isEnabled():
            self.decided.emit(self.entry, PIPELINE if self.everywhere.isChecked() else self._wish.at)
            self.accept()


class _Reason(QPlainTextEdit):
    """Two or three lines; Tab leaves it, and Enter finishes as in a line of text."""

    finished = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("Why it is not mended, for those who come later")
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


def _label(text: str, edit: QWidget, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setIndent(0)
    label.setProperty("look", "row")
    label.setBuddy(edit)
    return label


def _text(text: str, look: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    label.setWordWrap(True)
    return label
