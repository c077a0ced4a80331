"""The opened files as saving would write them, and what each target would write, live: texts and notes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QTextBrowser, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.combo import Combo
from designer.gui.latest import Job, Latest
from designer.gui.panels.code_view import CodeView
from designer.gui.panels.gutter import BROKEN
from designer.gui.panels.own_files import OWN, OWN_TITLE, Broken, Shown, loss_rows, own_files, own_notes_html
from designer.model.changes import Transaction
from designer.session.exporting import later_export
from designer.session.session import Session
from designer.targets.target import Emission, told_once

PAUSE_MS = 200


class PreviewPanel(QWidget):
    """Tabs for the targets, a list of their files, the text, and notes. Works only while it can be seen."""

    step_chosen = Signal(str)
    export_wanted = Signal(str)  # slug of the target

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._slugs: tuple[str, ...] = ()
        self._steps: tuple[str, ...] = ()
        self._line: tuple[str, str, int] | None = None  # side, path, line
        self._broken: Broken | None = None
        self._is_stale = True
        self._is_seen = False
        self._shown: Shown | None = None
        self._noted: Emission | None = None  # whose notes are written out
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("Files")
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)  # large text: all tabs stay in reach
        self.tabs.setUsesScrollButtons(False)
        self._name_tabs()
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
        self._work.ready.connect(self._show_result)
        self._work.failed.connect(self._show_problem)
        self.tabs.currentChanged.connect(lambda _: self._ask())
        self.files.currentIndexChanged.connect(self._choose_file)
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

    def _name_tabs(self) -> None:
        """The opened files come first; a document of its own has none."""
        targets = self._session.services.targets
        source = self._session.source
        slugs = ((OWN,) if source else ()) + tuple(targets)
        if slugs == self._slugs:
            return
        self._slugs = slugs
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for slug in slugs:
            self.tabs.addTab(OWN_TITLE if slug == OWN else targets[slug].title)
        self.tabs.setCurrentIndex(0)
        self.tabs.blockSignals(False)

    @property
    def target(self) -> str:
        """Slug of the target in front; `OWN` for the opened files."""
        return self._slugs[self.tabs.currentIndex()] if self._slugs else ""

    @property
    def emission(self) -> Emission | None:
        """What is shown; None while nothing can be."""
        return self._shown.emission if self._shown else None

    @property
    def path(self) -> str:
        """The file in front."""
        return str(self.files.currentData() or "")

    @property
    def is_idle(self) -> bool:
        """Whether what is shown is of the newest contents."""
        return self._work.is_idle

    def show_steps(self, steps: Iterable[str]) -> None:
        """Marks the lines of these steps."""
        self._steps, self._line = tuple(steps), None
        self._mark(scroll=True)

    def show_line(self, path: str, line: int | None) -> None:
        """Shows a line of an opened file."""
        self.show_place(OWN, path, line)

    def show_place(self, slug: str, path: str, line: int | None) -> None:
        """Shows a line of what a target would write, or of an opened file."""
        if slug in self._slugs:
            self.tabs.setCurrentIndex(self._slugs.index(slug))
            self._line = (slug, path, line or 1)
            self._mark(scroll=True)

    def show_broken(self, broken: Broken | None) -> None:
        """Shows a file as it stands on disk, where it cannot be read; None ends that."""
        if broken != self._broken:
            self._broken = broken
            if broken is not None:
                self._line = (OWN, broken.path, broken.line or 1)
            self._show_file()
            self._mark(scroll=True)

    def refresh(self) -> None:
        """The files were saved or read again: what differs from the disk is another thing now."""
        self._name_tabs()
        self._is_stale = True
        if self._is_seen:
            self._ask()

    def close_work(self) -> None:
        """Ends the thread that makes the text."""
        self._work.close()

    def set_seen(self, is_seen: bool) -> None:
        """Whether the panel is in front; nothing is worked out while it is not."""
        self._is_seen = is_seen
        if is_seen and self._is_stale:
            self._ask()

    # ------------------------------------------------------------------ inside
    def _on_change(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            self._is_stale = True
            if self._is_seen:
                self._ask()

    def _ask(self) -> None:
        self._is_stale = False
        self._work.ask()

    def _prepare(self) -> Job:
        session, target = self._session, self.target
        source, snapshot = session.source, session.pipeline.snapshot()
        if target == OWN and source is not None:
            return partial(own_files, source, snapshot)
        return lambda: Shown(later_export(session.services, source, snapshot, target))

    def _show_result(self, shown: Shown) -> None:
        self._shown = shown
        before = self.path
        self.files.blockSignals(True)
        self.files.clear()
        for path in shown.emission.files:
            self.files.addItem(f"{path}  (changed)" if shown.changes.get(path) else path, path)
        self.files.setCurrentIndex(max(self.files.findData(before), 0))
        self.files.blockSignals(False)
        self._show_parts(is_fine=True)
        self._show_file()
        self._mark(scroll=self._line is not None)
        self._show_notes()

    def _show_problem(self, error: Exception | None) -> None:
        self._shown = None
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
        self.write.setVisible(self.target != OWN)

    def _show_notes(self) -> None:
        """Notes stay folded until somebody wants them; the button says how many there are."""
        emission = self.emission
        chores = len(emission.checklist) if emission else 0
        limits = len(list(told_once(emission.losses))) if emission else 0
        limited = f"{limits} kept beside the file" if self.target == OWN else f"{limits} not exported"
        parts = [f"{chores} to set up"] * bool(chores) + [limited] * bool(limits)
        self.more.setText(("▾ " if self.more.isChecked() else "▸ ") + ", ".join(parts))
        self.more.setAccessibleName(f"Notes: {', '.join(parts)}")
        self.more.setVisible(bool(parts))
        is_open = bool(parts) and self.more.isChecked()
        if is_open and emission is not None and emission is not self._noted:
            own = self._session.source if self.target == OWN else None
            self.notes.setHtml(own_notes_html(emission, own) if own else notes_html(emission))
            self._noted = emission
        self.notes.setVisible(is_open)

    def _choose_file(self) -> None:
        self._show_file()
        self._mark(scroll=False)

    def _show_file(self) -> None:
        path, shown = self.path, self._shown
        if shown is None or path not in shown.emission.files:
            return
        if self.target == OWN and self._broken is not None and path == self._broken.path:
            self.code.show_file(path, self._broken.text)
            self.code.show_changes({self._broken.line: BROKEN} if self._broken.line else {})
            return
        self.code.show_file(path, shown.emission.files[path])
        self.code.show_changes(shown.changes.get(path, {}) if self.target == OWN else None)

    def _mark(self, *, scroll: bool) -> None:
        if self._shown is None:
            return
        wanted = self._places()
        if wanted and scroll and all(path != self.path for path, _, _ in wanted):
            self.files.setCurrentIndex(max(self.files.findData(wanted[0][0]), 0))
        self.code.mark([(first, last) for path, first, last in wanted if path == self.path], scroll=scroll)

    def _places(self) -> list[tuple[str, int, int]]:
        """Path, first and last line of what is marked."""
        if self._line is not None and self.target == self._line[0]:
            _, path, line = self._line
            return [(path, line, line)]
        spans = self._shown.emission.spans if self._shown else {}
        return [(s.path, s.first_line, s.last_line) for step in self._steps for s in spans.get(step, ())]

    def _on_line(self, number: int) -> None:
        """Selects the step whose lines are the fewest around the clicked one."""
        spans = self._shown.emission.spans if self._shown else {}
        hits = [
            (s.last_line - s.first_line, step)
            for step, places in spans.items()
            for s in places
            if s.path == self.path and s.first_line <= number <= s.last_line
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
        rows = loss_rows(emission)
        parts.append(f"<p><b>What {escape(target) or 'this format'} cannot say</b></p><ul>{rows}</ul>")
    return "".join(parts)
