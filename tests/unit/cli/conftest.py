from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.command_line import IMPROVED, LESSON, CommandLine


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
