"""Links that would run on top of each other run side by side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, STRIDE_X, STRIDE_Y
from designer.drawing.lanes import STEP, spread
from designer.drawing.link_ways import evenly
from designer.drawing.routing import slots_of, ways_round

NO_CARDS = np.empty((0, 2))


def z_way(x: float, y0: float, y1: float, start: float = 0.0, end: float = 200.0) -> np.ndarray:
    """Across, down at x, across."""
    return np.array([(start, y0), (x, y0), (x, y1), (end, y1)])


def pieces(ways: list[np.ndarray]) -> list[tuple[int, bool, float, float, float]]:
    """Number of the way, whether it runs down, where, from and to; of all pieces."""
    found = []
    for number, way in enumerate(ways):
        for (x0, y0), (x1, y1) in zip(way[:-1].tolist(), way[1:].tolist(), strict=True):
            down = abs(x1 - x0) < abs(y1 - y0)
            place, a, b = (x0, y0, y1) if down else (y0, x0, x1)
            found.append((number, down, place, min(a, b), max(a, b)))
    return found


def on_top(ways: list[np.ndarray], ends: np.ndarray) -> int:
    """How many pairs of links with other ends run on each other for a stretch."""
    all_pieces, pairs = pieces(ways), set()
    for i, (one, down, place, low, high) in enumerate(all_pieces):
        for other, other_down, other_place, other_low, other_high in all_pieces[i + 1 :]:
            close = down == other_down and abs(place - other_place) < 3 and (ends[one] != ends[other]).all()
            if close and min(high, other_high) - max(low, other_low) > 8:
                pairs.add((one, other))
    return len(pairs)


def test_two_links_in_one_channel_run_side_by_side_and_keep_their_ends() -> None:
    ways = [z_way(100, 0, 300), z_way(100, 100, 400)]
    moved = spread(ways, np.array([(0, 1), (2, 3)]), NO_CARDS, 2)
    assert abs(moved[0][1, 0] - moved[1][1, 0]) == STEP
    for before, after in zip(ways, moved, strict=True):
        assert after[0].tolist() == before[0].tolist()
        assert after[-1].tolist() == before[-1].tolist()
        assert (np.abs(np.diff(after, axis=0)).min(1) < 1e-9).all()


def test_they_are_moved_to_the_side_on_which_they_do_not_cross() -> None:
    for y0, y1 in ((0, 300), (300, 0)):
        one, other = z_way(100, y0, y1), z_way(100, y0 + 100, y1 + 100)
        moved = spread([one, other], np.array([(0, 1), (2, 3)]), NO_CARDS, 2)
        falls = y1 > y0
        assert (moved[1][1, 0] < moved[0][1, 0]) == falls  # what is lower leaves the channel lower


def test_links_of_one_card_share_their_trunk() -> None:
    ways = [z_way(100, 0, 300), z_way(100, 0, 400), z_way(100, 0, -200)]
    for ends in ([(0, 1), (0, 2), (0, 3)], [(1, 0), (2, 0), (3, 0)]):
        moved = spread(ways, np.array(ends), NO_CARDS, 3)
        assert [way.tolist() for way in moved] == [way.tolist() for way in ways]


def test_a_trunk_moves_as_one() -> None:
    fan = [z_way(100, 0, 300), z_way(100, 0, 400)]
    drawn = z_way(100, 50, 350)
    moved = spread([*fan, drawn], np.array([(0, 1), (0, 2), (3, 4)]), NO_CARDS, 2)
    assert len(moved) == 2
    assert moved[0][1, 0] == moved[1][1, 0] != 100


def test_nothing_is_moved_onto_a_card() -> None:
    ways = [z_way(100, 0, 300), z_way(100, 100, 400)]
    walls = np.array([(108.0, 150.0), (92.0 - CARD_WIDTH, 150.0)])
    moved = spread(ways, np.array([(0, 1), (2, 3)]), walls, 2)
    assert [way.tolist() for way in moved] == [way.tolist() for way in ways]


def test_no_ways_are_no_trouble() -> None:
    assert spread([], np.empty((0, 2), np.int64), NO_CARDS, 0) == []


def crowded(seed: int) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Cards, ends and ways of 18 links between 36 cards that stand closely, straight angles only."""
    rng = np.random.default_rng(seed)
    cards = np.array([(x * STRIDE_X, y * STRIDE_Y) for x in range(6) for y in range(6)], float)
    cards += rng.integers(-12, 12, cards.shape)
    ends = np.array([rng.choice(36, 2, False) for _ in range(18)])
    slots = slots_of([(f"s{a}", f"s{b}") for a, b in ends.tolist()])
    ways = ways_round(cards, cards[ends[:, 0]], cards[ends[:, 1]], np.zeros(18, bool), slots, every=True)
    return cards, ends[sorted(ways)], [ways[n] for n in sorted(ways)]


def hits(way: np.ndarray, cards: np.ndarray, ends: list[int]) -> set[int]:
    """The cards that a way runs through, those at its ends left out."""
    fine = evenly(way, int(np.abs(np.diff(way, axis=0)).sum() / 3) + 2)
    inside = (fine[:, None] > cards[None] + 1) & (fine[:, None] < cards[None] + [CARD_WIDTH - 1, CARD_HEIGHT - 1])
    return set(np.flatnonzero(inside.all(2).any(0)).tolist()) - set(ends)


@settings(max_examples=40, deadline=None)
@example(13)
@example(146)
@example(674)
@given(st.integers(0, 2**32 - 1))
def test_in_crowded_drawings_nothing_becomes_worse_and_the_result_is_the_same_each_time(seed: int) -> None:
    cards, ends, before = crowded(seed)
    after = spread(before, ends, cards, len(before))
    assert on_top(after, ends) <= on_top(before, ends)
    for was, way, at in zip(before, after, ends.tolist(), strict=True):
        assert hits(way, cards, at) <= hits(was, cards, at)
    again = spread(before, ends, cards, len(before))
    assert all(np.array_equal(one, other) for one, other in zip(after, again, strict=True))


def test_in_crowded_drawings_most_links_run_on_nothing() -> None:
    drawings = [crowded(seed) for seed in range(20)]
    before = sum(on_top(ways, ends) for _, ends, ways in drawings)
    after = sum(on_top(spread(ways, ends, cards, len(ways)), ends) for cards, ends, ways in drawings)
    assert after < before / 4


@pytest.mark.parametrize("movable", [0, 1])
def test_ways_that_are_drawn_already_stay(movable: int) -> None:
    ways = [z_way(100, 0, 300), z_way(100, 100, 400)]
    moved = spread(ways, np.array([(0, 1), (2, 3)]), NO_CARDS, movable)
    assert len(moved) == movable
