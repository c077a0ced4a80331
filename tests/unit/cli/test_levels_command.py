"""``levels``, and what ``check`` says about levels and the next step."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.command_line import IMPROVED, CommandLine


def plain(text: str) -> str:
    return " ".join(text.split())


def test_check_ends_with_the_levels_and_the_best_next_step(cli: CommandLine, lesson: Path) -> None:
    out = plain(cli("check", lesson).out)
    assert "Levels Google 0 of 2, Microsoft 0 of 4, ML Test Score 0 of 3" in out
    assert "Next step AUT001 at deploy: Insert an evaluation with a threshold (safe). Score 0 -> 5" in out


def test_check_offers_no_next_step_where_nothing_is_to_be_gained(cli: CommandLine) -> None:
    out = cli("check", "-", stdin=IMPROVED).out
    assert "Levels" in out
    assert "Next step" not in out


def test_levels_name_what_earned_them_and_the_way_to_the_next(cli: CommandLine) -> None:
    out = plain(cli("levels", "-", stdin=IMPROVED).out)
    assert "Google levels: 2 of 2, CI/CD pipeline automation" in out
    assert "[x] REP005 Training runs are tracked (earned by train)" in out
    assert "[ ] REP007 The training environment is pinned: missing at train" in out
    assert "To level 2: 1 fix 1. REP007 at train: Pin the environment with a lock file (safe)" in out


def test_levels_say_what_a_rule_waits_for(cli: CommandLine, lesson: Path) -> None:
    assert "Data is validated before training: waits for REP011 at train" in plain(cli("levels", lesson).out)


def test_levels_list_the_eleven_questions_and_the_band(cli: CommandLine, lesson: Path) -> None:
    out = cli("levels", lesson).out
    assert "more of a research project" in plain(out)
    asked = out.partition("To ask the team")[2].partition("Best next step")[0]
    assert sum(line.startswith("    ") and line[4] in "DMIN" for line in asked.splitlines()) == 11


def test_levels_tell_the_best_step_of_each_principle_with_what_it_opens(cli: CommandLine, lesson: Path) -> None:
    advice = plain(cli("levels", lesson).out.partition("Best next step")[2])
    assert "security SEC002 at deploy: Restrict access by role (safe). Security 0 -> 40" in advice
    assert "opens 1: MON008 at deploy" in advice


def test_levels_as_json(cli: CommandLine, lesson: Path) -> None:
    outcome = cli("levels", lesson, "--format", "json")
    data = json.loads(outcome.out)
    assert (outcome.code, data["format"], data["profile"]) == (0, 1, "classroom")
    google, microsoft = data["models"]
    assert (google["model"], google["reached"], google["top"]) == ("google", 0, 2)
    assert microsoft["next"] == {
        "complete": True,
        "cut": False,
        "fixes": [
            {"code": "REP001", "at": "train", "title": "Record the code version before training", "safety": "safe"},
            {"code": "AUT002", "at": "deploy", "title": "Insert unit tests before training", "safety": "safe"},
        ],
        "left": [],
    }
    assert len(data["ml_test_score"]["questions"]) == 11
    assert data["next"]["overall"]["before"]["overall"] < data["next"]["overall"]["after"]["overall"]


def test_levels_of_a_file_that_cannot_be_read(cli: CommandLine, tmp_path: Path) -> None:
    outcome = cli("levels", tmp_path / "none.mlops.yaml")
    assert (outcome.code, outcome.out) == (2, "")
    assert "none.mlops.yaml" in outcome.err


def test_levels_of_a_workflow_do_not_count_what_the_file_cannot_show(cli: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    workflow = folder / "train.yml"
    workflow.write_text(
        "on: [push]\njobs:\n  train:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python train.py\n"
    )
    out = plain(cli("levels", workflow).out)
    assert "[?] REP007 The training environment is pinned: not visible in these files at" in out
