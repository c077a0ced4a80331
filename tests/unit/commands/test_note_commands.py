"""Commands on notes and frames."""

from __future__ import annotations

import pytest

from designer.commands import notes
from designer.errors import EditRefused


def test_a_note_is_put_written_and_moved(board, history):
    new = notes.add_note(board, 5, 6, "hello")
    assert (new, history.undo_label) == ("note_2", "Add note")
    notes.edit_note(board, new, text="bye", colour="blue")
    assert history.undo_label == "Edit note"
    notes.edit_note(board, new, x=9, y=9)
    assert history.undo_label == "Move note"
    note = board.notes[new]
    assert (note.text, note.colour, note.x, note.y) == ("bye", "blue", 9, 9)


def test_a_note_put_where_it_lies_is_no_edit(board, history):
    notes.edit_note(board, "note", x=10, y=300.0)
    assert history.undo_label == ""


def test_a_frame_holds_each_step_once(board, history):
    new = notes.add_frame(board, ["data", "train", "data"], "Team")
    assert (new, board.frames[new].steps, board.frames[new].title) == ("frame", ("data", "train"), "Team")
    notes.rename_frame(board, new, "Crew")
    assert (board.frames[new].title, history.undo_label) == ("Crew", "Rename frame")


def test_what_is_gone_cannot_be_changed(board):
    with pytest.raises(EditRefused, match="there is no note gone"):
        notes.edit_note(board, "gone", text="x")
    with pytest.raises(EditRefused, match="there is no frame gone"):
        notes.rename_frame(board, "gone", "x")
    with pytest.raises(EditRefused, match="there is no step gone"):
        notes.add_frame(board, ["gone"])


def test_a_frame_is_folded_with_the_cards_that_give_way_in_one_undo(board, history):
    before = board.snapshot()
    notes.fold_frame(board, "people", True, {"deploy": (400.0, 0.0)})
    assert board.frames["people"].extra["collapsed"] is True
    assert (board.positions["deploy"], history.undo_label) == ((400.0, 0.0), "Collapse People")
    notes.fold_frame(board, "people", False, {"deploy": (580.0, 0.0)})
    assert ("collapsed" in board.frames["people"].extra, history.undo_label) == (False, "Expand People")
    history.undo()
    history.undo()
    assert board.snapshot().frames == before.frames and board.snapshot().positions == before.positions
    with pytest.raises(EditRefused, match="there is no frame gone"):
        notes.fold_frame(board, "gone", True, {})
