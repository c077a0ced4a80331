from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from designer.commands import notes as note_commands

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def note(hands: Any) -> str:
    return str(hands.session.run(note_commands.add_note, 300.0, 150.0, "Ask Maya"))


def test_a_note_is_dragged_and_resized(hands: Any, note: str) -> None:
    hands.drag((350, 200), (390, 210))
    moved = hands.pipeline.notes[note]
    assert (moved.x, moved.y) == (340, 160)
    hands.drag((moved.x + moved.width - 4, moved.y + moved.height - 4), (moved.x + moved.width + 56, 380))
    assert hands.pipeline.notes[note].width == moved.width + 60
    assert hands.undo_labels()[:2] == ["Edit note", "Move note"]


def test_escape_takes_a_resize_back(hands: Any, note: str) -> None:
    before = hands.pipeline.notes[note]
    corner = (before.x + before.width - 4, before.y + before.height - 4)
    hands.press(corner)
    hands.move((700, 500))
    hands.key(Qt.Key.Key_Escape)
    hands.release((700, 500))
    assert hands.pipeline.notes[note] == before


def test_a_note_is_edited_in_place(hands: Any, note: str) -> None:
    from PySide6.QtTest import QTest

    hands.double_click((350, 200))
    editor = hands.canvas.in_place.editor
    assert editor.toPlainText() == "Ask Maya"
    QTest.keyClicks(editor, "Ask Joe")
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    assert hands.pipeline.notes[note].text == "Ask Joe"
    assert hands.canvas.in_place.editor is None
    assert hands.canvas.hasFocus()


def test_escape_and_a_click_beside_keep_what_was_typed_and_undo_takes_it_back(hands: Any, note: str) -> None:
    from PySide6.QtTest import QTest

    before = hands.pipeline.notes[note].text
    hands.canvas.in_place.note(note)
    QTest.keyClicks(hands.canvas.in_place.editor, "Ask Kim")
    QTest.keyClick(hands.canvas.in_place.editor, Qt.Key.Key_Escape)
    assert hands.pipeline.notes[note].text == "Ask Kim"
    hands.session.undo()
    assert hands.pipeline.notes[note].text == before
    hands.canvas.in_place.note(note)
    QTest.keyClicks(hands.canvas.in_place.editor, "Yes")
    hands.click((0, -200))
    assert hands.pipeline.notes[note].text == "Yes"


def test_a_frame_title_and_a_step_title_are_edited_in_place(hands: Any) -> None:
    from PySide6.QtTest import QTest

    frame = hands.session.run(note_commands.add_frame, ["train"], "Old")
    left, top, _, _ = hands.canvas.scene.frames[frame]
    hands.double_click((left + 30, top + 12))
    QTest.keyClicks(hands.canvas.in_place.editor, "New")
    QTest.keyClick(hands.canvas.in_place.editor, Qt.Key.Key_Return)
    assert hands.pipeline.frames[frame].title == "New"
    opened: list[str] = []
    hands.canvas.edit_requested.connect(opened.append)
    hands.canvas.in_place.title("train")
    QTest.keyClicks(hands.canvas.in_place.editor, "Fit")
    QTest.keyClick(hands.canvas.in_place.editor, Qt.Key.Key_Return)
    assert hands.pipeline.steps["train"].title == "Fit"
    assert opened == []  # Enter ended the typing and nothing else
    hands.canvas.in_place.title("train")
    QTest.keyClick(hands.canvas.in_place.editor, Qt.Key.Key_Escape)
    assert hands.undo_labels()[0] == "Rename Train"
