from __future__ import annotations

import json
from pathlib import Path

from designer.session.services import load_services
from designer.storage.document import read_document
from tests.unit.cli.command_line import CommandLine
from tests.unit.session.files import WORKFLOW, contents, stages, workflow, written


def test_the_report_begins_with_counts_and_names_file_and_line(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path)
    outcome = cli("import", ".github/workflows/ci.yml")
    assert (outcome.code, outcome.err) == (0, "")
    first, second, *rest = outcome.out.splitlines()
    assert first == ".github/workflows/ci.yml: 4 steps and 4 links from 1 file"
    assert second.split(" ", 1)[1].startswith("understood, ")
    assert second.endswith("0 refused")
    line = WORKFLOW[: WORKFLOW.index("  deploy:")].count("\n") + 1
    assert any(x.startswith(f"  .github/workflows/ci.yml:{line}: ") for x in rest)


def test_what_was_refused_stands_with_its_line_and_ends_with_one(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path)
    written(tmp_path / "dvc.yaml", "stages:\n  a: [\n")
    outcome = cli("import", ".")
    assert outcome.code == 1
    assert "\nRefused\n  dvc.yaml:3: " in outcome.out


def test_of_a_folder_elsewhere_names_are_as_seen_from_it(cli: CommandLine, tmp_path: Path) -> None:
    stages(tmp_path.parent / "elsewhere")
    outcome = cli("import", tmp_path.parent / "elsewhere")
    assert outcome.code == 0
    assert "\n  dvc.yaml:" in outcome.out
    assert str(tmp_path.parent) not in "\n".join(outcome.out.splitlines()[1:])


def test_nothing_that_can_be_read_ends_with_two(cli: CommandLine, tmp_path: Path) -> None:
    written(tmp_path / "settings.yaml", "a: 1\n")
    written(tmp_path / "dvc.yaml", "stages: [\n")
    for name, says in (("settings.yaml", "no format"), ("dvc.yaml", "dvc.yaml:2: "), ("gone.yml", "no such file")):
        outcome = cli("import", name)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.count("\n") == 1
        assert says in outcome.err


def test_json_holds_counts_and_all_remarks(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    found = json.loads(cli("import", ".", "--format", "json").out)
    assert set(found) == {"format", "path", "files", "steps", "links", "counts", "remarks"}
    assert found["files"] == [".github/workflows/ci.yml", "dvc.yaml"]
    assert set(found["counts"]) == {"understood", "guessed", "kept", "refused"}
    assert sum(found["counts"].values()) == len(found["remarks"])
    assert set(found["remarks"][0]) == {"status", "path", "line", "step", "message", "advice"}


def test_the_written_document_stands_on_its_own(cli: CommandLine, tmp_path: Path) -> None:
    stages(tmp_path)
    before = contents(tmp_path)
    assert cli("import", "dvc.yaml", "-o", "out.mlops.yaml").code == 0
    found = contents(tmp_path)
    found.pop("out.mlops.yaml")
    assert found == before
    (tmp_path / "dvc.yaml").unlink()
    document = read_document(tmp_path / "out.mlops.yaml", load_services().catalog)
    assert {"prepare", "train"} <= set(document.snapshot.steps)
    assert cli("check", "out.mlops.yaml").code == 1
    assert cli("export", "out.mlops.yaml", "--to", "github").code == 0
    again = cli("import", "dvc.yaml", "-o", "out.mlops.yaml")
    assert again.code == 2


def test_a_file_that_is_there_is_replaced_only_with_force(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path)
    mine = written(tmp_path / "mine.mlops.yaml", "steps: {}\n")
    assert cli("import", ".github/workflows/ci.yml", "-o", mine).code == 2
    assert mine.read_text() == "steps: {}\n"
    assert cli("import", ".github/workflows/ci.yml", "-o", mine, "--force").code == 0
    assert "deploy" in mine.read_text()


def test_a_document_needs_no_import(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("import", lesson)
    assert outcome.code == 2
    assert "documents need no import" in outcome.err
