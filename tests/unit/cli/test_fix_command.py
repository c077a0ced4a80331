from __future__ import annotations

import subprocess
from pathlib import Path

from tests.unit.cli.command_line import LESSON, CommandLine


def test_all_fixes_leave_no_error(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("fix", "--all", lesson)
    assert (outcome.code, outcome.err) == (0, "")
    assert "fixed REP001 at train" in outcome.out
    assert cli("check", lesson, "--fail-on", "error").code == 0


def test_only_safe_fixes_are_made_without_all(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("fix", lesson)
    assert outcome.code == 0
    assert "more can be fixed with --all" in outcome.out.splitlines()[-1]
    assert "method: copy" in lesson.read_text()


def test_fixing_twice_changes_nothing_more(cli: CommandLine, lesson: Path) -> None:
    cli("fix", "--all", lesson)
    text = lesson.read_bytes()
    assert cli("fix", "--all", lesson).out.startswith("0 fixed")
    assert lesson.read_bytes() == text


def test_nothing_to_fix_leaves_the_file_alone(cli: CommandLine, improved: Path) -> None:
    before = improved.stat().st_ino
    assert cli("fix", "--all", improved).out == "0 fixed, 0 findings left; score 100 of 100, grade A.\n"
    assert improved.stat().st_ino == before


def test_a_diff_writes_nothing_and_can_be_applied(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("fix", "--all", "--diff", lesson.name)
    assert lesson.read_text() == LESSON
    assert "would fix REP001 at train" in outcome.err
    subprocess.run(["git", "apply", "-"], cwd=lesson.parent, input=outcome.out, text=True, check=True)
    assert cli("check", lesson, "--fail-on", "error").code == 0


def test_the_result_can_go_to_another_file(cli: CommandLine, lesson: Path) -> None:
    cli("fix", "--all", lesson, "-o", "fixed.yaml")
    assert lesson.read_text() == LESSON
    assert cli("check", "fixed.yaml", "--fail-on", "error").code == 0


def test_standard_input_goes_to_standard_output(cli: CommandLine) -> None:
    outcome = cli("fix", "--all", "-", stdin=LESSON)
    assert "fixed REP001 at train" in outcome.err
    assert cli("check", "-", "--fail-on", "error", stdin=outcome.out).code == 0


def test_comments_and_unknown_keys_survive(cli: CommandLine, lesson: Path) -> None:
    lesson.write_text(LESSON.replace("  train:", "  # our notebook\n  train:") + "team: {slack: '#ml'}\n")
    cli("fix", "--all", lesson)
    assert "# our notebook" in lesson.read_text()
    assert "team: {slack: '#ml'}" in lesson.read_text()


def test_a_bad_document_stays_as_it_is(cli: CommandLine, lesson: Path) -> None:
    lesson.write_text("steps: {train: 3}\n")
    outcome = cli("fix", "--all", lesson)
    assert (outcome.code, outcome.out) == (2, "")
    assert lesson.read_text() == "steps: {train: 3}\n"


def test_a_diff_and_an_output_exclude_each_other(cli: CommandLine, lesson: Path) -> None:
    assert cli("fix", lesson, "--diff", "-o", "x.yaml").code == 2


def test_a_dash_as_the_output_is_standard_output(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("fix", "--all", lesson, "-o", "-")
    assert lesson.read_text() == LESSON
    assert not Path("-").exists()
    assert cli("check", "-", "--fail-on", "error", stdin=outcome.out).code == 0
    nothing = cli("fix", "--all", "-", "-o", "-", stdin=outcome.out)
    assert (nothing.code, nothing.out) == (0, outcome.out)
