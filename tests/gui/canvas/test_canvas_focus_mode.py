"""Focus mode: what is dimmed, how one sees it, how it ends."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.commands import links as link_commands
from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.drawing.theme import contrast, load_theme
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

FORK = """
pipeline: {name: Fork}
steps:
  orders: {kind: data_source}
  visits: {kind: data_source}
  clean: {kind: transform}
  train: {kind: train}
  report: {kind: transform}
  deploy: {kind: deploy}
links: [orders -> clean, visits -> report, clean -> train, train -> deploy, clean -> report]
layout:
  orders: [0, 0]
  visits: [0, 200]
  clean: [300, 0]
  train: [600, 0]
  report: [600, 200]
  deploy: [900, 0]
"""


@pytest.fixture
def document() -> str:
    return FORK


def kept(hands: Any) -> set[str]:
    """The cards that are not dimmed."""
    lineage = hands.canvas.scene.lineage
    return set(hands.pipeline.steps) if lineage is None else set(lineage.cards)


def strength(hands: Any, step: str) -> float:
    """Contrast of the strongest pixel on a card with the ground: texts are the strongest."""
    hands.sharp()
    image, ground = hands.canvas.grab().toImage(), hands.canvas._theme.colour("canvas")
    x, y = hands.pipeline.positions[step]
    corner, end = hands.pixel(x + 50, y + 8), hands.pixel(x + 190, y + 64)
    places = ((i, j) for i in range(corner.x(), end.x(), 2) for j in range(corner.y(), end.y()))
    return max(contrast(image.pixelColor(i, j).name(), ground) for i, j in places)


def test_all_that_leads_to_a_step_or_follows_it_stays_and_the_rest_is_dimmed(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    hands.click(hands.middle("train"))
    assert kept(hands) == {"orders", "clean", "train", "deploy"}
    assert strength(hands, "clean") > 7
    assert strength(hands, "report") < 3
    assert "4 of 6 steps" in hands.canvas.focus_mode.sign.text()


def test_it_follows_the_selection_step_by_step(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    assert kept(hands) == set(hands.pipeline.steps)
    assert "select a step" in hands.canvas.focus_mode.sign.text()
    hands.click(hands.middle("deploy"))
    assert kept(hands) == {"orders", "clean", "train", "deploy"}
    hands.click(hands.middle("visits"), Qt.KeyboardModifier.ShiftModifier)
    assert kept(hands) == set(hands.pipeline.steps)
    hands.click((1100.0, 250.0))
    assert hands.canvas.scene.lineage is None


def test_a_link_keeps_what_leads_to_its_start_and_follows_its_end(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    link = next(k.id for k in hands.pipeline.links.values() if k.source == "visits")
    hands.canvas.select(links=[link])
    assert kept(hands) == {"visits", "report"}


def test_links_are_dimmed_with_their_steps(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    hands.canvas.select(steps=["train"])
    columns, lineage = hands.canvas.scene.columns, hands.canvas.scene.lineage
    lit = {key for key, row in columns.links.row.items() if lineage.links[row]}
    ends = {(hands.pipeline.links[k].source, hands.pipeline.links[k].target) for k in lit}
    assert ends == {("orders", "clean"), ("clean", "train"), ("train", "deploy")}


def test_frames_and_notes_are_dimmed_unless_they_hold_or_are_what_is_meant(hands: Any) -> None:
    session = hands.session
    near, far = session.run(note_commands.add_frame, ["train"]), session.run(note_commands.add_frame, ["visits"])
    note = session.run(note_commands.add_note, 0.0, 400.0, "read me")
    hands.canvas.focus_mode.turn(True)
    hands.canvas.select(steps=["train"], notes=[note])
    lineage = hands.canvas.scene.lineage
    assert near in lineage.frames
    assert far not in lineage.frames
    assert lineage.notes == {note}


def test_a_feedback_link_makes_nobody_an_ancestor(hands: Any) -> None:
    hands.session.run(link_commands.connect, "report", "orders", "feedback")
    hands.canvas.focus_mode.turn(True)
    hands.canvas.select(steps=["orders"])
    assert "visits" not in kept(hands)


def test_edits_are_followed_at_once(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    hands.canvas.select(steps=["train"])
    hands.session.run(link_commands.connect, "train", "report")
    assert "report" in kept(hands)
    hands.session.run(step_commands.delete, ["clean"])
    assert kept(hands) == {"train", "deploy", "report"}
    hands.session.undo()
    assert "orders" in kept(hands)


def test_escape_ends_it_and_leaves_the_selection(hands: Any) -> None:
    hands.canvas.select(steps=["train"])
    hands.canvas.focus_mode.turn(True)
    assert not hands.canvas.focus_mode.sign.isHidden()
    hands.key(Qt.Key.Key_Escape)
    assert not hands.canvas.focus_mode.is_on
    assert hands.canvas.focus_mode.sign.isHidden()
    assert hands.canvas.selection.steps == ("train",)
    assert strength(hands, "report") > 7
    assert hands.undo_labels() == []


def test_the_sign_stands_beside_that_of_a_tool(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    hands.canvas.take_tool("hand")
    assert not hands.canvas.focus_mode.sign.geometry().intersects(hands.canvas.tools.sign.geometry())


def test_a_screen_reader_hears_that_a_step_is_dimmed(hands: Any) -> None:
    hands.canvas.focus_mode.turn(True)
    hands.canvas.select(steps=["train"])
    children = QAccessible.queryAccessibleInterface(hands.canvas)
    told = [children.child(i).text(QAccessible.Text.Description) for i in range(6)]
    dimmed = {step for step, text in zip(hands.pipeline.steps, told, strict=True) if "dimmed" in text}
    assert dimmed == {"visits", "report"}


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_what_is_dimmed_can_still_be_seen_in_every_theme(hands: Any, theme: str) -> None:
    hands.canvas.set_theme(load_theme(theme))
    hands.canvas.focus_mode.turn(True)
    hands.canvas.select(steps=["train"])
    hands.sharp()
    image, ground = hands.canvas.grab().toImage(), hands.canvas._theme.colour("canvas")
    line = [image.pixelColor(hands.pixel(250.0, y)).name() for y in range(160, 320)]
    assert max(contrast(c, ground) for c in line) >= 1.3  # the link from visits to report


def test_a_key_of_the_board_and_one_of_the_window_turn_it(open_window: MakeWindow, qtbot: QtBot) -> None:
    window: MainWindow = open_window(FORK)
    canvas = window.desk.canvas
    canvas.setFocus()
    canvas.select(steps=["train"])
    QTest.keyClick(canvas, Qt.Key.Key_D)
    assert canvas.focus_mode.is_on
    assert window.registry.qaction("view.focus_mode").isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not window.registry.qaction("view.focus_mode").isChecked()
    window.go_to("outline")
    ctrl_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F, ctrl_alt)
    assert canvas.focus_mode.is_on
