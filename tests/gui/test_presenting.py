"""Presenting with F5: the canvas alone, card by card, and everything back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.commands.drawings import add_text
from designer.gui.presenting.order import presented
from tests.gui.conftest import CHAIN

BRANCHED = """
pipeline: {name: Branched}
steps: {deploy: {kind: deploy}, train: {kind: train}, data: {kind: data_source}, test: {kind: unit_test}}
links: [data -> train, train -> deploy, test -> deploy, deploy ~> data]
layout: {data: [0, 0], train: [300, 0], test: [300, 150], deploy: [600, 0]}
"""


def press(window: Any, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(window.desk.canvas, key)
        QApplication.processEvents()


@pytest.fixture
def window(open_window: Any) -> Any:
    made = open_window(CHAIN)
    made.desk.canvas.setFocus()
    QApplication.processEvents()
    return made


def test_steps_are_shown_in_the_order_of_their_links(open_window: Any) -> None:
    made = open_window(BRANCHED)
    assert presented(made.desk.canvas.scene) == ["data", "train", "test", "deploy"]


def test_f5_leaves_the_canvas_alone_and_escape_brings_everything_back(window: Any) -> None:
    canvas = window.desk.canvas
    docks = {name for name, dock in window.panes.docks.items() if dock.isVisible()}
    canvas.zoom_to(0.7)
    middle = canvas.view_centre()
    press(window, Qt.Key.Key_F5)
    assert window.presenter.is_on
    assert window.isFullScreen()
    assert not any(dock.isVisible() for dock in window.panes.docks.values())
    assert not window.menuBar().isVisible()
    assert not window.statusBar().isVisible()
    assert not window.tabs.current.board_bar.isVisible()
    press(window, Qt.Key.Key_Right, Qt.Key.Key_Right)
    canvas.repaint()
    assert not canvas.minimap.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.presenter.is_on
    assert not window.isFullScreen()
    assert {name for name, dock in window.panes.docks.items() if dock.isVisible()} == docks
    assert window.menuBar().isVisible()
    assert window.tabs.current.board_bar.isVisible()
    assert canvas.view.scale == pytest.approx(0.7)
    assert canvas.view_centre() == pytest.approx(middle, abs=2)
    assert canvas.tools.current.name == "select"
    assert not canvas.overlays.state.lit_steps


def test_clicker_keys_walk_there_and_back(window: Any) -> None:
    order = presented(window.desk.canvas.scene)
    press(window, Qt.Key.Key_F5)
    assert window.presenter.card is None
    seen = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Right):
        press(window, key)
        seen.append(window.presenter.card)
    assert seen == order[:3]
    press(window, Qt.Key.Key_PageUp)
    assert window.presenter.card == order[1]
    press(window, Qt.Key.Key_End)
    assert window.presenter.card is None
    press(window, Qt.Key.Key_Left)
    assert window.presenter.card == order[-1]
    assert "of" in window.presenter.sign


def test_the_card_that_is_shown_stands_large_in_the_middle(window: Any) -> None:
    canvas = window.desk.canvas
    press(window, Qt.Key.Key_F5, Qt.Key.Key_Right)
    card = window.presenter.card
    x, y = window.desk.session.pipeline.positions[card]
    assert canvas.view.scale == pytest.approx(1.6)
    assert canvas.view_centre() == pytest.approx((x + 100, y + 36), abs=1)
    assert canvas.overlays.state.lit_steps == {card}


def test_presenting_begins_with_the_selected_step_on_shift_f5(window: Any) -> None:
    window.desk.canvas.select(steps=["train"])
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert window.presenter.card == "train"


def test_nothing_is_changed_by_accident(window: Any) -> None:
    canvas, pipeline = window.desk.canvas, window.desk.session.pipeline
    before = pipeline.snapshot()
    press(window, Qt.Key.Key_F5, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Delete, Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_V, Qt.Key.Key_J)
    QTest.keyClick(canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(canvas, middle + QPoint(80, 40))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(80, 40))
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert pipeline.snapshot() == before
    assert not canvas.selection
    assert canvas.in_place.editor is None


def test_the_spotlight_darkens_all_but_the_pointer(window: Any) -> None:
    canvas = window.desk.canvas
    press(window, Qt.Key.Key_F5)
    corner = canvas.grab().toImage().pixelColor(3, 3).lightness()
    middle = canvas.rect().center()
    QTest.mouseMove(canvas, middle)
    press(window, Qt.Key.Key_S)
    picture = canvas.grab().toImage()
    assert picture.pixelColor(3, 3).lightness() < corner / 2
    assert picture.pixelColor(middle.x() + 60, middle.y() + 60).lightness() > corner / 2
    press(window, Qt.Key.Key_S)
    assert canvas.grab().toImage().pixelColor(3, 3).lightness() == corner


def test_a_presenter_draws_takes_it_back_and_does_it_again(window: Any) -> None:
    canvas = window.desk.canvas
    press(window, Qt.Key.Key_F5, Qt.Key.Key_P)
    start = QPoint(200, 200)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, start + QPoint(90, 30))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(90, 30))
    assert len(window.desk.session.pipeline.notes) == 1
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for again, held in ((Qt.Key.Key_Y, control), (Qt.Key.Key_Z, control | shift)):
        QTest.keyClick(canvas, Qt.Key.Key_Z, control)
        assert not window.desk.session.pipeline.notes
        QTest.keyClick(canvas, again, held)
        assert len(window.desk.session.pipeline.notes) == 1
    assert window.presenter.is_on


def test_a_window_closed_while_presenting_remembers_its_panels(window: Any) -> None:
    desktop = window.desktop
    press(window, Qt.Key.Key_F5)
    window.close_without_asking()
    again = desktop.open_window()
    QApplication.processEvents()
    assert again.panes.docks["findings"].isVisible()
    assert not again.isFullScreen()
    again.close_without_asking()


def test_what_was_drawn_can_be_saved_meanwhile(window: Any, tmp_path: Path) -> None:
    session = window.desk.session
    session.save(tmp_path / "talk.mlops.yaml")
    session.run(add_text, "Now", (0.0, 300.0, 60.0, 30.0), "red")
    press(window, Qt.Key.Key_F5)
    QTest.keyClick(window.desk.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not session.is_dirty
    assert window.presenter.is_on


def test_an_action_that_is_asked_for_otherwise_ends_presenting(window: Any) -> None:
    press(window, Qt.Key.Key_F5)
    window.registry.trigger("view.outline")
    assert not window.presenter.is_on
    assert window.panes.docks["outline"].isVisible()


def test_bookmarks_are_what_is_shown_where_there_are_some(window: Any) -> None:
    canvas, bookmarks = window.desk.canvas, window.tabs.current.bookmarks
    canvas.show_area((0, 0, 300, 200), 3.0)
    bookmarks.add("The data")
    canvas.show_area((200, 0, 900, 400), 3.0)
    bookmarks.add("All that follows")
    press(window, Qt.Key.Key_F5, Qt.Key.Key_Right)
    assert window.presenter.sign.startswith("1 of 2: The data")
    assert window.presenter.card is None
    press(window, Qt.Key.Key_Right)
    assert window.presenter.sign.startswith("2 of 2: All that follows")
    press(window, Qt.Key.Key_Right)
    assert window.presenter.sign.startswith("Everything")
