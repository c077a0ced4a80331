"""The tools of the canvas: which one is in use, how it is seen, how it is left."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from designer.gui.canvas.tools.table import TOOLS
from tests.gui.conftest import CHAIN

NONE = Qt.KeyboardModifier.NoModifier


def drag_pixels(hands: Any, start: QPoint, by: QPoint, button: Any = None) -> None:
    """Places of the scene move while the view is dragged; those of the widget do not."""
    QTest.mousePress(hands.canvas, button or hands.left, NONE, start)
    QTest.mouseMove(hands.canvas, start + by)
    QApplication.processEvents()
    QTest.mouseRelease(hands.canvas, button or hands.left, NONE, start + by)


def test_the_hand_pans_by_dragging_and_touches_nothing(hands: Any) -> None:
    hands.canvas.take_tool("hand")
    x, y = hands.canvas.view.x, hands.canvas.view.y
    drag_pixels(hands, hands.pixel(*hands.middle("train")), QPoint(50, 30))
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x + 50, y + 30)
    assert not hands.canvas.selection
    assert hands.undo_labels() == []


def test_the_hand_shows_itself_by_cursor_and_sign(hands: Any) -> None:
    hands.canvas.take_tool("hand")
    assert hands.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert hands.canvas.tools.sign.isVisible()
    assert "Hand" in hands.canvas.tools.sign.text()
    hands.move(hands.middle("train"))
    assert hands.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hands.press(hands.middle("train"))
    hands.move((0, 0))
    assert hands.canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hands.release((0, 0))
    hands.canvas.take_tool("select")
    assert not hands.canvas.tools.sign.isVisible()
    assert hands.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_escape_lets_the_selection_go_and_then_the_hand(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    hands.canvas.take_tool("hand")
    hands.key(Qt.Key.Key_Escape)
    assert not hands.canvas.selection
    assert hands.canvas.tools.current.name == "hand"
    hands.key(Qt.Key.Key_Escape)
    assert hands.canvas.tools.current.name == "select"


def test_another_tool_cancels_the_gesture_of_the_one_before(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 60, y + 60))
    hands.canvas.take_tool("hand")
    hands.release((x + 60, y + 60))
    assert hands.pipeline.positions["train"] == (300, 0)
    assert hands.undo_labels() == []


def test_a_tap_of_space_gives_the_hand_its_cursor_back(hands: Any) -> None:
    hands.canvas.take_tool("hand")
    hands.key(Qt.Key.Key_Space)
    assert hands.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_the_wheel_and_the_middle_button_work_with_the_hand(hands: Any) -> None:
    hands.canvas.take_tool("hand")
    x = hands.canvas.view.x
    drag_pixels(hands, QPoint(300, 300), QPoint(40, 0), Qt.MouseButton.MiddleButton)
    assert hands.canvas.view.x == x + 40
    hands.wheel(QPointF(200, 200), QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    assert hands.canvas.view.scale == pytest.approx(1.2)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_every_tool_of_the_table_has_a_key_on_the_board_and_a_button(open_window: Any, tool: Any) -> None:
    window = open_window(CHAIN)
    canvas = window.desk.canvas
    QTest.keyClick(canvas, getattr(Qt.Key, f"Key_{tool.key}"))
    QApplication.processEvents()
    assert canvas.tools.current is tool
    action = window.registry.qaction(f"tool.{tool.name}")
    assert action.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.registry.qaction("tool.select").isChecked()
    buttons = [b for b in window.findChildren(QToolButton) if b.defaultAction() is action]
    assert buttons
    buttons[0].click()
    assert canvas.tools.current is tool
