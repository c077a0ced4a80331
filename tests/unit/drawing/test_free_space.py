from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.free_space import Box, FreeSpace

numbers = st.integers(-300, 300).map(float)
lengths = st.integers(1, 200).map(float)
boxes = st.lists(st.tuples(numbers, numbers, lengths, lengths), max_size=15)


def touches(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@given(boxes, numbers, numbers)
def test_the_place_is_free_and_straight_above_or_below(taken: list[Box], x: float, y: float) -> None:
    place = FreeSpace(taken).nearest(x, y, 100, 50)
    assert place[0] == x
    assert not any(touches((*place, 100, 50), box) for box in taken)


@given(boxes, numbers, numbers)
def test_no_free_place_in_the_column_is_nearer(taken: list[Box], x: float, y: float) -> None:
    found = abs(FreeSpace(taken).nearest(x, y, 100, 50)[1] - y)
    edges = [edge for _, top, _, tall in taken for edge in (top - 50, top + tall)]
    free = [e for e in [y, *edges] if not any(touches((x, e, 100, 50), box) for box in taken)]
    assert found == min(abs(e - y) for e in free)


def test_below_comes_first_when_both_are_as_near() -> None:
    assert FreeSpace([(0, 0, 100, 50)]).nearest(0, 0, 100, 50) == (0, 50)


def test_the_gap_is_kept_on_all_sides() -> None:
    assert FreeSpace([(0, 0, 100, 50)], gap=10).nearest(105, 0, 100, 50) == (105, 60)
    assert FreeSpace([(0, 0, 100, 50)], gap=10).nearest(110, 0, 100, 50) == (110, 0)


def test_what_is_taken_later_counts_too() -> None:
    space = FreeSpace()
    assert space.nearest(0, 0, 10, 10) == (0, 0)
    space.take((0, 0, 10, 10))
    assert space.nearest(0, 0, 10, 10) == (0, 10)
