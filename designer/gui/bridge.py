"""From the model's events to Qt: edits as a signal, and the analyzer in a thread of its own."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal

from designer.model.changes import Transaction

if TYPE_CHECKING:
    from designer.analysis.report import Report
    from designer.model.snapshot import Snapshot
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
    _finished = Signal(int, object, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._report: Report | None = None
        self._wanted = 0  # counts the contents worth an analysis
        self._done = -1
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analysis")
        self._busy = False
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._start)
        self._finished.connect(self._receive)
        self._unsubscribe = session.pipeline.subscribe(self._on_transaction)
        self._timer.start()

    @property
    def report(self) -> Report | None:
        """The latest report; None before the first. It may be one edit behind: compare its revision when it matters."""
        return self._report

    def refresh(self) -> None:
        """Analyses again though nothing was edited: another profile, say."""
        self._wanted += 1
        if not self._closed:
            self._timer.start()

    def wait_idle(self, timeout_ms: int = 10_000) -> None:
        """Runs the event loop until the report is of the newest contents (tests, export).

        Raises:
            TimeoutError: it takes longer than ``timeout_ms``.
        """
        end = time.monotonic() + timeout_ms / 1000
        while self._done != self._wanted and not self._closed:
            if time.monotonic() > end:
                raise TimeoutError("the analysis did not finish")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    def close(self) -> None:
        """Ends the worker and forgets the session; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        self._unsubscribe()
        self._worker.shutdown(wait=True, cancel_futures=True)

    # ------------------------------------------------------------------ inside
    def _on_transaction(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            self._wanted += 1
            self._timer.start()
        self.changed.emit(transaction)

    def _start(self) -> None:
        if self._closed or self._busy:
            return  # _receive starts again when the one that runs is stale
        self._busy = True
        self._worker.submit(self._analyse, self._wanted, self._session.pipeline.snapshot(), self._session.profile)

    def _analyse(self, number: int, snapshot: Snapshot, profile: str) -> None:
        """Runs in the worker; hands everything over by a signal."""
        report, error = None, ""
        try:
            report = self._session.services.analyzer.analyze(snapshot, profile)
        except Exception as e:  # a rule's bug must cost the findings, not the drawing
            _log.exception("analysis failed")
            error = f"{type(e).__name__}: {e}"
        if not self._closed:
            self._finished.emit(number, report, error)

    def _receive(self, number: int, report: Report | None, error: str) -> None:
        if self._closed:
            return
        self._busy = False
        if number != self._wanted:
            if not self._timer.isActive():
                self._start()
            return
        self._done = number
        if error:
            self.analysis_failed.emit(error)
            return
        self._report = report
        self.report_ready.emit(report)
