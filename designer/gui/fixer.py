"""Applying fixes from the window: the current finding, all safe ones, or all."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.analysis.report import Report
from designer.errors import DesignerError
from designer.gui.canvas.hit_test import Hit
from designer.gui.waiting_in_bar import WaitingInBar
from designer.session.fixing import Fixed, later_fixes

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab

AT_ONCE: Final = 25  # fixes that take no longer than a glance
FEW_STEPS: Final = 100  # that are judged and arranged anew as quickly


class Fixer:
    """Runs fixes and says what they brought."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._stop = Event()
        text = "You can go on looking. An edit meanwhile takes precedence."
        self._waiting = WaitingInBar(window, text, cancelled=lambda: self._stop.set())

    @property
    def _candidate(self) -> Finding | None:
        """The finding that the fix key is about: the current one, else the worst of the selected step."""
        desk = self._window.desk
        current = desk.findings.current
        if current is not None:
            return None if current.waived else current
        report = desk.bridge.report
        chosen = desk.selection.steps
        found = report.by_step.get(chosen[0], ()) if report and len(chosen) == 1 else ()
        return next((f for f in found if f.autofix), None)

    @property
    def can_apply(self) -> bool:
        finding = self._candidate
        return finding is not None and finding.autofix is not None

    @property
    def can_fix_safely(self) -> bool:
        return self._window.desk.findings.rows.safe > 0

    @property
    def can_fix_anything(self) -> bool:
        return self._window.desk.findings.rows.fixable > 0

    def apply_current(self) -> None:
        """Applies the fix of the current finding."""
        finding = self._candidate
        if finding is not None and finding.autofix is not None:
            self.apply(finding)

    def apply(self, finding: Finding) -> None:
        """Applies one fix and offers to take it back."""
        session = self._window.desk.session
        before = set(session.pipeline.steps)
        self._window.desk.findings.expect_mended(finding)
        try:
            session.apply_fix(finding)
        except DesignerError as e:
            self._window.show_refusal(e)
            return
        new = tuple(s for s in session.pipeline.steps if s not in before)
        if new:
            self._window.desk.canvas.select(steps=new)
            canvas = self._window.desk.canvas
            canvas.bring_into_view([canvas.overlays.area_of(Hit("steps", s)) for s in new])
        title = finding.autofix.title if finding.autofix else finding.title
        self._say(f"Done: {title}")

    def fix_all(self) -> None:
        """Applies all safe fixes as one undo step."""
        self._fix_many(unsafe=False)

    def fix_everything(self) -> None:
        """Applies all fixes after showing those that change how the pipeline works."""
        risky = [f for f in self._window.desk.findings.findings if f.autofix and f.autofix.safety not in SAFE]
        rows = "\n".join(f"• {f.autofix.title} ({self._window.desk.findings.where(f)})" for f in risky if f.autofix)
        details = f"These change how the pipeline works:\n{rows}" if rows else "All of them are safe."
        details += "\n\nIt is one undo step."
        if self._window.desktop.prompts.confirm(self._window, "Apply every fix?", details, "Fix everything"):
            self._fix_many(unsafe=True)

    def close(self) -> None:
        """The window closes."""
        self._stop.set()
        self._waiting.close()

    def _fix_many(self, *, unsafe: bool) -> None:
        """Works it out on a copy, in another thread where it takes longer than a moment."""
        tab, job = self._window.tabs.current, later_fixes(self._window.desk.session, unsafe=unsafe)
        few = len(self._window.desk.session.pipeline.steps) <= FEW_STEPS
        if few and self._window.desk.findings.rows.fixable <= AT_ONCE:
            self._take(tab, job(lambda: True))
            return
        self._stop.set()  # another one that is under way
        self._waiting.cancel()
        stop = self._stop = Event()
        self._waiting.start("Fixing…", lambda: job(lambda: not stop.is_set()), lambda fixed: self._take(tab, fixed))

    def _take(self, tab: Tab, fixed: Fixed | None) -> None:
        if fixed is None or tab not in self._window.tabs.all:
            return  # given up, or the document was closed meanwhile
        desk = tab.desk
        if desk.session.pipeline.revision != fixed.revision:
            self._window.toast.say("Nothing was fixed: the pipeline was edited meanwhile. Ask again.")
            return
        self._window.tabs.show(tab)
        before = len(desk.session.pipeline.steps)
        done = desk.session.fix_all(fixed=fixed)
        added = len(desk.session.pipeline.steps) - before
        desk.canvas.set_highlight()
        if added > 0:
            desk.canvas.fit_all()
            self._fit_after_undo(before)
        if not done:
            self._window.toast.say("Nothing to fix")
            return
        words = f"{len(done)} finding{'s' if len(done) != 1 else ''} fixed"
        words += f", {added} step{'s' if added != 1 else ''} added" if added > 0 else ""
        self._say(words)
        desk.bridge.report_ready.connect(
            lambda report: self._tell_left(words, report), Qt.ConnectionType.SingleShotConnection
        )

    def _fit_after_undo(self, count: int) -> None:
        """Where the next thing is an undo and nobody moved the view since, it shows what is left as large as before."""
        desk = self._window.desk
        shown = replace(desk.canvas.view)

        def look(_: object) -> None:
            if len(desk.session.pipeline.steps) == count and desk.canvas.view == shown:
                desk.canvas.fit_all()

        desk.bridge.changed.connect(look, Qt.ConnectionType.SingleShotConnection)

    def _tell_left(self, words: str, report: Report) -> None:
        """Says as well what is still open, as soon as it was judged and unless something else was said meanwhile."""
        if self._window.toast.text == words:
            self._say(f"{words}; {len(report.findings) or 'none'} still open")

    def _say(self, text: str) -> None:
        self._window.toast.say(text, "Undo", self._window.undo)
