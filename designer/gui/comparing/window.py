"""A document and another state of it, side by side, with a list of what differs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from designer.analysis.report import Report
from designer.errors import DesignerError
from designer.gui.canvas.scene import Scene
from designer.gui.combo import Combo
from designer.gui.comparing.choices import Choice, choices_for, file_choice
from designer.gui.comparing.difference_list import DifferenceList
from designer.gui.comparing.marks import SIGNS
from designer.gui.comparing.pair import Pair, Pictures
from designer.gui.comparing.score_table import ScoreTable
from designer.gui.comparing.side import Side
from designer.gui.files import shown_name
from designer.gui.latest import Job, Latest
from designer.gui.waiting import PROGRESS_MS
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.session.comparing import CHANGES, Comparison, later_comparison
from designer.steps.catalog import Catalog

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab

_PAUSE_MS: Final = 200
_ANOTHER: Final = "Another file…"


class CompareWindow(QDialog):
    """Stays open beside the document and follows what is edited there."""

    def __init__(self, window: MainWindow, tab: Tab) -> None:
        super().__init__(window)
        self._window = window
        self._tab = tab
        self.found: Comparison | None = None
        self._choices = choices_for(tab, window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Compare {shown_name(tab.session)}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.choice = Combo(self)
        self.choice.setAccessibleName("Compare with")
        self.choice.setMinimumContentsLength(28)
        self.list = DifferenceList(window.desktop.appearance, self)
        self.scores = ScoreTable(self)
        self.summary = QLabel("Comparing…", self)
        self.summary.setWordWrap(True)
        self.close_button = QPushButton("Close", self)
        self.close_button.clicked.connect(self._stop)
        self._gives_up = threading.Event()
        self._shown = 0  # number of the choice that is shown
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(PROGRESS_MS)
        self._slow.timeout.connect(self._tell_slow)
        self._pair = Pair(window.desktop.habits, self)
        self._pair.picked.connect(self.list.choose)
        self._lay_out()
        self._fill_choices(0)
        self.choice.activated.connect(self._on_choice)
        self.list.chosen.connect(self._pair.show_place)
        self._work = Latest(self._prepare, _PAUSE_MS, window)  # it may outlive this one
        self._work.ready.connect(self._receive)
        self._work.failed.connect(self._fail)
        tab.desk.bridge.changed.connect(self._work.ask)
        window.desktop.appearance.changed.connect(self._take_looks)
        self._compare()

    def _lay_out(self) -> None:
        room = self._window.screen().availableGeometry().size()
        scale = self._window.desktop.appearance.scale
        self.resize(min(round(1320 * scale), room.width() * 9 // 10), min(round(780 * scale), room.height() * 9 // 10))
        with_label = QLabel("&Before:", self)
        with_label.setBuddy(self.choice)
        fit = QPushButton("&Fit", self)
        fit.setToolTip("Show everything on both sides")
        fit.clicked.connect(self.fit)
        top = QHBoxLayout()
        top.addWidget(with_label)
        top.addWidget(self.choice)
        top.addWidget(self.summary, 1)
        for button in (fit, self.close_button):
            button.setAutoDefault(False)
            top.addWidget(button)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.scores)
        column.addWidget(self.list, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(14)
        parts.addWidget(self._pair)
        parts.addWidget(right)
        parts.setStretchFactor(0, 1)
        parts.setSizes([round(self.width() * 0.72), round(self.width() * 0.28)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 16)
        outer.setSpacing(10)
        outer.addLayout(top)
        outer.addWidget(parts, 1)

    # ------------------------------------------------------------------ what is compared
    @property
    def sides(self) -> tuple[Side, Side] | None:
        """The two pictures; None before the first comparison is there."""
        return self._pair.sides

    def fit(self) -> None:
        """Shows everything on both sides."""
        self._pair.fit()

    def compare_with(self, choice: Choice) -> None:
        """Shows the document beside another state."""
        labels = [c.label for c in self._choices]
        if choice.label not in labels:
            self._choices.append(choice)
            labels.append(choice.label)
        self._fill_choices(labels.index(choice.label))
        self._pair.forget_view()
        self._compare()

    def is_about(self, tab: Tab) -> bool:
        """Whether it shows a document."""
        return tab is self._tab

    def wait_idle(self, timeout_ms: int = 20_000) -> None:
        """Runs the event loop until both pictures show the newest state (tests, pictures)."""
        self._work.wait_idle("the comparison", timeout_ms, at_once=True)

    def _compare(self) -> None:
        self._gives_up.set()  # what was chosen earlier
        self._slow.start()
        self._work.ask()
        self._work.hurry()

    def _tell_slow(self) -> None:
        self.summary.setText(f"Comparing with {self._choices[self._current].label}…")
        self.close_button.setText("Cancel")

    def _waits_no_more(self) -> None:
        self._slow.stop()
        self.close_button.setText("Close")

    def _stop(self) -> None:
        """Closes; goes back to what is shown while something else is waited for."""
        if self.close_button.text() == "Close" or self.found is None:
            self.close()
            return
        self._fill_choices(self._shown)
        self._compare()
        self._waits_no_more()
        self.summary.setText(_summary(self.found))

    def _fill_choices(self, current: int) -> None:
        self.choice.clear()
        self.choice.addItems([*(c.label for c in self._choices), _ANOTHER])
        self.choice.setCurrentIndex(current)
        self._current = current

    def _on_choice(self, index: int) -> None:
        if index < len(self._choices):
            self.compare_with(self._choices[index])
            return
        self.choice.setCurrentIndex(self._current)
        folder = str(self._tab.session.folder)
        path = self._window.desktop.prompts.file_to_open(self._window, folder)
        if path is not None:
            self.compare_with(file_choice(path, self._window))

    def _prepare(self) -> Job:
        gives_up = self._gives_up = threading.Event()
        read = self._choices[self._current].prepare()
        compare = later_comparison(self._tab.session, read, lambda: not gives_up.is_set())
        catalog = self._tab.session.services.catalog

        def work() -> Pictures:
            found = compare()
            sides = ((found.before, found.report_before), (found.after, found.report_after))
            return Pictures(found, *(_scene(snapshot, report, catalog) for snapshot, report in sides))

        return work

    def _fail(self, error: Exception) -> None:
        self._waits_no_more()
        words = error.sentence if isinstance(error, DesignerError) else "This cannot be compared."
        self.summary.setText(f"{self._choices[self._current].label} cannot be read: {words}")
        self._work_is_shown(False)

    def _work_is_shown(self, shown: bool) -> None:
        for part in (self._pair, self.list, self.scores):
            part.setEnabled(shown)

    # ------------------------------------------------------------------ the pictures
    def _receive(self, pictures: Pictures) -> None:
        self.found, self._shown = pictures.found, self._current
        self._waits_no_more()
        self._pair.show_pictures(pictures, self._window.desktop.appearance.theme, self.choice.currentText())
        self.list.show_comparison(pictures.found)
        self.scores.show_comparison(pictures.found)
        self.summary.setText(_summary(pictures.found))
        self._work_is_shown(True)

    def _take_looks(self) -> None:
        self._pair.set_theme(self._window.desktop.appearance.theme)
        if self.found is not None:
            self.list.show_comparison(self.found)

    def done(self, result: int) -> None:
        self._gives_up.set()
        self._slow.stop()
        self._work.leave()
        super().done(result)


def _scene(snapshot: Snapshot, report: Report, catalog: Catalog) -> Scene:
    scene = Scene(Pipeline(snapshot), catalog)
    scene.set_report(report)
    scene.ghosts = []  # what is missing on a side stands in the list
    return scene


def _summary(found: Comparison) -> str:
    """``+ 2 added, ~ 1 changed; 3 findings gone, 1 new``."""
    parts = [f"{SIGNS[c]} {found.count(c)} {c}" for c in CHANGES if found.count(c)]
    findings = f"{len(found.gone)} findings gone, {len(found.new)} new"
    return f"{', '.join(parts) or 'Nothing differs'}; {findings}"
