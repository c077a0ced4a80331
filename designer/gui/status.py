"""The line at the bottom: how much there is, the grade, the zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


class Status:
    """Widgets in the window's status bar."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        bar = window.statusBar()
        bar.setSizeGripEnabled(False)
        self.counts = QLabel(bar)
        self.proving = QLabel("Asking the linters…", bar)
        self.proving.hide()
        self.grade = QPushButton(bar)
        self.smaller, self.zoom, self.larger = QPushButton("−", bar), QPushButton("100 %", bar), QPushButton("+", bar)
        for button, tip, action in (
            (self.smaller, "Zoom out", "view.zoom_out"),
            (self.larger, "Zoom in", "view.zoom_in"),
            (self.grade, "Show the findings", "check.list"),
            (self.zoom, "Show the cards at their own size", "view.actual"),
        ):
            button.setProperty("look", "link")
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            button.clicked.connect(lambda _=False, action=action: window.registry.trigger(action))
        bar.addWidget(self.counts)
        bar.addWidget(self.proving)
        bar.addPermanentWidget(self.grade)
        for button in (self.smaller, self.larger):
            button.setAccessibleName(button.toolTip())
        for button in (self.smaller, self.zoom, self.larger):
            bar.addPermanentWidget(button)

    def refresh(self) -> None:
        """Brings counts and grade up to date."""
        pipeline, report = self._window.desk.session.pipeline, self._window.desk.bridge.report
        self.counts.setText(f"{_count(len(pipeline.steps), 'step')}, {_count(len(pipeline.links), 'link')}")
        if report is None or not pipeline.steps:
            self.grade.setText("Not judged yet")
            return
        score, found = report.score, _count(len(report.findings), "finding")
        grade = "Not assessed" if score.overall is None else f"Grade {score.grade}, {score.overall} of 100"
        if report.open_questions:
            grade += " of what is visible" if score.overall is not None else ""
            found = f"{_count(sum(map(len, report.open_questions.values())), 'question')} open, {found}"
        self.grade.setText(f"{grade}, {found}")

    def show_proving(self, is_working: bool) -> None:
        """Says that linters are at work."""
        self.proving.setVisible(is_working)

    def show_zoom(self, scale: float) -> None:
        """Shows how large the cards are drawn."""
        self.zoom.setText(f"{round(scale * 100)} %")
        least = self.zoom.fontMetrics().horizontalAdvance("400 %") + 2 * self.zoom.fontMetrics().averageCharWidth()
        self.zoom.setMinimumWidth(least)  # so that the buttons beside it stay where the pointer is


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
