from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from designer import __version__
from designer.cli.main import COMMANDS
from designer.session.templates import load_templates
from tests.unit.cli.command_line import LESSON, CommandLine


def test_svg_is_drawn_with_findings_and_score(cli: CommandLine, lesson: Path, tmp_path: Path) -> None:
    outcome = cli("render", lesson, "-o", "lesson.svg")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    text = (tmp_path / "lesson.svg").read_text()
    ET.fromstring(text)
    assert "REP001" in text
    assert "Reproducibility" in text
    assert not cli.pictures


def test_a_plain_picture_holds_the_pipeline_only(cli: CommandLine, lesson: Path) -> None:
    text = cli("render", lesson, "--plain").out
    assert "REP001" not in text
    assert ">Train<" in text


def test_a_picture_of_standard_input_goes_to_standard_output(cli: CommandLine) -> None:
    assert cli("render", "-", "--theme", "dark", stdin=LESSON).out.startswith("<?xml")


@pytest.mark.parametrize("name", ["a.png", "a.PDF"])
def test_other_pictures_are_left_to_the_window_s_painter(cli: CommandLine, lesson: Path, name: str) -> None:
    assert cli("render", lesson, "-o", name, "--theme", "dark").code == 0
    ((path, snapshot, _, theme, report, straight),) = cli.pictures
    assert not straight
    assert (path, theme.name) == (Path(name), "dark")
    assert snapshot.positions == {"train": (0, 0), "deploy": (290, 0)}
    assert report.findings


def test_an_unknown_kind_of_picture_is_refused(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("render", lesson, "-o", "a.bmp")
    assert outcome.code == 2
    assert ".svg, .png or .pdf" in outcome.err


def test_rules_are_listed_by_principle(cli: CommandLine) -> None:
    outcome = cli("rules")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines.index("Reproducibility") < lines.index("Monitoring & drift") < lines.index("Structure (not scored)")
    assert any(line.split()[:2] == ["REP001", "error"] for line in lines)


def test_a_rule_is_explained_on_one_page(cli: CommandLine) -> None:
    page = cli("rules", "rep001").out
    assert page.startswith("REP001 code-not-versioned\n")
    assert "Nobody can tell which code produced the model" in " ".join(page.split())
    assert "https://" in page


def test_a_rule_is_found_by_its_name_too(cli: CommandLine) -> None:
    assert cli("rules", "code-not-versioned").out == cli("rules", "REP001").out


def test_an_unknown_rule_is_named(cli: CommandLine) -> None:
    outcome = cli("rules", "REP999")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'REP999'" in outcome.err


def test_rules_of_a_profile_have_its_severities(cli: CommandLine) -> None:
    assert cli("rules", "--profile", "classroom").code == 0
    assert cli("rules", "--profile", "none").code == 2


@pytest.mark.parametrize("name", ["training", "batch", "online"])
def test_templates_to_build_on_have_no_finding(cli: CommandLine, name: str, tmp_path: Path) -> None:
    assert cli("new", "mine.mlops.yaml", "--template", name).code == 0
    outcome = cli("check", "mine.mlops.yaml")
    assert outcome.code == 0, outcome.out
    assert "100  grade A" in outcome.out
    for target in ("github", "dvc"):
        assert cli("export", "mine.mlops.yaml", "--to", target).code == 0


def test_the_lesson_is_a_template_with_findings_in_every_principle(cli: CommandLine) -> None:
    text = cli("new", "--template", "lesson").out
    assert cli("check", "-", stdin=text).out.count("   0") >= 6


def test_every_template_says_what_it_is_for(cli: CommandLine) -> None:
    shown = " ".join(cli("new", "--help").out.split())
    for template in load_templates().values():
        assert template.help in shown


def test_a_new_document_never_replaces_a_file(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("new", lesson)
    assert outcome.code == 2
    assert "exists" in outcome.err
    assert lesson.read_text() == LESSON
    assert cli("new", lesson, "--force").code == 0
    assert lesson.read_text() != LESSON


def test_an_unknown_template_is_named_with_those_that_exist(cli: CommandLine) -> None:
    outcome = cli("new", "--template", "x")
    assert outcome.code == 2
    assert "lesson" in outcome.err


def test_files_alone_open_the_window(cli: CommandLine) -> None:
    assert cli().code == 0
    assert cli("a.mlops.yaml").code == 0
    assert cli("--smoke").code == 0
    assert cli("a.mlops.yaml", "b.yaml").code == 0
    one = Path("a.mlops.yaml")
    assert cli.windows == [((), False), ((one,), False), ((), True), ((one, Path("b.yaml")), False)]


def test_the_version_is_told(cli: CommandLine) -> None:
    assert cli("--version").out == f"mlops-designer {__version__}\n"


def test_help_shows_every_command_and_examples(cli: CommandLine) -> None:
    outcome = cli("--help")
    assert outcome.code == 0
    assert "examples:" in outcome.out
    for name in COMMANDS:
        assert f"\n  {name} " in outcome.out
        own = cli(name, "--help")
        assert own.code == 0
        assert "examples:" in own.out
        assert own.out.startswith(f"usage: mlops-designer {name} ")


@pytest.mark.parametrize("argv", [["--nonsense"], ["a", "b"], ["check", "--format", "xml", "a"], ["export", "a"]])
def test_a_wrong_command_line_is_one_line(cli: CommandLine, argv: list[str]) -> None:
    outcome = cli(*argv)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert "--help" in outcome.err


def test_several_rules_are_explained_one_after_the_other(cli: CommandLine) -> None:
    pages = cli("rules", "REP002", "GRA001").out
    assert pages.index("REP002 data-not-versioned") < pages.index("\n\nGRA001 flow-cycle\n")
    assert "REP011 (must hold first): " in pages
    assert "What the program can do" not in cli("rules", "SEC006").out
