"""Another program writes the open files: the canvas follows, asks, merges, or waits until they can be read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui.main_window import MainWindow
from designer.gui.merge_dialog import MergeDialog
from tests.gui.conftest import MakeWindow
from tests.gui.opened import WORKFLOW, repository, step_with


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo") / ".github" / "workflows" / "ci.yml"


@pytest.fixture
def window(open_window: MakeWindow, file: Path) -> MainWindow:
    made = open_window()
    assert made.files.open_path(file)
    made.desk.bridge.wait_idle()
    return made


def replaced(file: Path, old: str, new: str) -> None:
    """Another program writes the file in place."""
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def swapped(file: Path, old: str, new: str) -> None:
    """Another program replaces the file as a whole, as careful editors do."""
    beside = file.with_name(".tmp-ci")
    beside.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    os.replace(beside, file)


def command(window: MainWindow, text: str) -> str:
    return str(window.desk.session.pipeline.steps[step_with(window, text)].get("command"))


def edit(window: MainWindow, text: str, new: str) -> None:
    window.desk.session.run(steps.set_attributes, step_with(window, text), {"command": new})


# ---------------------------------------------------------------------- nothing unsaved here
def test_the_canvas_follows_at_once_and_says_what_changed(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    places = dict(window.desk.session.pipeline.positions)
    replaced(file, "evaluate.py", "evaluate.py --strict")
    qtbot.waitUntil(lambda: "changed on disk" in window.toast.text)
    assert command(window, "evaluate.py") == "python evaluate.py --strict"
    assert window.toast.text.startswith("ci.yml changed on disk: “")
    assert window.toast.text.endswith("” changed")
    assert not window.isWindowModified() and not window.bar.message
    assert dict(window.desk.session.pipeline.positions) == places


def test_a_file_that_is_replaced_again_and_again_is_still_followed(
    window: MainWindow, file: Path, qtbot: QtBot
) -> None:
    for number in range(1, 4):
        swapped(file, f"--epochs {2 + number}", f"--epochs {3 + number}")
        wanted = f"--epochs {3 + number}"
        qtbot.waitUntil(lambda wanted=wanted: wanted in command(window, "train.py"))


def test_a_new_job_on_disk_appears_with_a_place(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    more = WORKFLOW + "  ship:\n    needs: odd\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./ship\n"
    file.write_text(more, encoding="utf-8")
    qtbot.waitUntil(lambda: len(window.desk.session.pipeline.steps) == 5)
    assert step_with(window, "./ship") in window.desk.session.pipeline.positions
    assert "added" in window.toast.text


def test_saving_here_is_not_taken_for_a_change_of_others(window: MainWindow, file: Path) -> None:
    edit(window, "pytest", "pytest -x")
    window.files.save()
    window.tabs.current.following.check()
    assert window.toast.text == "Saved ci.yml"
    assert window.desk.session.history.undo_label


def test_coming_back_to_the_window_looks_at_the_disk_where_nothing_watches(window: MainWindow, file: Path) -> None:
    replaced(file, "pytest -q", "pytest -v")
    window.tabs.current.following.check()
    assert command(window, "pytest") == "pytest -v"


# ---------------------------------------------------------------------- unsaved edits here
def test_with_unsaved_edits_the_bar_offers_three_ways(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    edit(window, "pytest", "pytest -x")
    replaced(file, "evaluate.py", "evaluate.py --strict")
    qtbot.waitUntil(lambda: "changed by another program" in window.bar.message)
    assert command(window, "pytest") == "pytest -x"
    assert command(window, "evaluate.py") == "python evaluate.py"
    window.bar.press("Reload")
    qtbot.waitUntil(lambda: not window.files.reading.is_busy)
    assert command(window, "pytest") == "pytest -q"
    assert command(window, "evaluate.py") == "python evaluate.py --strict"
    assert not window.isWindowModified()
    window.undo()
    assert command(window, "pytest") == "pytest -x"


def test_keeping_mine_asks_no_more_and_saving_writes_it(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    edit(window, "pytest", "pytest -x")
    replaced(file, "pytest -q", "pytest -v")
    qtbot.waitUntil(lambda: "changed by another program" in window.bar.message)
    window.bar.press("Keep mine")
    window.tabs.current.following.check()
    assert not window.bar.message
    assert window.files.save()
    assert "pytest -x" in file.read_text(encoding="utf-8")


def test_saving_over_what_nobody_has_seen_asks_first(window: MainWindow, file: Path) -> None:
    edit(window, "pytest", "pytest -x")
    replaced(file, "evaluate.py", "evaluate.py --strict")
    assert not window.files.save()
    assert "changed by another program" in window.bar.message
    assert "--strict" in file.read_text(encoding="utf-8")


def test_saving_moved_cards_takes_over_what_others_wrote(window: MainWindow, file: Path) -> None:
    window.desk.session.run(steps.move, {step_with(window, "pytest"): (-500.0, -40.0)})
    replaced(file, "evaluate.py", "evaluate.py --strict")
    assert window.files.save()
    assert window.toast.text == "Saved ci.mlops.yaml"
    assert "--strict" in file.read_text(encoding="utf-8")
    assert command(window, "evaluate.py") == "python evaluate.py --strict"


def test_a_merge_takes_both_sides_where_they_do_not_meet(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    edit(window, "pytest", "pytest -x")
    replaced(file, "evaluate.py", "evaluate.py --strict")
    qtbot.waitUntil(lambda: "changed by another program" in window.bar.message)
    window.bar.press("Merge…")
    qtbot.waitUntil(lambda: not window.files.reading.is_busy)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None and dialog.isVisible()
    (row,) = dialog.rows
    assert not row.step.is_conflict and row.theirs.isChecked()
    dialog.apply.click()
    assert command(window, "pytest") == "pytest -x"
    assert command(window, "evaluate.py") == "python evaluate.py --strict"
    assert window.isWindowModified() and not window.bar.message
    assert window.files.save()
    text = file.read_text(encoding="utf-8")
    assert "pytest -x" in text and "--strict" in text and "# only the main line" in text


@pytest.mark.parametrize(("mine", "left"), [(True, "pytest -x"), (False, "pytest -v")])
def test_in_a_conflict_somebody_chooses(window: MainWindow, file: Path, qtbot: QtBot, mine: bool, left: str) -> None:
    edit(window, "pytest", "pytest -x")
    replaced(file, "pytest -q", "pytest -v")
    qtbot.waitUntil(lambda: "changed by another program" in window.bar.message)
    window.bar.press("Merge…")
    qtbot.waitUntil(lambda: not window.files.reading.is_busy)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    (row,) = dialog.rows
    assert row.step.is_conflict
    assert (row.step.base, row.step.mine, row.step.theirs) == ("pytest -q", "pytest -x", "pytest -v")
    QTest.mouseClick(dialog.all_mine if mine else dialog.all_theirs, Qt.MouseButton.LeftButton)
    dialog.apply.click()
    assert command(window, "pytest") == left
    if not mine:
        window.undo()
    assert command(window, "pytest") == "pytest -x"


def test_leaving_the_merge_asks_again(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    edit(window, "pytest", "pytest -x")
    replaced(file, "pytest -q", "pytest -v")
    qtbot.waitUntil(lambda: "changed by another program" in window.bar.message)
    window.bar.press("Merge…")
    qtbot.waitUntil(lambda: not window.files.reading.is_busy)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    dialog.reject()
    assert "changed by another program" in window.bar.message
    assert command(window, "pytest") == "pytest -x"


def test_cards_that_were_only_moved_keep_nobody_from_following(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    step = step_with(window, "pytest")
    window.desk.session.run(steps.move, {step: (-500.0, -40.0)})
    replaced(file, "evaluate.py", "evaluate.py --strict")
    qtbot.waitUntil(lambda: "changed on disk" in window.toast.text)
    assert command(window, "evaluate.py") == "python evaluate.py --strict"
    assert window.desk.session.pipeline.positions[step] == (-500.0, -40.0)
    assert window.isWindowModified() and not window.bar.message


# ---------------------------------------------------------------------- files that cannot be read
def test_broken_yaml_keeps_the_last_good_canvas_and_marks_the_line_until_it_is_mended(
    window: MainWindow, file: Path, qtbot: QtBot
) -> None:
    window.panes.raise_("exports")
    preview = window.desk.preview
    qtbot.waitUntil(lambda: preview.isVisible() and preview.is_idle)
    before = window.desk.session.pipeline.snapshot()
    replaced(file, "    needs: build\n", "    needs: [build\n")
    qtbot.waitUntil(lambda: "cannot be read any more" in window.bar.message)
    assert window.bar.message.startswith("ci.yml, line ")
    assert window.desk.session.pipeline.snapshot() is before
    assert "broken" in preview.code.gutter.changes.values()
    assert "needs: [build" in preview.code.toPlainText()
    replaced(file, "    needs: [build\n", "    needs: build\n")
    qtbot.waitUntil(lambda: not window.bar.message)
    assert preview.code.toPlainText() == WORKFLOW
    assert preview.code.gutter.changes == {}


def test_a_broken_file_of_a_folder_does_not_empty_the_canvas(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    folder = file.parents[2]
    window.files.open_path(folder)
    qtbot.waitUntil(lambda: window.desk.session.path == folder)
    count = len(window.desk.session.pipeline.steps)
    replaced(file, "    needs: build\n", "    needs: [build\n")
    qtbot.waitUntil(lambda: "cannot be read any more" in window.bar.message)
    assert len(window.desk.session.pipeline.steps) == count


def test_a_file_that_is_gone_is_told_about_and_the_canvas_stays(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    count = len(window.desk.session.pipeline.steps)
    file.unlink()
    qtbot.waitUntil(lambda: bool(window.bar.message))
    assert "ci.yml" in window.bar.message
    assert len(window.desk.session.pipeline.steps) == count
    file.write_text(WORKFLOW, encoding="utf-8")
    qtbot.waitUntil(lambda: not window.bar.message)


def test_a_new_file_in_an_open_folder_comes_on_to_the_canvas(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    folder = file.parents[2]
    window.files.open_path(folder)
    qtbot.waitUntil(lambda: window.desk.session.path == folder)
    count = len(window.desk.session.pipeline.steps)
    (file.parent / "other.yml").write_text(WORKFLOW.replace("Train and ship", "Other"), encoding="utf-8")
    qtbot.waitUntil(lambda: len(window.desk.session.pipeline.steps) > count)
    titles = {f.title for f in window.desk.session.pipeline.frames.values()}
    assert ".github/workflows/other.yml" in titles


def test_a_file_that_is_no_pipeline_disturbs_nobody(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    folder = file.parents[2]
    window.files.open_path(folder)
    qtbot.waitUntil(lambda: window.desk.session.path == folder)
    (folder / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    window.tabs.current.following.check()
    assert not window.toast.text and not window.bar.message
    assert not window.desk.session.history.undo_label


def test_following_takes_away_no_message_of_others(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    window.bar.tell("warning", "Something else", "that nobody has read yet")
    replaced(file, "evaluate.py", "evaluate.py --strict")
    qtbot.waitUntil(lambda: "changed on disk" in window.toast.text)
    assert window.bar.message.startswith("Something else")
