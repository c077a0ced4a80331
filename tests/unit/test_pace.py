"""Loops that take long let others go first where somebody asked for it."""

from __future__ import annotations

import threading

from designer.pace import breathe, pausing


def test_a_loop_pauses_only_where_somebody_asked_for_it() -> None:
    pauses: list[str] = []
    breathe()
    with pausing(lambda: pauses.append("outer")):
        breathe()
        with pausing(lambda: pauses.append("inner")):
            breathe()
        breathe()
    breathe()
    assert pauses == ["outer", "inner", "outer"]


def test_a_pause_that_one_thread_asked_for_holds_up_no_other() -> None:
    pauses: list[int] = []
    with pausing(lambda: pauses.append(threading.get_ident())):
        other = threading.Thread(target=breathe)
        other.start()
        other.join()
        breathe()
    assert pauses == [threading.get_ident()]
