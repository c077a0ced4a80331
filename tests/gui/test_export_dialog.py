from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.gui.export_dialog import ExportDialog
from designer.gui.main_window import MainWindow
from tests.gui.conftest import Answers, MakeWindow


@pytest.fixture
def dialog(chain: MainWindow, answers: Answers, tmp_path: Path) -> Iterator[ExportDialog]:
    chain.registry.trigger("file.export")
    made = chain.findChild(ExportDialog)
    assert made is not None
    answers.path = tmp_path / "out"
    made._browse()
    yield made
    made.close()


def states(dialog: ExportDialog) -> dict[str, str]:
    return {i.text().split("\n")[0]: i.text().split("\n")[1] for i in dialog._items()}


def test_new_files_are_ticked_and_written(dialog: ExportDialog, tmp_path: Path) -> None:
    assert set(states(dialog).values()) == {"new"}
    dialog.write_now()
    assert (tmp_path / "out" / "dvc.yaml").is_file()
    assert list((tmp_path / "out" / ".github" / "workflows").glob("*.yml"))
    assert set(states(dialog).values()) == {"no change"}
    assert not dialog.write.isEnabled()
    assert "written into" in dialog.message.text()


def test_a_file_that_differs_is_shown_as_a_difference_and_kept_until_ticked(
    dialog: ExportDialog, tmp_path: Path
) -> None:
    dialog.write_now()
    theirs = tmp_path / "out" / "dvc.yaml"
    theirs.write_text("stages: {}\n", encoding="utf-8")
    dialog.refresh()
    assert states(dialog)["dvc.yaml"] == "replaces a file"
    item = next(i for i in dialog._items() if i.text().startswith("dvc.yaml"))
    dialog.files.setCurrentItem(item)
    assert "-stages: {}" in dialog.diff.toPlainText()
    dialog.write_now()
    assert theirs.read_text(encoding="utf-8") == "stages: {}\n"
    item = next(i for i in dialog._items() if i.text().startswith("dvc.yaml"))
    item.setCheckState(Qt.CheckState.Checked)
    dialog.write_now()
    assert "train" in theirs.read_text(encoding="utf-8")


def test_only_the_chosen_targets_are_written(dialog: ExportDialog, tmp_path: Path) -> None:
    for box in dialog.targets.values():
        box.setChecked(False)
    assert states(dialog) == {}
    next(iter(dialog.targets.values())).setChecked(True)
    assert states(dialog)


def test_starter_files_never_replace_anything(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.starter.setChecked(True)
    starter = sorted(set(dialog._starter) - set(dialog._exported()))
    assert starter
    mine = tmp_path / "out" / starter[0]
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("mine\n", encoding="utf-8")
    dialog.refresh()
    assert states(dialog)[starter[0]] == "kept as it is"
    dialog.write_now()
    assert mine.read_text(encoding="utf-8") == "mine\n"
    assert (tmp_path / "out" / starter[1]).is_file()


def test_a_folder_that_cannot_be_written_is_told(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    dialog.folder.setText(str(tmp_path / "file" / "inside"))
    dialog.refresh()
    dialog.write_now()
    assert dialog.message.text().startswith(("Cannot be exported", "Not written"))


def test_without_a_folder_nothing_can_be_written(chain: MainWindow) -> None:
    chain.show_export()
    dialog = chain.findChild(ExportDialog)
    assert dialog is not None
    assert dialog.root is None
    assert not dialog.write.isEnabled()
    dialog.write_now()
    dialog.close()


def test_what_cannot_be_exported_is_told(open_window: MakeWindow) -> None:
    window = open_window("steps:\n  a: {kind: train}\n  b: {kind: train}\nlinks: [a -> b, b -> a]\n")
    window.show_export()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    assert dialog.message.text().startswith("Cannot be exported")
    dialog.close()


def test_the_preview_opens_it_for_its_own_target(chain: MainWindow) -> None:
    chain.desk.preview.tabs.setCurrentIndex(1)
    chain.desk.preview.export_wanted.emit(chain.desk.preview.target)
    dialog = chain.findChild(ExportDialog)
    assert dialog is not None
    assert [s for s, box in dialog.targets.items() if box.isChecked()] == [chain.desk.preview.target]
    dialog.close()


def test_enter_in_the_folder_compares_and_presses_no_button(
    dialog: ExportDialog, answers: Answers, tmp_path: Path
) -> None:
    asked = len(answers.asked)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "dvc.yaml").write_text("stages: {}\n", encoding="utf-8")
    dialog.folder.setText(str(tmp_path / "other"))
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert states(dialog)["dvc.yaml"] == "replaces a file"
    assert len(answers.asked) == asked
    assert not (tmp_path / "other" / ".github").exists()


def test_what_to_set_up_says_for_which_target(dialog: ExportDialog) -> None:
    text = dialog.setup.toPlainText()
    assert "Set up once for GitHub Actions" in text
    assert "What DVC cannot say" in text
