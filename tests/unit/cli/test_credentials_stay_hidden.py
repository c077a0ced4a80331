"""What is printed holds no credential, whatever its shape and wherever it stands in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from designer import yaml_io
from tests.unit.cli.command_line import CommandLine
from tests.unit.recognition.made_up_credentials import ALL, HEX
from tests.unit.session.files import written

COMMANDS = {shape.replace("-", "_"): command for shape, (command, _) in ALL.items()}
SECRETS = {**{shape: secret for shape, (_, secret) in ALL.items()}, "by its name": HEX}


def shown(text: str) -> list[str]:
    """The shapes that stand in a text for all to read."""
    return [shape for shape, secret in SECRETS.items() if secret in text]


def document() -> str:
    """A step for each shape, all but the last beside the training."""
    steps: dict[str, Any] = {name: {"kind": "deploy", "command": command} for name, command in COMMANDS.items()}
    steps["train"] = {"kind": "train", "command": "python x.py", "runs_on": "local", "variables": {"API_TOKEN": HEX}}
    pipeline = {"name": "Churn", "repo": False, "scope": "online", "analysis": {"profile": "startup"}}
    return yaml_io.block({"pipeline": pipeline, "steps": steps, "links": [f"train -> {name}" for name in COMMANDS]})


def workflow(commands: dict[str, str]) -> str:
    """Each command as a step, as its name, as an unknown key and in a set-up step; credentials among variables."""
    steps: list[dict[str, Any]] = [{"name": "Train", "run": "python train.py", "with": {"password": HEX}}]
    for name, command in commands.items():
        steps += [
            {"run": f"pip install dvc && {command}"},
            {"name": command.replace("\n", " "), "run": command, "odd": command},
            {"run": f"kubectl apply -f {name}.yaml\n{command}"},
            {"uses": "some/unknown-action@main", "with": {"script": command, "token": HEX}},
        ]
    job = {"runs-on": "ubuntu-latest", "env": {"API_TOKEN": HEX, **commands}, "steps": steps}
    return yaml_io.block({"on": "push", "env": commands, "jobs": {"train": job}})


def stages() -> str:
    found: dict[str, Any] = {"each": {"foreach": list(COMMANDS.values()), "do": {"cmd": "tool ${item}"}}}
    for name, command in COMMANDS.items():
        found[name] = {"cmd": command, "outs": [f"{name}.csv"], "desc": command, "meta": {"a": command}, "odd": command}
        found[f"train_{name}"] = {"cmd": ["python train.py", command], "deps": [f"{name}.csv"], "outs": [f"{name}.pkl"]}
    return yaml_io.block({"vars": [COMMANDS], "stages": found})


def test_a_diff_of_fixes_shows_none(cli: CommandLine, tmp_path: Path) -> None:
    written(tmp_path / "churn.mlops.yaml", document())
    outcome = cli("fix", "--all", "--diff", "churn.mlops.yaml")
    assert outcome.code == 0
    assert outcome.out.startswith("--- a/churn.mlops.yaml")
    assert shown(outcome.out + outcome.err) == []
    assert outcome.out.count("********") > len(ALL)
    assert "credentials are shown as stars" in outcome.err


def test_a_diff_of_fixed_files_of_others_shows_none(cli: CommandLine, tmp_path: Path) -> None:
    written(tmp_path / ".github" / "workflows" / "ci.yml", workflow({"all": "\n".join(COMMANDS.values())}))
    outcome = cli("fix", "--all", "--diff", ".github/workflows/ci.yml", "--profile", "startup")
    assert outcome.code == 0
    assert "+++ " in outcome.out
    assert shown(outcome.out + outcome.err) == []


def test_what_is_written_is_whole(cli: CommandLine, tmp_path: Path) -> None:
    path = written(tmp_path / "churn.mlops.yaml", document())
    cli("fix", "churn.mlops.yaml", "-o", "fixed.mlops.yaml", "--profile", "classroom")
    assert set(shown(path.read_text())) == set(SECRETS)
    assert "********" not in (tmp_path / "fixed.mlops.yaml").read_text()


def test_a_diff_without_credentials_says_nothing_about_them(cli: CommandLine, lesson: Path) -> None:
    assert "credentials" not in cli("fix", "--all", "--diff", lesson).err


@pytest.mark.parametrize("form", ["text", "json"])
def test_remarks_of_an_import_show_none(cli: CommandLine, tmp_path: Path, form: str) -> None:
    lines = [f"RUN {command.replace(chr(10), ' ')}\nODD {SECRETS[shape]}" for shape, (command, _) in ALL.items()]
    entries = {name: {"command": command} for name, command in COMMANDS.items()}
    written(tmp_path / ".github" / "workflows" / "ci.yml", workflow(COMMANDS))
    written(tmp_path / "dvc.yaml", stages())
    written(tmp_path / "Dockerfile", "\n".join(["FROM python:3.11", *lines, ""]))
    written(tmp_path / "MLproject", yaml_io.block({"name": "x", "entry_points": entries}))
    outcome = cli("import", ".", "--format", form)
    assert outcome.code in (0, 1)
    assert outcome.out.count("********") >= (len(ALL) if form == "text" else 1)
    assert shown(outcome.out + outcome.err) == []
    if form == "json":
        assert json.loads(outcome.out)["remarks"]
