"""Reads what takes a while in another thread: says so after a moment, and can be given up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from designer.errors import DesignerError
from designer.gui.worker import Worker
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

AT_ONCE_S: Final = 0.02
PROGRESS_MS: Final = 300
Result = Session | DesignerError


class Reading(QObject):
    """One reading at a time; a new one gives the one before up."""

    _arrived = Signal(int)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._number = 0
        self._future: Future[Session] | None = None
        self._name = ""
        self._take: Callable[[Result], object] = lambda _: None
        self._worker = Worker(2)  # one that was given up may still run
        self._progress = QTimer(self)
        self._progress.setSingleShot(True)
        self._progress.setInterval(PROGRESS_MS)
        self._progress.timeout.connect(self._tell)
        self._arrived.connect(self._receive)

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for something."""
        return self._future is not None

    def start(self, path: Path, job: Callable[[], Session], take: Callable[[Result], object]) -> None:
        """Hands what a job reads, or its error, to ``take``: at once when it is quick, else when it is there."""
        self.cancel()
        self._number += 1
        number, self._name, self._take = self._number, path.name or str(path), take
        future = self._future = self._worker.submit(job)
        try:
            future.exception(timeout=AT_ONCE_S)
        except TimeoutError:
            self._progress.start()
            future.add_done_callback(lambda _: self._arrived.emit(number))
            return
        self._receive(number)

    def cancel(self) -> None:
        """Gives the reading up; what it finds is dropped."""
        self._number += 1
        self._end()

    def close(self) -> None:
        """The window closes."""
        self.cancel()
        self._worker.shutdown()

    # ------------------------------------------------------------------ inside
    def _tell(self) -> None:
        text = "All its pipelines come on to one canvas."
        self._window.bar.tell("task", f"Reading {self._name}…", text, [("Cancel", self.cancel)], close="")

    def _end(self) -> None:
        self._future = None
        self._progress.stop()
        for tab in self._window.tabs.all:
            if tab.bar.message.startswith(f"Reading {self._name}…"):
                tab.bar.hide()

    def _receive(self, number: int) -> None:
        future = self._future
        if number != self._number or future is None:
            return
        self._end()
        try:
            result: Result = future.result()
        except DesignerError as e:
            result = e
        self._take(result)
