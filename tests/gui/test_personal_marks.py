"""The canvas shows which cards hold personal data, when somebody asks for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from designer.commands import steps as step_commands
from designer.drawing.personal_marks import personal_area
from designer.gui.canvas.hit_test import NOTHING
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

TEXT = """
format: 1
pipeline: {scope: training}
steps:
  people: {kind: data_source, personal_data: raw}
  coded: {kind: data_source, personal_data: pseudonymised}
  clean: {kind: prepare, pii_removed: true}
  train: {kind: train}
  keep: {kind: register}
links: [people -> clean, clean -> train, coded -> train, train -> keep]
layout:
  people: [0, 0]
  coded: [0, 160]
  clean: [300, 0]
  train: [600, 80]
  keep: [900, 80]
"""
HELD = {"people": 2, "coded": 1, "clean": 2, "train": 1, "keep": 3}


@pytest.fixture
def window(open_window: MakeWindow) -> MainWindow:
    found = open_window(TEXT)
    found.desk.bridge.wait_idle()
    found.desk.canvas.fit_all()
    return found


def marks(window: MainWindow) -> dict[str, int]:
    steps = window.desk.canvas.scene.columns.steps
    return {step: int(steps["personal"][row]) for step, row in steps.row.items() if steps["personal"][row]}


def area_of(window: MainWindow, step: str) -> QImage:
    """What is drawn where the mark of a card stands."""
    canvas = window.desk.canvas
    canvas.hover(NOTHING)
    canvas.buffer.forget()  # drawn anew, at once and sharp
    canvas.refresh()
    x, y, width, height = personal_area(canvas.session.pipeline.positions[step], HELD[step])
    corner = QPoint(*(round(v) for v in canvas.view.to_view(x, y)))
    return canvas.grab().toImage().copy(QRect(corner, QSize(round(width), round(height))))


def click_in_menu(window: MainWindow, text: str) -> None:
    """Opens the View menu and clicks an entry, as a hand would."""
    bar = window.menuBar()
    view = next(a for a in bar.actions() if a.text().replace("&", "") == "View")
    menu = view.menu()
    assert isinstance(menu, QMenu)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(view).center())
    entry = next(a for a in menu.actions() if a.text().replace("&", "") == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


def test_the_entry_of_the_menu_turns_the_marks_on_and_off(window: MainWindow, qtbot: QtBot) -> None:
    assert marks(window) == {}
    without = area_of(window, "people")
    click_in_menu(window, "Show personal data")
    assert marks(window) == HELD
    assert window.registry.qaction("view.personal").isChecked()
    assert area_of(window, "people") != without
    click_in_menu(window, "Show personal data")
    assert marks(window) == {}
    assert area_of(window, "people") == without


def test_marks_follow_what_is_edited(window: MainWindow) -> None:
    window.registry.trigger("view.personal")
    window.desk.session.run(step_commands.set_attributes, "people", {"personal_data": "none"})
    window.desk.bridge.wait_idle()
    assert marks(window) == {"coded": 1, "train": 1, "keep": 3}
    window.registry.trigger("edit.undo")
    window.desk.bridge.wait_idle()
    assert marks(window) == HELD


def test_a_mark_is_told_by_the_tooltip_too(window: MainWindow, qtbot: QtBot) -> None:
    window.registry.trigger("view.personal")
    canvas = window.desk.canvas
    x, y = canvas.session.pipeline.positions["keep"]
    spot = QPoint(*(round(v) for v in canvas.view.to_view(x + 100, y + 36)))
    QApplication.sendEvent(canvas, QHelpEvent(QHelpEvent.Type.ToolTip, spot, canvas.mapToGlobal(spot)))
    assert "Holds a model trained on pseudonymised personal data" in QToolTip.text()


def test_with_nothing_to_mark_that_is_said(open_window: MakeWindow) -> None:
    window = open_window("format: 1\nsteps:\n  data: {kind: data_source}\n")
    window.desk.bridge.wait_idle()
    window.registry.trigger("view.personal")
    assert "No step is known to hold personal data" in window.toast.text


def test_a_collapsed_frame_shows_the_gravest_of_its_steps(open_window: MakeWindow) -> None:
    framed = TEXT + "frames:\n  f: {title: F, steps: [coded, clean], collapsed: true}\n"
    window = open_window(framed)
    window.desk.bridge.wait_idle()
    window.registry.trigger("view.personal")
    assert marks(window)["[f]"] == 2
