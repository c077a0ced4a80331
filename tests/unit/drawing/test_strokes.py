"""Pen strokes: thinning, the text they are kept as, and the curve they are drawn as."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.strokes import curve, decoded, distance, encoded, simplified, stroke

places = st.tuples(st.integers(-20_000, 20_000), st.integers(-20_000, 20_000)).map(lambda p: (p[0] / 10, p[1] / 10))


def circle(number: int = 200, radius: float = 50.0) -> list[tuple[float, float]]:
    turns = [2 * math.pi * i / (number - 1) for i in range(number)]
    return [(100 + radius * math.cos(t), 100 + radius * math.sin(t)) for t in turns]


@given(st.lists(places, min_size=1, max_size=60))
def test_points_come_back_from_their_text_to_the_tenth(points: list[tuple[float, float]]) -> None:
    assert np.allclose(decoded(encoded(np.array(points))), points, atol=1e-6)


@given(st.lists(places, min_size=1, max_size=60), st.floats(0.1, 40))
def test_no_point_of_the_drawn_line_is_further_away_than_allowed(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    made = stroke(points, tolerance)
    x, y, width, height = made.area
    for px, py in points:
        assert distance(made.ink, px - x, py - y) <= tolerance + 0.15  # and half a tenth of rounding, both ways
    kept = decoded(made.ink)
    assert (kept.min(0) >= 0).all()
    assert (kept.max(0) <= (width + 0.11, height + 0.11)).all()


def test_a_straight_line_keeps_its_ends_only() -> None:
    assert len(simplified(np.array([(i, 2 * i) for i in range(300)], float), 1.0)) == 2


def test_a_circle_of_two_hundred_points_takes_a_short_line_of_text() -> None:
    made = stroke(circle(), 1.0)
    assert len(decoded(made.ink)) < 25
    assert len(made.ink) < 100


def test_the_curve_through_few_points_of_a_circle_is_round() -> None:
    points = decoded(stroke(circle(), 1.0).ink)
    pieces = curve(points)
    starts = points[:-1]
    middles = (starts + 3 * pieces[:, 0] + 3 * pieces[:, 1] + pieces[:, 2]) / 8
    corner = np.array(stroke(circle(), 1.0).area[:2])
    radii = np.hypot(*(middles + corner - 100)[1:-1].T)
    assert radii == pytest.approx(np.full(len(radii), 50), abs=1.0)


def test_a_sharp_turn_keeps_its_corner() -> None:
    points = np.array([(0, 0), (100, 0), (0, 10)], float)
    pieces = curve(points)
    assert np.allclose(pieces[0, 1], (100, 0))
    assert np.allclose(pieces[1, 0], (100, 0))


def test_a_dot_is_a_stroke() -> None:
    made = stroke([(10.0, 20.0)], 1.0)
    assert made.area[2:] == (1.0, 1.0)
    assert distance(made.ink, 0, 0) == 0
    assert len(curve(decoded(made.ink))) == 0


@given(st.text(alphabet="ABCdefxyz_-09 é", max_size=80))
def test_no_text_is_too_broken_to_be_drawn(ink: str) -> None:
    points = decoded(ink)
    assert len(points) >= 1
    assert np.isfinite(points).all()
