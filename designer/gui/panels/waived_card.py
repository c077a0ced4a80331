"""A finding that somebody waived: struck through, with the reason, and ways to change or remove the waiver."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from designer.analysis.waiver import NOT_APPLICABLE, Waiver
from designer.gui.panels.finding_card import FindingCard, two_lines
from designer.gui.panels.flow_row import FlowRow

_WORDS = {"accepted": "accepted", "elsewhere": "done elsewhere", NOT_APPLICABLE: "not applicable"}


class WaivedCard(FindingCard):
    """A row of the findings panel that does not count."""

    remove_waiver_wanted = Signal(object)

    def _fill_head(self) -> None:
        finding = self.finding
        self._icon.setPixmap(self._appearance.picture("waived", "ink_soft", 18))
        soft = f"<span style='color:{self._soft()}'>{escape(self._subtitle())}</span>"
        title = f"<s style='color:{self._soft()}'>{escape(finding.title)}</s>"
        self._title.setText(two_lines(title, soft))
        self._points.setText("")
        self.head.setAccessibleName(f"{self._subtitle()}. {finding.title}")
        self.head.setToolTip(f"<b>{finding.code} {escape(finding.name)}</b><br>{escape(finding.message)}")

    def _subtitle(self) -> str:
        waiver = self.finding.waived
        return f"Waived, {waiver_words(waiver)} · {self._where}" if waiver else self._where

    def _buttons(self) -> FlowRow:
        row = FlowRow(8)
        self.edit = QPushButton("Edit waiver…", self._details)
        self.edit.clicked.connect(lambda: self.waive_wanted.emit(self.finding))
        self.remove = QPushButton("Remove waiver", self._details)
        self.remove.setToolTip("The finding counts again. One undo step.")
        self.remove.clicked.connect(lambda: self.remove_waiver_wanted.emit(self.finding))
        for button in (self.edit, self.remove, self._show_button(), self._why_button()):
            row.addWidget(button)
        return row


class WaivedToggle(QToolButton):
    """The line above the waived findings of a principle, which shows and hides them."""

    def __init__(self, principle: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._principle, self._count = principle, 0
        self.setProperty("look", "fold")
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip("Findings that somebody waived with a reason; they are not counted")

    def show_count(self, count: int, *, is_open: bool) -> None:
        """Says how many there are, and whether they are shown."""
        self._count = count
        self.setText(f"{count} waived")
        self.set_open(is_open)

    def set_open(self, is_open: bool) -> None:
        """Says whether they are shown."""
        self.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        name = f"{self._count} waived findings of {self._principle}"
        self.setAccessibleName(f"{name}, {'shown' if is_open else 'hidden'}")


def waiver_words(waiver: Waiver) -> str:
    """``accepted: the tracker is ordered, ml team, until 2030-12-31``."""
    until = f"until {waiver.until}" if waiver.until else ""
    why = ", ".join(filter(None, (waiver.reason, waiver.owner, until)))
    return f"{_WORDS[waiver.kind]}: {why}" if why else _WORDS[waiver.kind]
