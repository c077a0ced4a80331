"""Which keys a person wants: single letters, and Tab as n8n has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from designer.gui import dialogs
from designer.gui.actions.board_keys import is_character
from designer.gui.actions.registry import all_actions
from designer.gui.desktop import Desktop
from designer.gui.key_sheet import KeySheet
from designer.gui.main_window import MainWindow
from tests.gui.conftest import CHAIN, MakeWindow

Key = Qt.Key


@pytest.fixture
def window(chain: MainWindow) -> Iterator[MainWindow]:
    chain.desk.canvas.setFocus()
    yield chain
    chain.desk.quick_add.picker.hide()


def to_front(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.desk.canvas.setFocus()
    qtbot.waitUntil(window.desk.canvas.hasFocus)


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.desk.canvas, key)


def test_single_letters_can_be_switched_off_everywhere_and_it_is_remembered(
    window: MainWindow, open_window: MakeWindow, qtbot: QtBot
) -> None:
    other = open_window(CHAIN)
    window.registry.trigger("view.letter_keys")
    for one in (window, other):
        to_front(one, qtbot)
        QTest.keyClick(one.desk.canvas, Key.Key_N)
        QTest.keyClick(one.desk.canvas, Key.Key_H)
        assert not one.desk.session.pipeline.notes
        assert one.desk.canvas.tools.current.name == "select"
    desktop = window.desktop
    assert not Desktop(desktop.services, desktop.appearance, desktop._settings_file).habits.letter_keys
    other.registry.trigger("view.letter_keys")
    to_front(window, qtbot)
    press(window, Key.Key_H)
    assert window.desk.canvas.tools.current.name == "hand"


def test_other_keys_go_on_working_without_letters(window: MainWindow) -> None:
    window.registry.trigger("view.letter_keys")
    window.desk.canvas.select(steps=["train"])
    press(window, Key.Key_Delete)
    assert "train" not in window.desk.session.pipeline.steps
    press(window, Key.Key_Insert)
    assert window.desk.quick_add.picker.isVisible()


def test_menus_and_the_sheet_show_no_key_that_does_nothing(window: MainWindow) -> None:
    assert window.registry.qaction("tool.hand").text().endswith("\tH")
    window.registry.trigger("view.letter_keys")
    assert "\t" not in window.registry.qaction("tool.hand").text()
    dialogs.show_keys(window)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeySheet)
    caps = {label.text() for label in sheet.findChildren(QLabel) if label.property("look") == "key"}
    sheet.reject()
    assert "H" not in caps
    assert "Ctrl+S" in caps


def test_every_action_with_a_letter_can_be_asked_for_without_it() -> None:
    # By a menu at least: that every action stands in one is tested elsewhere.
    letters = [key for record in all_actions() for key in record.board_keys if is_character(key)]
    assert "A" in letters
    assert "Shift+J" in letters
    assert not {"Del", "Ins", "Alt+J", "Ctrl+Del"} & set(letters)


def test_tab_leaves_the_canvas_unless_somebody_wants_it_to_add_steps(window: MainWindow) -> None:
    canvas, picker = window.desk.canvas, window.desk.quick_add.picker
    press(window, Key.Key_Tab)
    assert not picker.isVisible()
    assert not canvas.hasFocus()
    window.registry.trigger("view.tab_adds")
    canvas.setFocus()
    canvas.select(steps=["train"])
    press(window, Key.Key_Tab)
    assert picker.isVisible()
    assert "After Train" in picker.caption.text()
    picker.hide()
    canvas.setFocus()
    QTest.keyClick(canvas, Key.Key_F6)
    assert not canvas.hasFocus()
