"""Maturity of one document, worked out in a thread of its own while somebody looks at it."""

from __future__ import annotations

import logging
import time
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from designer.analysis.review import Review
from designer.gui.bridge import Bridge
from designer.gui.latest import Job, Latest
from designer.model.changes import Transaction
from designer.session.reviewing import later_review
from designer.session.session import Session

PAUSE_MS: Final = 250  # after the last report; trying fixes takes longer than judging
PROGRESS_MS: Final = 300
PATIENCE: Final = 4.0  # seconds; of a large pipeline what is known by then is shown
_log = logging.getLogger(__name__)


class Reviewing(QObject):
    """Reviews a session's pipeline after each report while it is turned on; an edit stops the work that runs."""

    ready = Signal(object)  # Review of what the pipeline holds now
    progress = Signal(bool)  # whether it has been working for long enough to say so

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = Event()
        self._is_on = False
        self._review: Review | None = None
        self._work = Latest(self._prepare, PAUSE_MS, self)
        self._work.ready.connect(self._receive)
        self._work.failed.connect(self._fail)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PROGRESS_MS)
        self._timer.timeout.connect(lambda: self.progress.emit(True))
        bridge.report_ready.connect(lambda _: self._ask())
        bridge.changed.connect(self._on_change)

    @property
    def review(self) -> Review | None:
        """The latest; None before the first. It may be an edit behind."""
        return self._review

    @property
    def is_behind(self) -> bool:
        """Whether the pipeline was edited since the review that is known, or a newer one is under way."""
        return self._stop.is_set() or not self._work.is_idle

    def turn(self, is_on: bool) -> None:
        """Turns it on or off; what is known stays."""
        if is_on != self._is_on:
            self._is_on = is_on
            self._ask()

    def wait_idle(self, timeout_ms: int = 20_000) -> None:
        """Runs the event loop until the review is of the newest report (tests, pictures).

        Raises:
            TimeoutError: it takes longer than ``timeout_ms``.
        """
        self._work.wait_idle("the review", timeout_ms)

    def close(self) -> None:
        """Stops the work and ends the thread."""
        self._stop.set()
        self._timer.stop()
        self._work.close()

    # ------------------------------------------------------------------ inside
    def _ask(self) -> None:
        if self._is_on:
            self._work.ask()

    def _on_change(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            self._stop.set()

    def _prepare(self) -> Job:
        self._stop = stop = Event()
        self._timer.start()
        end = time.monotonic() + PATIENCE
        return later_review(self._session, lambda: not stop.is_set() and time.monotonic() < end)

    def _receive(self, review: Review) -> None:
        self._rest()
        self._review = review
        self.ready.emit(review)

    def _fail(self, error: Exception) -> None:
        self._rest()
        _log.error("the review failed", exc_info=error)

    def _rest(self) -> None:
        self._timer.stop()
        self.progress.emit(False)
