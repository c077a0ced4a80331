"""Cards dragged on to links, copies dragged with Alt, links cut with Alt."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.commands.placement import STRIDE_X
from designer.gui.canvas.selection import Selection

NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lone(hands: Any) -> Any:
    """The lesson with a check of its own below."""
    catalog = hands.session.services.catalog
    hands.session.run(step_commands.add_step, catalog, "validate_data", at=(100.0, 250.0), step_id="check")
    hands.bridge.wait_idle()
    hands.canvas.scene.ghosts = []
    return hands


def held_move(hands: Any, at: tuple[float, float], held: Any) -> None:
    """A move with keys held: QTest forgets them on moves."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    pixel = QPointF(hands.pixel(*at))
    screen = QPointF(hands.canvas.mapToGlobal(pixel.toPoint()))
    event = QMouseEvent(QEvent.Type.MouseMove, pixel, screen, Qt.MouseButton.NoButton, hands.left, held)
    QApplication.sendEvent(hands.canvas, event)


def carry(hands: Any, step: str, by: tuple[float, float]) -> tuple[float, float]:
    """Takes a card and holds it somewhere else; returns where the pointer is."""
    x, y = hands.middle(step)
    hands.press((x, y))
    hands.move((x + by[0] / 2, y + by[1] / 2))
    hands.move((x + by[0], y + by[1]))
    return x + by[0], y + by[1]


# ---------------------------------------------------------------------- on to a link
def test_a_card_without_links_lights_the_link_it_is_dragged_over_and_is_put_on_it(lone: Any) -> None:
    at = carry(lone, "check", (50, -250))
    assert lone.canvas.overlays.state.drop_link == "data -> train"
    assert lone.canvas.overlays.state.drop_words[1] == "Insert between Customer orders and Train"
    lone.sharp()
    lone.canvas.grab()
    assert "data -> train" in lone.pipeline.links
    lone.release(at)
    assert lone.canvas.overlays.state.drop_link is None
    assert {"data -> check", "check -> train"} <= set(lone.pipeline.links)
    assert "data -> train" not in lone.pipeline.links
    assert lone.pipeline.positions["check"] == (STRIDE_X, 0)
    assert lone.pipeline.positions["train"] == (2 * STRIDE_X, 0)
    assert lone.pipeline.positions["eval"] == (2 * STRIDE_X + 300, 0)
    assert lone.session.history.undo_label == "Insert Check"
    lone.session.undo()
    assert lone.pipeline.positions["check"] == (100, 250)
    assert lone.pipeline.positions["train"] == (300, 0)
    assert set(lone.pipeline.links) == {"data -> train", "train -> eval", "eval -> deploy"}


def test_alt_keeps_a_card_off_the_link(lone: Any) -> None:
    x, y = carry(lone, "check", (50, -250))
    held_move(lone, (x, y), ALT)
    assert lone.canvas.overlays.state.drop_link is None
    lone.release((x, y), ALT)
    assert "data -> train" in lone.pipeline.links
    assert lone.pipeline.positions["check"][1] == 0


def test_a_card_with_links_is_moved_over_links_and_stays_linked_as_it_was(hands: Any) -> None:
    links = set(hands.pipeline.links)
    at = carry(hands, "deploy", (-400, 0))
    assert hands.canvas.overlays.state.drop_link is None
    hands.release(at)
    assert set(hands.pipeline.links) == links


def test_escape_while_a_link_is_lit_leaves_everything_as_it_was(lone: Any) -> None:
    at = carry(lone, "check", (50, -250))
    lone.key(Qt.Key.Key_Escape)
    assert lone.canvas.overlays.state.drop_link is None
    lone.release(at)
    assert lone.pipeline.positions["check"] == (100, 250)
    assert "data -> train" in lone.pipeline.links


def test_a_card_over_another_card_lights_no_link(lone: Any) -> None:
    carry(lone, "check", (190, -250))
    assert lone.canvas.overlays.state.drop_link is None


# ---------------------------------------------------------------------- copies
def test_alt_and_a_drag_copy_a_card_and_leave_the_original(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y), ALT)
    held_move(hands, (x + 40, y + 150), ALT)
    assert hands.canvas.overlays.state.copies is not None
    assert hands.pipeline.positions["train"] == (300, 0)
    hands.sharp()
    hands.canvas.grab()
    hands.release((x + 40, y + 150), ALT)
    assert hands.canvas.overlays.state.copies is None
    assert hands.pipeline.positions["train"] == (300, 0)
    assert hands.pipeline.positions["train_2"] == (340, 150)
    assert hands.pipeline.steps["train_2"].get("tool") == "mlflow"
    assert hands.canvas.selection == Selection(steps=("train_2",))
    assert hands.undo_labels() == ["Duplicate Train"]


def test_the_whole_selection_is_copied_with_its_links_and_notes(hands: Any) -> None:
    note = hands.session.run(note_commands.add_note, 300.0, 120.0, "n")
    hands.canvas.select(steps=["train", "eval"], notes=[note])
    x, y = hands.middle("train")
    hands.press((x, y), ALT)
    held_move(hands, (x, y + 300), ALT)
    hands.sharp()
    hands.canvas.grab()
    hands.release((x, y + 300), ALT)
    assert "train_2 -> eval_2" in hands.pipeline.links
    assert (hands.pipeline.notes["note_2"].x, hands.pipeline.notes["note_2"].y) == (300, 420)
    assert hands.canvas.selection == Selection(steps=("train_2", "eval_2"), notes=("note_2",))
    assert hands.undo_labels()[:1] == ["Duplicate"]


def test_a_frame_is_copied_with_what_is_in_it(hands: Any) -> None:
    frame = hands.session.run(note_commands.add_frame, ["train", "eval"], "Team")
    hands.canvas.scene.ghosts = []
    area = hands.canvas.scene.frames[frame]
    at = (area[0] + 60, area[1] + 14)
    hands.press(at, ALT)
    held_move(hands, (at[0], at[1] + 400), ALT)
    hands.release((at[0], at[1] + 400), ALT)
    assert hands.pipeline.frames["frame_2"].steps == ("train_2", "eval_2")
    assert hands.canvas.selection == Selection(frames=("frame_2",))


def test_escape_takes_the_copies_away(hands: Any) -> None:
    x, y = hands.middle("train")
    hands.press((x, y), ALT)
    held_move(hands, (x + 40, y + 150), ALT)
    hands.key(Qt.Key.Key_Escape)
    hands.release((x + 40, y + 150), ALT)
    assert hands.canvas.overlays.state.copies is None
    assert len(hands.pipeline.steps) == 4
    assert hands.undo_labels() == []


def test_where_the_desktop_takes_alt_ctrl_and_alt_do_the_same(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    x, y = hands.middle("train")
    hands.press((x, y), CTRL | ALT)
    held_move(hands, (x + 40, y + 150), CTRL | ALT)
    hands.release((x + 40, y + 150), CTRL | ALT)
    assert hands.pipeline.positions["train_2"] == (340, 150)
    hands.press((250, -60), CTRL | ALT)
    held_move(hands, (250, 90), CTRL | ALT)
    hands.release((250, 90), CTRL | ALT)
    assert "data -> train" not in hands.pipeline.links


def test_a_click_with_alt_copies_nothing(hands: Any) -> None:
    hands.click(hands.middle("train"), ALT)
    assert len(hands.pipeline.steps) == 4
    assert hands.canvas.selection.steps == ("train",)


# ---------------------------------------------------------------------- the knife
def test_alt_and_a_drag_from_the_ground_cut_the_links_that_are_crossed(hands: Any) -> None:
    hands.canvas.scene.ghosts = []
    hands.press((250, -60), ALT)
    held_move(hands, (250, 90), ALT)
    assert hands.canvas.overlays.state.struck == ("data -> train",)
    assert "data -> train" in hands.pipeline.links
    held_move(hands, (550, 120), ALT)
    held_move(hands, (550, -60), ALT)
    assert hands.canvas.overlays.state.struck == ("data -> train", "train -> eval")
    hands.sharp()
    hands.canvas.grab()
    hands.release((550, -60), ALT)
    assert set(hands.pipeline.links) == {"eval -> deploy"}
    assert hands.canvas.overlays.state.knife == ()
    assert hands.undo_labels() == ["Cut 2 links"]
    assert len(hands.pipeline.links) == 3


def test_a_knife_that_starts_on_a_link_cuts_it(hands: Any) -> None:
    hands.press((225, 37), ALT)
    held_move(hands, (225, 100), ALT)
    held_move(hands, (225, 20), ALT)
    hands.release((225, 20), ALT)
    assert "data -> train" not in hands.pipeline.links


def test_escape_puts_the_knife_away(hands: Any) -> None:
    hands.press((250, -60), ALT)
    held_move(hands, (250, 90), ALT)
    hands.key(Qt.Key.Key_Escape)
    hands.release((250, 90), ALT)
    assert hands.canvas.overlays.state.struck == ()
    assert len(hands.pipeline.links) == 3


def test_a_knife_that_crosses_nothing_changes_nothing(hands: Any) -> None:
    hands.press((250, -60), ALT)
    held_move(hands, (450, -60), ALT)
    hands.release((450, -60), ALT)
    assert hands.undo_labels() == []


def test_from_afar_the_knife_cuts_what_is_seen(hands: Any) -> None:
    hands.canvas.zoom_to(0.1)
    hands.press((250, -300), ALT)
    held_move(hands, (250, 300), ALT)
    hands.release((250, 300), ALT)
    assert "data -> train" not in hands.pipeline.links


def test_a_drag_on_the_ground_without_alt_is_a_rubber_band_still(hands: Any) -> None:
    QTest.mousePress(hands.canvas, hands.left, NONE, hands.pixel(250, -60))
    QTest.mouseMove(hands.canvas, hands.pixel(250, 90) + QPoint(1, 0))
    assert hands.canvas.overlays.state.band is not None
    hands.key(Qt.Key.Key_Escape)
