"""The text of a large document is made in another thread; what is saved is what was there when it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.commands.steps import rename
from designer.gui.main_window import MainWindow
from designer.storage.document import read_document
from tests.gui.conftest import MakeWindow

TEXT = "pipeline: {name: Large}\nsteps:\n" + "".join(f"  s{n}: {{kind: train}}\n" for n in range(1500))


@pytest.fixture
def large(open_window: MakeWindow, tmp_path: Path) -> MainWindow:
    path = tmp_path / "large.mlops.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return open_window(path=path)


def title_on_disk(window: MainWindow) -> str:
    path = window.desk.session.path
    assert path is not None
    return read_document(path, window.desk.session.services.catalog).snapshot.steps["s1"].title


def test_saving_writes_the_newest_state_and_the_document_is_saved(large: MainWindow, qtbot: QtBot) -> None:
    session = large.desk.session
    session.run(rename, "s1", "First")
    large.registry.trigger("file.save")
    session.run(rename, "s1", "Second")
    qtbot.waitUntil(lambda: not session.is_dirty, timeout=30_000)
    assert title_on_disk(large) == "Second"
    assert large.toast.text == "Saved large.mlops.yaml"


def test_going_to_another_document_meanwhile_loses_nothing(large: MainWindow, qtbot: QtBot) -> None:
    session = large.desk.session
    session.run(rename, "s1", "First")
    large.registry.trigger("file.save")
    large.registry.trigger("file.new")
    qtbot.waitUntil(lambda: not session.is_dirty, timeout=30_000)
    assert large.desk.session is session
    assert title_on_disk(large) == "First"
