"""Workflows, stages and whole repositories in the window: opened, shown with their lines, saved."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui.app import open_first
from designer.gui.desktop import Desktop
from designer.gui.main_window import MainWindow
from designer.gui.recent import fill_recent
from designer.targets.imported import GUESSED, REFUSED, UNDERSTOOD
from tests.gui.conftest import Answers, MakeWindow
from tests.gui.opened import STAGES, WORKFLOW, repository, step_with


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo")


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / ".github" / "workflows" / "ci.yml"


@pytest.fixture
def window(open_window: MakeWindow, file: Path) -> MainWindow:
    made = open_window()
    assert made.files.open_path(file)
    made.desk.bridge.wait_idle()
    return made


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """The files are in front and show the newest state."""
    window.panes.raise_("exports")
    qtbot.waitUntil(lambda: window.desk.preview.isVisible() and window.desk.preview.is_idle)
    assert window.desk.preview.emission is not None


# ---------------------------------------------------------------------- opening
def test_a_workflow_opens_with_its_own_name_in_the_title(window: MainWindow, file: Path) -> None:
    assert window.windowTitle() == "ci.yml[*] - MLOps Designer"
    assert len(window.desk.session.pipeline.steps) == 4
    assert window.desktop.settings.recent[0] == str(file)
    assert not window.isWindowModified()


def test_what_the_file_cannot_show_is_listed_as_questions(window: MainWindow) -> None:
    report = window.desk.bridge.report
    assert report is not None
    assert report.open_questions
    texts = [label.text() for label in window.desk.findings.findChildren(QLabel) if not label.isHidden()]
    number = sum(map(len, report.open_questions.values()))
    assert f"Not visible in the files  ·  {number}" in texts
    assert len([t for t in texts if t.startswith("?  ")]) == len(report.open_questions)


def test_a_file_that_shows_nothing_of_a_model_is_not_praised(open_window: MakeWindow, tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "style.yml"
    path.parent.mkdir(parents=True)
    path.write_text("on: push\njobs:\n  style:\n    runs-on: x\n    steps:\n      - run: ruff check\n", "utf-8")
    window = open_window()
    assert window.files.open_path(path)
    window.desk.bridge.wait_idle()
    texts = [label.text() for label in window.desk.findings.findChildren(QLabel)]
    assert "The files show too little of a model's pipeline to judge it." in texts
    assert "Not assessed" in texts


def test_a_folder_opens_as_one_canvas_with_a_frame_for_each_file(
    open_window: MakeWindow, folder: Path, answers: Answers, qtbot: QtBot
) -> None:
    window = open_window()
    answers.path = folder
    window.registry.trigger("file.open_folder")
    qtbot.waitUntil(lambda: window.desk.session.path == folder)
    titles = {f.title for f in window.desk.session.pipeline.frames.values() if f.extra.get("role") == "file"}
    assert titles == {".github/workflows/ci.yml", "dvc.yaml"}
    assert window.windowTitle() == "repo[*] - MLOps Designer"
    menu = QMenu()
    fill_recent(menu, window)
    assert menu.actions()[0].isEnabled()


def test_a_folder_dropped_on_the_window_opens(open_window: MakeWindow, folder: Path, qtbot: QtBot) -> None:
    window = open_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, *none))
    qtbot.waitUntil(lambda: window.desk.session.path == folder)


def test_a_folder_on_the_command_line_opens_behind_the_first_window(
    desktop: Desktop, folder: Path, qtbot: QtBot
) -> None:
    open_first(desktop, folder)
    (window,) = desktop.windows
    qtbot.waitUntil(lambda: window.desk.session.path == folder)


def test_reading_that_takes_long_says_so_and_can_be_given_up(
    open_window: MakeWindow, folder: Path, qtbot: QtBot
) -> None:
    from threading import Event

    window, gate = open_window(), Event()
    shown: list[object] = []

    def slow() -> object:
        gate.wait(20)
        return window.desktop.session(folder)

    window.files.reading.start(folder, slow, shown.append)  # type: ignore[arg-type]
    assert window.files.reading.is_busy
    qtbot.waitUntil(lambda: window.bar.message.startswith("Reading repo…"))
    window.bar.press("Cancel")
    gate.set()
    assert not window.files.reading.is_busy
    window.files.reading.start(folder, lambda: window.desktop.session(folder), shown.append)
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert not window.bar.message


def test_what_was_drawn_while_a_folder_was_read_is_not_lost(
    open_window: MakeWindow, folder: Path, answers: Answers, qtbot: QtBot
) -> None:
    window, gate = open_window(), Event()
    read = window.desktop.session(folder)
    shown: list[object] = []

    def slow() -> object:
        gate.wait(10)
        return read

    window.files.reading.start(folder, slow, lambda session: shown.append(window.tabs.open(session)))
    window.desk.session.run(steps.add_step, window.desktop.services.catalog, "train")
    gate.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert len(window.tabs.all[0].session.pipeline.steps) == 1
    assert window.desk.session.path == folder
    assert answers.asked == []


def test_a_folder_without_pipelines_is_told_about(open_window: MakeWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window()
    (tmp_path / "empty").mkdir()
    window.files.open_path(tmp_path / "empty")
    qtbot.waitUntil(lambda: bool(window.bar.message))
    assert window.bar.message.startswith("Cannot open empty")


def test_broken_yaml_is_told_with_its_line(open_window: MakeWindow, file: Path) -> None:
    window = open_window()
    file.write_text(WORKFLOW + "  x: [1,\n", encoding="utf-8")
    assert not window.files.open_path(file)
    assert window.bar.message.startswith("Cannot open ci.yml, line ")


# ---------------------------------------------------------------------- the report
def test_the_import_report_counts_and_groups_what_was_found(window: MainWindow) -> None:
    report = window.desk.report
    assert "understood" in report.counts.text() and "refused" in report.counts.text()
    texts = report.texts()
    assert any(text.startswith("Understood (") for text in texts)
    assert any(text.startswith("ci.yml:") for text in texts)


def test_the_report_filters_by_words(window: MainWindow) -> None:
    report = window.desk.report
    every = len(report.texts())
    report.filter.setText("no such words")
    assert report.texts() == []
    report.filter.setText("ci.yml")
    assert len(report.texts()) == every


def test_a_line_of_the_report_shows_its_card_and_its_lines(window: MainWindow, qtbot: QtBot) -> None:
    remark = next(r for r in window.desk.session.source.remarks if r.step and r.line)  # type: ignore[union-attr]
    window.desk.report.chosen.emit(remark)
    settled(window, qtbot)
    assert window.desk.selection.steps == (remark.step,)
    assert window.desk.preview.code.marked[0][0] == remark.line


def test_the_report_stands_among_the_panels_only_where_there_is_something_to_report(
    open_window: MakeWindow, window: MainWindow
) -> None:
    assert window.registry.qaction("view.report").isEnabled()
    window.go_to("report")
    assert window.desk.report.isVisible()
    window.files.new()
    assert window.panes.docks["report"].isHidden()
    assert not window.registry.qaction("view.report").isEnabled()


def test_the_report_opens_by_itself_only_when_something_was_refused_or_guessed_with_little_ground(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    assert window.desk.report.visibleRegion().isEmpty() != window.desk.report.has_questions
    (folder / ".github" / "workflows" / "bad.yml").write_text("jobs: [1,\n", encoding="utf-8")
    window.files.open_path(folder)
    qtbot.waitUntil(lambda: window.desk.session.path == folder)
    qtbot.waitUntil(lambda: not window.desk.report.visibleRegion().isEmpty())
    assert window.desk.report.texts()[0] == "Refused (1)"
    assert {r.status for r in window.desk.session.source.remarks} >= {REFUSED, UNDERSTOOD}  # type: ignore[union-attr]


# ---------------------------------------------------------------------- the files as they would be saved
def test_the_first_tab_shows_the_opened_file_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    settled(window, qtbot)
    preview = window.desk.preview
    assert preview.tabs.tabText(0) == "Your files"
    assert preview.code.toPlainText() == WORKFLOW
    assert preview.code.gutter.changes == {}
    assert preview.write.isHidden()
    preview.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: preview.is_idle)
    assert not preview.write.isHidden()
    assert preview.code.gutter.isHidden()


def test_changed_lines_are_marked_against_the_disk(window: MainWindow, qtbot: QtBot) -> None:
    settled(window, qtbot)
    step = step_with(window, "pytest")
    window.desk.session.run(steps.set_attributes, step, {"command": "pytest -q -x", "timeout_minutes": 5})
    preview = window.desk.preview
    qtbot.waitUntil(lambda: preview.is_idle and "pytest -q -x" in preview.code.toPlainText())
    assert sorted(preview.code.gutter.changes.values()) == ["added", "changed"]
    assert preview.code.accessibleDescription() == "Lines 1 added, 1 changed"
    assert "(changed)" in preview.files.currentText()
    preview.code.gutter.grab()
    assert "# only the main line" in preview.code.toPlainText()


def test_selecting_a_card_marks_its_lines_and_a_click_in_the_text_selects_the_card(
    window: MainWindow, qtbot: QtBot
) -> None:
    settled(window, qtbot)
    preview = window.desk.preview
    step = step_with(window, "evaluate.py")
    window.desk.canvas.select(steps=[step])
    lines = WORKFLOW.splitlines()
    first, last = preview.code.marked[0][0], preview.code.marked[-1][-1]
    assert any("evaluate.py" in line for line in lines[first - 1 : last])
    in_view = [number for number, _ in preview.code.visible_lines(preview.code.viewport().height())]
    assert preview.code.textCursor().blockNumber() + 1 in in_view
    number = next(i for i, line in enumerate(lines, 1) if "pytest -q" in line)
    preview.code.line_clicked.emit(number)
    assert window.desk.selection.steps == (step_with(window, "pytest"),)


def test_a_real_click_in_the_text_selects_the_card(window: MainWindow, qtbot: QtBot) -> None:
    settled(window, qtbot)
    code = window.desk.preview.code
    number = next(i for i, line in enumerate(WORKFLOW.splitlines()) if "evaluate.py" in line)
    code.verticalScrollBar().setValue(max(number - 3, 0))
    area = next(a for n, a in code.visible_lines(code.height()) if n == number + 1)
    QTest.mouseClick(code.viewport(), Qt.MouseButton.LeftButton, pos=area.center() + QPointF(60, 0).toPoint())
    assert window.desk.selection.steps == (step_with(window, "evaluate.py"),)


# ---------------------------------------------------------------------- saving
def test_saving_writes_only_what_was_edited_and_says_which_file(window: MainWindow, file: Path) -> None:
    step = step_with(window, "pytest")
    window.desk.session.run(steps.set_attributes, step, {"command": "pytest -q -x"})
    assert window.files.save()
    assert file.read_text(encoding="utf-8") == WORKFLOW.replace("pytest -q", "pytest -q -x")
    assert window.toast.text == "Saved ci.yml"
    assert not window.isWindowModified()
    assert window.files.save()
    assert window.toast.text == "Nothing to save"


def test_after_saving_nothing_is_marked_as_changed(window: MainWindow, qtbot: QtBot) -> None:
    settled(window, qtbot)
    window.desk.session.run(steps.set_attributes, step_with(window, "pytest"), {"command": "pytest -x"})
    preview = window.desk.preview
    qtbot.waitUntil(lambda: bool(preview.code.gutter.changes))
    window.files.save()
    qtbot.waitUntil(lambda: preview.is_idle and not preview.code.gutter.changes)


def test_a_correction_is_kept_beside_the_file(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    step = step_with(window, "do-it")
    catalog = window.desk.session.services.catalog
    window.desk.session.run(steps.confirm_kind, catalog, step, "deploy")
    assert window.files.save()
    assert file.read_text(encoding="utf-8") == WORKFLOW
    assert window.toast.text == "Saved ci.mlops.yaml"
    window.files.open_path(file)
    again = window.desk.session.pipeline.steps[step]
    assert (again.kind, again.get("confidence")) == ("deploy", "confirmed")


def test_what_the_file_cannot_say_is_told_in_the_notes(window: MainWindow, qtbot: QtBot) -> None:
    settled(window, qtbot)
    session = window.desk.session
    step = step_with(window, "do-it")
    with session.pipeline.edit("Note") as edit:
        edit.put_step(session.pipeline.steps[step].with_attributes({"owner": "Ana"}))
    preview = window.desk.preview
    qtbot.waitUntil(lambda: preview.is_idle and len(preview.emission.files) > 1)  # type: ignore[union-attr]
    if preview.emission.losses:  # type: ignore[union-attr]
        assert "kept beside the file" in preview.more.text()
        preview.more.setChecked(True)
        assert "cannot say it" in preview.notes.toPlainText()
    assert ".github/ci.mlops.yaml" in [preview.files.itemData(i) for i in range(preview.files.count())]


def test_saving_under_another_name_makes_a_document_of_its_own(
    window: MainWindow, answers: Answers, tmp_path: Path, file: Path, qtbot: QtBot
) -> None:
    answers.path = tmp_path / "mine"
    assert window.files.save_as()
    assert "-drawing.mlops.yaml" in answers.asked[-1]
    assert window.desk.session.source is None
    assert window.windowTitle().startswith("mine")
    assert file.read_text(encoding="utf-8") == WORKFLOW
    assert window.desk.preview.tabs.tabText(0) != "Your files"


def test_what_is_kept_beside_a_file_opens_the_file(window: MainWindow, file: Path) -> None:
    window.desk.session.run(
        steps.confirm_kind, window.desk.session.services.catalog, step_with(window, "do-it"), "scan"
    )
    window.files.save()
    assert window.files.open_path(file.parents[1] / "ci.mlops.yaml")
    assert window.windowTitle() == "ci.yml[*] - MLOps Designer"
    assert window.desk.session.pipeline.steps[step_with(window, "do-it")].kind == "scan"


def test_stages_open_too(open_window: MakeWindow, folder: Path) -> None:
    window = open_window()
    assert window.files.open_path(folder / "dvc.yaml")
    assert {"prepare", "train"} <= set(window.desk.session.pipeline.steps)
    assert (folder / "dvc.yaml").read_text(encoding="utf-8") == STAGES


def test_going_through_the_report_leaves_it_in_sight_until_lines_are_asked_for(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.panes.show("report")
    tree = window.desk.report.tree
    groups = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    rows = [group.child(i) for group in groups if group for i in range(group.childCount())]
    row = next(r for r in rows if r and r.data(0, Qt.ItemDataRole.UserRole).step)
    tree.setCurrentItem(row)
    assert window.desk.selection.steps and not window.desk.report.visibleRegion().isEmpty()
    QTest.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.desk.preview.visibleRegion().isEmpty())


def test_a_guess_that_was_answered_is_no_guess_in_the_report_any_more(window: MainWindow) -> None:
    report = window.desk.report
    remark = next(r for r in window.desk.session.source.remarks if r.status == GUESSED)  # type: ignore[union-attr]
    guessed = next(text for text in report.texts() if text.startswith("Guessed ("))
    step = window.desk.session.pipeline.steps[remark.step]
    window.desk.session.run(steps.confirm_kind, window.desktop.services.catalog, step.id, step.kind)
    assert guessed not in report.texts() and "Confirmed by you (1)" in report.texts()
    window.undo()
    assert guessed in report.texts() and "1 confirmed" not in report.counts.text()


def test_a_grade_of_a_part_says_so_and_how_much_is_open(window: MainWindow) -> None:
    report = window.desk.bridge.report
    assert report is not None and report.open_questions
    asked = sum(map(len, report.open_questions.values()))
    assert f"{asked} questions open" in window.status.grade.text()
    assert ("of what is visible" in window.status.grade.text()) == (report.score.overall is not None)
