"""Links go round cards, in the same way each time."""

from __future__ import annotations

import numpy as np
import pytest

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, STRIDE_X, STRIDE_Y
from designer.drawing.geometry import flattened, link_curves
from designer.drawing.link_ways import ROUND, bend_index, bent_curves, bent_points, compact, evenly, nearest, rounded
from designer.drawing.routing import slots_of, ways_round


def grid(columns: int, rows: int) -> np.ndarray:
    return np.array([(x * STRIDE_X, y * STRIDE_Y) for x in range(columns) for y in range(rows)], float)


def drawn(cards: np.ndarray, a: int, b: int, feedback: bool = False, every: bool = False) -> tuple[np.ndarray, bool]:
    """Points along the link between two cards, and whether it has a way of its own."""
    ends = cards[[a]], cards[[b]]
    ways = ways_round(cards, *ends, np.array([feedback]), slots_of([(f"s{a}", f"s{b}")]), every=every)
    curve = flattened(link_curves(*ends, np.array([feedback])), 64)[0]
    return (rounded(ways[0][None], ROUND)[0], True) if 0 in ways else (curve, False)


def run_through(points: np.ndarray, cards: np.ndarray, ends: tuple[int, int]) -> list[int]:
    """Numbers of the cards that a line runs through, those at its ends left out."""
    fine = evenly(points, int(np.abs(np.diff(points, axis=0)).sum() / 3) + 2)
    inside = (fine[:, None] > cards[None]) & (fine[:, None] < cards[None] + [CARD_WIDTH, CARD_HEIGHT])
    return [n for n in np.flatnonzero(inside.all(2).any(0)).tolist() if n not in ends]


@pytest.mark.parametrize(("a", "b"), [(2, 22), (0, 24), (12, 11), (7, 5), (20, 3), (24, 0)])
def test_a_link_between_columns_runs_through_no_card(a: int, b: int) -> None:
    cards = grid(5, 5)
    points, _ = drawn(cards, a, b)
    assert run_through(points, cards, (a, b)) == []


@pytest.mark.parametrize(("a", "b"), [(20, 0), (23, 3), (12, 2), (22, 12)])
def test_a_feedback_link_goes_round_the_cards_between(a: int, b: int) -> None:
    cards = grid(5, 5)
    points, has_way = drawn(cards, a, b, feedback=True)
    assert has_way
    assert run_through(points, cards, (a, b)) == []


def test_a_link_that_hits_nothing_stays_a_plain_curve() -> None:
    assert not drawn(grid(2, 1), 0, 1)[1]
    assert drawn(grid(2, 1), 0, 1, every=True)[1]


def test_ways_start_and_end_where_the_curves_do() -> None:
    cards = grid(5, 5)
    for feedback in (False, True):
        points, _ = drawn(cards, 24, 0, feedback)
        curve = link_curves(cards[[24]], cards[[0]], np.array([feedback]))[0]
        assert points[0] == pytest.approx(curve[:2])
        assert points[-1] == pytest.approx(curve[6:])


def test_a_way_does_not_depend_on_the_other_links_or_on_far_cards() -> None:
    cards = grid(9, 9)
    pairs = [(0, 80), (4, 40), (40, 44), (9, 62)]
    ends = [np.array([cards[p[i]] for p in pairs]) for i in (0, 1)]
    slots = slots_of([(f"s{a}", f"s{b}") for a, b in pairs])
    together = ways_round(cards, *ends, np.zeros(4, bool), slots)
    far = np.concatenate([cards, [[90_000.0, 0.0]]])
    for i, way in together.items():
        alone = ways_round(far, ends[0][[i]], ends[1][[i]], np.zeros(1, bool), slots[[i]])
        assert np.array_equal(alone[0], way)


def test_straight_angles_are_straight() -> None:
    cards = grid(5, 5)
    ways = ways_round(cards, cards[:5], cards[20:], np.zeros(5, bool), slots_of([("a", "b")] * 5), every=True)
    assert len(ways) == 5
    for way in ways.values():
        assert (np.abs(np.diff(way, axis=0)).min(1) < 0.5).all()


def test_points_that_do_nothing_are_left_out() -> None:
    way = np.array([[[0, 0], [5, 0], [5, 0], [9, 0], [9, 7], [9, 9], [9, 9], [20, 9]]], float)
    points = compact(way)[0].tolist()
    assert [p for i, p in enumerate(points) if p not in points[:i]] == [[0, 0], [9, 0], [9, 9], [20, 9]]


def test_a_bent_link_passes_its_bends() -> None:
    plain = link_curves(np.zeros((1, 2)), np.array([[600.0, 0.0]]), np.array([False]))[0].tolist()
    bends = [(300.0, 150.0), (400.0, -80.0)]
    points = bent_points(bent_curves(plain, bends))
    assert all(nearest(points, *bend)[0] < 0.01 for bend in bends)
    assert bend_index(points, bends, 210, 40) == 0
    assert bend_index(points, bends, 350, 40) == 1
    assert bend_index(points, bends, 560, 10) == 2


def test_no_links_and_no_cards_are_no_trouble() -> None:
    nothing = np.empty((0, 2))
    assert ways_round(nothing, nothing, nothing, np.empty(0, bool), slots_of([])) == {}
