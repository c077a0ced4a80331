"""Every format, read by the programs that it is for."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker

from designer.analysis.rulebook import load_rulebook
from designer.cli import formats
from designer.resources import resource
from tests.unit.cli.command_line import LESSON, CommandLine

DATA = Path(__file__).parents[2] / "data"
SARIF = json.loads((DATA / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
CHECK = json.loads(resource("schema", "check.schema.json").read_text(encoding="utf-8"))
EVIL = "</script><script>alert(1)</script> =1+1 | `x` @all #1 ::error::no [a](javascript:b) ]]> %0A \\x01\\n-->&amp;"
HOSTILE = f"""\
pipeline: {{name: "{EVIL}", repo: false, description: "{EVIL}"}}
steps:
  train:
    kind: train
    title: "{EVIL}"
    command: "{EVIL}"
    tracked: false
    suppress: [{{code: REP005, as: accepted, reason: "=cmd|' /C calc'! {EVIL}", owner: "{EVIL}"}}]
  deploy: {{kind: deploy, title: "{EVIL}", method: copy}}
links: [train -> deploy]
notes:
  n: {{text: "{EVIL}"}}
"""
FLOW = """\
on: push
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Train
        run: python train.py
  deploy:
    needs: train
    runs-on: ubuntu-latest
    environment: production
    steps:
      - name: Deploy
        run: |
          kubectl apply -f model.yaml
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "a, b:c %41 <x>"
    folder.mkdir()
    path = folder / "-=é &'\".mlops.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    flow = tmp_path / ".github" / "workflows" / "train model.yml"
    flow.parent.mkdir(parents=True)
    flow.write_text(FLOW)
    return tmp_path


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
def read_json(text: str) -> dict[str, Any]:
    Draft202012Validator.check_schema(CHECK)
    data: dict[str, Any] = json.loads(text)
    assert not list(Draft202012Validator(CHECK).iter_errors(data))
    return data


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
def read_sarif(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    errors = list(Draft4Validator(SARIF, format_checker=FormatChecker()).iter_errors(data))
    assert not errors, errors[0].message
    return data


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


# ---------------------------------------------------------------------- GitHub
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)\Z")


def unescaped(text: str) -> str:
    for code, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def read_github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner of GitHub takes workflow commands apart."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            match = COMMAND.match(line)
            assert match, line
            properties = dict(p.split("=", 1) for p in match[2].split(","))
            found.append((match[1], {k: unescaped(v) for k, v in properties.items()}, unescaped(match[3])))
        else:
            assert line.startswith("mlops-designer: ")
    return found


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
def read_junit(text: str) -> ET.Element:
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for suite in root.findall("testsuite"):
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        for word, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(word) == str(len(suite.findall(f"testcase/{kind}")))
        assert all(case.get("name") and case.get("classname") for case in cases)
        assert len({(c.get("classname"), c.get("name")) for c in cases}) == len(cases)
    assert root.get("tests") == str(len(list(root.iter("testcase"))))
    return root


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
def read_csv(text: str) -> list[dict[str, str]]:
    rows = list(csv.DictReader(StringIO(text), strict=True))
    assert text.count("\n") == len(rows) + 1  # one line each
    for row in rows:
        assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    return rows


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
def read_markdown(text: str) -> str:
    assert len(text) <= 65_536
    assert text.count("<details>") == text.count("</details>")
    body = re.sub(r"<(/?(?:details|summary))>", "", text)
    outside = re.sub(r"(`+) ?.*? ?\1", "", re.sub(r"\\.", "", body))
    assert not re.search(r"<\w|@\w|(?<!\()https?://", outside)
    return text


def test_markdown_tables_keep_their_columns(cli: CommandLine, hostile: Path) -> None:
    text = read_markdown(cli("check", hostile, "--format", "markdown").out)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "| Rule |" not in line]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows if "`" in row}) == 1
    assert "~~REP005 at train:" in text


def test_markdown_fits_into_a_comment(cli: CommandLine, tmp_path: Path) -> None:
    files = [tmp_path / f"{i}.mlops.yaml" for i in range(40)]
    for path in files:
        path.write_text(LESSON)
    text = read_markdown(cli("check", *files, "--format", "markdown").out)
    assert "600 findings" in text.splitlines()[0]


# ---------------------------------------------------------------------- HTML
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Elements are closed in order; what could run, load or lead elsewhere is collected."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_html(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert not {"script", "iframe", "object", "embed", "img", "link", "base", "form"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    links = [(tag, name, value) for tag, name, value in page.attributes if name in ("href", "src", "xlink:href")]
    assert all(tag == "a" and value.startswith("https://") for tag, _, value in links)
    assert not re.search(r"url\(|@import", text)
    return page


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
    assert re.search(r"<s>REP005 at <code>train</code>", text)
    assert "ask the team" in cli("check", repository, "--format", "html").out


def read_text(text: str) -> str:
    return text


READERS = {
    "text": read_text,
    "json": read_json,
    "sarif": read_sarif,
    "github": read_github,
    "junit": read_junit,
    "markdown": read_markdown,
    "html": read_html,
    "csv": read_csv,
}


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
