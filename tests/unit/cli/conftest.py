from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.command_line import IMPROVED, LESSON, CommandLine
from tests.unit.cli.reported import FLOW, HOSTILE


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return CommandLine()


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.mlops.yaml"
    path.write_text(LESSON)
    return path


@pytest.fixture
def improved(tmp_path: Path) -> Path:
    path = tmp_path / "improved.mlops.yaml"
    path.write_text(IMPROVED)
    return path


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A document whose texts and whose path try to break out of reports."""
    folder = tmp_path / "a, b:c %41 <x>"
    folder.mkdir()
    path = folder / "-=é &'\".mlops.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one workflow."""
    (tmp_path / ".git").mkdir()
    flow = tmp_path / ".github" / "workflows" / "train model.yml"
    flow.parent.mkdir(parents=True)
    flow.write_text(FLOW)
    return tmp_path
