"""Both sides' edits of a file, change by change; where both edited the same thing somebody chooses."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.gui.canvas.scene import counted
from designer.session.merging import Merge, MergeStep

_HELP: Final = "Your other edits stay. Nothing is written until you save, and one undo takes the merge back."


class MergeDialog(QDialog):
    """Asks whose side counts for each change that the disk brings.

    Args:
        merged: what both sides have.
        name: of the file.
    """

    decided = Signal(object)  # keys of the changes for which this side counts

    def __init__(self, merged: Merge, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Merge {name}")
        self.merged = merged
        self.rows = [Row(step, self) for step in sorted(merged.steps, key=lambda s: not s.is_conflict)]
        conflicts = len(merged.conflicts)
        title = QLabel(f"{counted(len(self.rows), 'change')} on disk, {counted(conflicts, 'conflict')}", self)
        title.setProperty("look", "title")
        text = QLabel(_HELP, self)
        text.setWordWrap(True)
        text.setProperty("look", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        for widget in (title, text, self._list()):
            column.addWidget(widget)
        column.addLayout(self._buttons())
        self.resize(760, 560)

    @property
    def kept(self) -> frozenset[tuple[str, str, str]]:
        """Keys of the changes for which this side counts."""
        return frozenset(row.step.key for row in self.rows if row.mine.isChecked())

    def choose_all(self, *, mine: bool) -> None:
        """Takes one side for every change."""
        for row in self.rows:
            (row.mine if mine else row.theirs).setChecked(True)

    # ------------------------------------------------------------------ inside
    def _list(self) -> QScrollArea:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for row in self.rows:
            column.addWidget(row)
        if not self.rows:
            column.addWidget(QLabel("The file on disk says nothing that is not here already.", inside))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.all_mine, self.all_theirs = QPushButton("Take all &mine", self), QPushButton("Take all &theirs", self)
        self.all_mine.clicked.connect(lambda: self.choose_all(mine=True))
        self.all_theirs.clicked.connect(lambda: self.choose_all(mine=False))
        self.apply = QPushButton("Merge", self)
        self.apply.setProperty("look", "primary")
        self.apply.setDefault(True)
        self.apply.clicked.connect(self._decide)
        cancel = QPushButton("Cancel", self)
        cancel.clicked.connect(self.reject)
        for button in (self.all_mine, self.all_theirs):
            line.addWidget(button)
        line.addStretch(1)
        for button in (cancel, self.apply):
            line.addWidget(button)
        return line

    def _decide(self) -> None:
        self.decided.emit(self.kept)
        self.accept()


class Row(QFrame):
    """One change: what it is about, and both sides of it. Where only the disk changed something, the disk counts."""

    def __init__(self, step: MergeStep, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self.setProperty("look", "card")
        heading = QLabel(step.what, self)
        heading.setProperty("look", "heading")
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.sign = QLabel("Conflict: both sides edited it" if step.is_conflict else "Edited on disk only", self)
        self.sign.setProperty("look", "soft")
        self.mine, self.theirs = QRadioButton("&Mine", self), QRadioButton("&Theirs", self)
        self._group = QButtonGroup(self)
        self._group.addButton(self.mine)
        self._group.addButton(self.theirs)
        (self.mine if step.is_conflict else self.theirs).setChecked(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.addWidget(heading, 0, 0, 1, 2)
        grid.addWidget(self.sign, 1, 0, 1, 2)
        grid.addWidget(QLabel("Before", self), 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._text(step.base), 2, 1, Qt.AlignmentFlag.AlignTop)
        for number, (button, text) in enumerate(((self.mine, step.mine), (self.theirs, step.theirs)), 3):
            button.setAccessibleName(f"{step.what}: {button.text().replace('&', '')}, {text}")
            grid.addWidget(button, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._text(text), number, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)

    def _text(self, text: str) -> QLabel:
        label = QLabel(text or "–", self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("look", "code")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
