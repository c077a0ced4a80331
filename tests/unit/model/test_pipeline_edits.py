"""Edits: all or nothing, announced once, and refused with a reason."""

from __future__ import annotations

import pytest

from designer.errors import EditRefused
from designer.model.changes import Transaction
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Note, Step, frozen


def test_a_new_pipeline_is_empty():
    pipeline = Pipeline()
    assert not any((pipeline.steps, pipeline.links, pipeline.notes, pipeline.frames, pipeline.positions))
    assert pipeline.facts == {}
    assert pipeline.revision == 0


def test_listeners_get_one_transaction_for_one_edit(chain):
    seen: list[Transaction] = []
    chain.subscribe(seen.append)
    with chain.edit("Two steps") as edit:
        edit.put_step(Step("eval", "evaluate"))
        edit.put_link(Link("train", "eval"))
    assert [t.label for t in seen] == ["Two steps"]
    assert seen[0].keys("steps") == {"eval"}
    assert seen[0].keys("links") == {"train -> eval"}


def test_an_edit_that_changes_nothing_is_not_announced(chain):
    seen: list[Transaction] = []
    chain.subscribe(seen.append)
    revision = chain.revision
    with chain.edit("Nothing") as edit:
        edit.put_step(chain.steps["train"])
        edit.move_steps({"train": (300.0, 0.0)})
        edit.set_facts({"scope": "online", "not there": None})
    assert seen == []
    assert chain.revision == revision


def test_a_listener_that_unsubscribed_hears_nothing_more(chain):
    seen: list[Transaction] = []
    leave = chain.subscribe(seen.append)
    leave()
    with chain.edit("Add") as edit:
        edit.put_step(Step("eval", "evaluate"))
    assert seen == []


def test_nested_edits_join_the_outer_one(chain):
    seen: list[Transaction] = []
    chain.subscribe(seen.append)
    with chain.edit("Outer") as edit:
        edit.put_step(Step("eval", "evaluate"))
        with chain.edit("Inner") as inner:
            inner.put_step(Step("reg", "register"))
    assert [(t.label, len(t.changes)) for t in seen] == [("Outer", 2)]


def test_a_finished_edit_cannot_be_written_to_any_more(chain, rows):
    with chain.edit("Add") as edit:
        edit.put_step(Step("eval", "evaluate"))
    before = rows(chain)
    with pytest.raises(RuntimeError, match="is over"):
        edit.put_step(Step("late", "other"))
    assert rows(chain) == before


def test_an_exception_takes_back_all_of_an_edit(chain, rows):
    before, revision, seen = rows(chain), chain.revision, []
    chain.subscribe(seen.append)
    with pytest.raises(ValueError, match="stop"), chain.edit("Half") as edit:
        edit.remove_step("train")
        edit.put_step(Step("train", "train", "Another"))
        edit.set_facts({"scope": None, "risk": "high"})
        raise ValueError("stop")
    assert rows(chain) == before
    assert chain.revision == revision
    assert seen == []


def test_a_revision_is_never_used_for_two_states(chain):
    taken = {}
    with pytest.raises(ValueError), chain.edit("Half") as edit:
        edit.put_step(Step("eval", "evaluate"))
        inside = chain.snapshot()
        taken[inside.revision] = list(inside.steps)
        raise ValueError
    with chain.edit("Other") as edit:
        edit.put_step(Step("reg", "register"))
    after = chain.snapshot()
    assert "eval" not in after.steps
    assert after.revision not in taken


def test_a_refused_inner_edit_leaves_nothing_behind_when_the_outer_one_goes_on(chain, rows):
    with chain.edit("All fixes") as edit:
        edit.put_step(Step("eval", "evaluate"))
        before = rows(chain)
        with pytest.raises(EditRefused), chain.edit("One fix") as inner:
            inner.put_step(Step("half", "register"))
            inner.put_link(Link("deploy", "data"))
        assert rows(chain) == before
    assert list(chain.steps) == ["data", "train", "deploy", "watch", "eval"]


def test_replaying_inside_an_edit_is_a_programming_error(chain, history):
    with chain.edit("Add") as edit:
        edit.put_step(Step("eval", "evaluate"))
    with pytest.raises(RuntimeError, match="inside an edit"), chain.edit("Odd"):
        history.undo()
    assert history.undo_label == "Add"
    assert "eval" in chain.steps


@pytest.mark.parametrize(
    "link, says",
    [
        (Link("deploy", "data"), "would close the circle deploy -> data -> train -> deploy"),
        (Link("train", "train"), "train cannot be linked to itself"),
        (Link("train", "train", type="feedback"), "train cannot be linked to itself"),
        (Link("train", "nowhere"), "there is no step nowhere"),
        (Link("nowhere", "train"), "there is no step nowhere"),
        (Link("train", "watch", type="wire"), "type of link train -> watch must be one of flow, feedback"),
        (Link("train", "watch", when="never"), "when of link train -> watch must be one of success, always, failure"),
        (Link("train", "watch", carries="hope"), "carries of link train -> watch must be one of any, data, control"),
    ],
)
def test_a_refused_link_says_why_and_changes_nothing(chain, rows, link, says):
    before = rows(chain)
    with pytest.raises(EditRefused) as refused, chain.edit("Connect") as edit:
        edit.put_link(link)
    assert says in str(refused.value)
    assert rows(chain) == before


def test_a_refused_circle_is_named_and_a_feedback_link_offered(chain):
    with pytest.raises(EditRefused) as refused, chain.edit("Connect") as edit:
        edit.put_link(Link("deploy", "data"))
    assert refused.value.cycle == ("deploy", "data", "train", "deploy")
    assert "feedback link" in str(refused.value)
    with chain.edit("Connect") as edit:
        edit.put_link(Link("deploy", "data", type="feedback"))
    assert "deploy ~> data" in chain.links


def test_feedback_links_may_close_a_circle_and_never_count_as_order(chain):
    assert chain.cycle_with("watch", "train") == ("watch", "train", "deploy", "watch")
    assert chain.cycle_with("train", "watch") == ()
    assert chain.cycle_with("train", "nowhere") == ()
    assert chain.cycle_with("nowhere", "train") == ()
    assert chain.cycle_with("train", "train") == ("train", "train")


def test_a_circle_is_found_with_what_this_edit_already_changed(chain):
    with chain.edit("Swap") as edit:
        edit.remove_link("train -> deploy")
        edit.put_link(Link("deploy", "train"))
        assert chain.cycle_with("train", "deploy")
    with pytest.raises(EditRefused), chain.edit("Back") as edit:
        edit.put_link(Link("train", "deploy"))


def test_circles_are_found_after_steps_were_renamed_and_deleted_and_came_back(chain):
    history = History(chain)
    assert chain.cycle_with("watch", "data") == ("watch", "data", "train", "deploy", "watch")
    with chain.edit("Rename") as edit:
        edit.rename_step("train", "fit")
    assert chain.cycle_with("watch", "data") == ("watch", "data", "fit", "deploy", "watch")
    with chain.edit("Delete") as edit:
        edit.remove_step("fit")
    assert chain.cycle_with("watch", "data") == ()
    history.undo()
    history.undo()
    assert chain.cycle_with("watch", "data") == ("watch", "data", "train", "deploy", "watch")


def test_a_document_with_a_circle_opens_and_can_be_mended():
    steps = {i: Step(i, "other") for i in "ab"}
    links = {k.id: k for k in (Link("a", "b"), Link("b", "a"))}
    pipeline = Pipeline(Snapshot(steps=steps, links=links))
    assert pipeline.cycle_with("a", "b")
    with pipeline.edit("Change what is there") as edit:
        edit.put_link(Link("a", "b", when="always"))
    with pipeline.edit("Mend") as edit:
        edit.remove_link("b -> a")
        edit.put_link(Link("b", "a", type="feedback"))
    assert list(pipeline.links) == ["a -> b", "b ~> a"]


@pytest.mark.parametrize("bad", ["", "1st", "a b", "ü", "a.b", "x" * 101, "a\n", "-a"])
def test_an_id_that_no_target_could_use_is_refused(chain, bad):
    with pytest.raises(EditRefused, match="not a step id"), chain.edit("Add") as edit:
        edit.put_step(Step(bad, "train"))


def test_removing_a_step_takes_its_links_its_place_and_its_mentions(chain):
    with chain.edit("Delete") as edit:
        edit.put_frame(Frame("prod", "Production", ("deploy",)))
        edit.remove_step("train")
    assert list(chain.links) == ["deploy -> watch"]
    assert chain.frames["prod"].steps == ("deploy",)
    assert list(chain.positions) == ["data"]
    assert chain.frames["people"].steps == ("data",)


def test_a_renamed_step_stays_where_it_was_in_every_order(chain, rows):
    before = rows(chain)
    with chain.edit("Rename") as edit:
        edit.put_frame(Frame("prod", "Production", ("deploy",)))
        edit.rename_step("train", "fit")
    assert list(chain.steps) == ["data", "fit", "deploy", "watch"]
    assert list(chain.links) == ["data -> fit", "fit -> deploy", "deploy -> watch", "watch ~> fit"]
    assert list(chain.positions) == ["data", "fit"]
    assert chain.frames["people"].steps == ("data", "fit")
    assert [k.id for k in chain.links_of("fit")] == ["data -> fit", "fit -> deploy", "watch ~> fit"]
    with chain.edit("Back") as edit:
        edit.rename_step("fit", "train")
        edit.remove_frame("prod")
    assert rows(chain) == before


def test_a_step_that_is_linked_to_itself_can_be_renamed():
    """Only a document can hold such a link."""
    pipeline = Pipeline(Snapshot(steps={"a": Step("a", "other")}, links={"a -> a": Link("a", "a")}))
    with pipeline.edit("Rename") as edit:
        edit.rename_step("a", "b")
    assert list(pipeline.links) == ["b -> b"]


def test_links_of_a_step_are_those_at_both_ends(chain):
    assert [k.id for k in chain.links_of("train")] == ["data -> train", "train -> deploy", "watch ~> train"]


@pytest.mark.parametrize(
    "change, says",
    [
        (lambda e: e.remove_step("gone"), "there is no step gone"),
        (lambda e: e.remove_link("a -> b"), "there is no link a -> b"),
        (lambda e: e.remove_note("gone"), "there is no note gone"),
        (lambda e: e.remove_frame("gone"), "there is no frame gone"),
        (lambda e: e.move_steps({"gone": (0, 0)}), "there is no step gone"),
        (lambda e: e.put_frame(Frame("f", "", ("gone",))), "there is no step gone"),
    ],
)
def test_what_is_not_there_cannot_be_changed(chain, rows, change, says):
    before = rows(chain)
    with pytest.raises(EditRefused, match=says), chain.edit("Change") as edit:
        change(edit)
    assert rows(chain) == before


@pytest.mark.parametrize("place", [(float("nan"), 0.0), (0.0, float("inf"))])
def test_a_place_that_is_no_number_is_refused(chain, place):
    with pytest.raises(EditRefused, match="place of train"), chain.edit("Move") as edit:
        edit.move_steps({"train": place})


def test_places_are_kept_as_finely_as_a_file_keeps_them(chain):
    """Or a file would not hold what was drawn after a card went between two others again and again."""
    with chain.edit("Move") as edit:
        edit.move_steps({"train": (1 / 3, 2)})
        edit.put_note(Note("note", "", 1 / 3, 2))
    assert chain.positions["train"] == (0.33, 2.0)
    assert chain.notes["note"].x == 0.33


def test_notes_and_frames_come_and_go(chain):
    with chain.edit("Notes") as edit:
        edit.put_note(Note("more", "text"))
        edit.remove_note("note")
        edit.remove_frame("people")
        edit.put_frame(Frame("prod", "Production", ("deploy",)))
    assert list(chain.notes) == ["more"]
    assert list(chain.frames) == ["prod"]


def test_facts_are_set_and_taken_back(chain):
    with chain.edit("Facts") as edit:
        edit.set_facts({"repo": True, "scope": None, "triggers": ["push"]})
    assert dict(chain.facts) == {"repo": True, "triggers": ["push"]}


@pytest.mark.parametrize(
    "before, after", [(1, True), (True, 1), (0, False), (1, 1.0), ([1], [True]), ({"a": 0}, {"a": False})]
)
def test_a_value_of_another_type_is_a_change_even_when_python_calls_it_equal(chain, before, after):
    with chain.edit("State") as edit:
        edit.set_facts({"fact": before})
        edit.put_step(Step("train", "train", "", frozen({"tracked": before})))
    with chain.edit("Correct") as edit:
        edit.set_facts({"fact": after})
        edit.put_step(Step("train", "train", "", frozen({"tracked": after})))
    assert repr(chain.facts["fact"]) == repr(after)
    assert repr(chain.steps["train"].get("tracked")) == repr(after)


def test_only_places_and_notes_count_as_layout(chain):
    seen: list[Transaction] = []
    chain.subscribe(seen.append)
    with chain.edit("Move") as edit:
        edit.move_steps({"train": (1, 2)})
        edit.put_note(Note("note", "moved", 5, 5))
    with chain.edit("Move and more") as edit:
        edit.move_steps({"train": (3, 4)})
        edit.set_facts({"repo": True})
    assert [t.is_layout_only for t in seen] == [True, False]


def test_a_very_long_circle_is_named_by_its_two_ends() -> None:
    steps = {f"s{i}": Step(f"s{i}", "other") for i in range(500)}
    links = {k.id: k for k in (Link(f"s{i}", f"s{i + 1}") for i in range(499))}
    pipeline = Pipeline(Snapshot(steps=steps, links=links))
    with pytest.raises(EditRefused) as refused, pipeline.edit("Connect") as edit:
        edit.put_link(Link("s499", "s0"))
    assert len(str(refused.value)) < 300
    assert "s499 -> s0 -> s1 -> " in str(refused.value)
    assert " -> ... -> " in str(refused.value)
    assert len(refused.value.cycle) == 501
