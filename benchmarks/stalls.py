"""Watches the window's thread: when it did not answer, for how long, what somebody did, and where it stood."""

from __future__ import annotations

import faulthandler
import os
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

ROOT: Final = Path(__file__).resolve().parent.parent
BEAT_MS: Final = 3
LOOK_S: Final = 0.006
LATE_S: Final = 0.015  # without a beat for so long: where does it stand?
_OWN: Final = ("benchmarks", "tests")
_DEEPEST: Final = 7  # functions of the program that are told
_FUNCTION: Final = re.compile(r'^  File "(.*)", line (\d+) in (.*)$', re.MULTILINE)


@dataclass(frozen=True)
class Stall:
    """A time without a beat, in milliseconds.

    Args:
        doing: what somebody did.
        wall: by the clock.
        cpu: time of the processor that the window's thread itself used.
        places: functions of the program, from the outside in, most often seen while it lasted.
        others: the same of another thread that ran meanwhile; it may be what this one waited for.
    """

    doing: str
    wall: float
    cpu: float
    places: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = [f"            {place}" for place in self.places]
        where += [f"          | {place}" for place in self.others]
        return "\n".join([f"{self.cpu:7.1f} {self.wall:7.1f}  {self.doing}", *where])


class Watch(QObject):
    """Beats in the window's thread; another thread looks at the stack as soon as a beat is late.

    Args:
        least: milliseconds by the clock; shorter times are only counted.
    """

    def __init__(self, least: float = 20.0) -> None:
        super().__init__()
        self.doing = "start"
        self.stalls: list[Stall] = []
        self.beats = 0
        self._least = least
        self._seen: list[bytes] = []  # what all threads did; read only where it is told
        self._thread_id = threading.get_ident()
        self._last = (time.perf_counter(), time.thread_time())
        self._ends = threading.Event()
        self._looker = threading.Thread(target=self._look, daemon=True)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Begins now."""
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start(BEAT_MS)
        self._looker.start()

    def stop(self) -> None:
        """Counts what is under way and ends."""
        self.beat()
        self._timer.stop()
        self._ends.set()
        self._looker.join()

    def beat(self) -> None:
        """The window answers."""
        now, used = time.perf_counter(), time.thread_time()
        wall, cpu = (now - self._last[0]) * 1e3, (used - self._last[1]) * 1e3
        if wall >= self._least:
            own, others = zip(*map(self._sorted, self._seen), strict=True) if self._seen else ((), ())
            self.stalls.append(Stall(self.doing, wall, cpu, _usual(own), _usual(chain.from_iterable(others))))
        if self._seen:
            self._seen = []
        self.beats += 1
        self._last = (time.perf_counter(), time.thread_time())

    # ------------------------------------------------------------------ inside
    def _look(self) -> None:
        with tempfile.TemporaryFile() as paper:
            while not self._ends.wait(LOOK_S):
                if time.perf_counter() - self._last[0] > LATE_S:
                    self._seen.append(stacks(paper.fileno()))

    def _sorted(self, seen: bytes) -> tuple[str, list[str]]:
        """The functions of the window's thread, and those of others that work for the program."""
        own, others = "", []
        for part in seen.decode(errors="replace").split("\n\n"):
            title, _, functions = part.partition("\n")
            if f"0x{self._thread_id:016x}" in title:
                own = functions
            elif len([*places(functions)]) > 1 and " in wait\n" not in functions:
                others.append(functions)
        return own, others


def stacks(paper: int) -> bytes:
    """The functions of all threads, from the inside out, as Python tells them when a program crashes.

    It takes a quarter of a millisecond, in which no thread runs Python, and is done without frames: whoever holds one
    may be the last, and would destroy widgets of the window's thread in this one.

    Args:
        paper: an open file to write on.
    """
    os.lseek(paper, 0, os.SEEK_SET)
    faulthandler.dump_traceback(paper, all_threads=True)
    length = os.lseek(paper, 0, os.SEEK_CUR)
    os.lseek(paper, 0, os.SEEK_SET)
    return os.read(paper, length)


def _usual(seen: Iterable[str]) -> tuple[str, ...]:
    """The places that were seen most often."""
    often = Counter(seen).most_common(1)
    return tuple(places(often[0][0])) if often else ()


def places(functions: str) -> Iterator[str]:
    """The program's functions on a stack, from the outside in, and the innermost one of whoever it belongs to."""
    rows: list[str] = []
    for number, (file, line, name) in enumerate(_FUNCTION.findall(functions)):
        path = Path(file)
        inside = path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] not in (*_OWN, ".venv")
        if inside or not number:
            rows.append(f"{path.relative_to(ROOT) if inside else path.name}:{line} {name}")
    yield from reversed(rows[:_DEEPEST])


def table(stalls: Iterable[Stall], rows: int = 25, *, by_clock: bool = True) -> str:
    """The worst stall of each thing that was done, with its stack."""
    worst: dict[str, Stall] = {}
    for stall in stalls:
        old = worst.get(stall.doing)
        if old is None or _length(stall, by_clock) > _length(old, by_clock):
            worst[stall.doing] = stall
    chosen = sorted(worst.values(), key=lambda s: -_length(s, by_clock))[:rows]
    return "\n".join(["    CPU    wall  ms", *map(str, chosen)])


def _length(stall: Stall, by_clock: bool) -> float:
    return stall.wall if by_clock else stall.cpu
