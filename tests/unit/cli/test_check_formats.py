"""Every format, read by the programs that it is for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from designer.analysis.rulebook import load_rulebook
from designer.cli import formats
from tests.unit.cli.command_line import LESSON, CommandLine
from tests.unit.cli.report_readers import READERS, read_json, read_sarif
from tests.unit.cli.reported import FLOW


def test_the_usual_format_is_the_first_and_all_are_named_in_the_help(cli: CommandLine) -> None:
    assert formats.names()[0] == "text"
    assert set(formats.names()) == {"text", "json", "sarif", "github", "junit", "markdown", "html", "csv"}
    assert all(name in cli("check", "--help").out for name in formats.names())


@pytest.mark.parametrize("name", formats.names())
def test_several_files_a_folder_and_standard_input_work_in_every_format(
    cli: CommandLine, name: str, repository: Path, lesson: Path, improved: Path
) -> None:
    """Also with a file that cannot be read, without it spoiling the report."""
    for files in ([lesson, improved, "-"], [repository], [improved], [lesson, "missing.yaml"]):
        outcome = cli("check", *files, "--format", name, stdin=LESSON)
        assert outcome.code == (2 if "missing.yaml" in files else 0 if files == [improved] else 1)
        assert outcome.out
        READERS[name](outcome.out)


@pytest.mark.parametrize("name", formats.names())
def test_hostile_texts_stay_texts_in_every_format(cli: CommandLine, name: str, hostile: Path) -> None:
    outcome = cli("check", hostile, "--format", name)
    assert outcome.code == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", outcome.out)
    READERS[name](outcome.out)


@pytest.mark.parametrize("name", formats.names())
def test_the_same_pipeline_gives_the_same_bytes(cli: CommandLine, name: str, lesson: Path) -> None:
    assert cli("check", lesson, "--format", name).out == cli("check", lesson, "--format", name).out


# ---------------------------------------------------------------------- JSON
def test_json_has_everything_a_program_needs(cli: CommandLine, hostile: Path, tmp_path: Path) -> None:
    data = read_json(cli("check", hostile, "--format", "json").out)
    assert data["program"] == {"name": "mlops-designer", "version": data["program"]["version"]}
    (entry,) = data["files"]
    (waived,) = entry["waived"]
    assert waived["code"] == "REP005"
    assert (waived["suppressed"]["as"], waived["suppressed"]["until"]) == ("accepted", None)
    (found,) = (f for f in entry["findings"] if f["code"] == "AUT001")
    assert found["anchor"] == "deploy"
    assert found["ghost"]["kind"] == "evaluate"
    assert (found["ghost"]["after"], found["ghost"]["before"]) == (["train"], ["deploy"])
    assert found["autofix"]["safety"] == "safe"
    assert found["highlight"]["steps"] == found["steps"]
    assert found["url"].startswith("https://")
    assert found["place"] == {"path": str(hostile.relative_to(tmp_path)), "line": 9}
    assert len(found["fingerprint"]) == 16
    assert set(entry["levels"]) == {"google", "microsoft"}
    assert entry["configuration"]["profile"] == {"value": "classroom", "source": "default"}


def test_json_lists_the_questions_that_files_leave_open(cli: CommandLine, repository: Path) -> None:
    (entry,) = read_json(cli("check", ".", "--format", "json").out)["files"]
    assert {q["code"] for q in entry["questions"]} == set(entry["not_visible"])
    places = {f["place"]["path"] for f in entry["findings"] if "place" in f}
    assert places <= {".github/workflows/train model.yml"}


# ---------------------------------------------------------------------- SARIF
def results(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_sarif(text)["runs"][0]["results"]
    return found


def test_sarif_lists_every_rule_so_that_alerts_close(cli: CommandLine, improved: Path) -> None:
    run = read_sarif(cli("check", improved, "--format", "sarif").out)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == sorted(load_rulebook().rules)
    assert all(r["help"]["text"] and r["help"]["markdown"] for r in rules)
    assert all(r["helpUri"].startswith("https://") for r in rules if "helpUri" in r)
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_sarif_points_at_the_line_of_a_workflow(cli: CommandLine, repository: Path) -> None:
    found = results(cli("check", ".", "--format", "sarif").out)
    assert found
    for result in found:
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": ".github/workflows/train%20model.yml", "uriBaseId": "%SRCROOT%"}
        assert 1 <= location["physicalLocation"]["region"]["startLine"] <= len(FLOW.splitlines())
    at_deploy = [r for r in found if "deploy" in r["locations"][0]["logicalLocations"][0]["name"]]
    lines = {r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in at_deploy}
    assert lines == {FLOW.splitlines().index("  deploy:") + 1}  # the card is the job


def test_a_finding_about_a_line_of_a_script_points_at_that_line(cli: CommandLine, tmp_path: Path) -> None:
    """In a workflow, in a document, and also where the line itself is masked in the report."""
    script = "echo start\n{}\npython train.py\n"
    secret = "export DB_PASSWORD=kV9x2Lq8ZtR4wB7n"
    (tmp_path / ".git").mkdir()
    flow = tmp_path / ".github" / "workflows" / "a.yml"
    flow.parent.mkdir(parents=True)
    body = "".join(f"          {line}\n" for line in script.format(secret).splitlines())
    flow.write_text(f"on: push\njobs:\n  t:\n    runs-on: x\n    steps:\n      - name: Train\n        run: |\n{body}")
    text = "".join(f"      {line}\n" for line in script.format(secret).splitlines())
    (tmp_path / "a.mlops.yaml").write_text(f"steps:\n  train:\n    kind: train\n    command: |\n{text}")
    for name, line in ((str(flow), 9), ("a.mlops.yaml", 6)):
        (entry,) = read_json(cli("check", name, "--format", "json").out)["files"]
        (found,) = (f for f in entry["findings"] if f["code"] == "SEC001")
        assert found["place"]["line"] == line
        assert "kV9x2" not in json.dumps(entry)


def test_sarif_points_at_the_line_of_a_step_in_a_document(cli: CommandLine, lesson: Path) -> None:
    found = {r["ruleId"]: r for r in results(cli("check", lesson, "--format", "sarif").out)}
    location = found["REP005"]["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 3}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "Lesson/train"
    assert (found["REP005"]["level"], found["AUT011"]["level"]) == ("error", "warning")
    assert set(found["AUT001"]["properties"]["graphEdit"]) == {"title", "safety"}


def test_sarif_paths_come_back_from_their_uris(cli: CommandLine, hostile: Path, tmp_path: Path) -> None:
    uris = {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for r in results(cli("check", hostile, "--format", "sarif").out)
    }
    assert {unquote(uri) for uri in uris} == {hostile.relative_to(tmp_path).as_posix()}
    assert not any(set(uri) & set(" <>:\"'\\") for uri in uris)


def test_sarif_says_which_findings_are_suppressed_and_which_are_new(
    cli: CommandLine, hostile: Path, lesson: Path, tmp_path: Path
) -> None:
    suppressed = [r for r in results(cli("check", hostile, "--format", "sarif").out) if "suppressions" in r]
    assert [r["ruleId"] for r in suppressed] == ["REP005"]
    assert suppressed[0]["suppressions"][0]["justification"].startswith("Accepted: =cmd")
    cli("check", lesson, "--write-baseline", "known.json", "--ignore", "SEC002")
    later = results(cli("check", lesson, "--baseline", "known.json", "--format", "sarif").out)
    states = {r["ruleId"]: r["baselineState"] for r in later}
    assert states.pop("SEC002") == "new"
    assert set(states.values()) == {"unchanged"}


def test_sarif_is_relative_to_the_repository_wherever_the_program_is_started(
    cli: CommandLine, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = cli("check", ".", "--format", "sarif").out
    monkeypatch.chdir(repository / ".github")
    assert results(cli("check", "..", "--format", "sarif").out) == results(here)


def test_sarif_tells_what_could_not_be_read(cli: CommandLine, lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.mlops.yaml").write_text("steps:\n  a: {\n")
    run = read_sarif(cli("check", lesson, "broken.mlops.yaml", "--format", "sarif").out)["runs"][0]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    (note,) = invocation["toolExecutionNotifications"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "broken.mlops.yaml"


def test_a_file_that_cannot_be_read_is_annotated_where_it_is_broken(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "broken.mlops.yaml").write_text("steps:\n  a: {\n")
    out = cli("check", "broken.mlops.yaml", "--format", "github").out
    assert out.startswith("::error file=broken.mlops.yaml,line=3,title=Cannot be read::")
    assert cli("check", "missing.yaml", "--format", "github").out.startswith("::error title=Cannot be read::")
