"""The scores of both sides, one line a principle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from designer.analysis.score import score_text
from designer.session.comparing import Comparison


class ScoreTable(QWidget):
    """``Security 40 → 75 (+35)``; better and worse are said by the sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._cells: list[QLabel] = []
        self.texts: dict[str, str] = {}

    def show_comparison(self, found: Comparison) -> None:
        """Shows the scores of a comparison."""
        for label in self._cells:
            label.hide()
            label.deleteLater()
        self._cells.clear()
        grades = found.report_before.score.grade, found.report_after.score.grade
        for line, (name, before, after) in enumerate(found.scores):
            scores = [score_text(value) for value in (before, after)]
            if not name:
                scores = [f"{score} ({grade})" for score, grade in zip(scores, grades, strict=True)]
            delta = "" if before is None or after is None else "=" if before == after else f"{after - before:+d}"
            cells = (name.capitalize() or "Score", " → ".join(scores), delta.replace("-", "−"))
            self.texts[name] = " ".join(cells).strip()
            for column, text in enumerate(cells):
                self._grid.addWidget(self._cell(text, column, is_first=not name), line, column)

    def _cell(self, text: str, column: int, *, is_first: bool) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if is_first:
            label.setProperty("look", "heading")
        if column:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._cells.append(label)
        return label
