"""Commands on steps: each one edit, each one undo."""

from __future__ import annotations

import pytest

from designer.commands import steps
from designer.commands.pasting import Added, add_fragment
from designer.commands.placement import overlaps
from designer.errors import EditRefused
from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Note, Step


def test_a_new_step_gets_a_free_id_and_a_free_place(board, catalog, history):
    new = steps.add_step(board, catalog, "train", at=(290, 0))
    assert new == "train_2"
    assert board.steps[new].kind == "train"
    assert not any(overlaps(board.positions[new], p) for i, p in board.positions.items() if i != new)
    assert history.undo_label == f"Add {catalog.kind('train').title}"


def test_a_new_step_can_be_named_described_and_linked(board, catalog, history, rows):
    before = rows(board)
    new = steps.add_step(
        board,
        catalog,
        "evaluate",
        step_id="eval",
        title="Judge",
        attributes={"threshold": True},
        after="train",
        before="deploy",
    )
    assert new == "eval"
    assert board.steps["eval"].get("threshold") is True
    assert {"train -> eval", "eval -> deploy"} <= set(board.links)
    assert history.undo_label == "Add Judge"
    history.undo()
    assert rows(board) == before


def test_a_step_of_an_unknown_kind_can_be_added(board, catalog):
    new = steps.add_step(board, catalog, "quantum oracle")
    assert (new, board.steps[new].kind) == ("quantum_oracle", "quantum oracle")


def test_a_new_step_after_one_that_is_gone_is_refused(board, catalog, rows):
    before = rows(board)
    with pytest.raises(EditRefused, match="there is no step gone"):
        steps.add_step(board, catalog, "train", after="gone")
    assert rows(board) == before


def test_deleting_takes_all_that_is_named_in_one_undo(board, history, rows):
    before = rows(board)
    steps.delete(board, ["deploy", "deploy"], ["train -> deploy", "data -> train"], ["note"], ["people"])
    assert list(board.steps) == ["data", "train", "watch", "drift"]
    assert list(board.links) == ["watch ~> train"]
    assert not board.notes and not board.frames
    assert history.undo_label == "Delete 1 step, 2 links, 1 note, 1 frame"
    history.undo()
    assert rows(board) == before


@pytest.mark.parametrize(
    "names, label",
    [
        ({"steps": ["train"]}, "Delete Fit"),
        ({"steps": ["data", "train"]}, "Delete 2 steps"),
        ({"links": ["data -> train"]}, "Delete 1 link"),
    ],
)
def test_the_label_of_a_deletion_says_what_goes(board, history, names, label):
    steps.delete(board, **names)
    assert history.undo_label == label


def test_deleting_nothing_is_no_edit(board, history):
    steps.delete(board)
    assert history.undo_label == ""


def test_deleting_something_that_is_gone_deletes_nothing(board, rows):
    before = rows(board)
    with pytest.raises(EditRefused):
        steps.delete(board, ["train", "gone"])
    with pytest.raises(EditRefused):
        steps.delete(board, ["gone"])
    assert rows(board) == before


def test_a_title_is_one_line_and_may_be_taken_back(board, history):
    steps.rename(board, "train", "  Fit \n the   model ")
    assert board.steps["train"].title == "Fit the model"
    assert history.undo_label == "Rename Fit"
    steps.rename(board, "train", "")
    assert board.steps["train"].label == "Train"


def test_facts_about_a_step_are_stated_and_taken_back(board, history):
    steps.set_attributes(board, "train", {"tracked": None, "runs_on": "ci"})
    assert dict(board.steps["train"].attributes) == {"owner": "Ann", "runs_on": "ci"}
    assert history.undo_label == "Set tracked, runs on of Fit"
    with pytest.raises(EditRefused, match="there is no step gone"):
        steps.set_attributes(board, "gone", {"tracked": True})


def test_another_kind_keeps_links_title_and_what_it_also_knows(board, catalog):
    steps.set_attributes(board, "train", {"x-note": "mine", "timeout_minutes": 5})
    steps.set_kind(board, catalog, "train", "evaluate")
    step = board.steps["train"]
    assert (step.kind, step.title) == ("evaluate", "Fit")
    assert dict(step.attributes) == {"owner": "Ann", "x-note": "mine", "timeout_minutes": 5}
    assert "data -> train" in board.links


def test_another_kind_drops_values_that_it_would_not_understand(board, catalog):
    """`access: shared_key` is said of data; a release knows other words, and the file would not open again."""
    steps.set_kind(board, catalog, "data", "deploy")
    assert "access" not in board.steps["data"].attributes
    steps.set_attributes(board, "train", {"access": "open"})
    steps.set_kind(board, catalog, "train", "deploy")
    assert "access" not in board.steps["train"].attributes


def test_another_kind_drops_a_tool_that_it_does_not_have(board, catalog):
    tool = next(t for t in catalog.kind("train").tools if t not in catalog.kind("notify").tools)
    steps.set_attributes(board, "train", {"tool": tool})
    steps.set_kind(board, catalog, "train", "notify")
    assert "tool" not in board.steps["train"].attributes
    steps.set_attributes(board, "deploy", {"tool": "ours"})
    steps.set_kind(board, catalog, "deploy", "smoke_test")
    assert board.steps["deploy"].get("tool") == "ours"


def test_moving_one_and_many(board, history):
    steps.move(board, {"train": (5, 6)})
    assert board.positions["train"] == (5.0, 6.0)
    assert history.undo_label == "Move Fit"
    steps.move(board, {"train": (1, 1), "data": (2, 2)})
    assert history.undo_label == "Move 2 steps"
    steps.tidy(board, {"train": (3, 3)})
    assert history.undo_label == "Tidy layout"


def test_an_id_changes_wherever_it_is_mentioned_and_keeps_its_place(board, history, rows):
    before = rows(board)
    steps.change_id(board, "data", "census")
    assert next(iter(board.steps)) == "census"
    assert next(iter(board.links)) == "census -> train"
    assert next(iter(board.positions)) == "census"
    assert board.frames["people"].steps == ("census", "train")
    assert board.steps["drift"].get("reference") == "census"
    assert board.facts["assessed"] == ["SEC003@census", "REP005@train"]
    assert len(rows(board)["steps"]) == len(before["steps"])
    history.undo()
    assert rows(board) == before
    history.redo()
    assert next(iter(board.steps)) == "census"


def test_an_id_changes_without_memory_of_questions(board):
    steps.set_facts(board, {"assessed": None})
    steps.change_id(board, "data", "census")
    assert "assessed" not in board.facts
    steps.set_facts(board, {"assessed": ["odd", 3]})
    steps.change_id(board, "census", "data")
    assert board.facts["assessed"] == ["odd", "3"]


def test_an_id_is_also_changed_in_targets(board):
    steps.change_id(board, "deploy", "release")
    assert board.steps["watch"].get("target") == board.steps["drift"].get("target") == "release"
    assert "train -> release" in board.links
    assert board.links["train -> release"].when == "always"


def test_the_word_training_is_no_step_id(board, catalog):
    """`reference: training` means the training data, also when a step happens to have that id."""
    steps.change_id(board, "train", "training")
    steps.set_attributes(board, "drift", {"reference": "training"})
    steps.change_id(board, "training", "fit")
    assert board.steps["drift"].get("reference") == "training"


def test_a_step_without_a_place_can_get_another_id(board):
    steps.change_id(board, "drift", "psi")
    assert "psi" in board.steps and "psi" not in board.positions


@pytest.mark.parametrize("new, says", [("data", "already a step"), ("a b", "not a step id"), ("", "not a step id")])
def test_an_id_that_is_taken_or_none_is_refused(board, rows, new, says):
    before = rows(board)
    with pytest.raises(EditRefused, match=says):
        steps.change_id(board, "train", new)
    assert rows(board) == before


def test_the_same_id_again_is_no_edit(board, history):
    steps.change_id(board, "train", "train")
    assert history.undo_label == ""


def test_a_copy_has_the_inner_links_and_refers_to_the_copies(board, history):
    names = steps.duplicate(board, ["data", "train", "deploy", "drift"])
    assert names == {"data": "data_2", "train": "train_2", "deploy": "deploy_2", "drift": "drift_2"}
    assert {"data_2 -> train_2", "train_2 -> deploy_2"} <= set(board.links)
    assert board.links["train_2 -> deploy_2"].when == "always"
    assert not any("watch" in k and "_2" in k for k in board.links)
    assert board.steps["drift_2"].get("target") == "deploy_2"
    assert board.steps["drift_2"].get("reference") == "data_2"
    assert board.positions["train_2"] == (330.0, 40.0)
    assert history.undo_label == "Duplicate"


def test_a_copied_watcher_still_watches_what_was_not_copied(board, history):
    steps.duplicate(board, ["watch"])
    assert board.steps["watch_2"].get("target") == "deploy"
    assert history.undo_label == "Duplicate Watch"


def test_copies_of_what_is_gone_are_nothing(board, history):
    assert steps.duplicate(board, ["gone"]) == {}
    assert history.undo_label == ""


def test_pasting_moves_everything_the_same_way(board, history):
    fragment = steps.excerpt(board.snapshot(), ["train", "deploy"], ["note"])
    assert list(fragment.notes) == ["note"]
    assert add_fragment(board, fragment, (990, 1000)) == Added(
        ("train_2", "deploy_2"), ("train_2 -> deploy_2",), ("note_2",)
    )
    assert board.positions["train_2"] == (1280.0, 1000.0)
    assert (board.notes["note_2"].x, board.notes["note_2"].y) == (1000, 1300)
    assert history.undo_label == "Paste"


def test_pasted_steps_without_places_get_some(board):
    fragment = Snapshot(steps={i: Step(i, "other") for i in ("x", "y")})
    add_fragment(board, fragment, (0, 0))
    assert not overlaps(board.positions["x"], board.positions["y"])


def test_pasted_frames_hold_what_was_pasted(board):
    fragment = Snapshot(
        steps={"train": Step("train", "train")}, frames={"people": Frame("people", "P", ("train", "x"))}
    )
    add_fragment(board, fragment, (40, 40))
    assert board.frames["people_2"].steps == ("train_2",)


@pytest.mark.parametrize("target", [["deploy"], {"a": 1}, 3, None])
def test_a_strange_target_does_no_harm(board, target):
    """Nobody checks the attributes of a kind that is not known here."""
    add_fragment(board, Snapshot(steps={"q": Step("q", "quantum", "", {"target": target})}), (0, 0))
    steps.change_id(board, "q", "r")
    assert board.steps["r"].get("target") == target


def test_a_fragment_with_a_circle_is_refused_as_a_whole(board, rows):
    before = rows(board)
    links = {k.id: k for k in (Link("x", "y"), Link("y", "x"))}
    fragment = Snapshot(steps={i: Step(i, "other") for i in "xy"}, links=links, notes={"n": Note("n")})
    with pytest.raises(EditRefused, match="circle"):
        add_fragment(board, fragment, (40, 40))
    assert rows(board) == before


def test_facts_about_the_pipeline(board, history):
    steps.set_facts(board, {"scope": None, "data_size": "large"})
    assert "scope" not in board.facts and board.facts["data_size"] == "large"
    assert history.undo_label == "Set scope, data size of the pipeline"


def test_a_person_agrees_to_a_guessed_kind_or_names_another_one(board, catalog, history):
    steps.confirm_kind(board, catalog, "train")
    assert (board.steps["train"].kind, board.steps["train"].get("confidence")) == ("train", "confirmed")
    assert history.undo_label == "Confirm Fit as Train model"
    steps.confirm_kind(board, catalog, "train", "evaluate")
    step = board.steps["train"]
    assert (step.kind, step.get("owner"), step.get("tracked")) == ("evaluate", "Ann", None)
    history.undo()
    assert board.steps["train"].kind == "train"
