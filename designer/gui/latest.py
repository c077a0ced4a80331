"""Work in one other thread of which only the latest result matters."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal

from designer.gui.worker import Worker

Job = Callable[[], Any]


class Latest(QObject):
    """Runs the newest job a moment after it was asked for; results that a newer job has overtaken are dropped.

    Args:
        prepare: makes the job in the window's thread, when it starts: takes the snapshot, say.
        pause_ms: time without another request before a job starts.
    """

    ready = Signal(object)
    failed = Signal(object)  # the exception
    _finished = Signal(int, object, object)

    def __init__(self, prepare: Callable[[], Job], pause_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._asked = 0
        self._done = 0
        self._busy = False
        self._closed = False
        self._telling = threading.Lock()
        self._worker = Worker()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause_ms)
        self._timer.timeout.connect(self._start)
        self._finished.connect(self._receive)

    @property
    def is_idle(self) -> bool:
        """Whether the newest job is done."""
        return self._closed or self._done == self._asked

    def ask(self) -> None:
        """Asks for a job; asking again before it starts makes it start later, once."""
        if not self._closed:
            self._asked += 1
            self._timer.start()

    def hurry(self) -> None:
        """Starts at once what waits for the end of the pause."""
        if self._timer.isActive():
            self._timer.stop()
            self._start()

    def wait_idle(self, what: str, timeout_ms: int, *, at_once: bool = False) -> None:
        """Runs the event loop until the newest job is done (tests, pictures, exports).

        Args:
            what: that is waited for, for the error.
            at_once: without the pause in front of it.

        Raises:
            TimeoutError: it takes longer than ``timeout_ms``.
        """
        end = time.monotonic() + timeout_ms / 1000
        while not self.is_idle:
            if at_once:
                self.hurry()
            if time.monotonic() > end:
                raise TimeoutError(f"{what} did not finish")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    def close(self) -> None:
        """Waits for the job that runs and drops its result; safe to call twice."""
        self._closed = True
        self._timer.stop()
        self._worker.shutdown()

    def leave(self) -> None:
        """Drops the job that runs without waiting for its end; this object must not be deleted with who asked."""
        with self._telling:
            self._closed = True
        self._timer.stop()
        self._prepare = _nothing  # what it belongs to may go
        self._worker.shutdown(wait=False)
        if not self._busy:
            self.deleteLater()

    # ------------------------------------------------------------------ inside
    def _start(self) -> None:
        if self._closed or self._busy:
            return  # _receive starts the next one
        self._busy = True
        self._worker.submit(self._work, self._asked, self._prepare())

    def _work(self, number: int, job: Job) -> None:
        result, error = None, None
        try:
            result = job()
        except Exception as e:  # a bug in a rule or a target costs its result, not the drawing
            error = e
        with self._telling:
            if not self._closed:
                self._finished.emit(number, result, error)

    def _receive(self, number: int, result: Any, error: Exception | None) -> None:
        if self._closed:
            return
        self._busy = False
        if number != self._asked:
            if not self._timer.isActive():
                self._start()
            return
        self._done = number
        if error is None:
            self.ready.emit(result)
        else:
            self.failed.emit(error)


def _nothing() -> Job:
    return lambda: None
