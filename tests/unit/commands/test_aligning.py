"""Things brought into line, or set apart evenly."""

from __future__ import annotations

import pytest

from designer.commands.aligning import Thing, align, distribute
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH


def card(board, step):
    return Thing(*board.positions[step], CARD_WIDTH, CARD_HEIGHT, (step,))


@pytest.fixture
def things(board):
    """Two cards and the note: data (0, 0), deploy (580, 40), note (10, 300) of 220 x 120."""
    with board.edit("Move") as edit:
        edit.move_steps({"deploy": (580, 40)})
    note = board.notes["note"]
    return [card(board, "data"), card(board, "deploy"), Thing(note.x, note.y, note.width, note.height, note="note")]


@pytest.mark.parametrize(
    ("line", "data", "deploy", "note"),
    [
        ("left", (0, 0), (0, 40), (0, 300)),
        ("right", (580, 0), (580, 40), (560, 300)),
        ("top", (0, 0), (580, 0), (10, 0)),
        ("bottom", (0, 348), (580, 348), (10, 300)),
        ("centre", (290, 0), (290, 40), (280, 300)),
        ("middle", (0, 174), (580, 174), (10, 150)),
    ],
)
def test_things_come_into_line(board, history, things, line, data, deploy, note):
    assert align(board, things, line)
    assert (board.positions["data"], board.positions["deploy"]) == (data, deploy)
    assert (board.notes["note"].x, board.notes["note"].y) == note
    assert history.undo_label.startswith("Align ")
    history.undo()
    assert board.positions["deploy"] == (580, 40)


def test_things_in_line_are_no_undo_step(board, history, things):
    align(board, things, "left")
    history.undo()
    label = history.undo_label
    assert not align(board, things[:1], "left")
    assert history.undo_label == label


def test_a_frame_moves_as_one(board):
    frame = Thing(0, 0, 490, CARD_HEIGHT, ("data", "train"))
    align(board, [frame, card(board, "watch")], "right")
    assert board.positions["data"] == (580, 0)
    assert board.positions["train"] == (870, 0)
    assert board.positions["watch"] == (870, 0)


def test_gaps_become_equal_and_the_outermost_stay(board, history):
    with board.edit("Move") as edit:
        edit.move_steps({"train": (230, 10), "deploy": (500, 20)})
    assert distribute(board, [card(board, s) for s in ("deploy", "data", "watch", "train")], 0)
    assert [board.positions[s] for s in ("data", "train", "deploy", "watch")] == [
        (0, 0),
        (290, 10),
        (580, 20),
        (870, 0),
    ]
    assert history.undo_label == "Distribute across"


def test_things_on_each_other_are_spread_from_the_first(board):
    distribute(board, [card(board, s) for s in ("data", "train", "deploy")], 1)
    assert [board.positions[s][1] for s in ("data", "train", "deploy")] == [0, 88, 176]


def test_equal_gaps_are_left_alone(board, history):
    label = history.undo_label
    assert not distribute(board, [card(board, s) for s in ("data", "train", "deploy")], 0)
    assert history.undo_label == label
