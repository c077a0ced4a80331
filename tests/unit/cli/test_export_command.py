from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from designer.session.services import load_services
from designer.session.session import Session
from designer.storage.document import parse_document
from tests.unit.cli.command_line import IMPROVED, CommandLine


def emitted(target: str) -> dict[str, str]:
    services = load_services()
    session = Session(services, parse_document(IMPROVED, "test", services.catalog))
    return dict(session.export(target).files)


@pytest.mark.parametrize("target", ["github", "dvc"])
def test_without_a_folder_the_files_are_printed(cli: CommandLine, improved: Path, target: str) -> None:
    outcome = cli("export", improved, "--to", target)
    assert outcome.code == 0
    for path, text in emitted(target).items():
        assert f"# ---- {path}\n{text}" in outcome.out
    assert not list(improved.parent.rglob("*/dvc.yaml"))


def test_files_are_written_into_a_folder(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    outcome = cli("export", improved, "--to", "dvc", "-o", tmp_path / "out")
    assert outcome.code == 0
    for path, text in emitted("dvc").items():
        assert (tmp_path / "out" / path).read_text() == text
        assert f"written   {path}\n" in outcome.out


def test_what_a_target_cannot_say_is_told_beside_the_files(cli: CommandLine, improved: Path) -> None:
    outcome = cli("export", improved, "--to", "dvc")
    assert "not exported" in outcome.err
    assert "not exported" not in outcome.out


def test_a_file_that_differs_stops_the_export(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "dvc.yaml").write_text("mine\n")
    outcome = cli("export", improved, "--to", "dvc", "-o", out)
    assert outcome.code == 1
    assert [p.name for p in out.iterdir()] == ["dvc.yaml"]
    assert (out / "dvc.yaml").read_text() == "mine\n"
    assert "differs" in outcome.out
    assert "--force" in outcome.err


def test_force_replaces_it(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    (tmp_path / "dvc.yaml").write_text("mine\n")
    outcome = cli("export", improved, "--to", "dvc", "-o", ".", "--force")
    assert outcome.code == 0
    assert (tmp_path / "dvc.yaml").read_text() == emitted("dvc")["dvc.yaml"]
    assert "replaced" in outcome.out


def test_exporting_twice_changes_nothing(cli: CommandLine, improved: Path) -> None:
    cli("export", improved, "--to", "github", "-o", ".")
    outcome = cli("export", improved, "--to", "github", "-o", ".")
    assert outcome.code == 0
    assert {line.split()[0] for line in outcome.out.splitlines()} == {"unchanged"}


def test_a_diff_can_be_applied_by_git(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    (tmp_path / "dvc.yaml").write_text("mine\n")
    outcome = cli("export", improved, "--to", "dvc", "-o", ".", "--diff")
    assert outcome.code == 0
    assert (tmp_path / "dvc.yaml").read_text() == "mine\n"
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=outcome.out, text=True, check=True)
    assert (tmp_path / "dvc.yaml").read_text() == emitted("dvc")["dvc.yaml"]


def test_starter_files_come_along_and_never_replace_anything(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    services = load_services()
    starter = Session(services, parse_document(IMPROVED, "test", services.catalog)).starter_files()
    mine = next(path for path in starter if path not in emitted("dvc"))
    (tmp_path / mine).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / mine).write_text("mine\n")
    outcome = cli("export", improved, "--to", "dvc", "-o", ".", "--starter", "--force")
    assert outcome.code == 0
    assert (tmp_path / mine).read_text() == "mine\n"
    assert f"kept      {mine}\n" in outcome.out
    assert all((tmp_path / path).exists() for path in starter)


def test_the_diff_leaves_out_starter_files_that_exist(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    cli("export", improved, "--to", "dvc", "-o", ".", "--starter")
    (tmp_path / "requirements.txt").write_text("mine\n")
    assert cli("export", improved, "--to", "dvc", "-o", ".", "--starter", "--diff").out == ""


def test_standard_input_can_be_exported(cli: CommandLine) -> None:
    assert "# ---- dvc.yaml\n" in cli("export", "-", "--to", "dvc", stdin=IMPROVED).out


def test_an_unknown_target_is_named_with_those_that_exist(cli: CommandLine, improved: Path) -> None:
    outcome = cli("export", improved, "--to", "jenkins")
    assert outcome.code == 2
    assert "'jenkins'" in outcome.err
    assert "dvc" in outcome.err


def test_a_pipeline_with_a_circle_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "circle.yaml").write_text("steps: {a: {kind: train}, b: {kind: train}}\nlinks: [a -> b, b -> a]\n")
    outcome = cli("export", "circle.yaml", "--to", "github", "-o", "out")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_named(cli: CommandLine, improved: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = cli("export", improved, "--to", "dvc", "-o", "file")
    assert outcome.code == 2
    assert "file" in outcome.err


def test_starter_files_that_are_there_already_are_not_said_to_be_written(cli: CommandLine, lesson: Path) -> None:
    cli("export", lesson, "--to", "dvc", "-o", "out", "--starter")
    Path("out", "requirements.txt").write_text("mine\n")
    lines = cli("export", lesson, "--to", "dvc", "-o", "out", "--starter").out.splitlines()
    assert "kept      requirements.txt" in lines
    assert "unchanged requirements.lock" in lines
    assert not [line for line in lines if line.startswith("starter")]
