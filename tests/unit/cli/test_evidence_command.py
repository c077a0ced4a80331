from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.command_line import CommandLine


@pytest.fixture(autouse=True)
def _no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_the_ladder_is_shown_with_what_is_missing_for_the_next_level(cli: CommandLine, improved: Path) -> None:
    done = cli("evidence", improved)
    assert (done.code, done.err) == (0, "")
    assert "Exported (" in done.out
    assert "Declared (" in done.out
    assert "! zizmor is not on PATH. Get it: uv tool install zizmor" in done.out
    assert done.out.rstrip().split("\n")[-1].startswith("declared ")


def test_json_says_the_same(cli: CommandLine, improved: Path) -> None:
    data = json.loads(cli("evidence", improved, "--format", "json").out)
    assert data["format"] == 1
    assert sum(data["levels"].values()) == len(data["evidence"])
    first = data["evidence"][0]
    assert {"code", "at", "level", "why", "lacking", "where", "tools", "principle"} <= first.keys()
    assert "actionlint" in [m["program"] for m in data["missing"]]


def test_nothing_satisfied_is_said_in_words(cli: CommandLine, tmp_path: Path) -> None:
    empty = tmp_path / "empty.mlops.yaml"
    empty.write_text("steps: {}\n")
    assert "nothing to prove" in cli("evidence", empty).out


def test_a_file_that_cannot_be_read_is_bad_input(cli: CommandLine, tmp_path: Path) -> None:
    assert cli("evidence", tmp_path / "none.mlops.yaml").code == 2


def test_the_folder_of_the_file_is_as_it_was(cli: CommandLine, improved: Path) -> None:
    before = sorted(p.name for p in improved.parent.iterdir() if p.name not in ("config", "state"))
    cli("evidence", improved)
    assert sorted(p.name for p in improved.parent.iterdir() if p.name not in ("config", "state")) == before
