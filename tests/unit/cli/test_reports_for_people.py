"""Annotations, dashboards, spreadsheets, comments and pages: what people read of a check."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.unit.cli.command_line import LESSON, CommandLine
from tests.unit.cli.report_readers import read_csv, read_github, read_html, read_junit, read_markdown


# ---------------------------------------------------------------------- GitHub
def test_github_shows_the_ten_worst_and_counts_the_rest(cli: CommandLine, lesson: Path) -> None:
    commands = read_github(cli("check", lesson, "--format", "github").out)
    assert [c[0] for c in commands] == ["error"] * 10 + ["notice"]
    assert commands[0][1]["file"] == "lesson.mlops.yaml"
    assert commands[0][1]["line"] == "4"
    assert commands[0][1]["title"].startswith("AUT001 ")
    assert "\nRisk: " in commands[0][2] and "\nFix: " in commands[0][2]
    assert commands[-1][2].startswith("5 more findings: 2 errors, 3 warnings.")


def test_github_reads_the_path_back(cli: CommandLine, hostile: Path, tmp_path: Path) -> None:
    commands = read_github(cli("check", hostile, "--format", "github").out)
    assert {c[1]["file"] for c in commands if "file" in c[1]} == {hostile.relative_to(tmp_path).as_posix()}


def test_github_adds_to_the_summary_of_the_job(
    cli: CommandLine, lesson: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("of another step\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    cli("check", lesson, "--format", "github")
    text = summary.read_text()
    assert text.startswith("of another step\n## MLOps check: 15 findings (12 errors, 3 warnings)\n")
    cli("check", lesson, "--format", "markdown")
    assert summary.read_text() == text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary.md"))
    assert "summary of the job" in cli("check", lesson, "--format", "github").err


def test_github_paths_are_relative_to_what_was_checked_out(
    cli: CommandLine, lesson: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work" / "repo").mkdir(parents=True)
    (tmp_path / "work" / "repo" / "l.mlops.yaml").write_text(LESSON)
    monkeypatch.chdir(tmp_path / "work" / "repo")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "work"))
    commands = read_github(cli("check", "l.mlops.yaml", "--format", "github").out)
    assert commands[0][1]["file"] == "repo/l.mlops.yaml"


# ---------------------------------------------------------------------- JUnit
def outcomes(root: ET.Element) -> dict[str, str]:
    found = {}
    for case in root.iter("testcase"):
        kinds = [child.tag for child in case if child.tag != "system-out"]
        found[str(case.get("name")).split()[0]] = kinds[0] if kinds else "passed"
    return found


def test_junit_has_a_case_for_each_rule(cli: CommandLine, hostile: Path, improved: Path) -> None:
    found = outcomes(read_junit(cli("check", hostile, "--format", "junit").out))
    assert found["AUT001"] == "failure"
    assert found["REP005"] == "skipped"  # waived
    assert found["AUT006"] == "skipped"  # waits for AUT001
    assert found["AUT017"] == "passed"
    good = outcomes(read_junit(cli("check", improved, "--format", "junit").out))
    assert set(good.values()) <= {"passed", "skipped"}
    assert {c for c, state in good.items() if state == "skipped"} == set()


def test_junit_fails_with_what_fails_the_check(cli: CommandLine, lesson: Path) -> None:
    root = read_junit(cli("check", lesson, "--format", "junit", "--fail-on", "error", "--fail-under", "security=5").out)
    found = outcomes(root)
    assert (found["AUT001"], found["AUT011"], found["security"]) == ("failure", "passed", "failure")
    (case,) = (c for c in root.iter("testcase") if str(c.get("name")).startswith("AUT011"))
    assert "warning at train (lesson.mlops.yaml:3): " in (case.findtext("system-out") or "")


# ---------------------------------------------------------------------- CSV
def test_csv_guards_against_formulas(cli: CommandLine, hostile: Path) -> None:
    rows = read_csv(cli("check", hostile, "--format", "csv").out)
    (waived,) = (row for row in rows if row["status"] == "waived")
    assert waived["reason"].startswith("'=cmd|")
    assert {row["status"] for row in rows} == {"open", "waived"}


def test_csv_begins_with_the_file_even_when_its_name_is_a_formula(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "=1+1.mlops.yaml").write_text(LESSON)
    rows = read_csv(cli("check", "=1+1.mlops.yaml", "--format", "csv").out)
    assert rows[0]["file"] == "'=1+1.mlops.yaml"


# ---------------------------------------------------------------------- Markdown
def test_markdown_tables_keep_their_columns(cli: CommandLine, hostile: Path) -> None:
    text = read_markdown(cli("check", hostile, "--format", "markdown").out)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "| Rule |" not in line]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows if "`" in row}) == 1
    assert "~~REP005 at train (" in text


def test_markdown_fits_into_a_comment(cli: CommandLine, tmp_path: Path) -> None:
    files = [tmp_path / f"{i}.mlops.yaml" for i in range(40)]
    for path in files:
        path.write_text(LESSON)
    text = read_markdown(cli("check", *files, "--format", "markdown").out)
    assert "600 findings" in text.splitlines()[0]


# ---------------------------------------------------------------------- HTML
def test_html_holds_the_picture_the_score_and_the_findings(cli: CommandLine, lesson: Path) -> None:
    page = read_html(cli("check", lesson, "--format", "html").out)
    words = " ".join(" ".join(page.text).split())
    assert page.tags.count("svg") >= 2  # light and dark
    assert "0 of 100" in words and "Google MLOps level 0" in words
    for code in ("REP001", "AUT001", "SCA001", "MON001", "SEC002"):
        assert code in words
    assert "Evaluate model" in words  # a missing step in the picture
    assert "A bad model reaches users" in words


def test_html_strikes_waived_findings_through_and_lists_questions(
    cli: CommandLine, hostile: Path, repository: Path
) -> None:
    text = cli("check", hostile, "--format", "html").out
    assert re.search(r"<s>REP005 at <code>train \(&lt;/script&gt;[^<]*</code>", text)
    assert "ask the team" in cli("check", repository, "--format", "html").out


# ---------------------------------------------------------------------- several findings of one rule
THREE = "steps: {a: {kind: train}, b: {kind: train}, c-d_e: {kind: train}}\n"


def test_risk_and_fix_of_a_rule_are_told_once(cli: CommandLine) -> None:
    text = cli("check", "-", "--select", "REP005", stdin=THREE).out
    assert (text.count("error   REP005 at "), text.count("risk:"), text.count("found:")) == (3, 1, 3)
    for name in ("html", "markdown"):
        told = cli("check", "-", "--select", "REP005", "--format", name, stdin=THREE).out
        assert told.count("live in somebody") == 1
        assert "c-d_e" in told


def test_names_of_steps_are_never_broken(cli: CommandLine) -> None:
    cli.width = 60
    text = "steps: {one-two-three-four-five-six-seven-eight: {kind: train}}\n"
    lines = cli("check", "-", stdin=text).out.splitlines()
    assert not [line for line in lines if line.rstrip().endswith("-")]


def test_a_folder_is_called_by_its_name_in_reports_that_travel(cli: CommandLine, repository: Path) -> None:
    for name in ("html", "markdown", "junit"):
        assert repository.name in cli("check", ".", "--format", name).out


# ---------------------------------------------------------------------- waivers and levels
def test_github_counts_waived_findings_and_the_summary_has_the_reasons(
    cli: CommandLine, hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> str:
        commands = read_github(cli("check", hostile, "--format", "github").out)
        (notice,) = [c for c in commands if c[1]["title"] == "Waived findings"]
        assert notice[0] == "notice"
        return str(notice[2])

    assert told().endswith("1 waived: 1 accepted")
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert told().endswith("1 waived: 1 accepted; the summary of the job has the reasons")
    assert "Accepted: " in summary.read_text()


def test_a_page_folds_what_earned_each_level(cli: CommandLine, improved: Path) -> None:
    page = cli("check", improved, "--format", "html").out
    read_html(page)
    folds = re.findall(r"<details><summary>([^<]*)</summary>(.*?)</details>", page, re.DOTALL)
    titles = {title: inside for title, inside in folds if title.endswith(": what earned it")}
    assert len(titles) == 3
    google = next(inside for title, inside in titles.items() if title.startswith("Google"))
    assert "AUT001 The model is evaluated before it is released (earned by " in google
