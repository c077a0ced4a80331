"""New, open, save, close, and what another program does to the file meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui.desktop import Desktop
from designer.gui.files import TASK
from designer.gui.main_window import MainWindow
from designer.gui.prompts import DISCARD, OVERWRITE, SAVE, SAVE_AS
from designer.gui.recent import fill_recent
from tests.gui.conftest import CHAIN, Answers, MakeWindow


def rename(window: MainWindow, title: str = "Fit") -> None:
    window.desk.session.run(steps.rename, next(iter(window.desk.session.pipeline.steps)), title)


def test_the_title_names_the_file_and_marks_changes(open_window: MakeWindow, file: Path) -> None:
    window = open_window(path=file)
    assert window.windowTitle() == "chain[*] - MLOps Designer"
    assert not window.isWindowModified()
    rename(window)
    assert window.isWindowModified()
    window.undo()
    assert not window.isWindowModified()


def test_an_untouched_document_is_saved_with_the_same_bytes(open_window: MakeWindow, file: Path) -> None:
    window = open_window(path=file)
    window.registry.trigger("file.save")
    assert file.read_text(encoding="utf-8") == CHAIN


def test_saving_writes_and_clears_the_mark(open_window: MakeWindow, file: Path) -> None:
    window = open_window(path=file)
    rename(window, "Customers")
    window.registry.trigger("file.save")
    assert "Customers" in file.read_text(encoding="utf-8")
    assert not window.isWindowModified()


def test_saving_ends_an_edit_that_is_being_typed(open_window: MakeWindow, file: Path) -> None:
    window = open_window(path=file)
    window.desk.canvas.select(steps=["train"])
    line = window.desk.inspector.form.editors["owner"].focusProxy()
    assert line is not None
    line.setFocus()
    line.setText("Ana")  # type: ignore[attr-defined]
    window.registry.trigger("file.save")
    assert "Ana" in file.read_text(encoding="utf-8")


def test_a_new_document_asks_for_a_file_and_gets_the_ending(
    chain: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "mine"
    chain.registry.trigger("file.save")
    assert answers.asked[-1].endswith("chain.mlops.yaml")
    assert (tmp_path / "mine.mlops.yaml").is_file()
    assert chain.windowTitle().startswith("mine")
    assert chain.desktop.settings.recent == (str(tmp_path / "mine.mlops.yaml"),)


def test_saving_can_be_given_up(chain: MainWindow, answers: Answers) -> None:
    assert not chain.files.save()
    assert chain.desk.session.path is None


def test_a_file_that_cannot_be_written_is_told_about_and_the_mark_stays(
    chain: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    rename(chain)
    answers.path = tmp_path / "no" / "such" / "folder.mlops.yaml"
    assert not chain.files.save()
    assert chain.bar.message.startswith("Not saved: folder.mlops.yaml")
    assert ".." not in chain.bar.message
    assert chain.isWindowModified()


def test_changes_of_another_program_are_not_overwritten_silently(
    open_window: MakeWindow, file: Path, answers: Answers, tmp_path: Path
) -> None:
    window = open_window(path=file)
    rename(window)
    file.write_text("steps: {}\n", encoding="utf-8")
    assert not window.files.save()
    assert file.read_text(encoding="utf-8") == "steps: {}\n"
    answers.newer, answers.path = SAVE_AS, tmp_path / "other.mlops.yaml"
    assert window.files.save()
    assert file.read_text(encoding="utf-8") == "steps: {}\n"
    window.files.open_path(file)
    rename_later = window.desk.session
    assert rename_later.path == file


def test_overwriting_a_newer_file_is_possible_when_wanted(
    open_window: MakeWindow, file: Path, answers: Answers
) -> None:
    window = open_window(path=file)
    rename(window)
    file.write_text("steps: {}\n", encoding="utf-8")
    answers.newer = OVERWRITE
    assert window.files.save()
    assert "Fit" in file.read_text(encoding="utf-8")


def test_a_change_on_disk_is_told_once_and_can_be_taken_over(open_window: MakeWindow, file: Path, qtbot: QtBot) -> None:
    window = open_window(path=file)
    file.write_text(CHAIN.replace("Orders", "Visitors"), encoding="utf-8")
    window.tabs.current.following.check()
    assert "changed by another program" in window.bar.message
    window.bar.hide()
    window.tabs.current.following.check()
    assert window.bar.message == ""
    file.write_text(CHAIN.replace("Orders", "Visits"), encoding="utf-8")
    window.tabs.current.following.check()
    window.bar.press("Reload")
    qtbot.waitUntil(lambda: not window.files.reading.is_busy)
    assert window.desk.session.pipeline.steps["data"].title == "Visits"


def test_closing_asks_before_changes_are_lost(chain: MainWindow, answers: Answers, tmp_path: Path) -> None:
    rename(chain)
    assert not chain.close()
    assert answers.asked == ["keep Chain"]
    answers.keep, answers.path = SAVE, tmp_path / "kept.mlops.yaml"
    assert chain.close()
    assert "Fit" in (tmp_path / "kept.mlops.yaml").read_text(encoding="utf-8")


def test_giving_changes_up_closes(chain: MainWindow, answers: Answers) -> None:
    rename(chain)
    answers.keep = DISCARD
    assert chain.close()
    assert chain not in chain.desktop.windows


def test_opening_leaves_unsaved_changes_in_a_tab_of_their_own(chain: MainWindow, answers: Answers, file: Path) -> None:
    rename(chain)
    answers.path = file
    chain.registry.trigger("file.open")
    assert answers.asked == ["open"]
    assert chain.desk.session.path == file
    assert [tab.session.is_dirty for tab in chain.tabs.all] == [True, False]


def test_new_starts_empty_with_the_welcome_cards(chain: MainWindow, qtbot: QtBot) -> None:
    assert chain.welcome.cards is None
    chain.registry.trigger("file.new")
    qtbot.waitUntil(lambda: chain.welcome.cards is not None)
    assert chain.windowTitle().startswith("Untitled")


def test_a_broken_file_is_told_with_line_and_field_and_leaves_the_document(chain: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mlops.yaml"
    bad.write_text("steps:\n  a:\n    kind: train\n    tracked: maybe\n", encoding="utf-8")
    assert not chain.files.open_path(bad)
    assert chain.bar.message.startswith("Cannot open bad.mlops.yaml, line 4\nsteps.a.tracked")
    assert "train" in chain.desk.session.pipeline.steps
    assert not chain.files.open_path(tmp_path / "missing.mlops.yaml")
    assert "missing.mlops.yaml" in chain.bar.message


def test_a_dropped_file_is_opened(chain: MainWindow, file: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(700, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    chain.dropEvent(event)
    qtbot.waitUntil(lambda: chain.desk.session.path == file)


def test_recent_documents_can_be_opened_and_forgotten(open_window: MakeWindow, file: Path, tmp_path: Path) -> None:
    window = open_window()
    gone = tmp_path / "gone.mlops.yaml"
    window.desktop.remember(lambda s: s.with_recent(gone))
    window.files.open_path(file)
    menu = QMenu()
    fill_recent(menu, window)
    texts = [(a.text(), a.isEnabled()) for a in menu.actions() if not a.isSeparator()]
    assert "chain.mlops.yaml" in texts[0][0] and texts[0][1]
    assert "gone.mlops.yaml" in texts[1][0] and not texts[1][1]
    menu.actions()[0].trigger()
    assert window.desk.session.path == file
    menu.actions()[-1].trigger()
    assert window.desktop.settings.recent == ()
    fill_recent(menu, window)
    assert [a.text() for a in menu.actions()] == ["None yet"]


def test_the_lesson_shows_its_question(open_window: MakeWindow) -> None:
    window = open_window()
    window.registry.trigger("file.lesson")
    assert window.bar.message == f"Which MLOps principles are missing?\n{TASK}"
    assert window.desk.session.path is None
    window.desk.bridge.wait_idle()
    assert len(window.desk.findings.findings) > 10


def test_choices_outlive_the_program(desktop: Desktop, open_window: MakeWindow) -> None:
    window = open_window()
    window.registry.trigger("view.theme.dark")
    window.close()
    again = Desktop(desktop.services, desktop.appearance, desktop._settings_file)
    assert again.settings.theme == "dark"
    assert again.settings.geometry and again.settings.window_state


def test_settings_that_cannot_be_written_cost_nothing(desktop: Desktop, tmp_path: Path) -> None:
    desktop._settings_file = tmp_path / "file" / "settings.json"
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    desktop.remember(theme="dark")
    assert desktop.settings.theme == "dark"


def test_kinds_beside_the_document_are_known(open_window: MakeWindow, tmp_path: Path) -> None:
    folder = tmp_path / "mlops-steps"
    folder.mkdir()
    (folder / "own.yaml").write_text("kind: own_train\nlike: train\ntitle: Our training\n", encoding="utf-8")
    path = tmp_path / "own.mlops.yaml"
    path.write_text("steps:\n  a: {kind: own_train}\n", encoding="utf-8")
    window = open_window(path=path)
    assert "Our training" in window.desk.palette.titles()


def test_quit_closes_every_window_or_none_that_is_still_needed(
    open_window: MakeWindow, answers: Answers, desktop: Desktop, qtbot: QtBot
) -> None:
    first, second = open_window(), open_window(CHAIN)
    rename(second)
    assert not desktop.close_all()
    assert desktop.windows == [second]
    assert first not in desktop.windows
    answers.keep = DISCARD
    second.registry.trigger("file.quit")
    qtbot.waitUntil(lambda: desktop.windows == [])
