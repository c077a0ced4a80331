"""Work of a moment in another thread: done at once when it is quick, told after a while, and in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal

from designer.gui.worker import Worker

AT_ONCE_S: Final = 0.01
PROGRESS_MS: Final = 300


class Waiting(QObject):
    """Jobs whose results are all wanted, in the order in which they were asked for.

    Args:
        slow: called when a job takes longer than a moment, with what it is about.
        over: called when nothing is waited for any more.
        threads: how many jobs may run at once.
    """

    _arrived = Signal()

    def __init__(
        self, slow: Callable[[str], object], over: Callable[[], object], parent: QObject, threads: int = 1
    ) -> None:
        super().__init__(parent)
        self._slow, self._over = slow, over
        self._queue: deque[tuple[str, Future[Any], Callable[[Any], object]]] = deque()
        self._worker = Worker(threads)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PROGRESS_MS)
        self._timer.timeout.connect(self._tell)
        self._arrived.connect(self._take)

    @property
    def is_idle(self) -> bool:
        return not self._queue

    def start(self, what: str, job: Callable[[], Any], take: Callable[[Any], object]) -> None:
        """Hands the result of a job to ``take``: at once when it is quick, else when it is there."""
        future = self._worker.submit(job)
        self._queue.append((what, future, take))
        try:
            future.exception(timeout=AT_ONCE_S)
        except TimeoutError:
            self._timer.start()
            future.add_done_callback(lambda _: self._arrived.emit())
            return
        self._take()

    def cancel(self) -> None:
        """Gives up what is waited for."""
        for _, future, _ in self._queue:
            future.cancel()
        self._queue.clear()
        self._end()

    def close(self) -> None:
        """The window closes."""
        self.cancel()
        self._worker.shutdown()

    def wait_idle(self, timeout_ms: int = 10_000) -> None:
        """Runs the event loop until nothing is waited for (tests, pictures)."""
        for _, future, _ in tuple(self._queue):
            future.exception(timeout=timeout_ms / 1000)
        while self._queue:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)

    # ------------------------------------------------------------------ inside
    def _take(self) -> None:
        while self._queue and self._queue[0][1].done():
            _, future, take = self._queue.popleft()
            if not self._queue:
                self._end()
            take(future.result())

    def _tell(self) -> None:
        if self._queue:
            self._slow(self._queue[0][0])

    def _end(self) -> None:
        self._timer.stop()
        self._over()
