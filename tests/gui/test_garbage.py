"""What is left of closed windows is destroyed in the thread that made it."""

from __future__ import annotations

import gc
import threading
from typing import ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.gui.garbage import GarbageCollector


class Leftover(QObject):
    """Holds itself, so that only a collection ends it; says in which thread that is."""

    ended: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        Leftover.ended.append(threading.get_ident())


def test_objects_of_qt_are_collected_in_the_windows_thread_also_while_a_worker_makes_garbage(
    qapp: QApplication, qtbot: QtBot
) -> None:
    gc.enable()
    Leftover.ended.clear()
    collector = GarbageCollector()
    assert not gc.isenabled()
    for _ in range(50):
        Leftover()
    worker = threading.Thread(target=lambda: [[[i]] for i in range(20_000)])
    worker.start()
    worker.join()
    assert not Leftover.ended
    kept = [[i] for i in range(5_000)]  # more than Python lets pass
    qtbot.waitUntil(lambda: len(Leftover.ended) == 50, timeout=5_000)
    assert set(Leftover.ended) == {threading.get_ident()}
    assert kept
    collector.close()
    assert gc.isenabled()


def test_at_the_end_of_the_program_nothing_is_left_for_a_worker_that_still_runs(qapp: QApplication) -> None:
    gc.enable()
    Leftover.ended.clear()
    collector = GarbageCollector()
    for _ in range(50):
        Leftover()
    collector.close()
    worker = threading.Thread(target=lambda: [[[i]] for i in range(50_000)])
    worker.start()
    worker.join()
    assert Leftover.ended == [threading.get_ident()] * 50
