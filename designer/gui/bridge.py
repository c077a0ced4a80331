"""From the model's events to Qt: edits as a signal, and the analyzer in a thread of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.analysis.memory import Memory
from designer.gui.finding_rows import NO_ROWS, FindingRows, rows_of
from designer.gui.latest import Job, Latest
from designer.model.changes import Transaction
from designer.session.analysing import later_report

if TYPE_CHECKING:
    from designer.analysis.report import Report
    from designer.session.session import Session

PAUSE_MS = 60  # after the last edit; shorter than a glance, long enough to join the keys of one word
_log = logging.getLogger(__name__)


class Bridge(QObject):
    """Tells widgets what happened to one session's pipeline.

    Analysis runs 60 ms after the last edit, in one worker thread. A result that an edit has overtaken is dropped;
    edits that only move things do not start one. Signals arrive in the thread of the window.
    """

    changed = Signal(object)  # Transaction: every edit, undo and redo
    report_ready = Signal(object)  # Report of what the pipeline holds now
    analysis_failed = Signal(str)  # one line; the last report stays

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._report: Report | None = None
        self._rows = NO_ROWS
        self._memory = Memory()  # only the worker uses it, which does one job at a time
        self._closed = False
        self._analysis = Latest(self._prepare, PAUSE_MS, self)
        self._analysis.ready.connect(self._receive)
        self._analysis.failed.connect(self._fail)
        self._unsubscribe = session.pipeline.subscribe(self._on_transaction)
        self._analysis.ask()

    @property
    def report(self) -> Report | None:
        """The latest report; None before the first. It may be an edit behind."""
        return self._report

    @property
    def rows(self) -> FindingRows:
        """The findings of that report in the order of the list; none while there is nothing to judge."""
        return self._rows if self._session.pipeline.steps else NO_ROWS

    def refresh(self) -> None:
        """Analyses again though nothing was edited: another profile, say."""
        self._analysis.ask()

    def wait_idle(self, timeout_ms: int = 10_000) -> None:
        """Runs the event loop until the report is of the newest contents (tests, export).

        Raises:
            TimeoutError: it takes longer than ``timeout_ms``.
        """
        self._analysis.wait_idle("the analysis", timeout_ms)

    def close(self) -> None:
        """Ends the worker and forgets the session; safe to call twice."""
        if not self._closed:
            self._closed = True
            self._unsubscribe()
            self._analysis.close()

    # ------------------------------------------------------------------ inside
    def _on_transaction(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            self._analysis.ask()
        self.changed.emit(transaction)

    def _prepare(self) -> Job:
        judge = later_report(self._session, self._memory)

        def work() -> tuple[Report, FindingRows]:
            report = judge()
            return report, rows_of(report)

        return work

    def _receive(self, judged: tuple[Report, FindingRows]) -> None:
        self._report, self._rows = report, _ = judged
        self.report_ready.emit(report)

    def _fail(self, error: Exception) -> None:
        _log.error("analysis failed", exc_info=error)
        self.analysis_failed.emit(f"{type(error).__name__}: {error}")
