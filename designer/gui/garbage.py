"""Collects garbage in the window's thread, and only there."""

from __future__ import annotations

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_PAUSE_MS: Final = 250
_PAUSES: Final = 40  # in a row with hardly any work: somebody reads, or is gone
_HARDLY: Final = 0.04  # of the time: a blinking cursor, timers
_MOST_NEW: Final = 250_000  # objects, and times that they were looked at: then it is done without a pause, too
_MOST_ROUNDS: Final = 10_000


class GarbageCollector(QObject):
    """Python collects cycles in whatever thread makes the object that is one too many.

    In a worker that would destroy what is left of closed windows there, and Qt's destructors wait for locks that the
    window's thread may hold while it waits for Python's: neither goes on ever again. So Python's own collection is
    turned off while there are windows, and a timer looks whether it is due.

    Nobody waits for it: what is new is looked at when the whole program has had nothing to do for a quarter of a
    second, as most of what a worker makes is gone by itself when its job is done; everything, in up to 0.2 s with a
    thousand steps, when that lasted for ten seconds. A quarter of a million new objects are looked at at once: memory
    has an end.
    """

    collected = Signal(int)
    """The oldest generation that was looked at: 0 is what is new, 2 everything."""

    def __init__(self, parent: QObject | None = None, pause_ms: int = _PAUSE_MS) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._idle = 0  # pauses in a row
        self._hardly = _HARDLY * pause_ms / 1000
        self._used = time.process_time()
        gc.disable()
        gc.freeze()  # rules, kinds and classes stay as long as the program: nobody has to look at them again
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(pause_ms)

    def collect(self) -> None:
        """Collects what is new, or everything, where it is due by Python's own thresholds and the program rests."""
        gc.disable()  # a job that began before this object may have turned it on again at its end
        self._idle = self._idle + 1 if time.process_time() - self._used < self._hardly else 0
        (new, rounds, _), (most_new, most_rounds, _) = gc.get_count(), gc.get_threshold()
        if rounds > (most_rounds if self._idle >= _PAUSES else _MOST_ROUNDS):
            gc.collect()
            self.collected.emit(2)
        elif new > (most_new if self._idle else _MOST_NEW):
            gc.collect(0)
            self.collected.emit(0)
        self._used = time.process_time()

    def close(self) -> None:
        """Collects what is left of the windows, also for workers that still run, and leaves it to Python again."""
        gc.unfreeze()
        gc.collect()
        if self._was_on:
            gc.enable()
