"""Text, sticky note, frame, comment and laser; the bar of tools; and all of it by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.commands.drawings import add_comment, add_text
from designer.commands.steps import change_id, delete, duplicate
from designer.drawing.svg import render_svg
from designer.drawing.theme import load_theme
from designer.gui.canvas.tools.framing import NOTHING_INSIDE
from tests.gui.conftest import CHAIN

GROUND = (100.0, 200.0)  # below the cards


def type_in(hands: Any, text: str, end: Any = Qt.Key.Key_Escape) -> None:
    editor = hands.canvas.in_place.editor
    assert editor is not None
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, end)


def only_note(hands: Any) -> Any:
    (note,) = hands.pipeline.notes.values()
    return note


# ---------------------------------------------------------------------- texts
def test_a_click_with_the_text_tool_writes_on_the_ground(hands: Any) -> None:
    hands.canvas.take_tool("text")
    hands.click(GROUND)
    type_in(hands, "Why weekly?")
    note = only_note(hands)
    assert (note.form, note.text, note.colour) == ("text", "Why weekly?", "red")
    assert note.x == 100
    assert 100 < note.width < 260
    assert hands.canvas.tools.current.name == "select"
    assert hands.canvas.selection.notes == (note.id,)
    assert hands.undo_labels() == ["Write text"]


def test_a_text_without_words_leaves_nothing(hands: Any) -> None:
    hands.canvas.take_tool("text")
    hands.click(GROUND)
    type_in(hands, "  ")
    assert not hands.pipeline.notes
    assert hands.undo_labels() == []


def test_a_text_that_is_there_is_written_on_and_goes_when_it_is_emptied(hands: Any) -> None:
    hands.session.run(add_text, "Ok", (100.0, 200.0, 60.0, 30.0), "blue")
    hands.double_click((110, 212))
    editor = hands.canvas.in_place.editor
    editor.selectAll()
    type_in(hands, "A much longer text than before")
    note = only_note(hands)
    assert note.text == "A much longer text than before"
    assert note.width > 250
    hands.canvas.take_tool("text")
    hands.click((150, 212))
    hands.canvas.in_place.editor.clear()
    type_in(hands, "")
    assert not hands.pipeline.notes
    assert hands.undo_labels() == ["Edit text", "Edit text", "Write text"]


# ---------------------------------------------------------------------- notes and frames
def test_a_click_with_the_note_tool_writes_a_sticky_note_in_one_undo_step(hands: Any) -> None:
    hands.canvas.take_tool("note")
    hands.click(GROUND)
    type_in(hands, "Ask Kim")
    note = only_note(hands)
    assert (note.form, note.text, note.x, note.y) == ("note", "Ask Kim", 100, 200)
    assert hands.undo_labels() == ["Add note"]


def test_a_drag_with_the_frame_tool_frames_the_steps_inside(hands: Any) -> None:
    hands.canvas.take_tool("frame")
    hands.drag((280, -60), (820, 150))
    (frame,) = hands.pipeline.frames.values()
    assert frame.steps == ("train", "eval")
    type_in(hands, "Training", Qt.Key.Key_Return)
    assert next(iter(hands.pipeline.frames.values())).title == "Training"
    assert hands.canvas.tools.current.name == "select"


def test_a_click_with_the_frame_tool_frames_what_is_selected_and_nothing_is_told(hands: Any) -> None:
    told = []
    hands.canvas.told.connect(told.append)
    hands.canvas.select(steps=["data", "train"])
    hands.canvas.take_tool("frame")
    hands.click(GROUND)
    (frame,) = hands.pipeline.frames.values()
    assert frame.steps == ("data", "train")
    assert not told
    hands.key(Qt.Key.Key_Escape)
    hands.canvas.select()
    hands.canvas.take_tool("frame")
    hands.drag(GROUND, (200, 300))
    assert told == [NOTHING_INSIDE]
    assert len(hands.pipeline.frames) == 1


# ---------------------------------------------------------------------- comments
def test_a_comment_on_a_step_goes_where_the_step_goes(hands: Any) -> None:
    hands.canvas.habits.author = "Ana"
    hands.canvas.take_tool("comment")
    hands.click((400, 60))
    type_in(hands, "Who looks at this?")
    comment = only_note(hands)
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
    moved = only_note(hands)
    by = hands.pipeline.positions["train"][1] - y
    assert by > 100
    assert (moved.x, moved.y) == (before[0], before[1] + by)
    assert hands.undo_labels() == ["Move Train", "Comment"]


def test_a_comment_follows_the_id_of_its_step_and_stays_when_the_step_goes(hands: Any) -> None:
    hands.session.run(add_comment, "Here?", (400.0, 20.0), "Ana", "train")
    hands.session.run(change_id, "train", "fit")
    assert only_note(hands).step == "fit"
    hands.session.run(delete, ["fit"])
    comment = only_note(hands)
    assert (comment.step, comment.x, comment.y) == ("", 400, 20)
    hands.session.undo()
    assert only_note(hands).step == "fit"


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
        assert only_note(hands).step == step
    assert hands.undo_labels()[:3] == ["Move comment"] * 3


def test_a_click_on_a_comment_selects_it_and_a_second_one_opens_it(hands: Any) -> None:
    hands.session.run(add_comment, "Here?", (400.0, 200.0), "Ana")
    hands.click((412, 212))
    assert hands.canvas.selection.notes == ("comment",)
    hands.double_click((412, 212))
    hands.canvas.in_place.editor.selectAll()
    type_in(hands, "There!")
    assert only_note(hands).text == "There!"


def test_comments_stand_in_no_picture(hands: Any, services: Any) -> None:
    hands.session.run(add_comment, "Between us", (5000.0, 200.0), "Ana")
    svg = render_svg(hands.pipeline.snapshot(), services.catalog, load_theme("light"))
    assert "Between us" not in svg
    assert "5000" not in svg


# ---------------------------------------------------------------------- laser
def test_the_laser_leaves_a_trail_that_is_gone_within_a_second_and_never_stored(hands: Any) -> None:
    hands.canvas.take_tool("laser")
    hands.press(GROUND)
    hands.move((200, 260))
    hands.move((300, 200))
    assert hands.canvas.on_top.laser.is_lit
    hands.release((300, 200))
    assert hands.undo_labels() == []
    hands.qtbot.waitUntil(lambda: not hands.canvas.on_top.laser.is_lit, timeout=2_000)


# ---------------------------------------------------------------------- keys alone
def test_a_stroke_is_drawn_with_keys_alone(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        hands.key(key, Qt.KeyboardModifier.ShiftModifier)
    hands.key(Qt.Key.Key_Return)
    note = only_note(hands)
    assert (note.width, note.height) == (160, 80)
    assert hands.undo_labels() == ["Draw"]


def test_escape_takes_back_what_keys_draw(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.pipeline.notes
    assert hands.canvas.on_top.key_pointer.at is None
    assert hands.canvas.tools.current.name == "pen"


def test_enter_comments_on_the_step_that_the_keyboard_is_on(hands: Any) -> None:
    hands.canvas.select(steps=["eval"])
    hands.canvas.take_tool("comment")
    hands.key(Qt.Key.Key_Return)
    type_in(hands, "Which data?")
    assert only_note(hands).step == "eval"


def test_the_eraser_works_with_keys(hands: Any) -> None:
    view = hands.canvas.view
    x, y = view.to_scene(hands.canvas.width() / 2, hands.canvas.height() / 2)
    hands.session.run(add_text, "Gone", (x + 100, y - 15, 100.0, 30.0), "blue")
    hands.canvas.take_tool("eraser")
    hands.key(Qt.Key.Key_Return)
    for _ in range(2):
        hands.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    hands.key(Qt.Key.Key_Return)
    assert hands.undo_labels() == ["Erase drawing", "Write text"]


# ---------------------------------------------------------------------- the window
def test_the_bar_of_tools_names_each_with_its_key_and_can_be_hidden(open_window: Any) -> None:
    window = open_window(CHAIN)
    bar = window.tabs.current.board_bar
    assert bar.isVisible()
    names = [b.accessibleName() for b in bar._tools]
    assert names[:4] == ["Select, key V", "Hand, key H", "Pen, key P", "Eraser, key E"]
    assert not bar.pens.isVisible()
    window.registry.trigger("tool.pen")
    assert bar.pens.isVisible()
    assert not bar.pens.geometry().intersects(bar.geometry())
    window.registry.trigger("view.board_bar")
    QApplication.processEvents()
    window.desk.canvas.repaint()
    QApplication.processEvents()
    assert not bar.isVisible()
    assert not window.desktop.settings.board_bar


def test_a_narrow_canvas_has_the_tools_in_several_rows(open_window: Any) -> None:
    window = open_window(CHAIN)
    bar = window.tabs.current.board_bar
    before = bar.height()
    window.desk.canvas.resize(220, 500)
    QApplication.processEvents()
    assert bar.height() > before
    assert bar.geometry().right() <= 220


def test_a_pen_is_chosen_and_recolours_what_is_selected(open_window: Any) -> None:
    window = open_window(CHAIN)
    desk = window.desk
    desk.session.run(add_text, "Ok", (100.0, 300.0, 60.0, 30.0), "red")
    desk.canvas.select(notes=["text"])
    window.registry.trigger("pen.green")
    assert desk.session.pipeline.notes["text"].colour == "green"
    assert window.desktop.habits.pen == "green"
    assert window.registry.qaction("pen.green").isChecked()
    assert desk.session.history.undo_label == "Change pen"


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


def test_all_drawings_are_erased_and_come_back_by_the_button(open_window: Any) -> None:
    window = open_window(CHAIN)
    desk = window.desk
    desk.session.run(add_text, "A", (100.0, 300.0, 60.0, 30.0), "red")
    desk.session.run(add_text, "B", (100.0, 340.0, 60.0, 30.0), "red")
    desk.session.run(add_comment, "Stays", (100.0, 400.0), "Ana")
    window.registry.trigger("edit.clear_drawings")
    assert list(desk.session.pipeline.notes) == ["comment"]
    assert window.toast.text == "2 drawings were erased"
    window.toast.press_button()
    assert len(desk.session.pipeline.notes) == 3


@pytest.mark.parametrize("key", ["T", "N", "P", "E", "F", "C", "K", "V", "H"])
def test_letters_do_not_take_tools_while_something_is_typed(open_window: Any, key: str) -> None:
    window = open_window(CHAIN)
    canvas = window.desk.canvas
    canvas.in_place.new_text(100, 300)
    QTest.keyClick(canvas.in_place.editor, getattr(Qt.Key, f"Key_{key}"))
    assert canvas.tools.current.name == "select"
    assert canvas.in_place.editor.toPlainText().lower() == key.lower()
