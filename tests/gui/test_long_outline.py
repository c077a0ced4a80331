"""Thousands of rows of the outline are written bit by bit; nobody sees half of them, and edits go in between."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

STEPS = 150
TEXT = "pipeline: {name: Many}\nsteps:\n" + "".join(f"  s{n}: {{kind: deploy, method: copy}}\n" for n in range(STEPS))


@pytest.fixture
def window(open_window: MakeWindow) -> MainWindow:
    return open_window(TEXT)


def seen(window: MainWindow) -> QTreeWidget:
    """The tree as somebody sees it now: asking the panel for it would write all rows."""
    tree = window.desk.outline.findChild(QTreeWidget)
    assert tree is not None
    return tree


def test_a_long_outline_is_there_as_a_whole_a_moment_later(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("outline")
    assert seen(window).topLevelItemCount() == 0, "the window goes on meanwhile"
    qtbot.waitUntil(lambda: seen(window).topLevelItemCount() > 0)
    assert seen(window).topLevelItemCount() == STEPS
    rows = window.desk.outline.texts()
    assert len(rows) >= 10 * STEPS
    window.desk.outline.fill()
    assert rows == window.desk.outline.texts()


def test_an_edit_and_a_selection_meanwhile_are_in_it(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("outline")
    window.desk.session.run(steps.rename, "s3", "Third")
    window.desk.canvas.select(steps=["s3"])
    qtbot.waitUntil(lambda: [i.text(0) for i in seen(window).selectedItems()] == ["Third (Deploy)"])
    assert seen(window).topLevelItemCount() == STEPS


def test_it_is_not_written_behind_another_tab(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("outline")
    window.go_to("steps")
    window.desk.bridge.wait_idle()
    assert seen(window).topLevelItemCount() == 0
    window.go_to("outline")
    qtbot.waitUntil(lambda: seen(window).topLevelItemCount() == STEPS)
