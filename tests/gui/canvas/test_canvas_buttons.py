"""More than one button during a gesture, and none."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.commands import steps
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_another_button_during_a_drag_opens_no_menu_and_lets_nothing_go(hands: Any) -> None:
    menus: list[object] = []
    hands.canvas.context_menu_requested.connect(lambda *told: menus.append(told))
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 50, y + 60))
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        hands.press((x + 50, y + 60), button=button)
        hands.release((x + 50, y + 60), button=button)
    place = hands.pixel(x + 50, y + 60)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(hands.canvas, QContextMenuEvent(reason, place, hands.canvas.mapToGlobal(place)))
    assert not menus
    hands.move((x + 400, y + 260))
    hands.release((x + 400, y + 260))
    assert hands.pipeline.positions["train"] == (700, 260)
    assert len(hands.undo_labels()) == 1


def test_a_drag_whose_end_went_elsewhere_is_cancelled_when_the_pointer_comes_back(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 50, y + 160))
    pixel, none = QPointF(hands.pixel(x + 200, y + 300)), Qt.MouseButton.NoButton
    free = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(hands.canvas, QMouseEvent(QEvent.Type.MouseMove, pixel, pixel, none, none, free))
    assert hands.canvas.scene.columns.places(hands.canvas.scene.columns.steps.rows_of(["train"])).tolist() == [[300, 0]]
    hands.release((x + 200, y + 300))
    assert hands.pipeline.positions["train"] == (300, 0)
    assert hands.undo_labels() == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Z])
def test_an_edit_in_the_middle_of_a_drag_ends_it_and_leaves_nothing_behind(hands: Any, key: Qt.Key) -> None:
    hands.session.run(steps.move, {"train": (300, 300)})
    x, y = hands.middle("train")
    hands.press((x, y))
    hands.move((x + 50, y + 60))
    if key == Qt.Key.Key_Z:
        hands.session.undo()
    else:
        hands.session.run(steps.delete, ["train"])
    hands.move((x + 90, y + 90))
    hands.release((x + 90, y + 90))
    columns, wanted = hands.canvas.scene.columns, hands.pipeline.positions
    there = {i: (columns.steps["x"][r], columns.steps["y"][r]) for r, i in enumerate(columns.steps.ids) if i}
    assert there == dict(wanted)
    assert len(columns.visible_steps(-5000, -5000, 5000, 5000)) == len(wanted)


def test_a_rubber_band_that_an_edit_ends_selects_nothing_that_is_gone(hands: Any) -> None:
    hands.canvas.select(steps=["eval"])
    hands.press((-60, -60), SHIFT)
    hands.move((250, 60))
    hands.session.run(steps.delete, ["eval"])
    assert "eval" not in hands.canvas.selection.steps
    hands.release((250, 60))
    assert "eval" not in hands.canvas.selection.steps


def test_a_click_on_a_card_where_its_port_reaches_selects_it(hands: Any) -> None:
    hands.canvas.zoom_to(0.4)
    x, y = hands.pipeline.positions["train"]
    low = (x + CARD_WIDTH * 0.6, y + CARD_HEIGHT * 0.75)
    assert hands.canvas.hit(*low).spot == "back", "so far out, the port below reaches into the card"
    hands.click(low)
    assert hands.canvas.selection.steps == ("train",)
    hands.click((x + CARD_WIDTH * 0.62, y + CARD_HEIGHT + 8))
    assert hands.canvas.selection.steps == ("train",), "beside the card, a click on the port is none on the card"


def test_a_press_on_a_port_of_a_card_still_draws_a_link(hands: Any) -> None:
    hands.canvas.zoom_to(0.4)
    x, y = hands.pipeline.positions["deploy"]
    hands.drag((x + CARD_WIDTH * 0.6, y + CARD_HEIGHT * 0.75), hands.middle("train"))
    assert "deploy ~> train" in hands.pipeline.links
