"""Another thread that stands back while the window's thread has something to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

from designer.pace import pausing

T = TypeVar("T")
LOOK_S: Final = 0.001
_WORKS_S: Final = 0.00005  # of a processor since the last look: the window's thread does something
_IS_BUSY: Final = 0.2  # part of the time in which it goes on
_MOST_S: Final = 0.25  # a window that is busy for longer has to share


class Worker:
    """Runs jobs one after the other. To be made in the window's thread.

    Only one thread runs Python at a time. Whenever the window's thread calls Qt it lets go of Python, and gets it back
    only when a job hands it over: an edit of 40 ms would take 400. So a job asks at each `pace.breathe` whether the
    window's thread used the processor, and if so sleeps until it does not.

    Args:
        threads: how many jobs may run at once.
    """

    def __init__(self, threads: int = 1) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads)
        self._clock = thread_clock(threading.get_ident())

    def submit(self, job: Callable[..., T], *arguments: Any) -> Future[T]:
        """Runs a job as soon as those before it are done."""
        return self._pool.submit(self._run, job, *arguments)

    def shutdown(self, *, wait: bool = True, drops: bool = True) -> None:
        """Ends.

        Args:
            wait: for the jobs that run.
            drops: those that have not begun.
        """
        self._pool.shutdown(wait=wait, cancel_futures=drops)

    def _run(self, job: Callable[..., T], *arguments: Any) -> T:
        with pausing(StandingBack(self._clock)):
            return job(*arguments)


class StandingBack:
    """Sleeps while another thread works, for one job.

    Args:
        clock: time of the processor that the other thread used, in seconds; None where the system does not tell: then
            it sleeps for a part of the time.
    """

    def __init__(self, clock: Callable[[], float] | None) -> None:
        self._clock = clock
        self._looked = time.perf_counter()
        self._used = clock() if clock else 0.0

    def __call__(self) -> None:
        now = time.perf_counter()
        if now - self._looked < LOOK_S:
            return
        if self._clock is None:
            time.sleep(LOOK_S / 2)
        elif self._clock() - self._used > _WORKS_S:
            self._stand_back(self._clock, now + _MOST_S)
        self._looked = time.perf_counter()
        self._used = self._clock() if self._clock else 0.0

    def _stand_back(self, clock: Callable[[], float], end: float) -> None:
        now, used = time.perf_counter(), clock()
        while now < end:
            time.sleep(LOOK_S)
            after, by_then = time.perf_counter(), clock()
            if by_then - used < (after - now) * _IS_BUSY:
                return
            now, used = after, by_then


def thread_clock(thread: int) -> Callable[[], float] | None:
    """Tells what a thread used of the processor; None where only the thread itself can know."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return None
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)
