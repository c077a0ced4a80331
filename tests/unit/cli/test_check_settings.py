"""Options and configuration of ``check``: which rules count, what fails, what is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.command_line import LESSON, CommandLine, Outcome


def entry(outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outcome.out)["files"][0]
    return found


def found_codes(outcome: Outcome) -> set[str]:
    return {f["code"] for f in entry(outcome)["findings"]}


def test_options_beat_the_document_and_files(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.mlops-designer]\nselect = ["REP", "AUT"]\nfail-on = "never"\n')
    path = tmp_path / "l.mlops.yaml"
    path.write_text(LESSON.replace("repo: false", "repo: false, analysis: {ignore: [REP]}"))
    plain = cli("check", path, "--format", "json")
    assert (plain.code, {c[:3] for c in found_codes(plain)}) == (0, {"AUT"})
    nearer = cli("check", path, "--format", "json", "--select", "SEC,mon", "--select", "SCA", "--fail-on", "error")
    assert (nearer.code, {c[:3] for c in found_codes(nearer)}) == (1, {"SEC", "MON", "SCA"})


def test_the_header_says_what_is_left_out(cli: CommandLine, lesson: Path) -> None:
    first = cli("check", lesson, "--ignore", "REP,SCA001", "--extend-select", "SEC012").out.splitlines()[0]
    assert first == f"{lesson}  (profile classroom; also SEC012; ignored: REP, SCA001)"


def test_an_ignored_rule_is_not_in_the_score(cli: CommandLine) -> None:
    text = "steps: {train: {kind: train, tracked: true, runs_on: ci}}\npipeline: {repo: true, scope: training}\n"
    before = entry(cli("check", "-", "--format", "json", stdin=text))["score"]["principles"]["reproducibility"]
    ignored = ("--ignore", "REP003,REP011")
    after = entry(cli("check", "-", "--format", "json", *ignored, stdin=text))["score"]["principles"]["reproducibility"]
    assert after > before


def test_least_confidence_hides_and_never_rescores(cli: CommandLine, lesson: Path) -> None:
    everything = entry(cli("check", lesson, "--format", "json"))
    sure = cli("check", lesson, "--format", "json", "--min-confidence", "high")
    some = entry(sure)
    assert some["hidden"] == len(everything["findings"]) - len(some["findings"]) > 0
    assert {f["confidence"] for f in some["findings"]} == {"high"}
    assert some["score"] == everything["score"]
    assert f" {some['hidden']} hidden below high confidence." in cli("check", lesson, "--min-confidence", "high").out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-under", "0"], 0),
        (["--fail-under", "1"], 1),
        (["--fail-under", "overall=1"], 1),
        (["--fail-under", "security=0", "--fail-under", "automation=0"], 0),
        (["--fail-under", "security=0", "--fail-under", "automation=1"], 1),
    ],
)
def test_scores_can_be_asked_for(cli: CommandLine, lesson: Path, options: list[str], code: int) -> None:
    assert cli("check", lesson, "--fail-on", "never", *options).code == code


def test_a_score_that_is_too_low_is_told(cli: CommandLine, lesson: Path) -> None:
    assert "! security is 0, and must be at least 60" in cli("check", lesson, "--fail-under", "security=60").out


def test_what_was_not_assessed_is_not_too_low(cli: CommandLine, tmp_path: Path) -> None:
    flow = tmp_path / ".github" / "workflows" / "ci.yml"
    flow.parent.mkdir(parents=True)
    flow.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python train.py\n")
    outcome = cli("check", flow, "--fail-on", "never", "--fail-under", "scalability=90")
    assert (outcome.code, "Scalability" in outcome.out) == (0, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fail-under", "lots"], "'lots' is no score"),
        (["--fail-under", "=3"], "'=3' is no score"),
        (["--fail-under", "luck=3"], "no principle 'luck'"),
        (["--fail-under", "300"], "from 0 to 100"),
        (["--fail-on", "sometimes"], "'sometimes' is not possible (command line)"),
        (["--select", "NIX"], "no rule begins with 'NIX'"),
        (["--min-confidence", "sure"], "'sure' is not possible"),
        (["--format", "word"], "invalid choice: 'word'"),
        (["--explain", "NIX001"], "no rule 'NIX001'"),
        (["--explain", "REP001", "--format", "sarif"], "--explain has no format 'sarif'. Choose one of text, html,"),
        (["--show-config", "--format", "html"], "--show-config has no format 'html'. Choose one of text, json."),
    ],
)
def test_wrong_options_are_told_once_in_one_line(
    cli: CommandLine, lesson: Path, improved: Path, options: list[str], said: str
) -> None:
    outcome = cli("check", lesson, improved, *options)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert said in outcome.err


def test_a_wrong_setting_in_a_document_is_told_with_its_line(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "l.mlops.yaml"
    path.write_text("pipeline:\n  analysis:\n    profile: startup\n    fail-on: often\nsteps: {t: {kind: train}}\n")
    outcome = cli("check", path)
    assert outcome.code == 2
    assert f"{path}:4: pipeline.analysis.fail-on: 'often' is not possible. Choose one of error, " in outcome.err


def test_one_wrong_configuration_does_not_hide_other_files(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / ".mlops-designer.toml").write_text("\nprofile = 3\n")
    (tmp_path / "b" / "b.mlops.yaml").write_text(LESSON)
    outcome = cli("check", "b/b.mlops.yaml", lesson, "--format", "json")
    assert outcome.code == 2
    assert ".mlops-designer.toml:2: profile: there is no profile 3" in outcome.err
    data = json.loads(outcome.out)
    assert [f["path"] for f in data["files"]] == [str(lesson)]
    assert [(e["line"], e["field"]) for e in data["errors"]] == [(2, "profile")]


def test_show_config_says_where_each_value_comes_from(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mlops-designer]\nprofile = "startup"\n[tool.mlops-designer.fail-under]\nsecurity = 5\n'
    )
    (tmp_path / ".mlops-designer.toml").write_text('ignore = ["SCA"]\n')
    path = tmp_path / "l.mlops.yaml"
    path.write_text(LESSON.replace("repo: false", "analysis: {min-confidence: medium}"))
    outcome = cli("check", "l.mlops.yaml", "--show-config", "--fail-on", "error")
    rows = {line.split()[0]: line.split()[1:] for line in outcome.out.splitlines()[1:]}
    assert outcome.code == 0
    assert rows["profile"] == ["startup", "pyproject.toml:2"]
    assert rows["ignore"] == ["SCA", ".mlops-designer.toml:1"]
    assert rows["min-confidence"] == ["medium", "l.mlops.yaml:1"]
    assert rows["fail-on"] == ["error", "command", "line"]
    assert rows["fail-under.security"] == ["5", "pyproject.toml:4"]
    assert rows["select"] == ["-", "default"]
    data = json.loads(cli("check", "l.mlops.yaml", "--show-config", "--format", "json").out)
    assert data["files"][0]["configuration"]["profile"] == {"value": "startup", "source": "pyproject.toml", "line": 2}


def test_fix_and_render_use_the_same_configuration(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    (tmp_path / ".mlops-designer.toml").write_text('select = ["SCA"]\n')
    assert "REP001" not in cli("fix", lesson, "--diff").err
    assert "REP001" not in cli("render", lesson).out
    (tmp_path / ".mlops-designer.toml").write_text('profile = "x"\n')
    for command in ("fix", "render"):
        outcome = cli(command, lesson)
        assert (outcome.code, ".mlops-designer.toml:1: profile:" in outcome.err) == (2, True)


def test_explain_shows_the_rule_and_how_it_stands(cli: CommandLine, lesson: Path, improved: Path) -> None:
    outcome = cli("check", lesson, improved, "--explain", "mon003")
    assert outcome.code == 0
    text = " ".join(outcome.out.split())
    assert text.startswith("MON003 ")
    assert f"In {lesson} error at deploy (lesson.mlops.yaml:4): " in text
    assert f"In {improved} It holds at: " in text
    assert "It does not count: it is ignored" in " ".join(
        cli("check", lesson, "--explain", "MON003", "--ignore", "MON").out.split()
    )
    waits = " ".join(cli("check", lesson, "--explain", "AUT006").out.split())
    assert "It waits for AUT001 at: deploy." in waits


def test_explain_speaks_the_formats_of_rule_pages(cli: CommandLine, lesson: Path, improved: Path) -> None:
    data = json.loads(cli("check", lesson, improved, "--explain", "MON003", "--format", "json").out)
    assert (data["code"], [row["path"] for row in data["files"]]) == ("MON003", [str(lesson), str(improved)])
    assert data["files"][0]["told"][0].startswith("error at deploy (lesson.mlops.yaml:4): ")
    html = cli("check", lesson, "--explain", "MON003", "--format", "html").out
    assert html.startswith("<!DOCTYPE html>")
    assert f"<h2>In <code>{lesson}</code></h2><ul><li>error at deploy" in html
    markdown = cli("check", lesson, "--explain", "MON003", "--format", "markdown").out
    assert f"## In `{lesson}`\n\n- error at deploy" in markdown


@pytest.mark.parametrize("asked", [("--explain", "MON003"), ("--show-config",)])
def test_what_is_shown_instead_of_the_report_can_go_into_a_file(
    cli: CommandLine, tmp_path: Path, lesson: Path, asked: tuple[str, ...]
) -> None:
    shown = cli("check", lesson, "--format", "json", *asked)
    written = cli("check", lesson, "--format", "json", *asked, "-o", tmp_path / "it.json")
    assert (written.code, written.out, written.err) == (0, "", f"{tmp_path / 'it.json'} written\n")
    assert (tmp_path / "it.json").read_text() == shown.out


JUDGING = [("check",), ("check", "--show-config"), ("fix", "--diff"), ("levels",), ("evidence",), ("render",)]


@pytest.mark.parametrize("words", [*JUDGING, ("what-if", "train")], ids=" ".join)
def test_every_command_that_judges_refuses_a_broken_pyproject(
    cli: CommandLine, tmp_path: Path, lesson: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "a"\nversion = \n')
    outcome = cli(words[0], lesson, *words[1:])
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert f"{tmp_path / 'pyproject.toml'}:3: this is not TOML: " in outcome.err


# ---------------------------------------------------------------------- baselines
def test_the_life_of_a_baseline(cli: CommandLine, tmp_path: Path, lesson: Path, improved: Path) -> None:
    base = tmp_path / "known.json"
    made = cli("check", lesson, improved, "--write-baseline", base)
    assert (made.code, made.out) == (0, "")
    assert f"{base} written: 15 findings, 15 of them new; 0 gone" in made.err
    data = json.loads(base.read_text())
    assert data["format"] == 1
    assert [sorted(e) for e in data["findings"]] == [["at", "code", "file", "fingerprint", "title"]] * 15
    assert data["findings"] == sorted(data["findings"], key=lambda e: (e["file"], e["code"], e["at"]))
    assert {e["file"] for e in data["findings"]} == {"lesson.mlops.yaml"}

    same = cli("check", lesson, "--baseline", base)
    assert (same.code, same.err) == (0, "")
    assert same.out.endswith("\nNo new findings. 15 known in the baseline.\n")

    lesson.write_text(LESSON.replace("tracked: false", "tracked: true").replace("repo: false", "personal_data: raw"))
    later = cli("check", lesson, "--baseline", base, "--format", "json")
    assert {e["code"] for e in entry(later)["baseline_gone"]} == {"REP005"}
    text = cli("check", lesson, "--baseline", base).out
    assert "REP005 at train is in the baseline and not here any more" in " ".join(text.split())

    again = cli("check", lesson, "--write-baseline", base)
    assert "1 gone" in again.err
    assert "REP005" not in base.read_text()


def test_a_new_finding_counts_and_known_ones_do_not(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    base = tmp_path / "known.json"
    cli("check", lesson, "--write-baseline", base, "--ignore", "SEC002")
    outcome = cli("check", lesson, "--baseline", base, "--format", "json")
    assert outcome.code == 1
    assert found_codes(outcome) == {"SEC002"}
    assert len(entry(outcome)["known"]) == 14


def test_a_baseline_survives_renamed_steps_elsewhere_and_moved_lines(
    cli: CommandLine, tmp_path: Path, lesson: Path
) -> None:
    base = tmp_path / "known.json"
    cli("check", lesson, "--write-baseline", base)
    lesson.write_text("# a comment\n\n" + LESSON)
    assert cli("check", lesson, "--baseline", base).code == 0


def test_a_baseline_is_the_same_bytes_from_every_folder(
    cli: CommandLine, tmp_path: Path, lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", lesson, "--write-baseline", tmp_path / "known.json")
    before = (tmp_path / "known.json").read_bytes()
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    cli("check", "../lesson.mlops.yaml", "--write-baseline", "../known.json")
    assert (tmp_path / "known.json").read_bytes() == before
    assert cli("check", "../lesson.mlops.yaml", "--baseline", "../known.json").code == 0


def test_entries_about_files_that_were_not_checked_stay(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    other = tmp_path / "other.mlops.yaml"
    other.write_text(LESSON)
    cli("check", lesson, other, "--write-baseline", "known.json")
    cli("check", other, "--write-baseline", "known.json")
    assert len(json.loads((tmp_path / "known.json").read_text())["findings"]) == 30
    assert "not here any more" not in cli("check", lesson, "--baseline", "known.json").out
    other.unlink()
    cli("check", lesson, "--write-baseline", "known.json")
    assert len(json.loads((tmp_path / "known.json").read_text())["findings"]) == 15


def test_a_configured_baseline_is_relative_to_the_file_that_names_it(
    cli: CommandLine, tmp_path: Path, lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", lesson, "--write-baseline", "known.json")
    (tmp_path / ".mlops-designer.toml").write_text('baseline = "known.json"\n')
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert cli("check", "../lesson.mlops.yaml").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "the baseline cannot be read: there is no such file"),
        ("{\n oops", "known.json:2: the baseline is not JSON"),
        ("[]", "this is no baseline"),
        ('{"format": 2, "findings": []}', "the baseline has format 2"),
        ('{"format": 1, "findings": [{"file": "a"}]}', "findings.0: an entry needs file"),
    ],
)
def test_a_broken_baseline_is_refused(cli: CommandLine, tmp_path: Path, lesson: Path, text: str, said: str) -> None:
    if text is not None:
        (tmp_path / "known.json").write_text(text)
    outcome = cli("check", lesson, "--baseline", "known.json")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert said in outcome.err
    assert "--write-baseline" in outcome.err


def test_standard_input_has_no_baseline(cli: CommandLine) -> None:
    assert cli("check", "-", "--write-baseline", "known.json", stdin=LESSON).code == 2


# ---------------------------------------------------------------------- where a report goes
def test_a_report_is_written_whole_into_a_file(cli: CommandLine, tmp_path: Path, lesson: Path) -> None:
    shown = cli("check", lesson, "--format", "json")
    written = cli("check", lesson, "--format", "json", "--output", tmp_path / "r.json")
    assert (written.code, written.out) == (1, "")
    assert written.err == f"{tmp_path / 'r.json'} written: 15 findings in 1 file\n"
    assert (tmp_path / "r.json").read_text() == shown.out
    assert cli("check", lesson, "--format", "json", "-o", "-").out == shown.out
    refused = cli("check", lesson, "--output", tmp_path / "no" / "r.txt")
    assert (refused.code, refused.err.count("\n")) == (2, 1)


MISTYPED = [
    (["check", "LESSON", "--select", "REP0O1"], "REP001"),
    (["check", "LESSON", "--ignore", "MON03"], "MON003"),
    (["check", "LESSON", "--explain", "no-drift-detected"], "no-drift-detection"),
    (["rules", "MON03"], "MON003"),
    (["chekc", "LESSON"], "check"),
    (["whatif", "LESSON", "train"], "what-if"),
    (["check", "LESSON", "--fail-under", "sec=50"], "security"),
    (["check", "LESSON", "--fail-under", "scalabilty=50"], "scalability"),
    (["check", "LESSON", "--fail-on", "warn"], "warning"),
    (["levels", "LESSON", "--profile", "class"], "classroom"),
]


@pytest.mark.parametrize(("words", "meant"), MISTYPED)
def test_a_mistyped_code_or_command_names_the_nearest(
    cli: CommandLine, lesson: Path, words: list[str], meant: str
) -> None:
    outcome = cli(*(lesson if word == "LESSON" else word for word in words))
    assert outcome.code == 2
    assert f"Did you mean {meant!r}?" in outcome.err


def test_a_mistyped_setting_names_the_nearest(cli: CommandLine, lesson: Path, tmp_path: Path) -> None:
    (tmp_path / ".mlops-designer.toml").write_text('fail_on = "error"\n')
    assert "Did you mean 'fail-on'?" in cli("check", lesson).err
