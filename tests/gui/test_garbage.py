"""What is left of closed windows is destroyed in the thread that made it."""

from __future__ import annotations

import gc
import threading
import time
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, QTimer
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
    with qtbot.waitSignal(collector.collected, timeout=20_000):  # looking again and again would be work
        pass
    assert Leftover.ended == [threading.get_ident()] * 50
    assert kept
    collector.close()
    assert gc.isenabled()


@pytest.mark.parametrize("where", ["the window's thread", "a worker"])
def test_everything_is_looked_at_only_once_the_program_rests(where: str, qapp: QApplication, qtbot: QtBot) -> None:
    Leftover.ended.clear()
    collector = GarbageCollector(pause_ms=50)
    old = [Leftover() for _ in range(50)]
    gc.collect()
    old.clear()
    for generation in (1, 0):
        for _ in range(150):
            gc.collect(generation)  # so that the older ones are long due
    worked: list[int] = []
    if where == "a worker":
        worker = threading.Thread(target=lambda: worked.extend(count_long() for _ in range(600)))
        worker.start()
        qtbot.waitUntil(lambda: not worker.is_alive(), timeout=20_000)
    else:
        working = QTimer()
        working.timeout.connect(lambda: worked.append(count_long()))
        working.start(5)
        qtbot.waitUntil(lambda: len(worked) >= 100, timeout=20_000)
        working.stop()
    assert not Leftover.ended
    with qtbot.waitSignal(collector.collected, timeout=40_000, check_params_cb=lambda oldest: oldest == 2):
        pass
    assert len(Leftover.ended) == 50
    collector.close()


def test_a_thread_that_never_rests_does_not_fill_the_memory(qapp: QApplication, qtbot: QtBot) -> None:
    Leftover.ended.clear()
    collector = GarbageCollector(pause_ms=25)
    kept: list[list[int]] = []
    working = QTimer()
    working.timeout.connect(lambda: (Leftover(), kept.extend([n] for n in range(1_000)), count_long()))
    working.start(5)
    qtbot.waitUntil(lambda: bool(Leftover.ended), timeout=30_000)
    assert len(kept) > 240_000
    working.stop()
    collector.close()


def count_long() -> int:
    """Uses the processor for 5 ms, however busy the machine is."""
    end, number = time.thread_time() + 0.005, 0
    while time.thread_time() < end:
        number += 1
    return number


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
