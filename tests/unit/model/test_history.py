"""Undo and redo bring back exactly what was, in its order, and know what the file holds."""

from __future__ import annotations

from collections.abc import Callable

from designer.model.edit import Edit
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.step import Link, Step


def add(pipeline: Pipeline, step_id: str) -> None:
    with pipeline.edit(f"Add {step_id}") as edit:
        edit.put_step(Step(step_id, "other"))


def test_nothing_to_undo_or_redo(history):
    assert history.undo() is None
    assert history.redo() is None
    assert (history.undo_label, history.redo_label) == ("", "")


def test_undo_and_redo_walk_the_same_states(chain, history, rows):
    states = [rows(chain)]
    changes: list[Callable[[Edit], None]] = [
        lambda e: e.remove_step("train"),
        lambda e: e.put_step(Step("train", "train", "New")),
        lambda e: e.put_link(Link("train", "deploy")),
        lambda e: e.set_facts({"scope": None}),
        lambda e: e.move_steps({"data": (9, 9)}),
        lambda e: e.remove_frame("people"),
    ]
    for change in changes:
        with chain.edit("Edit") as edit:
            change(edit)
        states.append(rows(chain))
    for state in reversed(states[:-1]):
        assert history.undo() is not None
        assert rows(chain) == state
    for state in states[1:]:
        assert history.redo() is not None
        assert rows(chain) == state


def test_a_deleted_step_comes_back_to_its_place_in_the_order(chain, history):
    with chain.edit("Delete") as edit:
        edit.remove_step("data")
    add(chain, "last")
    history.undo()
    history.undo()
    assert list(chain.steps) == ["data", "train", "deploy", "watch"]
    assert next(iter(chain.links)) == "data -> train"
    history.redo()
    history.redo()
    assert list(chain.steps) == ["train", "deploy", "watch", "last"]


def test_labels_say_what_comes_next(chain, history):
    add(chain, "a")
    add(chain, "b")
    assert (history.undo_label, history.redo_label) == ("Add b", "")
    history.undo()
    assert (history.undo_label, history.redo_label) == ("Add a", "Add b")


def test_undo_tells_the_listeners(chain, history):
    add(chain, "a")
    seen = []
    chain.subscribe(seen.append)
    history.undo()
    history.redo()
    assert [(t.label, t.changes[0].after is None) for t in seen] == [("Add a", True), ("Add a", False)]


def test_a_new_edit_ends_what_could_be_redone(chain, history):
    add(chain, "a")
    history.undo()
    add(chain, "b")
    assert history.redo() is None
    assert "a" not in chain.steps


def test_undoing_back_to_what_was_saved_is_clean(chain, history):
    assert not history.is_dirty
    add(chain, "a")
    assert history.is_dirty
    history.mark_saved()
    assert not history.is_dirty
    add(chain, "b")
    assert history.is_dirty
    history.undo()
    assert not history.is_dirty
    history.undo()
    assert history.is_dirty
    history.redo()
    assert not history.is_dirty


def test_what_was_saved_can_get_out_of_reach(chain, history):
    add(chain, "a")
    history.mark_saved()
    history.undo()
    add(chain, "b")
    assert history.is_dirty
    history.undo()
    assert history.is_dirty
    history.mark_saved()
    assert not history.is_dirty


def test_a_branch_that_was_never_saved_does_no_harm(chain, history):
    add(chain, "a")
    history.undo()
    add(chain, "b")
    history.undo()
    assert not history.is_dirty


def test_only_the_newest_transactions_are_kept(chain):
    history = History(chain, limit=2)
    for step_id in "abc":
        add(chain, step_id)
    assert [history.undo_label for _ in range(3) if history.undo()] == ["Add b", ""]
    assert "a" in chain.steps
    assert history.is_dirty  # what the file holds lies before the oldest kept transaction


def test_a_saved_state_at_the_end_of_what_is_kept_is_still_clean(chain):
    history = History(chain, limit=2)
    add(chain, "a")
    history.mark_saved()
    add(chain, "b")
    add(chain, "c")
    assert history.is_dirty
    history.undo()
    history.undo()
    assert not history.is_dirty  # exactly what was saved: only the way further back is gone
    history.redo()
    add(chain, "d")
    add(chain, "e")
    history.undo()
    history.undo()
    assert history.is_dirty


def test_a_lost_saved_state_stays_lost_until_the_next_save(chain):
    history = History(chain, limit=1)
    add(chain, "a")
    add(chain, "b")
    add(chain, "c")
    history.undo()
    assert history.is_dirty
    history.mark_saved()
    assert not history.is_dirty


def test_what_starts_unsaved_stays_so_until_it_is_saved(chain, history):
    history.mark_unsaved()
    assert history.is_dirty
    add(chain, "a")
    history.undo()
    assert history.is_dirty
    history.mark_saved()
    assert not history.is_dirty


def test_forgetting_what_is_older_than_the_saved_state_changes_nothing(chain):
    history = History(chain, limit=2)
    add(chain, "a")
    add(chain, "b")
    history.mark_saved()
    add(chain, "c")
    history.undo()
    assert not history.is_dirty


def test_a_step_that_completes_another_is_undone_and_redone_with_it(chain, history):
    add(chain, "a")
    add(chain, "b")
    label = history.undo_label
    history.undo()
    first = history.undo_label
    history.redo()
    history.join_last()
    assert history.undo_label == first != label
    history.undo()
    assert history.undo_label == ""
    assert not {"a", "b"} & set(chain.steps)
    history.redo()
    assert {"a", "b"} <= set(chain.steps)


def test_joining_keeps_what_is_known_about_the_saved_state(chain, history):
    add(chain, "a")
    add(chain, "b")
    history.mark_saved()
    history.join_last()
    assert not history.is_dirty
    add(chain, "c")
    history.mark_saved()
    add(chain, "d")
    history.join_last()
    assert history.is_dirty
    history.undo()
    assert history.is_dirty


def test_one_step_alone_is_joined_with_nothing(chain, history):
    add(chain, "a")
    history.join_last()
    history.undo()
    assert "a" not in chain.steps
