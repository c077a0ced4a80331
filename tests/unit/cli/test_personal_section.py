"""``check`` tells where personal data ends up, and says nothing about it where none is known."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.command_line import CommandLine
from tests.unit.cli.report_readers import READERS

DOCUMENT = """\
format: 1
pipeline: {scope: training}
steps:
  people: {kind: data_source, personal_data: LEVEL}
  train: {kind: train}
links: [people -> train]
"""


def test_text_and_json_say_where_it_ends_up(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "x.mlops.yaml"
    file.write_text(DOCUMENT.replace("LEVEL", "raw"), encoding="utf-8")
    cli.width = 120
    text = cli("check", file).out
    assert "\nPersonal data\n  - train (raw): the model is trained on raw personal data, over people -> train\n" in text
    (entry,) = json.loads(cli("check", file, "--format", "json").out)["files"]
    assert entry["personal_data"]["holds"]["people"] == {"level": "raw", "holds": "data"}
    (end,) = entry["personal_data"]["ends"]
    assert (end["step"], end["place"], end["path"]) == ("train", "training", ["people", "train"])


def test_without_personal_data_there_is_no_section(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "x.mlops.yaml"
    file.write_text(DOCUMENT.replace("LEVEL", "none"), encoding="utf-8")
    assert "Personal data" not in cli("check", file).out
    assert "personal_data" not in json.loads(cli("check", file, "--format", "json").out)["files"][0]


def test_comments_and_pages_say_it_too_where_any_is_known(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "x.mlops.yaml"
    for level, is_told in (("raw", True), ("none", False)):
        file.write_text(DOCUMENT.replace("LEVEL", level), encoding="utf-8")
        for form in ("markdown", "html"):
            text = read(form, cli("check", file, "--format", form).out)
            assert ("Where personal data goes" in text) == is_told
            assert ("the model is trained on raw personal data" in text) == is_told


def read(form: str, text: str) -> str:
    READERS[form](text)
    return text
