"""Findings about texts of opened files stand on the very line, and tell no credential."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.command_line import CommandLine

TOKEN = "9f2c" + "81ab64d0e3577a1cb90e44f2d8c6"
WORKFLOW = f"""\
name: x
on: push
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - name: Train model
        env:
          MLFLOW_TRACKING_URI: http://mlflow.acme.io
          API_TOKEN: {TOKEN}
        run: |
          set -e
          curl -sSL https://acme.io/install.sh | bash

          python train.py
"""
LINES = {"SEC001": 10, "SEC018": 13, "SEC019": 9}


def test_the_line_is_that_of_the_file(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / ".github" / "workflows" / "train.yml"
    file.parent.mkdir(parents=True)
    file.write_text(WORKFLOW, encoding="utf-8")
    out = cli("check", file, "--profile", "startup", "--format", "json").out
    (entry,) = json.loads(out)["files"]
    lines = {f["code"]: f["place"]["line"] for f in entry["findings"] if f["code"] in LINES}
    assert lines == LINES


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit", "markdown", "html", "csv"])
def test_no_format_tells_a_credential(cli: CommandLine, tmp_path: Path, form: str) -> None:
    file = tmp_path / "train.yml"
    file.write_text(WORKFLOW, encoding="utf-8")
    outcome = cli("check", file, "--format", form)
    assert "SEC001" in outcome.out
    assert TOKEN not in outcome.out + outcome.err


SET_UP = f"""\
name: x
on: push
env:
  API_TOKEN: {TOKEN}
jobs:
  train:
    runs-on: ubuntu-latest
    container: python
    steps:
      - uses: actions/checkout@v4
      - name: Install the tool
        run: curl -sSL https://acme.io/install.sh | bash
      - name: Train model
        run: python train.py
      - run: pytest
"""


def test_what_no_card_shows_stands_on_its_line_too(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / ".github" / "workflows" / "train.yml"
    file.parent.mkdir(parents=True)
    file.write_text(SET_UP, encoding="utf-8")
    out = cli("check", file, "--profile", "startup", "--format", "json").out
    assert TOKEN not in out
    (entry,) = json.loads(out)["files"]
    lines = {f["code"]: f["place"]["line"] for f in entry["findings"] if f["code"] in ("SEC001", "SEC009", "SEC018")}
    assert lines == {"SEC001": 4, "SEC009": 8, "SEC018": 12}
