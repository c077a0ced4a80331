"""Dragged things come to rest beside edges, centres and gaps of their neighbours, and show why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.drawing.geometry import crosses
from designer.gui.canvas.snapping import Guide, Snapper
from designer.model.step import Step
from tests.gui.canvas.test_canvas_splicing import held_move

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def snapper(*others: tuple[float, float, float, float], reach: float = 6, grid: bool = False) -> Snapper:
    """Drags a box of 200 x 72 at (0, 0)."""
    return Snapper((0, 0, 200, 72), np.array(others, float).reshape(-1, 4), reach, grid)


# ---------------------------------------------------------------------- the rule
def test_an_edge_within_reach_draws_the_box() -> None:
    rest = snapper((300, 100, 500, 172)).rest(304, 300)
    assert (rest.dx, rest.dy) == (300, 300)
    assert {g.ends[0] for g in rest.guides} == {300, 500}


def test_what_is_too_far_does_not_draw_it() -> None:
    rest = snapper((300, 100, 500, 172)).rest(310, 300)
    assert (rest.dx, rest.dy, rest.guides) == (310, 300, ())


def test_centres_of_boxes_of_other_sizes_draw_it_too() -> None:
    rest = snapper((0, 200, 400, 260)).rest(103, 0)
    assert rest.dx == 100
    assert rest.guides == (Guide((200, 0, 200, 260)),)


def test_the_nearest_of_several_wins() -> None:
    assert snapper((300, 100, 500, 172), (304, 300, 504, 372)).rest(303, 600).dx == 304


def test_a_line_reaches_to_the_nearest_boxes_that_share_it() -> None:
    above, below, far = (300, 0, 500, 72), (300, 400, 500, 472), (300, 900, 500, 972)
    rest = snapper(above, below, far).rest(300, 203)
    assert Guide((300, 0, 300, 472)) in rest.guides


def test_the_middle_between_two_neighbours_draws_it() -> None:
    rest = snapper((0, 300, 200, 372), (800, 300, 1000, 372)).rest(403, 310, free=(True, False))
    assert rest.dx == 400
    assert [g.ends for g in rest.guides] == [(200, 346, 400, 346), (600, 346, 800, 346)]
    assert all(g.is_gap for g in rest.guides)


def test_the_gap_of_two_others_is_repeated_behind_and_before_them() -> None:
    row = ((0, 300, 200, 372), (290, 300, 490, 372))
    behind = snapper(*row).rest(577, 310, free=(True, False))
    assert behind.dx == 580
    assert [g.ends for g in behind.guides] == [(200, 346, 290, 346), (490, 346, 580, 346)]
    before = snapper(*row).rest(-293, 310, free=(True, False))
    assert before.dx == -290


def test_gaps_are_repeated_down_too() -> None:
    column = ((0, 0, 200, 72), (0, 112, 200, 184))
    assert snapper(*column).rest(10, 221).dy == 224


def test_where_nothing_draws_it_the_grid_does() -> None:
    rest = snapper(grid=True).rest(101, 43)
    assert (rest.dx, rest.dy, rest.guides) == (104, 40, ())
    assert snapper((301, 100, 501, 172), grid=True).rest(303, 300).dx == 301


def test_an_axis_that_is_locked_stays_where_it_is() -> None:
    rest = snapper((300, 4, 500, 76)).rest(303, 0, free=(True, False))
    assert (rest.dx, rest.dy) == (300, 0)


def test_lines_cross_or_do_not() -> None:
    lines = np.array([[[0, 0], [10, 0], [10, 10]], [[0, 5], [4, 5], [4, 9]]], float)
    assert crosses(lines, (8, -5), (8, 5)).tolist() == [True, False]
    assert crosses(lines, (5, 8), (20, 8)).tolist() == [True, False]
    assert crosses(lines, (20, 20), (30, 30)).tolist() == [False, False]


# ---------------------------------------------------------------------- on the canvas
def test_a_dragged_card_snaps_to_a_neighbour_and_shows_it(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 30, y + 100))
    hands.move((x + 304, y + 150))  # 4 beside eval
    assert hands.canvas.overlays.state.guides
    hands.sharp()
    hands.canvas.grab()
    hands.release((x + 304, y + 150))
    assert hands.pipeline.positions["train"] == (600, 150)
    assert hands.canvas.overlays.state.guides == ()
    assert hands.undo_labels() == ["Move Train"]


def test_ctrl_keeps_it_from_snapping(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    held_move(hands, (x + 304, y + 150), CTRL)
    assert hands.canvas.overlays.state.guides == ()
    hands.release((x + 304, y + 150), CTRL)
    assert hands.pipeline.positions["train"] == (604, 150)


@pytest.mark.parametrize(("guides", "grid", "place"), [(False, False, 603), (False, True, 600), (True, True, 600)])
def test_snapping_is_a_choice(hands: Any, guides: bool, grid: bool, place: float) -> None:
    hands.canvas.habits.snap_guides, hands.canvas.habits.snap_grid = guides, grid
    x, y = hands.middle("train")
    hands.drag((x, y), (x + 303, y + 160))
    assert hands.pipeline.positions["train"] == (place, 160)


def test_shift_and_snapping_go_together(hands: Any) -> None:
    x, y = hands.middle("eval")
    hands.press((x, y))
    held_move(hands, (x + 20, y + 3), SHIFT)
    hands.release((x + 20, y + 3), SHIFT)
    assert hands.pipeline.positions["eval"] == (620, 0)


def test_notes_snap_to_cards_and_cards_to_notes(hands: Any) -> None:
    note = hands.session.run(note_commands.add_note, 330.0, 200.0, "n")
    hands.canvas.scene.ghosts = []
    hands.drag((400, 250), (373, 280))
    assert hands.pipeline.notes[note].x == 300
    x, y = hands.middle("train")
    hands.drag((x, y), (x + 24, y - 153))
    assert hands.pipeline.positions["train"][0] == 320  # the right edges of card and note


def test_escape_takes_the_guides_away(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 304, y + 150))
    hands.key(Qt.Key.Key_Escape)
    assert hands.canvas.overlays.state.guides == ()
    hands.release((x + 304, y + 150))
    assert hands.pipeline.positions["train"] == (300, 0)


def test_from_far_away_nothing_snaps(hands: Any) -> None:
    hands.canvas.zoom_to(0.1)
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 310, y + 150))
    assert hands.canvas.overlays.state.guides == ()
    hands.key(Qt.Key.Key_Escape)


def test_what_is_out_of_view_draws_nothing(hands: Any) -> None:
    with hands.pipeline.edit("Far away") as edit:
        edit.put_step(Step("far", "deploy"))
        edit.move_steps({"far": (504, 5000)})
    hands.canvas.scene.ghosts = []
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 206, y + 150))
    hands.release((x + 206, y + 150))
    assert hands.pipeline.positions["train"][0] == 506
    hands.session.run(step_commands.delete, ["far"])
