"""The text of a large document is made in another thread; what is saved is what was there when it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.commands.steps import rename, set_attributes
from designer.gui.main_window import MainWindow
from designer.storage.document import read_document
from tests.gui.conftest import MakeWindow

STAGES = "stages:\n" + "".join(
    f"  s{n}:\n    cmd: python s{n}.py\n    deps: [s{n}.py]\n    outs: [out{n}.csv]\n" for n in range(300)
)
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


def test_files_of_others_are_written_as_they_are_when_their_texts_are_there(
    open_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "dvc.yaml"
    path.write_text(STAGES, encoding="utf-8")
    window = open_window(path=path)
    session = window.desk.session
    step = next(iter(session.pipeline.steps))
    session.run(set_attributes, step, {"command": "python first.py"})
    window.registry.trigger("file.save")
    session.run(set_attributes, step, {"command": "python second.py"})
    qtbot.waitUntil(lambda: not session.is_dirty, timeout=60_000)
    assert "cmd: python second.py" in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").count("\n") == STAGES.count("\n")
    assert window.toast.text == "Saved dvc.yaml"


def test_a_large_document_that_another_program_changed_is_read_again(large: MainWindow, qtbot: QtBot) -> None:
    path = large.desk.session.path
    assert path is not None
    path.write_text(TEXT.replace("s1: {kind: train}", "s1: {kind: train, title: Theirs}"), encoding="utf-8")
    before = large.desk.session
    large.files.reload(large.tabs.current)
    qtbot.waitUntil(lambda: large.desk.session is not before, timeout=60_000)
    assert large.desk.session.pipeline.steps["s1"].title == "Theirs"
    assert not large.bar.message


def test_a_large_document_that_cannot_be_read_is_told_about(large: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "wrong.mlops.yaml"
    path.write_text(TEXT + "  s7: {kind: train}\n", encoding="utf-8")
    large.files.open_path(path)
    qtbot.waitUntil(lambda: large.bar.message.startswith("Cannot open wrong.mlops.yaml, line"), timeout=60_000)
    assert large.desk.session.path != path
