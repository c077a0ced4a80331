"""Comments: pinned to steps or places, listed, resolved, walked through, and in no picture."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from designer.commands.drawings import add_comment
from designer.commands.steps import change_id, delete, duplicate
from designer.drawing.svg import render_svg
from designer.drawing.theme import load_theme
from tests.gui.conftest import CHAIN


def test_a_comment_on_a_step_goes_where_the_step_goes(hands: Any) -> None:
    hands.canvas.habits.author = "Ana"
    hands.canvas.take_tool("comment")
    hands.click((400, 60))
    hands.type_in("Who looks at this?")
    comment = hands.only_note()
    assert (comment.form, comment.text, comment.author, comment.step) == (
        "comment",
        "Who looks at this?",
        "Ana",
        "train",
    )
    before = comment.x, comment.y
    hands.canvas.select()
    x, y = hands.pipeline.positions["train"]
    hands.drag((x + 90, y + 10), (x + 90, y + 210), Qt.KeyboardModifier.ControlModifier)
    moved = hands.only_note()
    by = hands.pipeline.positions["train"][1] - y
    assert by > 100
    assert (moved.x, moved.y) == (before[0], before[1] + by)
    assert hands.undo_labels() == ["Move Train", "Comment"]


def test_a_comment_follows_the_id_of_its_step_and_stays_when_the_step_goes(hands: Any) -> None:
    hands.session.run(add_comment, "Here?", (400.0, 20.0), "Ana", "train")
    hands.session.run(change_id, "train", "fit")
    assert hands.only_note().step == "fit"
    hands.session.run(delete, ["fit"])
    comment = hands.only_note()
    assert (comment.step, comment.x, comment.y) == ("", 400, 20)
    hands.session.undo()
    assert hands.only_note().step == "fit"


def test_a_copy_of_a_step_and_its_comment_belong_together(hands: Any) -> None:
    hands.session.run(add_comment, "Here?", (400.0, 20.0), "Ana", "train")
    new = hands.session.run(duplicate, ["train"], (0.0, 200.0), ["comment"])
    assert hands.pipeline.notes["comment_2"].step == new["train"]


def test_a_comment_that_is_dragged_is_about_what_it_points_to(hands: Any) -> None:
    hands.session.run(add_comment, "Here?", (400.0, 20.0), "Ana", "train")
    free = Qt.KeyboardModifier.ControlModifier
    for start, end, step in (
        ((412, 32), (712, 32), "eval"),
        ((712, 32), (712, 332), ""),
        ((712, 332), (112, 32), "data"),
    ):
        hands.canvas.select()
        hands.press(start)
        hands.move(((start[0] + end[0]) / 2, end[1] + 3))
        hands.release(end, free)
        assert hands.only_note().step == step
    assert hands.undo_labels()[:3] == ["Move comment"] * 3


def test_a_click_on_a_comment_selects_it_and_a_second_one_opens_it(hands: Any) -> None:
    hands.session.run(add_comment, "Here?", (400.0, 200.0), "Ana")
    hands.click((412, 212))
    assert hands.canvas.selection.notes == ("comment",)
    hands.double_click((412, 212))
    hands.canvas.in_place.editor.selectAll()
    hands.type_in("There!")
    assert hands.only_note().text == "There!"


def test_comments_stand_in_no_picture(hands: Any, services: Any) -> None:
    hands.session.run(add_comment, "Between us", (5000.0, 200.0), "Ana")
    svg = render_svg(hands.pipeline.snapshot(), services.catalog, load_theme("light"))
    assert "Between us" not in svg
    assert "5000" not in svg


def test_comments_are_listed_resolved_and_walked_through(open_window: Any) -> None:
    window = open_window(CHAIN)
    desk = window.desk
    for words in ("First", "Second"):
        desk.session.run(add_comment, words, (100.0, 300.0), "Ana")
    assert "Comment 1 (open), Ana: First" in desk.outline.texts()
    desk.canvas.select(notes=["comment"])
    window.registry.trigger("edit.resolve")
    assert "Comment 1 (resolved), Ana: First" in desk.outline.texts()
    assert window.registry.qaction("edit.resolve").text().startswith("&Reopen")
    window.registry.trigger("edit.next_comment")
    assert desk.selection.notes == ("comment_2",)
    window.registry.trigger("edit.resolve")
    window.registry.trigger("edit.next_comment")
    assert window.toast.text == "No comment waits for an answer"
