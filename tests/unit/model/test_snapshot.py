"""Snapshots and records never change after they are handed out."""

from __future__ import annotations

import pytest

from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES, Frame, Link, Note, Step


def test_a_snapshot_stays_as_it_was(chain, rows):
    before, picture = rows(chain), chain.snapshot()
    with chain.edit("Everything") as edit:
        edit.remove_step("train")
        edit.put_link(Link("data", "deploy"))
        edit.set_facts({"scope": "batch"})
        edit.put_note(Note("note", "new text"))
        edit.remove_frame("people")
    assert {name: list(getattr(picture, name).items()) for name in before} == before
    assert picture.revision < chain.revision


def test_a_snapshot_cannot_be_written_to(chain):
    picture = chain.snapshot()
    for table in (picture.steps, picture.links, picture.facts, picture.notes, picture.frames, picture.positions):
        with pytest.raises(TypeError):
            table["new"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        picture.revision = 3  # type: ignore[misc]


def test_the_same_snapshot_is_handed_out_until_something_changes(chain):
    first = chain.snapshot()
    assert chain.snapshot() is first
    with chain.edit("Move") as edit:
        edit.move_steps({"train": (1, 1)})
    assert chain.snapshot() is not first


def test_a_refused_edit_keeps_the_snapshot(chain):
    first = chain.snapshot()
    with pytest.raises(ValueError), chain.edit("Half") as edit:
        edit.remove_step("train")
        chain.snapshot()
        raise ValueError
    assert chain.snapshot() is first


def test_a_pipeline_starts_from_a_snapshot_and_leaves_it_alone(chain, rows):
    picture = chain.snapshot()
    copy = Pipeline(picture)
    assert rows(copy) == rows(chain)
    assert copy.revision == picture.revision
    with copy.edit("Delete") as edit:
        edit.remove_step("train")
    assert "train" in picture.steps
    assert "train" in chain.steps


def test_a_step_keeps_no_hold_on_the_mapping_it_was_made_from():
    attributes = {"tracked": True}
    step = Step("train", "train", "", attributes)
    attributes["tracked"] = False
    assert step.get("tracked") is True
    with pytest.raises(TypeError):
        step.attributes["tracked"] = False  # type: ignore[index]


def test_notes_and_frames_keep_no_hold_on_the_mapping_they_were_made_from():
    extra = {"x-owner": "Ann"}
    note, frame = Note("n", extra=extra), Frame("f", extra=extra)
    extra.clear()
    assert note.extra == frame.extra == {"x-owner": "Ann"}


def test_the_name_of_a_pipeline_is_a_fact():
    assert Snapshot(facts={"name": "Lesson"}).name == "Lesson"
    assert Snapshot().name == ""
    assert Snapshot().facts is NO_ATTRIBUTES
