"""Unsaved changes are kept while somebody draws, and offered after a crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui import keeper
from designer.gui.desktop import Desktop
from designer.gui.main_window import MainWindow
from designer.gui.prompts import DISCARD
from designer.gui.recoverer import TITLE, Recoverer
from designer.storage.file_access import digest_of
from tests.gui.conftest import CHAIN, Answers, MakeWindow

WORK = CHAIN.replace("{kind: train}", "{kind: train, title: Fit}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the desktop of these tests keeps unsaved work."""
    return tmp_path / "recovery"


def rename(window: MainWindow, title: str = "Fit") -> None:
    window.desk.session.run(steps.rename, "train", title)


def kept(folder: Path) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in folder.glob("*.mlops.yaml")]


def leave_behind(folder: Path, name: str = "chain", path: Path | None = None, text: str = WORK) -> None:
    """As a program that was killed would."""
    folder.mkdir(exist_ok=True)
    digest = digest_of(path.read_bytes()) if path else None
    about = {"name": name, "path": str(path) if path else None, "digest": digest}
    (folder / f"{name}.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / f"{name}.mlops.yaml").write_text(text, encoding="utf-8")


# ---------------------------------------------------------------- keeping
def test_a_moment_after_an_edit_the_work_is_kept_and_the_file_untouched(
    open_window: MakeWindow, file: Path, folder: Path, qtbot: QtBot
) -> None:
    window = open_window(path=file)
    rename(window)
    qtbot.waitUntil(lambda: kept(folder) == [window.desk.session.text()])
    assert file.read_text(encoding="utf-8") == CHAIN
    rename(window, "Learn")
    qtbot.waitUntil(lambda: kept(folder) == [window.desk.session.text()])


def test_who_draws_without_a_pause_is_kept_too(chain: MainWindow, folder: Path, qtbot: QtBot) -> None:
    edits = 0

    def edit_and_look() -> bool:
        nonlocal edits
        edits += 1
        rename(chain, f"Title {edits}")  # every 10 ms
        return bool(kept(folder))

    qtbot.waitUntil(edit_and_look)
    assert edits > 10


def test_saved_work_is_forgotten(open_window: MakeWindow, file: Path, folder: Path, qtbot: QtBot) -> None:
    window = open_window(path=file)
    rename(window)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    window.registry.trigger("file.save")
    qtbot.waitUntil(lambda: list(folder.iterdir()) == [])


def test_work_that_was_undone_is_forgotten_and_done_again_kept(chain: MainWindow, folder: Path, qtbot: QtBot) -> None:
    rename(chain)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    chain.undo()
    qtbot.waitUntil(lambda: list(folder.iterdir()) == [])
    chain.redo()
    qtbot.waitUntil(lambda: bool(kept(folder)))


def test_work_that_was_given_up_is_forgotten(chain: MainWindow, folder: Path, answers: Answers, qtbot: QtBot) -> None:
    rename(chain)
    qtbot.waitUntil(lambda: bool(kept(folder)))
    answers.keep = DISCARD
    first = chain.tabs.current
    chain.registry.trigger("file.new")
    assert chain.closing.close(first)
    assert list(folder.iterdir()) == []


def test_closing_forgets_also_what_is_just_being_written(
    chain: MainWindow, folder: Path, answers: Answers, qtbot: QtBot
) -> None:
    rename(chain)
    chain.tabs.current.keeper._write()
    answers.keep = DISCARD
    assert chain.close()
    assert list(folder.iterdir()) == []


def test_after_its_end_a_keeper_keeps_nothing(chain: MainWindow, folder: Path) -> None:
    chain.tabs.current.keeper.close()
    rename(chain)
    chain.tabs.current.keeper.close()
    assert not chain.tabs.current.keeper._timer.isActive()


def test_while_the_disk_is_busy_nothing_piles_up(chain: MainWindow, folder: Path, qtbot: QtBot) -> None:
    rename(chain)
    chain.tabs.current.keeper._write()
    rename(chain, "Learn")
    chain.tabs.current.keeper._write()  # the first one has not been answered yet
    assert chain.tabs.current.keeper._timer.isActive()
    qtbot.waitUntil(lambda: kept(folder) == [chain.desk.session.text()])


def test_a_large_document_is_written_less_often(
    chain: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "LARGE", 100)
    rename(chain)
    qtbot.waitUntil(lambda: chain.tabs.current.keeper._timer.interval() == keeper.LARGE_PAUSE_MS)


def test_a_folder_that_cannot_be_written_is_told_once_and_stops_nobody(
    chain: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    folder.write_text("in the way", encoding="utf-8")
    rename(chain)
    qtbot.waitUntil(lambda: "lost in a crash" in chain.bar.message)
    chain.bar.press("Close")
    rename(chain, "Learn")
    chain.tabs.current.keeper._write()
    qtbot.waitUntil(lambda: not chain.tabs.current.keeper._busy)
    assert chain.bar.message == ""
    assert chain.desk.session.pipeline.steps["train"].title == "Learn"


# ---------------------------------------------------------------- offering
def test_after_a_clean_end_nothing_is_offered(open_window: MakeWindow) -> None:
    window = open_window()
    Recoverer(window)
    assert window.bar.message == ""


def test_what_was_left_behind_is_offered_and_comes_back_unsaved(
    open_window: MakeWindow, file: Path, folder: Path, qtbot: QtBot
) -> None:
    leave_behind(folder, path=file)
    window = open_window()
    Recoverer(window)
    assert window.bar.message == f"{TITLE}\nchain has changes that were not saved."
    window.bar.press("Recover")
    session = window.desk.session
    assert session.pipeline.steps["train"].title == "Fit"
    assert session.path == file
    assert window.isWindowModified()
    assert window.bar.message == ""
    assert kept(folder) == [WORK]
    window.registry.trigger("file.save")
    assert file.read_text(encoding="utf-8") == WORK
    assert not window.isWindowModified()
    qtbot.waitUntil(lambda: list(folder.iterdir()) == [])


def test_the_same_document_gives_way_to_its_changes_and_another_one_does_not(
    open_window: MakeWindow, desktop: Desktop, file: Path, tmp_path: Path, folder: Path
) -> None:
    other = tmp_path / "other.mlops.yaml"
    other.write_text(CHAIN, encoding="utf-8")
    leave_behind(folder, "chain", file)
    leave_behind(folder, "other", other)
    window = open_window(path=file)
    Recoverer(window)
    titles = []
    for _ in range(2):
        titles.append(window.bar.message.split("\n")[1].split()[0])
        window.bar.press("Recover")
    assert sorted(titles) == ["chain", "other"]
    (only,) = desktop.windows
    assert {tab.session.path for tab in only.tabs.all} == {file, other}
    assert all(tab.session.is_dirty for tab in only.tabs.all)


def test_work_in_the_window_does_not_give_way(
    open_window: MakeWindow, desktop: Desktop, file: Path, folder: Path
) -> None:
    leave_behind(folder, path=file)
    window = open_window(path=file)
    Recoverer(window)
    rename(window, "Mine")
    window.bar.press("Recover")
    assert [tab.session.pipeline.steps["train"].title for tab in window.tabs.all] == ["Mine", "Fit"]


def test_all_work_can_be_recovered_at_once(open_window: MakeWindow, folder: Path) -> None:
    leave_behind(folder, "first")
    leave_behind(folder, "second")
    leave_behind(folder, "third")
    window = open_window()
    Recoverer(window)
    assert "So have 2 more" in window.bar.message
    window.bar.press("Recover all")
    assert len(window.tabs.all) == 3
    assert all(tab.session.is_dirty for tab in window.tabs.all)
    assert window.bar.message == ""
    assert len(kept(folder)) == 3


def test_the_offer_goes_along_to_the_document_in_front(open_window: MakeWindow, folder: Path) -> None:
    leave_behind(folder)
    window = open_window(CHAIN)
    Recoverer(window)
    first = window.tabs.current
    window.registry.trigger("file.new")
    assert window.bar.message.startswith(TITLE)
    assert first.bar.message == ""
    window.bar.press("Later")
    window.tabs.show(first)
    assert window.bar.message == ""


def test_over_a_file_that_changed_the_bar_says_so_and_a_copy_is_opened(
    open_window: MakeWindow, file: Path, folder: Path
) -> None:
    leave_behind(folder, path=file)
    file.write_text(CHAIN + "# pulled\n", encoding="utf-8")
    window = open_window()
    Recoverer(window)
    assert "Its file was changed meanwhile" in window.bar.message
    window.bar.press("Recover")
    assert window.desk.session.path is None
    assert window.isWindowModified()
    assert file.read_text(encoding="utf-8") == CHAIN + "# pulled\n"


def test_discarded_work_is_gone_and_the_next_is_offered(open_window: MakeWindow, folder: Path) -> None:
    leave_behind(folder, "first")
    leave_behind(folder, "second")
    window = open_window()
    Recoverer(window)
    assert "first has changes" in window.bar.message
    window.bar.press("Discard")
    assert "second has changes" in window.bar.message
    window.bar.press("Discard")
    assert window.bar.message == ""
    assert list(folder.iterdir()) == []
    assert window.desk.is_empty


def test_after_the_bar_was_answered_the_keyboard_is_on_the_canvas_and_no_finding_is_shown(
    open_window: MakeWindow, folder: Path, qtbot: QtBot
) -> None:
    leave_behind(folder)
    window = open_window(CHAIN)
    Recoverer(window)
    button = next(b for b in window.bar.findChildren(QPushButton) if b.text() == "Discard")
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.desk.canvas
    assert window.desk.findings.current is None


def test_work_that_is_put_off_stays(open_window: MakeWindow, folder: Path) -> None:
    leave_behind(folder)
    window = open_window()
    Recoverer(window)
    window.bar.press("Later")
    assert window.bar.message == ""
    assert kept(folder) == [WORK]


def test_an_error_is_read_before_work_is_offered(open_window: MakeWindow, folder: Path, tmp_path: Path) -> None:
    leave_behind(folder)
    window = open_window()
    window.files.open_path(tmp_path / "missing.mlops.yaml")
    Recoverer(window)
    assert "missing.mlops.yaml" in window.bar.message
    window.bar.press("Close")
    assert window.bar.message.startswith(TITLE)


def test_an_offer_that_another_message_pushed_away_comes_again(
    open_window: MakeWindow, folder: Path, tmp_path: Path
) -> None:
    leave_behind(folder)
    window = open_window()
    Recoverer(window)
    window.files.open_path(tmp_path / "missing.mlops.yaml")
    assert not window.bar.message.startswith(TITLE)
    window.bar.press("Close")
    assert window.bar.message.startswith(TITLE)


def test_a_text_that_is_no_document_is_told_and_stays(open_window: MakeWindow, folder: Path) -> None:
    leave_behind(folder, "broken", text="steps: [")
    leave_behind(folder, "whole")
    window = open_window()
    Recoverer(window)
    window.bar.press("Recover")
    assert window.bar.message.startswith("broken cannot be recovered")
    assert str(folder / "broken.mlops.yaml") in window.bar.message
    assert (folder / "broken.mlops.yaml").is_file()
    window.bar.press("Close")
    assert "whole has changes" in window.bar.message
