"""The whole way through in the window: lesson, findings, fix, undo, fix all, export, save, reopen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.gui.export_dialog import ExportDialog
from tests.gui.conftest import Answers, MakeWindow, answers, desktop, open_window, services

__all__ = ["answers", "desktop", "open_window", "services"]  # fixtures

pytestmark = pytest.mark.gui


def test_a_person_does_the_lesson_and_leaves_with_pipelines(
    open_window: MakeWindow, answers: Answers, tmp_path: Path
) -> None:
    window = open_window()
    assert window.welcome.cards is not None
    window.welcome.cards.cards["lesson"].click()
    desk = window.desk
    desk.bridge.wait_idle()
    assert "Which MLOps principles are missing?" in window.bar.message
    missing = {f.principle for f in desk.findings.findings}
    assert {"reproducibility", "automation", "scalability", "monitoring", "security"} <= missing

    # Read the first finding, fix it, take it back.
    desk.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F8)
    first = desk.findings.current
    assert first is not None
    assert first.message and first.risk and first.fix
    assert desk.findings.cards[next(iter(desk.findings.cards))].is_open
    window.registry.trigger("check.apply")
    desk.bridge.wait_idle()
    assert str(first) not in {str(f) for f in desk.findings.findings}
    QTest.keyClick(desk.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.bridge.wait_idle()
    assert str(first) in {str(f) for f in desk.findings.findings}

    # Fix all safe, then everything.
    window.registry.trigger("check.fix_all")
    desk.bridge.wait_idle()
    answers.yes = True
    window.registry.trigger("check.fix_everything")
    desk.bridge.wait_idle()
    assert [f for f in desk.findings.findings if f.severity == "error"] == []

    # Write both exports and the starter files.
    window.registry.trigger("file.export")
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    answers.path = tmp_path / "project"
    dialog._browse()
    dialog.starter.setChecked(True)
    dialog.write_now()
    dialog.close()
    assert (tmp_path / "project" / "dvc.yaml").is_file()
    assert list((tmp_path / "project" / ".github" / "workflows").glob("*.yml"))

    # Save, close, open again: the same pipeline.
    answers.path = tmp_path / "project" / "mine.mlops.yaml"
    window.registry.trigger("file.save")
    kept = dict(desk.session.pipeline.steps)
    assert window.close()
    again = open_window(path=answers.path)
    assert dict(again.desk.session.pipeline.steps) == kept
    assert not again.isWindowModified()


def test_ten_keys_draw_a_pipeline_without_a_pointer(open_window: MakeWindow) -> None:
    window = open_window()
    desk = window.desk
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_A)
    line = desk.quick_add.picker.line
    for word in ("data source", "train model", "test code"):
        line.setText(word)
        QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    line.setText("deploy")
    QTest.keyClick(line, Qt.Key.Key_Return)
    pipeline = desk.session.pipeline
    assert list(pipeline.links) == ["data_source -> train", "train -> code_test", "code_test -> deploy"]
    desk.canvas.select(links=["data_source -> train"])
    window.registry.trigger("insert.step")
    line.setText("check data")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "validate_data -> train" in pipeline.links
    desk.canvas.select(steps=["deploy", "train"])
    window.registry.trigger("edit.connect")  # would close a circle
    window.toast.press_button()
    assert "deploy ~> train" in pipeline.links
