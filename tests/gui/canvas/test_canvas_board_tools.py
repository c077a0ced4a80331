"""Text, sticky note, frame, comment and laser; the bar of tools; and all of it by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.commands.drawings import add_comment, add_text
from designer.gui.canvas.tools.framing import NOTHING_INSIDE
from tests.gui.conftest import CHAIN

GROUND = (100.0, 200.0)  # below the cards


# ---------------------------------------------------------------------- texts
def test_a_click_with_the_text_tool_writes_on_the_ground(hands: Any) -> None:
    hands.canvas.take_tool("text")
    hands.click(GROUND)
    hands.type_in("Why weekly?")
    note = hands.only_note()
    assert (note.form, note.text, note.colour) == ("text", "Why weekly?", "red")
    assert note.x == 100
    assert 100 < note.width < 260
    assert hands.canvas.tools.current.name == "select"
    assert hands.canvas.selection.notes == (note.id,)
    assert hands.undo_labels() == ["Write text"]


def test_a_text_without_words_leaves_nothing(hands: Any) -> None:
    hands.canvas.take_tool("text")
    hands.click(GROUND)
    hands.type_in("  ")
    assert not hands.pipeline.notes
    assert hands.undo_labels() == []


def test_a_text_that_is_there_is_written_on_and_goes_when_it_is_emptied(hands: Any) -> None:
    hands.session.run(add_text, "Ok", (100.0, 200.0, 60.0, 30.0), "blue")
    hands.double_click((110, 212))
    editor = hands.canvas.in_place.editor
    editor.selectAll()
    hands.type_in("A much longer text than before")
    note = hands.only_note()
    assert note.text == "A much longer text than before"
    assert note.width > 250
    hands.canvas.take_tool("text")
    hands.click((150, 212))
    hands.canvas.in_place.editor.clear()
    hands.type_in("")
    assert not hands.pipeline.notes
    assert hands.undo_labels() == ["Edit text", "Edit text", "Write text"]


# ---------------------------------------------------------------------- notes and frames
def test_a_click_with_the_note_tool_writes_a_sticky_note_in_one_undo_step(hands: Any) -> None:
    hands.canvas.take_tool("note")
    hands.click(GROUND)
    hands.type_in("Ask Kim")
    note = hands.only_note()
    assert (note.form, note.text, note.x, note.y) == ("note", "Ask Kim", 100, 200)
    assert hands.undo_labels() == ["Add note"]


def test_a_drag_with_the_frame_tool_frames_the_steps_inside(hands: Any) -> None:
    hands.canvas.take_tool("frame")
    hands.drag((280, -60), (820, 150))
    (frame,) = hands.pipeline.frames.values()
    assert frame.steps == ("train", "eval")
    hands.type_in("Training", Qt.Key.Key_Return)
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
    note = hands.only_note()
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


def test_a_stroke_of_keys_that_the_mouse_gave_up_needs_no_second_enter(hands: Any) -> None:
    hands.canvas.take_tool("pen")
    hands.key(Qt.Key.Key_Return)
    hands.move((300, 200))
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Return)
    assert hands.undo_labels() == ["Draw"]


def test_enter_comments_on_the_step_that_the_keyboard_is_on(hands: Any) -> None:
    hands.canvas.select(steps=["eval"])
    hands.canvas.take_tool("comment")
    hands.key(Qt.Key.Key_Return)
    hands.type_in("Which data?")
    assert hands.only_note().step == "eval"


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
