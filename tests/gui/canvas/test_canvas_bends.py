"""Bending links with the pointer and with keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from designer.commands import bends
from designer.drawing.link_ways import nearest
from designer.gui.canvas import bends as canvas_bends
from designer.gui.canvas.selection import Selection

LINK = "data -> train"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bent(hands: Any) -> Any:
    hands.session.run(bends.add_bend, LINK, 0, (245, 150))
    return hands


def of_link(hands: Any) -> Any:
    return hands.session.pipeline.bends.get(LINK, ())


def points(hands: Any) -> np.ndarray:
    columns = hands.canvas.scene.columns
    return columns.ways.points(columns.links.row[LINK])


def test_a_double_click_on_a_link_bends_it_there_as_one_undo_step(hands: Any) -> None:
    hands.double_click((220, 37))
    assert of_link(hands) == ((220, 37),)
    assert hands.canvas.overlays.state.bend == (LINK, 0)
    hands.session.undo()
    assert of_link(hands) == ()


def test_a_bend_is_dragged_and_the_link_follows(bent: Any) -> None:
    bent.press((245, 150))
    bent.move((250, 200))
    assert of_link(bent) == ((245, 150),)
    assert nearest(points(bent), 250, 200)[0] < 1
    bent.release((250, 200))
    assert of_link(bent) == ((250, 200),)
    bent.session.undo()
    assert of_link(bent) == ((245, 150),)
    assert nearest(points(bent), 245, 150)[0] < 1


def test_escape_during_a_drag_leaves_the_bend_where_it_was(bent: Any) -> None:
    revision = bent.session.pipeline.revision
    bent.press((245, 150))
    bent.move((300, 300))
    bent.key(Qt.Key.Key_Escape)
    bent.release((300, 300))
    assert bent.session.pipeline.revision == revision
    assert nearest(points(bent), 245, 150)[0] < 1


def test_a_double_click_on_a_bend_removes_it(bent: Any) -> None:
    bent.click((245, 150))
    bent.double_click((245, 150))
    assert of_link(bent) == ()


def test_a_bent_link_is_hit_where_it_is_drawn(bent: Any) -> None:
    x, y = points(bent)[5].tolist()
    assert bent.canvas.hits.link_at(x, y, 4) == LINK
    assert bent.canvas.hits.at(245, 150, 1.0).spot == "bend"


def test_keys_move_and_choose_bends(bent: Any) -> None:
    canvas = bent.canvas
    canvas.choose(Selection(links=(LINK,)))
    canvas_bends.add(canvas)
    assert len(of_link(bent)) == 2
    canvas_bends.choose_next(canvas)
    link, index = canvas_bends.chosen(canvas)
    before = of_link(bent)[index]
    bent.key(Qt.Key.Key_Right, CTRL)
    assert of_link(bent)[index] == (before[0] + 8, before[1])
    assert canvas_bends.remove_chosen(canvas)
    assert len(of_link(bent)) == 1
    assert bent.session.pipeline.links[link]


def test_bends_follow_a_drag_of_both_ends_before_it_ends(bent: Any) -> None:
    bent.canvas.choose(Selection(steps=("data", "train")))
    start = bent.middle("data")
    bent.press(start)
    bent.move((start[0] + 40, start[1] + 60))
    x, y = bent.session.pipeline.positions["data"]
    row = bent.canvas.scene.columns.steps.row["data"]
    dx = float(bent.canvas.scene.columns.steps["x"][row]) - x
    dy = float(bent.canvas.scene.columns.steps["y"][row]) - y
    assert dy
    assert nearest(points(bent), 245 + dx, 150 + dy)[0] < 1
    bent.release((start[0] + 40, start[1] + 60))
    assert of_link(bent) == ((245 + dx, 150 + dy),)


def test_straight_angles_are_drawn_across_and_down(hands: Any) -> None:
    hands.canvas.habits.straight_links = True
    hands.canvas.follow_habits()
    columns = hands.canvas.scene.columns
    rows = np.array(list(columns.links.row.values()))
    assert len(columns.ways.own(rows)) == len(rows)
    hands.canvas.habits.straight_links = False
    hands.canvas.follow_habits()
    assert len(columns.ways.own(rows)) < len(rows)
