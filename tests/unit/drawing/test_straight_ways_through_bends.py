"""A link with straight angles passes every one of its bends, however they lie."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from designer.drawing.link_ways import bent_way

SIDE = 900


def distance(way: np.ndarray, place: tuple[float, float]) -> float:
    """From a place to the nearest stretch of a way of level and upright stretches."""
    low, high = np.minimum(way[:-1], way[1:]), np.maximum(way[:-1], way[1:])
    return float(np.hypot(*(np.clip(place, low, high) - place).T).min())


@pytest.mark.parametrize("feedback", [False, True])
def test_it_passes_bends_from_which_it_has_to_turn_back(feedback: bool) -> None:
    plain = (0.0, 0.0, 100.0, 0.0, -242.0, -564.0, -142.0, -564.0)
    way = bent_way(plain, [(-770, 80), (-560, 210), (890, -510)], feedback)[0]
    assert distance(way, (890, -510)) < 1


@pytest.mark.parametrize("feedback", [False, True])
def test_it_passes_any_bends(feedback: bool) -> None:
    dice = Random(1)
    for _ in range(500):
        x, y = dice.randint(-SIDE, SIDE), dice.randint(-SIDE, SIDE)
        plain = (0.0, 0.0, 100.0, 0.0, x - 100.0, float(y), float(x), float(y))
        places = [(dice.randint(-SIDE, SIDE), dice.randint(-SIDE, SIDE)) for _ in range(dice.randint(1, 4))]
        way = bent_way(plain, places, feedback)[0]
        assert all(distance(way, place) < 1 for place in places), (plain, places, way)
