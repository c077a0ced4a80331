"""Where the view is when a document is opened."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.framing import READABLE
from tests.gui.conftest import CHAIN, MakeWindow


def row_of(number: int, *, down: bool = False) -> str:
    """Steps in a row, or below each other."""
    names = [f"s{i}" for i in range(number)]
    places = [(0, 120 * i) if down else (300 * i, 0) for i in range(number)]
    steps = "".join(f"  {n}: {{kind: transform}}\n" for n in names)
    links = ", ".join(f"{a} -> {b}" for a, b in pairwise(names))
    layout = "".join(f"  {n}: [{x}, {y}]\n" for n, (x, y) in zip(names, places, strict=True))
    return f"pipeline: {{name: Row}}\nsteps:\n{steps}links: [{links}]\nlayout:\n{layout}"


def is_seen(canvas: Any, step: str) -> bool:
    x, y = canvas.scene.pipeline.positions[step]
    left, top, right, bottom = canvas.seen_area()
    return bool(left <= x and top <= y and x + CARD_WIDTH <= right and y + CARD_HEIGHT <= bottom)


def opened(window: Any, qtbot: QtBot) -> Any:
    canvas = window.desk.canvas
    QApplication.processEvents()  # the first fit waits for the size
    return canvas


def test_what_fits_readable_is_shown_whole(open_window: MakeWindow, qtbot: QtBot) -> None:
    canvas = opened(open_window(CHAIN), qtbot)
    assert all(is_seen(canvas, step) for step in ("data", "train", "deploy"))


def test_the_lesson_is_whole_in_view_on_a_small_screen_with_what_it_lacks(
    open_window: MakeWindow, qtbot: QtBot
) -> None:
    window = open_window(lesson=True)
    window.resize(1280, 770)
    window.panes.share_width()
    canvas = opened(window, qtbot)
    qtbot.waitUntil(lambda: is_seen(canvas, "train") and is_seen(canvas, "deploy"))
    left, top, right, bottom = canvas.scene.bounds()
    seen = canvas.seen_area()
    assert seen[0] <= left and seen[1] <= top and right <= seen[2] and bottom <= seen[3]


@pytest.mark.parametrize("down", [False, True], ids=["wide", "high"])
def test_a_large_drawing_starts_at_its_first_steps_readable(open_window: MakeWindow, qtbot: QtBot, down: bool) -> None:
    canvas = opened(open_window(row_of(40, down=down)), qtbot)
    assert READABLE <= canvas.view.scale <= 0.75
    assert is_seen(canvas, "s0")
    assert is_seen(canvas, "s1")
    assert not is_seen(canvas, "s39")
    qtbot.waitUntil(canvas.minimap.isVisible)  # where the rest is


def test_it_still_starts_there_when_the_window_gets_another_size(open_window: MakeWindow, qtbot: QtBot) -> None:
    window = open_window(row_of(40))
    canvas = opened(window, qtbot)
    window.resize(1100, 760)
    QApplication.processEvents()
    assert is_seen(canvas, "s0")
    assert canvas.view.scale >= READABLE


def test_fit_all_still_shows_everything_also_after_resizing(open_window: MakeWindow, qtbot: QtBot) -> None:
    window = open_window(row_of(40))
    canvas = opened(window, qtbot)
    canvas.setFocus()
    window.activateWindow()
    QTest.keySequence(canvas, "Ctrl+1")
    assert is_seen(canvas, "s0")
    assert is_seen(canvas, "s39")
    window.resize(1100, 760)
    QApplication.processEvents()
    assert is_seen(canvas, "s39")


def test_a_thousand_steps_are_searched_by_name_and_the_found_one_is_readable(
    open_window: MakeWindow, qtbot: QtBot
) -> None:
    window = open_window(row_of(1000))
    canvas = opened(window, qtbot)
    canvas.fit_all()
    window.registry.trigger("edit.find")
    target = QApplication.focusWidget()
    QTest.keyClicks(target, "s777")
    QTest.keyClick(target, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: canvas.selection.steps == ("s777",))
    assert is_seen(canvas, "s777")
    assert canvas.view.scale >= READABLE
