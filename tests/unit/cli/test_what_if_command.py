"""``what-if`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.command_line import IMPROVED, CommandLine


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_failure_is_told_by_default(cli: CommandLine) -> None:
    outcome = cli("what-if", "-", "eval", stdin=IMPROVED)
    assert outcome.code == 0
    out = plain(outcome.out)
    assert out.startswith("What if eval fails?")
    assert "in order deploy does not run, so the release before stays in production" in out


def test_all_events_as_json(cli: CommandLine) -> None:
    data = json.loads(cli("what-if", "-", "data", "--event", "all", "--format", "json", stdin=IMPROVED).out)
    assert data["format"] == 1
    assert [answer["event"] for answer in data["answers"]] == ["fails", "removed", "drifts"]
    claim = data["answers"][0]["groups"][0]["claims"][0]
    assert claim["steps"][0] == "data"
    assert claim["links"]


def test_a_step_is_found_by_its_title_and_a_mistyped_one_is_suggested(cli: CommandLine, lesson: Path) -> None:
    assert plain(cli("what-if", lesson, "Deploy").out).startswith("What if deploy fails?")
    outcome = cli("what-if", lesson, "depoly")
    assert outcome.code == 2
    assert "Did you mean deploy?" in outcome.err
    assert "Its steps are train, deploy" in cli("what-if", lesson, "zzz").err


def test_removal_names_findings_and_score(cli: CommandLine) -> None:
    out = plain(cli("what-if", "-", "watch", "--event", "removed", stdin=IMPROVED).out)
    assert "opens MON001 at deploy" in out
    assert "lower Monitoring goes from 100 to" in out
