from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.selection import Selection
from designer.model.step import Step

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def test_arrows_walk_along_the_links(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    hands.canvas.scene.ghosts = []
    hands.key(Key.Key_Right)
    assert hands.canvas.selection.steps == ("eval",)
    hands.key(Key.Key_Left)
    hands.key(Key.Key_Left)
    assert hands.canvas.selection.steps == ("data",)


def test_arrows_up_and_down_take_the_nearest_card_or_note(hands: Any) -> None:
    hands.canvas.scene.ghosts = []
    hands.session.run(note_commands.add_note, 300.0, 160.0, "n")
    hands.canvas.scene.ghosts = []
    hands.canvas.select(steps=["train"])
    hands.key(Key.Key_Down)
    assert hands.canvas.selection.notes == ("note",)
    hands.key(Key.Key_Up)
    assert hands.canvas.selection.steps == ("train",)


def test_an_arrow_that_leads_nowhere_changes_nothing(hands: Any) -> None:
    hands.canvas.scene.ghosts = []
    hands.canvas.select(steps=["data"])
    hands.key(Key.Key_Left)
    assert hands.canvas.selection.steps == ("data",)


def test_shift_and_arrow_extend_to_all_that_follows_or_comes_before(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    hands.key(Key.Key_Right, SHIFT)
    assert hands.canvas.selection.steps == ("train", "eval", "deploy")
    hands.canvas.select(steps=["train"])
    hands.key(Key.Key_Left, SHIFT)
    assert hands.canvas.selection.steps == ("train", "data")


def test_ctrl_and_arrow_nudge_the_selection_by_the_grid(hands: Any) -> None:
    hands.canvas.select(steps=["train", "eval"])
    hands.key(Key.Key_Down, CTRL)
    hands.key(Key.Key_Right, CTRL | SHIFT)
    assert hands.pipeline.positions["train"] == (380, 8)
    assert hands.pipeline.positions["eval"] == (680, 8)
    assert hands.undo_labels() == ["Move 2 steps", "Move 2 steps"]


def test_arrows_pan_when_nothing_is_selected(hands: Any) -> None:
    hands.canvas.focus_on(Hit())
    x = hands.canvas.view.x
    hands.key(Key.Key_Right)
    assert hands.canvas.view.x == x - 80


def test_the_selected_step_is_brought_into_view(hands: Any) -> None:
    hands.canvas.scene.ghosts = []
    hands.canvas.select(steps=["eval"])
    hands.canvas.view.x = 400
    hands.key(Key.Key_Right)
    assert hands.canvas.rect().contains(hands.pixel(*hands.middle("deploy")))


def test_a_tap_of_space_selects_and_lets_go_what_has_the_focus(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    hands.key(Key.Key_Space)
    assert not hands.canvas.selection
    hands.key(Key.Key_Space)
    assert hands.canvas.selection.steps == ("train",)


def test_enter_opens_the_step_and_a_note(hands: Any) -> None:
    asked: list[str] = []
    hands.canvas.edit_requested.connect(asked.append)
    hands.canvas.select(steps=["train"])
    hands.key(Key.Key_Return)
    assert asked == ["train"]
    note = hands.session.run(note_commands.add_note, 300.0, 300.0, "n")
    hands.canvas.focus_on(Hit("notes", note))
    hands.key(Key.Key_Return)
    assert hands.canvas.in_place.editor is not None


def test_home_and_end_go_to_the_first_and_last_step(hands: Any) -> None:
    hands.key(Key.Key_End)
    assert hands.canvas.selection.steps == ("deploy",)
    hands.key(Key.Key_Home)
    assert hands.canvas.selection.steps == ("data",)


@pytest.mark.parametrize("key", [Key.Key_A, Key.Key_Escape])
def test_keys_that_mean_nothing_here_are_left_to_the_window(hands: Any, key: Any) -> None:
    hands.canvas.focus_on(Hit())
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    assert not hands.canvas.keyboard.press(event)


def test_tab_leaves_the_canvas_and_coming_in_by_tab_shows_where_the_keyboard_is(hands: Any, qtbot: Any) -> None:
    hands.canvas.clearFocus()
    hands.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert hands.canvas.focused().key == "data"
    assert hands.canvas.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not hands.canvas.keyboard.press(QKeyEvent(QEvent.Type.KeyPress, Key.Key_Tab, Qt.KeyboardModifier.NoModifier))


# ---------------------------------------------------------------------- missing steps
def test_a_missing_step_is_reached_by_arrows_and_accepted_by_enter(hands: Any) -> None:
    accepted: list[Any] = []
    hands.canvas.ghost_accepted.connect(accepted.append)
    ghost = next(g for g in hands.canvas.scene.ghosts if g.after or g.before)
    hands.canvas.select(steps=[(ghost.after or ghost.before)[0]])
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up) * 4:
        if hands.canvas.focused().ghost is not None:
            break
        hands.key(key)
    focused = hands.canvas.focused().ghost
    assert focused is not None
    hands.key(Key.Key_Return)
    assert accepted == [focused.finding]


def test_the_keyboard_stays_on_a_missing_step_that_is_drawn_anew_by_the_next_report(hands: Any) -> None:
    ghost = next(g for g in hands.canvas.scene.ghosts if g.look is not None)
    hands.canvas.focus_on(Hit("ghosts", ghost.title, "", ghost))
    hands.session.run(note_commands.add_note, 0, 2000, "far away")
    hands.session.run(step_commands.set_facts, {"owner": "me"})
    hands.bridge.wait_idle()
    assert hands.canvas.focused().ghost in hands.canvas.scene.ghosts


def test_a_missing_step_is_accepted_by_a_click_and_taken_back_by_one_undo(hands: Any) -> None:
    hands.canvas.ghost_accepted.connect(hands.session.apply_fix)
    ghost = hands.canvas.scene.ghosts[0]
    before = hands.pipeline.snapshot().steps
    hands.click((ghost.x + 100, ghost.y + 60))
    assert len(hands.pipeline.steps) > len(before)
    assert len(hands.undo_labels()) == 1
    assert dict(hands.pipeline.steps) == dict(before)


def test_missing_steps_lie_on_no_card_and_not_twice_in_one_place(hands: Any) -> None:
    boxes = [(g.x, g.y) for g in hands.canvas.scene.ghosts] + list(hands.pipeline.positions.values())
    assert len(hands.canvas.scene.ghosts) > 1
    for i, (x, y) in enumerate(boxes):
        assert all(abs(x - u) >= 200 or abs(y - v) >= 72 for u, v in boxes[:i])


# ---------------------------------------------------------------------- screen readers and tips
def test_screen_readers_find_the_steps_with_what_is_wrong_with_them(hands: Any) -> None:
    interface = QAccessible.queryAccessibleInterface(hands.canvas)
    assert interface.role() == QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "Pipeline canvas"
    assert interface.childCount() == 4
    train = interface.child(1)
    assert train.text(QAccessible.Text.Name) == "Train"
    description = train.text(QAccessible.Text.Description)
    assert "1 input, 1 output" in description
    assert "error: " in description
    assert train.role() == QAccessible.Role.ListItem
    assert interface.indexOfChild(train) == 1
    corner = hands.canvas.mapToGlobal(hands.pixel(300, 0))
    assert train.rect().topLeft() == corner
    assert interface.childAt(corner.x() + 5, corner.y() + 5).text(QAccessible.Text.Name) == "Train"
    assert interface.childAt(corner.x() + 5, corner.y() - 150) is None
    assert interface.child(9) is None


def test_screen_readers_see_selection_and_focus(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    interface = QAccessible.queryAccessibleInterface(hands.canvas)
    assert interface.child(1).state().selected
    assert not interface.child(0).state().selected
    assert interface.focusChild().text(QAccessible.Text.Name) == "Train"


def tip(hands: Any, at: tuple[float, float]) -> str:
    pixel = hands.pixel(*at)
    event = QHelpEvent(QEvent.Type.ToolTip, pixel, hands.canvas.mapToGlobal(pixel))
    QApplication.sendEvent(hands.canvas, event)
    text = QToolTip.text()
    QToolTip.hideText()
    QApplication.processEvents()
    return text


def test_a_badge_says_what_was_found_and_a_click_on_it_tells_the_window(hands: Any) -> None:
    clicked: list[str] = []
    hands.canvas.badge_clicked.connect(clicked.append)
    at = (500, 0)
    assert hands.canvas.scene.findings["train"][0].title in tip(hands, at)
    hands.click(at)
    assert clicked == ["train"]


def test_tips_explain_ports_links_and_missing_steps(hands: Any) -> None:
    assert "Drag to another step" in tip(hands, hands.port("data", "out"))
    assert "feedback" in tip(hands, hands.port("data", "back"))
    assert tip(hands, (220, 37)) == "Train waits for Customer orders"
    ghost = hands.canvas.scene.ghosts[0]
    assert "is missing" in tip(hands, (ghost.x + 100, ghost.y + 60))
    assert "Done by a person" in tip(hands, hands.middle("train"))


def test_the_window_may_ask_for_menus_at_the_pointer(hands: Any) -> None:
    asked: list[Any] = []
    hands.canvas.context_menu_requested.connect(lambda hit, at: asked.append((hit.part, hit.key, at)))
    from PySide6.QtGui import QContextMenuEvent

    pixel = hands.pixel(220, 37)
    where = hands.canvas.mapToGlobal(pixel)
    QApplication.sendEvent(hands.canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, pixel, where))
    assert asked == [("links", "data -> train", QPoint(where))]


def test_losing_the_focus_lets_go_of_space(hands: Any) -> None:
    QTest.keyPress(hands.canvas, Key.Key_Space)
    hands.canvas.clearFocus()
    assert not hands.canvas.space_is_held
    assert hands.canvas.selection == Selection()


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)],
)
def test_the_menu_keys_ask_for_the_menu_of_the_step_and_select_it(hands: Any, key: Any, held: Any) -> None:
    asked: list[Any] = []
    hands.canvas.context_menu_requested.connect(lambda hit, _: asked.append(hit.key))
    hands.key(Qt.Key.Key_Home)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.canvas.selection
    hands.key(key, held)
    assert asked == ["data"]
    assert hands.canvas.selection.steps == ("data",)


def test_arrows_along_links_pass_missing_steps_by(hands: Any) -> None:
    assert any("data" in ghost.after for ghost in hands.canvas.scene.ghosts)
    hands.key(Qt.Key.Key_Home)
    for step in ("train", "eval", "deploy"):
        hands.key(Qt.Key.Key_Right)
        assert hands.canvas.selection.steps == (step,)


def test_a_step_without_a_place_is_not_drawn_and_breaks_nothing(hands: Any) -> None:
    with hands.pipeline.edit("Add without a place") as edit:
        edit.put_step(Step("lost", "deploy"))
    hands.bridge.wait_idle()
    hands.canvas.select(steps=("lost",))
    hands.canvas.keep_in_view(Hit("steps", "lost"))
    hands.canvas.overlays.state.has_focus = hands.canvas.overlays.state.by_keyboard = True
    hands.canvas.repaint()
    hands.canvas.fit_all()
    assert hands.canvas.selection.steps == ("lost",)
