"""check, fix, render and export on files of other people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.command_line import LESSON, CommandLine, Outcome
from tests.unit.session.files import RELEASE, STAGES, contents, stages, workflow

CI = ".github/workflows/ci.yml"
LINE = RELEASE[: RELEASE.index("  evaluate:")].count("\n") + 1


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return workflow(tmp_path, RELEASE)


def test_findings_name_the_file_and_the_line_of_their_card(cli: CommandLine, release: Path) -> None:
    outcome = cli("check", CI)
    assert outcome.code == 1
    assert outcome.out.startswith(f"{CI}  (profile classroom)\n")
    assert "AUT007 at evaluate" in outcome.out
    assert f"where: {CI}:{LINE}\n" in outcome.out


def test_what_the_file_cannot_show_is_no_finding(cli: CommandLine, release: Path) -> None:
    outcome = cli("check", CI)
    assert "Not visible in the files" in outcome.out
    assert "of what is visible" in outcome.out
    asked = outcome.out[outcome.out.index("  ?       at deploy\n") :]
    assert "            MON001  The released model is not monitored\n" in asked
    (entry,) = json.loads(cli("check", CI, "--format", "json").out)["files"]
    assert entry["not_visible"]["MON001"] == ["deploy"]
    assert "MON001" not in {f["code"] for f in entry["findings"]}


def test_json_has_the_place_too(cli: CommandLine, release: Path) -> None:
    (entry,) = json.loads(cli("check", CI, "--format", "json").out)["files"]
    (found,) = (f for f in entry["findings"] if f["code"] == "AUT007")
    assert found["place"] == {"path": CI, "line": LINE}


def test_an_action_that_can_be_swapped_is_shown_where_it_stands(cli: CommandLine, tmp_path: Path) -> None:
    steps = ("- run: pytest", "- uses: docker/login-action@v3", "- run: docker build .")
    workflow(tmp_path, "\n".join(("on: push", "jobs:", "  a:", "    steps:", *(f"    {s}" for s in steps), "")))
    (entry,) = json.loads(cli("check", CI, "--profile", "startup", "--format", "json").out)["files"]
    (found,) = (f for f in entry["findings"] if f["code"] == "SEC009")
    assert found["place"]["line"] == 6
    assert "docker/login-action@v3" in found["message"]


def test_a_folder_is_checked_as_one_pipeline(cli: CommandLine, tmp_path: Path, release: Path) -> None:
    stages(tmp_path)
    outcome = cli("check", ".")
    assert outcome.code == 1
    assert f"where: {CI}:{LINE}\n" in outcome.out


def test_checking_changes_nothing(cli: CommandLine, tmp_path: Path, release: Path) -> None:
    before = contents(tmp_path)
    cli("check", CI)
    cli("check", ".")
    assert contents(tmp_path) == before


def test_fixes_change_the_lines_they_are_about(cli: CommandLine, tmp_path: Path, release: Path) -> None:
    shown = cli("fix", "--all", CI, "--diff")
    assert (shown.code, release.read_text()) == (0, RELEASE)
    assert "-        continue-on-error: true\n" in shown.out
    outcome = cli("fix", "--all", CI)
    assert outcome.code == 0
    assert f"changed  {CI}\n" in outcome.out
    assert release.read_text() == RELEASE.replace("        continue-on-error: true\n", "")
    assert set(contents(tmp_path)) == {CI}
    assert "AUT007" not in cli("check", CI).out


def test_a_second_fix_finds_nothing_and_writes_nothing(cli: CommandLine, tmp_path: Path, release: Path) -> None:
    cli("fix", CI, "--all")
    before = contents(tmp_path)
    outcome = cli("fix", CI)
    assert outcome.out.startswith("0 fixed")
    assert contents(tmp_path) == before


def test_a_fix_that_no_file_can_say_is_left_and_told(cli: CommandLine, tmp_path: Path) -> None:
    text = RELEASE.replace(
        "kubectl apply -f k8s/", "scp model.pkl user@host:/srv/ && ssh user@host systemctl restart app"
    )
    path = workflow(tmp_path, text)
    outcome = cli("fix", "--all", CI, "--profile", "startup")
    assert "left SCA001 at deploy: " in outcome.err
    assert "SCA001" not in "".join(x for x in outcome.out.splitlines() if x.startswith("fixed"))
    assert "SCA001" in cli("check", CI, "--profile", "startup").out
    assert "platform" not in path.read_text()


def test_the_fixed_text_can_go_elsewhere(cli: CommandLine, tmp_path: Path, release: Path) -> None:
    fixed = RELEASE.replace("        continue-on-error: true\n", "")
    assert cli("fix", "--all", CI, "-o", "-").out == fixed
    assert cli("fix", "--all", CI, "-o", "other.yml").code == 0
    assert (tmp_path / "other.yml").read_text() == fixed
    assert release.read_text() == RELEASE
    stages(tmp_path)
    refused = cli("fix", ".", "-o", "one.yml")
    assert (refused.code, refused.out) == (2, "")


def test_pictures_are_made_of_them(cli: CommandLine, tmp_path: Path) -> None:
    stages(tmp_path)
    assert "Prepare" in cli("render", "dvc.yaml").out


def test_stages_leave_as_a_workflow_and_keep_their_parameters(cli: CommandLine, tmp_path: Path) -> None:
    stages(tmp_path)
    outcome = cli("export", "dvc.yaml", "--to", "github")
    assert outcome.code == 0
    assert "python prepare.py --split 0.2" in outcome.out
    assert "# ---- params.yaml" not in outcome.out
    assert "parameters: the file that is there stays" in outcome.err
    (tmp_path / "params.yaml").unlink()
    (tmp_path / "dvc.yaml").write_text(STAGES.replace("${split}", "0.2"))
    assert "# ---- params.yaml" in cli("export", "dvc.yaml", "--to", "github").out


# ---------------------------------------------------------------------- documents in folders
def checked(outcome: Outcome) -> list[str]:
    return [entry["path"] for entry in json.loads(outcome.out)["files"]]


def test_a_folder_of_documents_alone_is_checked_document_by_document(cli: CommandLine, tmp_path: Path) -> None:
    for name in ("b.mlops.yaml", "a.mlops.yml", "deep/c.mlops.yaml", ".hidden/d.mlops.yaml", ".e.mlops.yaml"):
        (tmp_path / "some" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "some" / name).write_text(LESSON)
    outcome = cli("check", "some", "--format", "json")
    assert (outcome.code, outcome.err) == (1, "")
    assert checked(outcome) == ["some/a.mlops.yml", "some/b.mlops.yaml", "some/deep/c.mlops.yaml"]


def test_a_folder_with_both_is_checked_as_one_pipeline_and_its_documents(
    cli: CommandLine, tmp_path: Path, release: Path
) -> None:
    (tmp_path / "drawn.mlops.yaml").write_text(LESSON)
    (tmp_path / ".mlops.yaml").write_text("format: 1\nsources: [.]\n")
    assert checked(cli("check", ".", "drawn.mlops.yaml", "--format", "json")) == [".", "drawn.mlops.yaml"]


def test_a_folder_with_nothing_to_check_and_one_with_a_broken_document_are_bad_input(
    cli: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert "nothing in this folder can be read" in cli("check", "empty").err
    (tmp_path / "broken.mlops.yaml").write_text("steps: [")
    outcome = cli("check", ".")
    assert outcome.code == 2
    assert "broken.mlops.yaml" in outcome.err


def test_titles_of_questions_are_whole_also_in_narrow_terminals(release: Path) -> None:
    said = CommandLine(width=50)("check", release).out
    asked = said[said.index("Not visible in the files") :]
    assert "..." not in asked
    assert "REP002  Training data is not versioned\n                    before training\n" in asked


def test_files_of_a_folder_that_do_not_count_are_told(cli: CommandLine, release: Path, tmp_path: Path) -> None:
    (tmp_path / ".github/workflows/empty.yml").write_text("on: push\njobs: {}\n")
    copies = [tmp_path / "docs" / f"{i}.yml" for i in range(5)]
    copies[0].parent.mkdir()
    for copy in copies:
        copy.write_text(RELEASE)
    told = cli("check", ".").err.splitlines()
    assert told[0].startswith("./.github/workflows/empty.yml:2 is not read: there are no jobs yet. Add a job.")
    assert told[1] == (
        ".: left out, as nothing is run from there: docs/0.yml, docs/1.yml, docs/2.yml, docs/3.yml and 1 more"
    )
    assert cli("check", CI).err == ""
