from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.command_line import LESSON, CommandLine

EXPECTED = {
    *("REP001", "REP003", "REP005", "REP010", "REP011", "AUT001", "AUT002", "AUT003", "AUT005", "AUT011"),
    *("SCA001", "SCA002", "MON001", "MON003", "SEC002"),
}


def report(out: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(out)
    assert data["format"] == 1
    return data


def test_a_clean_pipeline_gives_zero_and_says_so(cli: CommandLine, improved: Path) -> None:
    outcome = cli("check", improved)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("\nNo findings.\n")
    assert "Overall" in outcome.out
    assert "100  grade A" in outcome.out


def test_findings_give_one(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("check", lesson)
    assert outcome.code == 1
    last = outcome.out.splitlines()[-1]
    assert last.startswith("15 findings: 12 errors, 3 warnings;")


def test_findings_stand_under_their_principle_with_risk_and_fix(cli: CommandLine, lesson: Path) -> None:
    text = cli("check", lesson).out
    headings = [line for line in text.splitlines() if line in PRINCIPLES]
    assert headings == PRINCIPLES
    part = text[text.index("Monitoring\n") : text.index("Security\n")]
    assert "error   MON001 at deploy, +3 points: " in part
    assert "risk:  The model can be slow" in part
    assert "fix:   Attach a monitor" in part


PRINCIPLES = ["Reproducibility", "Automation", "Scalability", "Monitoring", "Security"]


def test_no_line_is_wider_than_the_terminal(cli: CommandLine, lesson: Path) -> None:
    cli.width = 60
    _path, *lines, _summary = cli("check", lesson).out.splitlines()
    assert max(map(len, lines)) <= 60


def test_json_holds_the_keys_of_the_first_version(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("check", lesson, "--format", "json")
    (entry,) = report(outcome.out)["files"]
    assert outcome.code == 1
    assert set(entry) >= {"path", "profile", "score", "findings"}
    assert entry["path"] == str(lesson)
    assert entry["profile"] == "classroom"
    assert entry["score"] == {"overall": 0, "grade": "F", "principles": dict.fromkeys(map(str.lower, PRINCIPLES), 0)}
    keys = "code name principle severity confidence at steps message risk fix autofix points"
    assert all(set(f) >= set(keys.split()) for f in entry["findings"])
    assert {f["code"] for f in entry["findings"]} == EXPECTED
    (found,) = (f for f in entry["findings"] if f["code"] == "REP001")
    assert (found["at"], found["steps"], found["principle"]) == ("train", ["train"], "reproducibility")
    assert set(found["autofix"]) == {"title", "safety"}


def test_a_finding_without_a_fix_of_the_program_says_null(cli: CommandLine) -> None:
    text = "steps: {d: {kind: data_source, encrypted: true, access: rbac, versioned: true}, t: {kind: train}}\n"
    text += "links: [d -> t]\n"
    (entry,) = report(cli("check", "-", "--format", "json", stdin=text).out)["files"]
    assert [f["autofix"] for f in entry["findings"] if f["code"] == "SEC006"] == [None]


def test_a_dash_reads_standard_input(cli: CommandLine) -> None:
    outcome = cli("check", "-", stdin=LESSON)
    assert outcome.code == 1
    assert outcome.out.startswith("<stdin>  (profile classroom)\n")


def test_standard_input_that_is_not_utf8_is_refused(cli: CommandLine) -> None:
    outcome = cli("check", "-", stdin=b"pipeline: {}\nsteps: {a: \xff}\n")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("mlops-designer: error: <stdin>:2: ")


def test_all_files_are_reported_and_the_worst_decides(cli: CommandLine, lesson: Path, improved: Path) -> None:
    outcome = cli("check", improved, lesson, "missing.yaml", "--format", "json")
    assert outcome.code == 2
    assert [f["path"] for f in report(outcome.out)["files"]] == [str(improved), str(lesson)]
    assert outcome.err.count("\n") == 1
    assert "missing.yaml" in outcome.err
    assert cli("check", improved, lesson).code == 1


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_fail_on_decides_which_findings_count(cli: CommandLine, level: str, code: int) -> None:
    only_warnings = "pipeline: {scope: training, repo: true}\nsteps: {d: {kind: data_source, encrypted: true, "
    only_warnings += "access: rbac, personal_data: none, versioned: true}, c: {kind: validate_data}, "
    only_warnings += "v: {kind: code_test, levels: [unit]}, t: {kind: train, tracked: true, runs_on: ci}, "
    only_warnings += "e: {kind: evaluate, threshold: true}, r: {kind: register}}\n"
    only_warnings += "links: [d -> c, c -> t, v -> t, t -> e, e -> r]\n"
    (entry,) = report(cli("check", "-", "--format", "json", stdin=only_warnings).out)["files"]
    assert {f["severity"] for f in entry["findings"]} == {"warning"}
    assert cli("check", "-", "--fail-on", level, stdin=only_warnings).code == code


def test_never_failing_still_refuses_bad_input(cli: CommandLine, lesson: Path) -> None:
    assert cli("check", lesson, "--fail-on", "never").code == 0
    assert cli("check", "missing.yaml", "--fail-on", "never").code == 2


def test_another_profile_finds_more(cli: CommandLine, lesson: Path) -> None:
    found = report(cli("check", lesson, "--profile", "startup", "--format", "json").out)["files"][0]
    assert found["profile"] == "startup"
    assert {f["code"] for f in found["findings"]} >= EXPECTED


def test_an_unknown_profile_is_named_with_those_that_exist(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("check", lesson, "--profile", "strict")
    assert (outcome.code, outcome.out) == (2, "")
    assert "no profile 'strict'" in outcome.err
    assert "classroom" in outcome.err


def test_control_characters_in_names_never_reach_the_terminal(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\n.yaml"
    path.write_text('steps: {train: {kind: train, title: "\\e[31m\\a\\u202e"}}\n')
    cli.colour = False
    outcome = cli("check", path)
    assert outcome.code == 1
    assert "\x1b" not in outcome.out + outcome.err
    assert "\x1b" not in cli("check", tmp_path / "\x1b[31m").err


def test_colour_marks_severities(cli: CommandLine, lesson: Path) -> None:
    cli.colour = True
    assert "\x1b[31m  error   \x1b[0mREP001" in cli("check", lesson).out


def test_step_kinds_beside_the_document_count(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "mlops-steps").mkdir()
    (tmp_path / "mlops-steps" / "fit.yaml").write_text("kind: fit\ntitle: Fit\nlike: train\n")
    (tmp_path / "own.yaml").write_text("steps: {fit: {kind: fit}}\n")
    (entry,) = report(cli("check", "own.yaml", "--format", "json").out)["files"]
    assert "REP005" in {f["code"] for f in entry["findings"]}


def test_a_file_is_needed(cli: CommandLine) -> None:
    outcome = cli("check")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1


def test_waived_findings_are_counted_with_their_kind(cli: CommandLine) -> None:
    why = "{code: REP005, as: elsewhere, reason: 'the platform team logs every run'}"
    text = f"steps: {{train: {{kind: train, suppress: [{why}]}}}}\n"
    outcome = cli("check", "-", stdin=text)
    assert outcome.out.startswith("<stdin>  (profile classroom; 1 waived: 1 elsewhere)\n")
    assert "  waived  REP005 at train: " in outcome.out
    assert "REP005" not in outcome.out.partition("\nWaived ")[0]
    assert "Done elsewhere: the platform team logs every run." in " ".join(outcome.out.split())
    assert outcome.out.endswith(" 1 waived: 1 elsewhere.\n")


def test_waivers_can_be_ignored(cli: CommandLine) -> None:
    why = "{code: REP005, as: elsewhere, reason: 'the platform team logs every run'}"
    told = cli("check", "-", "--ignore-waivers", stdin=f"steps: {{train: {{kind: train, suppress: [{why}]}}}}\n")
    assert told.out == cli("check", "-", stdin="steps: {train: {kind: train}}\n").out
    assert "REP005 at train" in told.out


def test_a_waiver_that_does_not_count_is_told(cli: CommandLine) -> None:
    text = "steps: {train: {kind: train, suppress: [{code: REP005, as: elsewhere, reason: so}]}}\n"
    outcome = cli("check", "-", stdin=text)
    assert "WAI003 at train: A waiver does not count" in outcome.out
    assert "REP005 at train" in outcome.out


def test_the_kinds_of_each_folder_count_for_its_own_documents(cli: CommandLine, tmp_path: Path) -> None:
    for folder, title in (("a", "Fit A"), ("b", "Fit B")):
        (tmp_path / folder / "mlops-steps").mkdir(parents=True)
        kind = "train" if folder == "a" else "notify"
        (tmp_path / folder / "mlops-steps" / "fit.yaml").write_text(f"kind: fit\ntitle: {title}\nlike: {kind}\n")
        (tmp_path / folder / "own.yaml").write_text("steps: {fit: {kind: fit}}\n")
    first, second = report(cli("check", "a/own.yaml", "b/own.yaml", "--format", "json").out)["files"]
    assert "REP005" in {f["code"] for f in first["findings"]}
    assert "REP005" not in {f["code"] for f in second["findings"]}


def test_a_broken_kind_beside_one_document_does_not_hide_the_others(cli: CommandLine, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.yaml").write_text("steps: {fit: {kind: train}}\n")
    (tmp_path / "a" / "mlops-steps").mkdir()
    (tmp_path / "a" / "mlops-steps" / "fit.yaml").write_text("kind: [fit\n")
    outcome = cli("check", "a/own.yaml", "b/own.yaml", "--format", "json")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "fit.yaml:2" in outcome.err
    assert [f["path"] for f in report(outcome.out)["files"]] == ["b/own.yaml"]


def test_without_a_file_the_folder_where_one_stands_is_checked(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lesson.mlops.yaml").write_text(LESSON, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli("check") == cli("check", ".")
    assert cli("check").code == 1
