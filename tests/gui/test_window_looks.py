"""Nothing in the window is cut off, whatever the size of window and text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from designer.gui.actions.registry import all_actions
from designer.gui.key_sheet import KeySheet
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow


@pytest.fixture
def _text_as_before(lesson: MainWindow) -> object:
    yield
    lesson.desktop.appearance.set_text_size(100)


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.usefixtures("_text_as_before")
def test_the_sheet_of_keys_shows_every_line_whole(lesson: MainWindow, percent: int) -> None:
    lesson.desktop.appearance.set_text_size(percent)
    sheet = KeySheet(all_actions(), lesson.desktop.habits, lesson)
    sheet.show()
    QApplication.processEvents()
    area = sheet.findChild(QScrollArea)
    assert area is not None
    room = area.viewport().width()
    if sheet.width() < sheet.screen().availableSize().width() * 0.9:
        assert area.widget().width() <= room
        assert area.widget().minimumSizeHint().width() <= room
    sheet.close()


def sized(window: MainWindow, height: int) -> None:
    window.resize(1440, height)
    window.panes.share_width()
    QApplication.processEvents()


def test_a_low_panel_shows_the_weakest_principle_and_leaves_the_room_to_the_findings(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    board = panel.score
    sized(lesson, 1100)
    high = board.sizeHint().height()
    assert not board.weakest.isVisibleTo(panel)
    assert all(b.isVisibleTo(panel) for b in board.openers)
    sized(lesson, 600)
    assert board.weakest.isVisibleTo(panel)
    assert not any(b.isVisibleTo(panel) for b in board.openers)
    assert board.sizeHint().height() < high
    score = lesson.desk.bridge.report.score  # type: ignore[union-attr]
    least = min(v for v in score.principles.values() if v is not None)
    assert board.weakest.text().endswith(f": {least}")
    asked: list[str] = []
    board.principle_chosen.connect(asked.append)
    board.weakest.click()
    assert score.principles[asked[0]] == least
    sized(lesson, 1100)
    assert not board.weakest.isVisibleTo(panel)


def test_the_column_keeps_its_width_when_the_panel_passes_from_low_to_high(lesson: MainWindow) -> None:
    sized(lesson, 1100)
    dock = lesson.panes.docks["findings"]
    lesson.resizeDocks([dock], [10], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    width = dock.width()
    for height in (600, 1100, 600, 1100):
        lesson.resize(lesson.width(), height)
        QApplication.processEvents()
        assert dock.width() == width


@pytest.mark.usefixtures("_text_as_before")
def test_a_narrow_panel_shows_the_weakest_principle_and_asks_for_no_more_room(lesson: MainWindow) -> None:
    board, dock = lesson.desk.findings.score, lesson.panes.docks["findings"]
    lesson.desktop.appearance.set_text_size(200)
    sized(lesson, 2000)
    lesson.resizeDocks([dock], [10], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    assert board.weakest.isVisibleTo(board) and not board.openers[0].isVisibleTo(board)
    assert board.weakest.geometry().right() <= board.width()
    lesson.resizeDocks([dock], [900], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    assert board.openers[0].isVisibleTo(board) and not board.weakest.isVisibleTo(board)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.usefixtures("_text_as_before")
def test_what_names_a_field_stands_beside_it(lesson: MainWindow, qtbot: QtBot, percent: int) -> None:
    lesson.desktop.appearance.set_text_size(percent)
    lesson.desk.canvas.select(steps=["deploy"])
    form = lesson.desk.inspector.form
    qtbot.waitUntil(lambda: form.height() > 200)
    beside = 0
    for words in form.findChildren(QLabel):
        field = words.buddy()
        edit = next((c for kind in (QComboBox, QLineEdit) for c in field.findChildren(kind)), None) if field else None
        if edit is not None and words.height() < 1.6 * edit.height():
            middle = words.mapTo(form, words.rect().center()).y()
            assert abs(middle - edit.mapTo(form, edit.rect().center()).y()) <= 2, words.text()
            beside += 1
    assert beside >= 2


def test_every_button_of_the_tool_bar_can_be_seen_in_a_small_window(lesson: MainWindow) -> None:
    lesson.resize(1024, 700)
    lesson.panes.share_width()
    QApplication.processEvents()
    buttons = [b for b in lesson.findChildren(QToolButton) if b.defaultAction() is not None]
    hidden = [b.text() for b in buttons if b.isVisibleTo(lesson) and b.x() + b.width() > 1024]
    assert hidden == []
    assert lesson.desk.canvas.width() >= 500


@pytest.mark.parametrize(("percent", "size"), [(100, (1440, 900)), (200, (1440, 900)), (200, (1024, 700))])
def test_the_ways_to_begin_are_shown_whole(
    open_window: MakeWindow, qtbot: QtBot, percent: int, size: tuple[int, int]
) -> None:
    window = open_window()
    try:
        window.desktop.appearance.set_text_size(percent)
        window.resize(*size)
        cards = window.welcome.cards
        assert cards is not None
        qtbot.waitUntil(lambda: cards.size() == window.desk.canvas.size())

        def are_whole() -> None:
            for card in cards.cards.values():
                assert card.title.height() >= card.title.heightForWidth(card.title.width())
                assert cards.rect().contains(card.geometry())
                if card.help.isVisibleTo(cards):
                    assert card.help.height() >= card.help.heightForWidth(card.help.width())
                    assert card.title.geometry().bottom() <= card.help.geometry().top()

        qtbot.waitUntil(are_whole)  # the columns are shared anew after the letters have grown
    finally:
        window.desktop.appearance.set_text_size(100)


def test_alt_and_the_marked_letter_choose_a_way_to_begin(open_window: MakeWindow, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.welcome.cards is None)


@pytest.mark.parametrize(("percent", "size"), [(100, (1440, 900)), (200, (1024, 700))])
@pytest.mark.usefixtures("_text_as_before")
def test_names_in_the_palette_are_shown_whole(
    lesson: MainWindow, qtbot: QtBot, percent: int, size: tuple[int, int]
) -> None:
    lesson.desktop.appearance.set_text_size(percent)
    lesson.resize(*size)
    lesson.panes.share_width()
    QApplication.processEvents()
    tree = lesson.desk.palette.tree
    assert tree.textElideMode() == Qt.TextElideMode.ElideNone
    for item in tree.kinds():
        row = tree.visualItemRect(item)
        beside = tree.iconSize().width() + 14
        words = QRect(0, 0, tree.viewport().width() - row.left() - beside, 0)
        needed = tree.fontMetrics().boundingRect(words, Qt.TextFlag.TextWordWrap, item.text(0))
        assert needed.width() <= words.width(), item.text(0)
        assert needed.height() <= row.height(), item.text(0)


def test_in_a_narrow_column_fields_stand_below_their_names_and_none_is_cut_off(lesson: MainWindow) -> None:
    lesson.resizeDocks([lesson.panes.docks["findings"]], [200], Qt.Orientation.Horizontal)
    lesson.desk.canvas.select(steps=["train"])
    form = lesson.desk.inspector.form
    QApplication.processEvents()
    area = next(a for a in lesson.desk.inspector.findChildren(QScrollArea) if a.isAncestorOf(form))
    assert area.viewport().width() < 260, "a narrow column"
    assert form.minimumSizeHint().width() < area.viewport().width()
