"""Texts of others that are made to keep a search busy end in a moment."""

from __future__ import annotations

import pytest

from designer.linters.catalog import load_linters
from designer.plan.ignores import own_comment
from designer.recognition.hazards.finder import load_finder
from designer.recognition.placeholders import is_placeholder
from designer.recognition.scripts import read_scripts
from designer.recognition.shell import MAX_LENGTH
from designer.recognition.work import Work

LONG = 200_000
TEXTS = {
    "blank lines": "\n" * LONG,
    "open templates": "${" * LONG,
    "open expressions": "${{" * LONG,
    "one word": "a" * LONG,
    "schemes": "a-" * LONG + "://",
    "programs": "curl " * LONG,
    "uploads": "curl " + "x " * LONG + " sftp://x:latest",
}
pytestmark = pytest.mark.timeout(20)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_script_is_read_in_a_moment(text: str) -> None:
    script = read_scripts("python train.py", ".", {"train.py": text}.get)
    assert not script.shows
    assert read_scripts(text, ".", {}.get).unseen


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_command_is_looked_through_in_a_moment(text: str) -> None:
    piece = text[-MAX_LENGTH:]
    assert not [h for h in load_finder().find({"command": piece}) if h.kind == "credential"]
    is_placeholder(Work(piece))


def test_the_commands_of_stages_are_cut_out_in_a_moment() -> None:
    command = TEXTS["open templates"]
    (cut,) = load_linters()["shellcheck"].cuttings("dvc.yaml", f"stages:\n  a:\n    cmd: {command}\n").values()
    assert command in cut


def test_a_waiver_in_a_comment_is_read_in_a_moment() -> None:
    told = own_comment(f"mlops: ignore[MON001] accepted: a{' ' * LONG}b (owner: ops")
    assert told is not None
    assert told[1]["reason"].endswith("b (owner: ops")


def test_who_answers_for_a_waiver_stands_in_the_last_brackets() -> None:
    told = own_comment("mlops: ignore[MON001] accepted: ordered (really) (owner: ops, until: 2030-12-31)")
    assert told == (
        ("MON001",),
        {"as": "accepted", "reason": "ordered (really)", "owner": "ops", "until": "2030-12-31"},
    )
