"""The window judges by the configuration that the command line uses, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from designer.analysis.rulebook import load_rulebook
from designer.gui.actions import profile_actions
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

LESSON = "steps: {train: {kind: train}, deploy: {kind: deploy}}\nlinks: [train -> deploy]\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "own" / "l.mlops.yaml"
    path.parent.mkdir()
    path.write_text(LESSON)
    return path


def profile(window: MainWindow) -> str:
    window.desk.bridge.wait_idle()
    report = window.desk.bridge.report
    assert report is not None
    return report.profile


def told(window: MainWindow) -> str:
    window.desk.bridge.wait_idle()
    QCoreApplication.processEvents()
    return "\n".join(label.text() for label in window.desk.findings.findChildren(QLabel) if not label.isHidden())


def test_the_configured_profile_counts_and_another_can_be_picked(open_window: MakeWindow, document: Path) -> None:
    (document.parent / ".mlops-designer.toml").write_text('profile = "startup"\nignore = ["SEC"]\n')
    window = open_window(path=document)
    assert profile(window) == "startup"
    assert not [f for f in window.desk.findings.findings if f.principle == "security"]
    assert window.registry.qaction("check.profile.configured").isChecked()
    window.registry.trigger("check.profile.regulated")
    assert profile(window) == "regulated"
    assert window.registry.qaction("check.profile.regulated").isChecked()
    assert not window.desk.session.is_dirty
    window.registry.trigger("check.profile.configured")
    assert profile(window) == "startup"


def test_every_profile_can_be_picked() -> None:
    names = [a.id.removeprefix("check.profile.") for a in profile_actions.ACTIONS]
    assert names == ["configured", *load_rulebook().profiles]


def test_settings_of_the_document_are_undone_like_everything_else(open_window: MakeWindow, document: Path) -> None:
    window = open_window(path=document)
    assert profile(window) == "classroom"
    with window.desk.session.pipeline.edit("Settings") as edit:
        edit.set_facts({"analysis": {"profile": "regulated"}})
    assert profile(window) == "regulated"
    window.registry.trigger("edit.undo")
    assert profile(window) == "classroom"


def test_what_is_wrong_with_the_settings_is_told_and_the_rest_counts(open_window: MakeWindow, document: Path) -> None:
    file = document.parent / ".mlops-designer.toml"
    file.write_text('profile = "strict"\nignore = ["SEC"]\n')
    window = open_window(path=document)
    assert profile(window) == "classroom"
    assert ".mlops-designer.toml:1: profile: there is no profile 'strict'" in told(window)
    assert not [f for f in window.desk.findings.findings if f.principle == "security"]
    file.write_text('profile = "startup"\n')
    window.desk.bridge.refresh()
    assert profile(window) == "startup"
    assert "Left out" not in told(window)


def test_a_word_instead_of_settings_does_not_lock_a_document(open_window: MakeWindow, document: Path) -> None:
    """Somebody may type it into the properties and save."""
    window = open_window(path=document)
    with window.desk.session.pipeline.edit("Settings") as edit:
        edit.set_facts({"analysis": "startup"})
    assert "must be a mapping" in told(window)
    window.desk.session.save()
    again = open_window(path=document)
    assert again.desk.session.pipeline.facts["analysis"] == "startup"
