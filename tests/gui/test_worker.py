"""Jobs in other threads stand back while the window's thread works."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from designer.gui.worker import LOOK_S, StandingBack, Worker, thread_clock
from designer.pace import breathe


def use(seconds: float) -> None:
    """Keeps the processor."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_job_waits_until_the_other_thread_has_stopped_working() -> None:
    busy = iter([0.0, *(n * 0.01 for n in range(1, 8))])  # ever more of the processor, then no more
    last = [0.0]

    def clock() -> float:
        last[0] = next(busy, last[0])
        return last[0]

    stand_back = StandingBack(clock)
    use(2 * LOOK_S)
    stand_back()
    assert next(busy, None) is None


def test_a_job_goes_on_when_the_other_thread_never_stops() -> None:
    def busier() -> Iterator[float]:
        used = 0.0
        while True:
            used += 1.0
            yield used

    stand_back = StandingBack(busier().__next__)
    use(2 * LOOK_S)
    start = time.perf_counter()
    stand_back()
    assert time.perf_counter() - start > 0.2


def test_a_job_is_not_held_up_by_a_thread_that_does_nothing() -> None:
    stand_back = StandingBack(lambda: 1.0)
    start = time.thread_time()
    for _ in range(1000):
        stand_back()
    assert time.thread_time() - start < 0.5


def test_where_nobody_tells_what_a_thread_used_a_job_still_comes_to_its_end() -> None:
    stand_back = StandingBack(None)
    use(2 * LOOK_S)
    stand_back()


def test_the_clock_of_a_thread_tells_what_that_thread_used() -> None:
    clock = thread_clock(threading.get_ident())
    if clock is not None:  # Linux tells
        before = clock()
        use(0.02)
        assert 0.02 <= clock() - before < 2


def test_a_job_breathes_for_the_window_and_its_result_and_errors_come_back() -> None:
    worker = Worker()

    def job(number: int) -> int:
        breathe()
        return 10 // number

    assert worker.submit(job, 5).result() == 2
    assert isinstance(worker.submit(job, 0).exception(), ZeroDivisionError)
    worker.shutdown()


def test_what_has_not_begun_is_done_unless_it_is_dropped() -> None:
    done: list[str] = []
    keeps, drops = Worker(), Worker()
    for worker in (keeps, drops):
        go_on = threading.Event()
        worker.submit(go_on.wait)
        waiting = worker.submit(done.append, "kept" if worker is keeps else "dropped")
        ends = threading.Thread(target=worker.shutdown, kwargs={"drops": worker is drops})
        ends.start()
        if worker is drops:
            while not waiting.cancelled():
                use(LOOK_S)
        go_on.set()
        ends.join()
    assert done == ["kept"]
