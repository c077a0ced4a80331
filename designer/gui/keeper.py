"""Keeps the unsaved changes of one document aside while somebody draws, in a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from designer.gui.bridge import Bridge
from designer.gui.worker import Worker
from designer.session.recovery import RecoveryStore
from designer.session.session import Session

PAUSE_MS = 1_000  # what a crash costs at most, but for the time of writing
LARGE = 8 * 1024 * 1024  # bytes; writing such a document takes seconds,
LARGE_PAUSE_MS = 30_000  # so it is done less often
_log = logging.getLogger(__name__)


class Keeper(QObject):
    """Writes a second after an edit, also while others follow, and forgets as soon as nothing is unsaved.

    A session that starts with unsaved changes comes from the store, from another window or was closed by mistake: it
    is written as after an edit.
    """

    failed = Signal(str)  # the first time only: editing goes on
    _finished = Signal(object, object)  # size in bytes or None, error or None

    def __init__(self, session: Session, bridge: Bridge, store: RecoveryStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._store = store
        self._is_kept = session.is_dirty
        self._busy = False
        self._closed = False
        self._has_failed = False
        # One worker: what is asked for first is done first, so a write never comes after the forgetting.
        self._worker = Worker()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)
        self._finished.connect(self._receive)
        bridge.changed.connect(self._follow)
        if self._is_kept:
            self._timer.start()

    def forget(self) -> None:
        """Saved, given up, or undone back to what the file holds."""
        self._timer.stop()
        if self._is_kept:
            self._is_kept = False
            self._worker.submit(self._store.forget, self._session)

    def close(self, *, keeps: bool = False) -> None:
        """The document leaves the window, saved or given up; safe to call twice.

        Args:
            keeps: it goes on in another window, whose keeper takes over what was kept.
        """
        if not self._closed:
            self._timer.stop()
            if not keeps:
                self.forget()
            self._closed = True
            self._worker.shutdown(drops=False)

    # ------------------------------------------------------------------ inside
    def _follow(self) -> None:
        if self._closed:
            return
        if not self._session.is_dirty:
            self.forget()
        elif not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        if self._busy:
            self._timer.start()  # the disk is slower than the person
            return
        self._busy = self._is_kept = True
        self._worker.submit(self._work, self._store.keeping(self._session))

    def _work(self, job: Callable[[], int]) -> None:
        size, error = None, None
        try:
            size = job()
        except Exception as e:  # a full disk or a bug costs the safety, not the drawing
            error = e
        if not self._closed:
            self._finished.emit(size, error)

    def _receive(self, size: int | None, error: Any) -> None:
        self._busy = False
        self._timer.setInterval(LARGE_PAUSE_MS if size and size > LARGE else PAUSE_MS)
        if error is not None and not self._has_failed:
            self._has_failed = True
            _log.error("unsaved changes are not kept", exc_info=error)
            self.failed.emit(str(error))
