"""Before and after: what differs, told once, and what it does to findings and score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from designer.analysis.finding import Finding
from designer.commands import links, notes, steps
from designer.session.comparing import ADDED, CHANGED, MOVED, REMOVED, Comparison, Difference, later_comparison
from designer.session.services import Services, load_services
from designer.session.session import Session

TEXT = """\
format: 1
name: Chain
steps:
  data: {kind: get_data, title: Orders}
  train: {kind: train, owner: Ana}
  deploy: {kind: deploy}
links: [data -> train, train -> deploy]
layout: {data: [0, 0], train: [300, 0], deploy: [600, 0]}
"""


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def session(services: Services, tmp_path: Path) -> Session:
    path = tmp_path / "chain.mlops.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return Session.open(services, path)


def compared(session: Session, edit: Any) -> Comparison:
    before = session.pipeline.snapshot()
    edit(session)
    return later_comparison(session, lambda: before)()


def told(found: Comparison) -> set[tuple[str, str, str]]:
    return {(d.change, d.table, d.title) for d in found.differences}


def test_nothing_differs_from_itself(session: Session) -> None:
    found = compared(session, lambda s: None)
    assert found.differences == found.gone == found.new == ()
    assert all(before == after for _, before, after in found.scores)


def test_new_and_removed_things_are_told_with_their_links(session: Session, services: Services) -> None:
    def edit(s: Session) -> None:
        s.run(steps.delete, ["deploy"])
        made = s.run(steps.add_step, services.catalog, "evaluate", at=(300, 200))
        s.run(links.connect, "train", made)

    assert told(compared(session, edit)) == {
        (ADDED, "steps", "Evaluate"),
        (ADDED, "links", "Train → Evaluate"),
        (REMOVED, "steps", "Deploy"),
        (REMOVED, "links", "Train → Deploy"),
    }


def test_each_fact_that_changed_is_a_line(session: Session) -> None:
    def edit(s: Session) -> None:
        s.run(steps.set_attributes, "train", {"owner": "Lee", "tracked": True})

    (only,) = compared(session, edit).differences
    assert (only.change, only.before, only.after) == (CHANGED, "train", "train")
    assert set(only.details) == {"owner: Ana → Lee", "tracked: not stated → true"}


def test_a_step_that_only_stands_elsewhere_is_moved(session: Session) -> None:
    found = compared(session, lambda s: s.run(steps.move, {"train": (300, 400)}))
    assert found.differences == (Difference(MOVED, "steps", "train", "train", "Train"),)


def test_a_moved_note_is_no_edited_note(session: Session) -> None:
    name = session.run(notes.add_note, 0, 300, "Ask Ana")
    before = session.pipeline.snapshot()
    session.run(notes.edit_note, name, x=50.0)
    (only,) = later_comparison(session, lambda: before)().differences
    assert (only.change, only.title) == (MOVED, "Ask Ana")


def test_a_step_with_another_id_is_the_same_step(session: Session) -> None:
    found = compared(session, lambda s: s.run(steps.change_id, "train", "fit"))
    (only,) = found.differences
    assert (only.change, only.before, only.after, only.details) == (CHANGED, "train", "fit", ("id: train → fit",))
    assert found.gone == found.new == ()


def test_findings_and_scores_of_both_sides_are_set_against_each_other(session: Session) -> None:
    def edit(s: Session) -> None:
        s.run(steps.set_attributes, "train", {"tracked": True})

    found = compared(session, edit)

    def codes(findings: tuple[Finding, ...]) -> set[str]:
        return {str(f) for f in findings}

    assert "REP005@train" in codes(found.gone)
    assert not codes(found.gone) & codes(found.new)
    assert codes(found.gone) == found.report_before.keys - found.report_after.keys
    _name, before, after = next(row for row in found.scores if row[0] == "reproducibility")
    assert before is not None and after is not None and after > before


def test_credentials_are_not_shown(session: Session) -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"

    def edit(s: Session) -> None:
        s.run(steps.set_attributes, "train", {"command": f"export GITHUB_TOKEN={token}; python train.py"})

    (only,) = compared(session, edit).differences
    assert token not in " ".join(only.details)
    assert "python train.py" in " ".join(only.details)
