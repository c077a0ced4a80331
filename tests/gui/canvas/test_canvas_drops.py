from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


def dragged(kind: str) -> QMimeData:
    data = QMimeData()
    data.setData("application/x-mlops-designer-kind", kind.encode())
    return data


def drop(hands: Any, at: tuple[float, float], data: QMimeData, held: Any = NONE) -> bool:
    pixel = hands.pixel(*at)
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(pixel, copy, data, hands.left, held)
    QApplication.sendEvent(hands.canvas, enter)
    QApplication.sendEvent(hands.canvas, QDragMoveEvent(pixel, copy, data, hands.left, held))
    event = QDropEvent(QPointF(pixel), copy, data, hands.left, held)
    QApplication.sendEvent(hands.canvas, event)
    return enter.isAccepted() and event.isAccepted()


def test_a_kind_dropped_on_the_ground_becomes_a_step_there(hands: Any) -> None:
    assert drop(hands, (500, 250), dragged("monitor"))
    assert hands.pipeline.steps["monitor"].kind == "monitor"
    assert hands.pipeline.positions["monitor"] == (400, 214)
    assert hands.canvas.selection.steps == ("monitor",)
    assert len(hands.undo_labels()) == 1


def test_a_kind_dropped_on_a_link_is_put_on_it_as_one_undo_step(hands: Any) -> None:
    assert drop(hands, (250, 40), dragged("validate_data"))
    assert {"data -> validate_data", "validate_data -> train"} <= set(hands.pipeline.links)
    assert "data -> train" not in hands.pipeline.links
    assert len(hands.undo_labels()) == 1
    assert "data -> train" in hands.pipeline.links


def test_alt_keeps_a_drop_off_the_link(hands: Any) -> None:
    drop(hands, (250, 40), dragged("validate_data"), ALT)
    assert "data -> train" in hands.pipeline.links


def test_a_link_lights_up_under_a_dragged_kind_and_goes_out_when_it_leaves(hands: Any) -> None:
    copy = Qt.DropAction.CopyAction
    pixel = hands.pixel(250, 40)
    data = dragged("validate_data")
    QApplication.sendEvent(hands.canvas, QDragEnterEvent(pixel, copy, data, hands.left, NONE))
    assert hands.canvas.overlays.state.drop_link == "data -> train"
    hands.sharp()
    hands.canvas.grab()
    QApplication.sendEvent(hands.canvas, QDragLeaveEvent())
    assert hands.canvas.overlays.state.drop_link is None


def test_a_kind_dropped_on_a_card_changes_its_kind_and_says_so_before(hands: Any) -> None:
    told: list[str] = []
    hands.canvas.told.connect(told.append)
    before = len(hands.pipeline.steps)
    copy, data = Qt.DropAction.CopyAction, dragged("evaluate")
    QApplication.sendEvent(
        hands.canvas, QDragEnterEvent(hands.pixel(*hands.middle("train")), copy, data, hands.left, NONE)
    )
    assert hands.canvas.overlays.state.drop_card == ("train", "Change to Evaluate model")
    hands.sharp()
    hands.canvas.grab()
    assert drop(hands, hands.middle("train"), data)
    assert hands.pipeline.steps["train"].kind == "evaluate"
    assert "data -> train" in hands.pipeline.links
    assert len(hands.pipeline.steps) == before
    assert hands.canvas.overlays.state.drop_card is None
    assert "dropped: tool" in told[0]
    assert len(hands.undo_labels()) == 1
    assert hands.pipeline.steps["train"].get("tool") == "mlflow"


def test_alt_or_the_same_kind_on_a_card_adds_a_step_beside_it(hands: Any) -> None:
    drop(hands, hands.middle("train"), dragged("evaluate"), ALT)
    drop(hands, hands.middle("train"), dragged("train"))
    assert hands.pipeline.steps["train"].kind == "train"
    assert {"evaluate", "train_2"} <= set(hands.pipeline.steps)


def test_files_are_left_to_the_window(hands: Any) -> None:
    data = QMimeData()
    data.setText("file:///tmp/a.mlops.yaml")
    assert not drop(hands, (500, 250), data)
    assert hands.undo_labels() == []
