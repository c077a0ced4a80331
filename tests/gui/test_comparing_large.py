"""Comparing documents that differ in thousands of places: the list comes in parts, and nobody has to wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.gui.comparing.choices import Choice
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
    window: MainWindow,
    release: threading.Event,
    started: threading.Event,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("designer.gui.comparing.window.choices_for", lambda *_: [slow(window, release, started)])
    window.registry.trigger("check.compare")
    dialog = window.comparing.dialog
    assert dialog is not None
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
