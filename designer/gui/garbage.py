"""Collects garbage in the window's thread, and only there."""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS: Final = 250
_RARELY: Final = 10  # times Python's own threshold: looking at everything takes a tenth of a second


class GarbageCollector(QObject):
    """Python collects cycles in whatever thread makes the object that is one too many.

    In a worker that would destroy what is left of closed windows there, and Qt's destructors wait for locks that the
    window's thread may hold while it waits for Python's: neither goes on ever again. So Python's own collection is
    turned off while there are windows, and a timer looks whether it is due.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        gc.freeze()  # rules, kinds and classes stay as long as the program: nobody has to look at them again
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(_PAUSE_MS)

    def collect(self) -> None:
        """Collects the oldest generation that is due, as Python would."""
        young, middle, old = gc.get_threshold()
        most = young, middle, old * _RARELY
        due = [n for n, count in enumerate(gc.get_count()) if count > most[n]]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Collects what is left of the windows, also for workers that still run, and leaves it to Python again."""
        gc.unfreeze()
        gc.collect()
        if self._was_on:
            gc.enable()
