from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_X, STRIDE_X
from designer.drawing import geometry

PLACE = st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))


def test_a_flow_link_runs_from_the_right_edge_to_just_before_the_left_edge() -> None:
    curve = geometry.link_curve((0, 0), (STRIDE_X, 40))
    assert curve[:2] == geometry.out_port((0, 0)) == (CARD_WIDTH, CARD_HEIGHT / 2)
    tip = geometry.arrow_head(curve)[0]
    assert tip == geometry.in_port((STRIDE_X, 40))
    assert curve[6] < tip[0]
    assert curve[3] == curve[1]
    assert curve[5] == curve[7]


def test_neighbours_in_a_row_are_joined_by_a_straight_line() -> None:
    points = geometry.flattened(np.array([geometry.link_curve((0, 0), (STRIDE_X, 0))]), 8)[0]
    assert np.allclose(points[:, 1], CARD_HEIGHT / 2)
    assert (np.diff(points[:, 0]) >= 0).all()
    assert points[-1, 0] - points[0, 0] < GAP_X


def test_a_feedback_link_hangs_below_both_cards_and_points_up() -> None:
    curve = geometry.link_curve((800, 0), (0, 50), feedback=True)
    start, end = geometry.out_port((800, 0), feedback=True), geometry.in_port((0, 50), feedback=True)
    assert curve[:2] == start
    lowest = geometry.flattened(np.array([curve]), 32)[0][:, 1].max()
    assert lowest > 50 + CARD_HEIGHT + 30
    tip, left, right = geometry.arrow_head(curve, feedback=True)
    assert tip == end
    assert left[1] == right[1] > tip[1]


def test_a_feedback_link_between_two_cards_that_also_have_one_back_does_not_cover_it() -> None:
    there, back = geometry.link_curve((0, 0), (500, 0), True), geometry.link_curve((500, 0), (0, 0), True)
    assert there[0] != back[6]


@given(st.lists(st.tuples(PLACE, PLACE, st.booleans()), min_size=1, max_size=20))
def test_many_links_at_once_are_the_same_as_one_by_one_and_lie_in_their_boxes(
    links: list[tuple[tuple[float, float], tuple[float, float], bool]],
) -> None:
    sources, targets, feedback = (np.array(column) for column in zip(*links, strict=True))
    curves = geometry.link_curves(sources.astype(float), targets.astype(float), feedback)
    for curve, link in zip(curves, links, strict=True):
        assert tuple(curve) == pytest.approx(geometry.link_curve(*link))
    boxes = geometry.curve_boxes(curves, 1.0)
    points = geometry.flattened(curves, 12)
    assert (points.min(1) >= boxes[:, :2]).all()
    assert (points.max(1) <= boxes[:, 2:]).all()


def test_the_distance_to_a_curve_is_zero_on_it_and_grows_away_from_it() -> None:
    curves = np.array([geometry.link_curve((0, 0), (600, 300)), geometry.link_curve((0, 900), (600, 900))])
    x, y = geometry.point_on(curves[0].tolist(), 0.5)
    near = geometry.distances(curves, x, y)
    assert near[0] < 0.5
    assert near[1] > 100
    assert geometry.distances(curves, x, y + 10)[0] > 3


def test_the_ends_of_a_curve_are_where_the_parameter_starts_and_ends() -> None:
    curve = geometry.link_curve((0, 0), (600, 300))
    assert geometry.point_on(curve, 0) == pytest.approx(curve[:2])
    assert geometry.point_on(curve, 1) == pytest.approx(curve[6:])


@pytest.mark.parametrize(("count", "wider_than"), [(2, 1), (10, 9)])
def test_a_badge_grows_with_its_number_and_keeps_its_right_edge(count: int, wider_than: int) -> None:
    wide, narrow = geometry.badge_area((10, 20), count), geometry.badge_area((10, 20), wider_than)
    assert wide[2] > narrow[2]
    assert wide[0] + wide[2] == narrow[0] + narrow[2] == 10 + CARD_WIDTH + geometry.BADGE_OVERHANG


def test_severities_differ_in_shape() -> None:
    corners = {s: len(geometry.severity_shape(s, (0, 0), 7)) for s in ("error", "warning", "info")}
    assert corners == {"error": 8, "warning": 3, "info": 0}


def test_icons_are_found_by_the_name_of_the_kind() -> None:
    assert geometry.kind_icon_path("train").parts[-2:] == ("icons", "train.svg")


def test_a_side_curve_joins_sides_when_there_is_room_and_edges_when_cards_lie_above_each_other() -> None:
    beside = geometry.side_curve((0, 0), (400, 90))
    assert (*beside[:2], *beside[6:]) == (*geometry.out_port((0, 0)), *geometry.in_port((400, 90)))
    below = geometry.side_curve((0, 0), (50, 300))
    assert below[:2] == (CARD_WIDTH / 2, CARD_HEIGHT)
    assert below[6:] == (50 + CARD_WIDTH / 2, 300)
    above = geometry.side_curve((0, 300), (50, 0))
    assert above[:2] == (CARD_WIDTH / 2, 300)
    assert above[6:] == (50 + CARD_WIDTH / 2, CARD_HEIGHT)
