"""What was seen in set-up is a note about a file: edits, savings and other people's changes leave it at that."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.commands import steps
from designer.session.merging import merge
from designer.session.opening import reread
from designer.session.services import Services, load_services
from designer.session.session import Session
from tests.unit.session.files import WORKFLOW, workflow

INSTALL = "pip install -r requirements.txt"
FETCHED = WORKFLOW.replace(INSTALL, "curl -s https://tools.acme.io/x.sh | bash")


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = workflow(tmp_path)
    path.write_text(FETCHED)
    return path


def lines(session: Session) -> list[int]:
    return [note["line"] for s in session.pipeline.steps.values() for note in s.get("setup") or ()]


def first_line(text: str) -> int:
    return text[: text.index("curl")].count("\n") + 1


def test_saving_writes_only_what_was_edited_and_reading_finds_the_new_line(services: Services, path: Path) -> None:
    session = Session.open(services, path)
    assert lines(session) == [first_line(FETCHED)]
    session.run(steps.set_attributes, "test", {"timeout_minutes": 3})
    session.save()
    text = path.read_text()
    assert text.splitlines(keepends=True).count("    timeout-minutes: 3\n") == 1
    assert text.replace("    timeout-minutes: 3\n", "") == FETCHED
    assert sorted(p.name for p in path.parent.parent.rglob("*") if p.is_file()) == ["ci.yml"]
    assert lines(Session.open(services, path)) == [first_line(text)]


def test_the_file_beside_says_nothing_of_it(services: Services, path: Path) -> None:
    session = Session.open(services, path)
    session.run(steps.set_attributes, "test", {"timeout_minutes": 3})
    session.run(steps.set_attributes, "train_train", {"owner": "Kim"})
    session.save()
    beside = next(p for p in path.parent.parent.rglob("*.mlops.yaml"))
    assert "owner: Kim" in beside.read_text()
    assert "setup" not in beside.read_text()


def test_changes_of_others_move_it_without_a_question(services: Services, path: Path) -> None:
    session = Session.open(services, path)
    session.run(steps.set_attributes, "train_train", {"owner": "Kim"})
    path.write_text("# one more line\n" + FETCHED)
    assert session.source is not None
    merged = merge(session.source, session.pipeline.snapshot(), reread(session.source))
    assert merged.steps == ()
    notes = merged.result().steps["train_train"].get("setup")
    assert [note["line"] for note in notes] == [first_line(FETCHED) + 1]


def test_a_note_goes_when_its_text_goes(services: Services, path: Path) -> None:
    session = Session.open(services, path)
    path.write_text(WORKFLOW)
    session.follow()
    assert lines(session) == []
