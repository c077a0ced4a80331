"""Bookmarks of views, by keys and through the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from designer.commands import steps as step_commands
from designer.gui.bookmark_list import BookmarkList
from designer.gui.command_palette import choices
from designer.gui.main_window import MainWindow
from designer.session.bookmarks import MOST
from tests.gui.conftest import CHAIN, Answers, MakeWindow

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def window(chain: MainWindow) -> MainWindow:
    chain.desk.canvas.setFocus()
    return chain


def look(window: MainWindow, step: str, scale: float) -> None:
    """Looks at a step from near or far, with nothing selected."""
    canvas = window.desk.canvas
    canvas.zoom_to(scale)
    x, y = window.desk.session.pipeline.positions[step]
    canvas.view.centre(x + 100, y + 36, canvas.width(), canvas.height())
    canvas.refresh()


def key(window: MainWindow, code: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(window.desk.canvas, code, held)


def names(window: MainWindow) -> list[str]:
    return [b.name for b in window.tabs.current.bookmarks.all]


def opened_list(window: MainWindow, qtbot: QtBot) -> BookmarkList:
    key(window, Key.Key_B, CTRL | SHIFT)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, BookmarkList)
    qtbot.waitExposed(shown)
    qtbot.waitUntil(shown.list.hasFocus)
    return shown


def test_a_key_keeps_the_view_and_a_digit_comes_back(window: MainWindow) -> None:
    canvas = window.desk.canvas
    look(window, "deploy", 2.0)
    kept = canvas.seen_area()
    key(window, Key.Key_B, CTRL)
    look(window, "data", 1.0)
    key(window, Key.Key_B, CTRL)
    assert names(window) == ["Deploy", "Orders"]
    assert "Alt+2" in window.toast.text
    canvas.fit_all()
    key(window, Key.Key_1, ALT)
    assert canvas.seen_area() == pytest.approx(kept, abs=1)
    assert canvas.view.scale == pytest.approx(2.0, abs=0.01)
    assert not window.desk.session.is_dirty


def test_a_view_goes_along_with_its_step(window: MainWindow) -> None:
    look(window, "deploy", 2.0)
    key(window, Key.Key_B, CTRL)
    window.desk.session.run(step_commands.move, {"deploy": (5000.0, 700.0)})
    key(window, Key.Key_1, ALT)
    left, top, right, bottom = window.desk.canvas.seen_area()
    assert left < 5000 < right
    assert top < 700 < bottom


def test_the_same_view_is_kept_once_and_names_differ(window: MainWindow) -> None:
    look(window, "deploy", 2.0)
    key(window, Key.Key_B, CTRL)
    key(window, Key.Key_B, CTRL)
    assert names(window) == ["Deploy"]
    look(window, "deploy", 1.0)
    key(window, Key.Key_B, CTRL)
    assert names(window) == ["Deploy", "Deploy 2"]


def test_the_menu_and_the_palette_list_them_by_name(window: MainWindow) -> None:
    assert not window.registry.qaction("view.bookmark.1").isVisible()
    look(window, "deploy", 2.0)
    key(window, Key.Key_B, CTRL)
    action = window.registry.qaction("view.bookmark.1")
    assert action.isVisible()
    assert action.text() == "&1 Deploy"
    assert any(c.text == "1 Deploy" and c.enabled for c in choices(window))
    assert not any("No bookmark" in c.text for c in choices(window))
    assert window.registry.qaction("view.bookmark.2").isVisible() is False


def test_the_list_renames_by_f2_removes_by_delete_and_goes_by_enter(window: MainWindow, qtbot: QtBot) -> None:
    for step in ("data", "train", "deploy"):
        look(window, step, 2.0)
        key(window, Key.Key_B, CTRL)
    window.desk.canvas.fit_all()
    shown = opened_list(window, qtbot)
    assert [shown.list.topLevelItem(i).text(0) for i in range(3)] == ["Orders", "Train", "Deploy"]
    QTest.keyClick(shown.list, Key.Key_Down)
    QTest.keyClick(shown.list, Key.Key_Delete)
    assert names(window) == ["Orders", "Deploy"]
    QTest.keyClick(shown.list, Key.Key_F2)
    editor = shown.list.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Going live & after")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Orders", "Going live & after"])
    qtbot.waitUntil(lambda: shown.list.findChild(QLineEdit) is None)
    assert window.registry.qaction("view.bookmark.2").text() == "&2 Going live && after"
    shown.list.setFocus()
    QTest.keyClick(shown.list, Key.Key_Return)
    left, _, right, _ = window.desk.canvas.seen_area()
    assert left < 700 < right
    assert window.desk.canvas.view.scale == pytest.approx(2.0, abs=0.01)


def test_an_empty_name_is_not_taken(window: MainWindow, qtbot: QtBot) -> None:
    look(window, "deploy", 2.0)
    key(window, Key.Key_B, CTRL)
    shown = opened_list(window, qtbot)
    shown.list.topLevelItem(0).setText(0, "  ")
    assert names(window) == ["Deploy"]
    qtbot.waitUntil(lambda: shown.list.topLevelItem(0).text(0) == "Deploy")
    shown.reject()


def test_a_bookmark_can_be_made_to_lead_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    look(window, "deploy", 2.0)
    key(window, Key.Key_B, CTRL)
    look(window, "data", 1.0)
    here = window.desk.canvas.seen_area()
    shown = opened_list(window, qtbot)
    QTest.mouseClick(shown.buttons["here"], Qt.MouseButton.LeftButton)
    shown.reject()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.desk.canvas.fit_all()
    key(window, Key.Key_1, ALT)
    assert window.desk.canvas.seen_area() == pytest.approx(here, abs=1)
    assert names(window) == ["Deploy"]


def test_one_too_many_is_refused_and_told(window: MainWindow) -> None:
    bookmarks = window.tabs.current.bookmarks
    for number in range(MOST):
        bookmarks.add(f"View {number}")
    look(window, "deploy", 3.0)
    key(window, Key.Key_B, CTRL)
    assert len(bookmarks.all) == MOST
    assert "remove one first" in window.toast.text


def test_each_document_has_its_own_and_they_outlive_its_tab(
    open_window: MakeWindow, tmp_path: Path, answers: Answers
) -> None:
    path = tmp_path / "chain.mlops.yaml"
    path.write_text(CHAIN)
    window = open_window(path=path)
    look(window, "deploy", 2.0)
    window.registry.trigger("view.bookmark")
    window.files.new()
    assert names(window) == []
    window.tabs.close(window.tabs.all[0])
    window.files.open_path(path)
    assert names(window) == ["Deploy"]
    answers.path = tmp_path / "copy.mlops.yaml"
    window.files.save_as()
    window.files.new()
    window.tabs.close(window.tabs.all[0])
    window.files.open_path(answers.path)
    assert names(window) == ["Deploy"]
