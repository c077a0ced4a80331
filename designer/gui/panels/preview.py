"""What each target would write, live: the text, what it cannot say, and what a person must set up."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QTextBrowser, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.combo import Combo
from designer.gui.latest import Job, Latest
from designer.gui.panels.code_view import CodeView
from designer.model.changes import Transaction
from designer.plan.planner import make_plan
from designer.session.session import Session
from designer.targets.target import Emission

PAUSE_MS = 200


class PreviewPanel(QWidget):
    """Tabs for the targets, a list of their files, the text, and notes. Works only while it can be seen."""

    step_chosen = Signal(str)
    export_wanted = Signal(str)  # slug of the target

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._slugs = tuple(session.services.targets)
        self._steps: tuple[str, ...] = ()
        self._is_stale = True
        self.emission: Emission | None = None
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Target")
        for slug in self._slugs:
            self.tabs.addTab(session.services.targets[slug].title)
        self.files = Combo(self)
        self.files.setAccessibleName("File")
        self.code = CodeView(appearance, self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("look", "soft")
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.notes = QTextBrowser(self)
        self.notes.setAccessibleName("What to set up, and what this target cannot say")
        self.notes.setMaximumHeight(200)
        self.more = QPushButton(self)
        self.more.setCheckable(True)
        self.more.setProperty("look", "link")
        self.more.toggled.connect(lambda _: self._show_notes())
        self.write = QPushButton("Write into a folder…", self)
        self.write.setProperty("look", "primary")
        self._lay_out()
        self._work = Latest(self._prepare, PAUSE_MS, self)
        self._work.ready.connect(self._show_emission)
        self._work.failed.connect(self._show_problem)
        self.tabs.currentChanged.connect(lambda _: self._ask())
        self.files.currentIndexChanged.connect(lambda _: self._show_file())
        self.code.line_clicked.connect(self._on_line)
        self.write.clicked.connect(lambda: self.export_wanted.emit(self.target))
        bridge.changed.connect(self._on_change)
        self._show_problem(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(self.files)
        column.addWidget(self.problem, 1)
        column.addWidget(self.code, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.notes)
        column.addWidget(self.write, 0, Qt.AlignmentFlag.AlignRight)

    @property
    def target(self) -> str:
        """Slug of the target in front."""
        return self._slugs[self.tabs.currentIndex()] if self._slugs else ""

    @property
    def is_idle(self) -> bool:
        """Whether what is shown is of the newest contents."""
        return self._work.is_idle

    def show_steps(self, steps: Iterable[str]) -> None:
        """Marks the lines of these steps."""
        self._steps = tuple(steps)
        self._mark(scroll=True)

    def close_work(self) -> None:
        """Ends the thread that makes the text."""
        self._work.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._ask()

    # ------------------------------------------------------------------ inside
    def _on_change(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            self._is_stale = True
            if self.isVisible():
                self._ask()

    def _ask(self) -> None:
        self._is_stale = False
        self._work.ask()

    def _prepare(self) -> Job:
        services, snapshot = self._session.services, self._session.pipeline.snapshot()
        target = services.targets[self.target]
        return lambda: target.emit(make_plan(snapshot, services.catalog))

    def _show_emission(self, emission: Emission) -> None:
        self.emission = emission
        shown = self.files.currentText()
        self.files.blockSignals(True)
        self.files.clear()
        self.files.addItems(list(emission.files))
        self.files.setCurrentIndex(max(self.files.findText(shown), 0))
        self.files.blockSignals(False)
        self._show_parts(is_fine=True)
        self._show_file()
        self.notes.setHtml(notes_html(emission))
        self._show_notes()

    def _show_problem(self, error: Exception | None) -> None:
        self.emission = None
        if error is None or not self._session.pipeline.steps:
            text = "Draw a step, and the files that run it are written here as you go."
        elif isinstance(error, DesignerError):
            text = f"Nothing can be exported yet: {error}"
        else:
            text = f"This target failed ({type(error).__name__}: {error}). Your drawing is safe."
        self.problem.setText(text)
        self._show_parts(is_fine=False)

    def _show_parts(self, *, is_fine: bool) -> None:
        for widget in (self.files, self.code):
            widget.setVisible(is_fine)
        self.problem.setVisible(not is_fine)
        self._show_notes()
        self.write.setEnabled(is_fine)

    def _show_notes(self) -> None:
        """Notes stay folded until somebody wants them; the button says how many there are."""
        chores = len(self.emission.checklist) if self.emission else 0
        limits = len(self.emission.losses) if self.emission else 0
        parts = [f"{chores} to set up"] * bool(chores) + [f"{limits} not exported"] * bool(limits)
        self.more.setText(("▾ " if self.more.isChecked() else "▸ ") + ", ".join(parts))
        self.more.setAccessibleName(f"Notes: {', '.join(parts)}")
        self.more.setVisible(bool(parts))
        self.notes.setVisible(bool(parts) and self.more.isChecked())

    def _show_file(self) -> None:
        path = self.files.currentText()
        if self.emission and path in self.emission.files:
            self.code.show_file(path, self.emission.files[path])
            self._mark(scroll=False)

    def _mark(self, *, scroll: bool) -> None:
        if not self.emission:
            return
        spans = [s for step in self._steps for s in self.emission.spans.get(step, ())]
        path = self.files.currentText()
        if spans and scroll and all(s.path != path for s in spans):
            self.files.setCurrentIndex(max(self.files.findText(spans[0].path), 0))
            path = self.files.currentText()
        self.code.mark([(s.first_line, s.last_line) for s in spans if s.path == path], scroll=scroll)

    def _on_line(self, number: int) -> None:
        """Selects the step whose lines are the fewest around the clicked one."""
        path = self.files.currentText()
        spans = self.emission.spans if self.emission else {}
        hits = [
            (s.last_line - s.first_line, step)
            for step, places in spans.items()
            for s in places
            if s.path == path and s.first_line <= number <= s.last_line
        ]
        if hits:
            self.step_chosen.emit(min(hits)[1])


def notes_html(emission: Emission, target: str = "") -> str:
    """Checklist and losses as a short text; empty when there are none.

    Args:
        target: title of the format, where the text is one among others.
    """
    once = f"Set up once for {escape(target)}" if target else "Set up once"
    parts = []
    if emission.checklist:
        rows = "".join(
            f"<li><b>{escape(i.kind.capitalize())} {escape(i.name)}</b>: {escape(i.why)}</li>"
            for i in emission.checklist
        )
        parts.append(f"<p><b>{once}</b></p><ul>{rows}</ul>")
    if emission.losses:
        rows = "".join(
            f"<li>{f'<b>{escape(x.step)}</b>: ' if x.step else ''}{escape(x.message)}</li>" for x in emission.losses
        )
        parts.append(f"<p><b>What {escape(target) or 'this format'} cannot say</b></p><ul>{rows}</ul>")
    return "".join(parts)
