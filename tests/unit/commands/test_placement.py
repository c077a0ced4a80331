"""Places of cards that nobody placed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from designer.commands.placement import (
    CARD_HEIGHT,
    CARD_WIDTH,
    STRIDE_X,
    STRIDE_Y,
    free_place,
    overlaps,
    place_between,
    shift_right,
)
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step

places = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)), max_size=30
)


def board_of(**positions):
    return Snapshot(steps={i: Step(i, "other") for i in positions}, positions=positions)


@given(places, st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_a_free_place_touches_no_card(taken, x, y):
    place = free_place(board_of(**taken), x, y)
    assert not any(abs(place[0] - a) < CARD_WIDTH and abs(place[1] - b) < CARD_HEIGHT for a, b in taken.values())


def test_a_free_place_is_the_wanted_one_when_nothing_lies_there():
    assert free_place(board_of(a=(500.0, 0.0)), 0, 0) == (0, 0)


def test_a_free_place_is_looked_for_below_then_above_then_to_the_right():
    column = {f"s{i}": (0.0, i * STRIDE_Y) for i in range(-20, 21)}
    assert free_place(board_of(a=(0.0, 0.0)), 0, 0) == (0, STRIDE_Y)
    assert free_place(board_of(a=(0.0, 0.0), b=(0.0, STRIDE_Y)), 0, 0) == (0, -STRIDE_Y)
    assert free_place(board_of(**column), 0, 0)[0] == STRIDE_X


def test_a_place_between_neighbours_is_in_their_middle():
    board = board_of(a=(0.0, 0.0), b=(900.0, 200.0), c=(900.0, 400.0))
    assert place_between(board, ["a"], ["b", "c"]) == (450.0, 150.0)
    assert place_between(board, ["a"], []) == (STRIDE_X, 0.0)
    assert place_between(board, [], ["b"]) == (900.0 - STRIDE_X, 200.0)
    assert place_between(board, [], []) == (900.0 + STRIDE_X, 400.0)
    assert place_between(board, ["unplaced"], []) == (900.0 + STRIDE_X, 400.0)


def test_the_first_card_lies_at_the_origin():
    assert place_between(Snapshot(), [], []) == (0.0, 0.0)


def test_making_room_moves_what_follows_along_flow_links_once():
    links = (*(Link(*pair) for pair in ("ab", "ac", "bd", "cd", "bc", "de")), Link("d", "a", type="feedback"))
    pipeline = Pipeline(
        Snapshot(
            steps={i: Step(i, "other") for i in "abcde"},
            links={k.id: k for k in links},
            positions={i: (n * 10.0, 0.0) for n, i in enumerate("abcd")},
        )
    )
    assert shift_right(pipeline, ["b"], 5) == {"b": (15.0, 0.0), "c": (25.0, 0.0), "d": (35.0, 0.0)}


def test_cards_that_touch_overlap():
    assert overlaps((0, 0), (CARD_WIDTH, CARD_HEIGHT))
    assert not overlaps((0, 0), (STRIDE_X, 0))
    assert not overlaps((0, 0), (0, STRIDE_Y))
