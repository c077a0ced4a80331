"""Comparing documents that differ in thousands of places: the list comes in parts, and nobody has to wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.commands.placement import CARD_WIDTH
from designer.gui.comparing.choices import Choice
from designer.gui.comparing.side import Side
from designer.gui.comparing.window import CompareWindow
from designer.gui.main_window import MainWindow
from designer.model.snapshot import Snapshot
from tests.gui.conftest import MakeWindow

MANY = 3000


@pytest.fixture
def window(open_window: MakeWindow, file: Path) -> MainWindow:
    return open_window(path=file)


@pytest.fixture
def dialog(window: MainWindow) -> CompareWindow:
    window.registry.trigger("check.compare")
    found = window.comparing.dialog
    assert found is not None
    found.wait_idle()
    return found


@pytest.fixture
def started() -> threading.Event:
    """Set as soon as somebody reads the slow file."""
    return threading.Event()


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """What a slow file waits for; it comes by itself before a test that waits for it hangs."""
    event = threading.Event()
    timer = threading.Timer(20, event.set)
    timer.start()
    yield event
    event.set()
    timer.cancel()


def slow(window: MainWindow, release: threading.Event, started: threading.Event) -> Choice:
    snapshot = window.desk.session.pipeline.snapshot()

    def read() -> Snapshot:
        started.set()
        release.wait()
        return snapshot

    return Choice("A slow file", lambda: read)


def many(folder: Path) -> Path:
    path = folder / "many.mlops.yaml"
    steps = "\n".join(f"  s{i}: {{kind: train, title: Step {i}}}" for i in range(MANY))
    path.write_text(f"pipeline: {{name: many}}\nsteps:\n{steps}\n", encoding="utf-8")
    return path


def test_closing_does_not_wait_for_what_is_still_read(
    window: MainWindow, dialog: CompareWindow, release: threading.Event, started: threading.Event, qtbot: QtBot
) -> None:
    dialog.compare_with(slow(window, release, started))
    qtbot.waitUntil(started.is_set)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not release.is_set()
    assert window.comparing.dialog is None


def test_cancel_goes_back_to_what_was_compared_before(
    window: MainWindow, dialog: CompareWindow, release: threading.Event, started: threading.Event, qtbot: QtBot
) -> None:
    earlier, found = dialog.choice.currentText(), dialog.found
    dialog.compare_with(slow(window, release, started))
    qtbot.waitUntil(lambda: dialog.close_button.text() == "Cancel")
    assert "A slow file" in dialog.summary.text()
    QTest.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not release.is_set()
    assert dialog.isVisible()
    assert dialog.choice.currentText() == earlier
    assert dialog.close_button.text() == "Close"
    assert dialog.found is found
    release.set()
    dialog.wait_idle()
    assert dialog.choice.currentText() == earlier
    assert "cannot" not in dialog.summary.text()


def test_cancel_closes_what_shows_nothing_yet(
    window: MainWindow, release: threading.Event, started: threading.Event, qtbot: QtBot
) -> None:
    window.registry.trigger("check.compare")
    dialog = window.comparing.dialog
    assert dialog is not None
    dialog.compare_with(slow(window, release, started))
    assert dialog.found is None
    qtbot.waitUntil(lambda: dialog.close_button.text() == "Cancel")
    QTest.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert window.comparing.dialog is None
    assert not release.is_set()


def test_thousands_of_differences_come_in_parts(
    window: MainWindow, dialog: CompareWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    snapshot = window.desktop.session(many(tmp_path)).pipeline.snapshot()
    dialog.compare_with(Choice("Many", lambda: lambda: snapshot))
    dialog.wait_idle()
    assert dialog.found is not None
    number = sum(map(len, (dialog.found.differences, dialog.found.gone, dialog.found.new)))
    assert number > MANY
    assert 0 < len(dialog.list.rows()) < number  # people read the first ones while the others come
    titles = [dialog.list.topLevelItem(i).text(0) for i in range(dialog.list.topLevelItemCount())]
    assert f"− Removed: {MANY}" in titles
    last = [d for d in dialog.found.differences if d.before][-1]
    dialog.list.choose(last)
    qtbot.waitUntil(lambda: len(dialog.list.rows()) == number, timeout=20_000)
    current = dialog.list.currentItem()
    assert current is not None
    assert current.text(0) == f"− Step {last.title}"


def test_thousands_of_links_that_are_gone_are_marked(open_window: MakeWindow, tmp_path: Path, qtbot: QtBot) -> None:
    steps = "\n".join(f"  s{i}: {{kind: train}}" for i in range(72))
    links = ", ".join(f"s{i} -> s{j}" for i in range(36) for j in range(36, 72))
    without, with_links = tmp_path / "without.mlops.yaml", tmp_path / "with.mlops.yaml"
    without.write_text(f"pipeline: {{name: rows}}\nsteps:\n{steps}\n", encoding="utf-8")
    with_links.write_text(f"pipeline: {{name: rows}}\nsteps:\n{steps}\nlinks: [{links}]\n", encoding="utf-8")
    window = open_window(path=without)
    window.registry.trigger("check.compare")
    dialog = window.comparing.dialog
    assert dialog is not None
    snapshot = window.desktop.session(with_links).pipeline.snapshot()
    dialog.compare_with(Choice("With links", lambda: lambda: snapshot))
    dialog.wait_idle()
    assert dialog.sides is not None
    before = dialog.sides[0]
    dialog.fit()
    qtbot.waitUntil(lambda: before.is_sharp)
    assert reddish_between(before, "s0", "s36") > 100


def reddish_between(side: Side, left: str, right: str) -> int:
    """How many points between two columns of cards have the colour of what is gone."""
    image, gone = side.grab().toImage(), QColor(side.renderer.cards.theme.colour("error"))
    positions = side.scene.pipeline.positions
    start, _ = side.view.to_view(positions[left][0] + CARD_WIDTH, 0)
    end, _ = side.view.to_view(positions[right][0], 0)
    points = ((x, y) for x in range(round(start) + 2, round(end) - 1) for y in range(image.height()))
    return sum(near(image.pixelColor(x, y), gone) for x, y in points)


def near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 25 for a, b in pairs)
