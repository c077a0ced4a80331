from __future__ import annotations

from pathlib import Path

from tests.unit.cli.command_line import CommandLine
from tests.unit.session.files import WORKFLOW, contents, stages, workflow, written


def test_each_file_has_a_line_and_the_last_one_counts(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    written(tmp_path / "broken" / "dvc.yaml", "stages:\n  a: [\n")
    before = contents(tmp_path)
    outcome = cli("roundtrip", ".")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[-1] == "2 identical, 0 same, 0 different, 1 refused, 0 crashed"
    assert lines[0] == "identical    .github/workflows/ci.yml"
    assert lines[1].startswith("refused      broken/dvc.yaml: line 3: ")
    assert contents(tmp_path) == before


def test_a_named_file_of_no_known_format_is_refused(cli: CommandLine, tmp_path: Path) -> None:
    written(tmp_path / "notes.txt", "hello\n")
    outcome = cli("roundtrip", "notes.txt", "gone.yml")
    assert outcome.out.splitlines()[0] == "refused      notes.txt: no known format"
    assert outcome.out.endswith("0 identical, 0 same, 0 different, 2 refused, 0 crashed\n")


def test_line_ends_and_missing_last_ones_come_through(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path, WORKFLOW.replace("\n", "\r\n"))
    workflow(tmp_path, "\ufeff" + WORKFLOW.rstrip("\n"), "bom.yml")
    workflow(tmp_path, WORKFLOW.replace("    needs: test\n", "    needs: test   \n\n\n"), "blanks.yml")
    assert cli("roundtrip", ".").out.endswith("3 identical, 0 same, 0 different, 0 refused, 0 crashed\n")


def test_edits_are_counted_by_their_sort(cli: CommandLine, tmp_path: Path) -> None:
    workflow(tmp_path)
    before = contents(tmp_path)
    outcome = cli("roundtrip", ".", "--edit", "--no-tools")
    assert outcome.code == 0, outcome.out
    lines = outcome.out.splitlines()
    assert lines[2].split() == ["edit", "right", "told", "wrong"]
    assert any(line.startswith("change the command ") for line in lines)
    assert lines[-3].endswith(", 0 wrong")
    assert lines[-1] == "1 identical, 0 same, 0 different, 0 refused, 0 crashed"
    assert contents(tmp_path) == before


def test_a_path_that_is_not_there_is_bad_input(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("roundtrip", tmp_path / "missing.yaml")
    assert (outcome.code, "there is no such file" in outcome.out) == (2, True)
