"""Long work lets others go first where somebody asked for it, and is not looked through for garbage."""

from __future__ import annotations

import gc
import threading

import pytest

from designer.pace import breathe, pausing, uncollected


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


@pytest.mark.parametrize("was_on", [True, False])
def test_garbage_is_collected_again_after_long_work_only_where_it_was_before(was_on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), uncollected():
            assert not gc.isenabled()
            _ = 1 / 0
        assert gc.isenabled() == was_on
    finally:
        (gc.enable if before else gc.disable)()
