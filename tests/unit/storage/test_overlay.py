from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Note, Step
from designer.storage.overlay import Overlay, apply, difference
from designer.storage.sidecar import Sidecar, parse_sidecar, sidecar_text
from designer.storage.writing import document_data
from tests.unit.storage.snapshots import IDS, snapshots

BASE = Snapshot(
    steps={"a": Step("a", "train", "", {"command": "python a.py"}), "b": Step("b", "other"), "c": Step("c", "deploy")},
    links={k.id: k for k in (Link("a", "b"), Link("b", "c"))},
    facts={"name": "CI", "origin": "github"},
    frames={"job": Frame("job", "Job", ("a", "b"), {"role": "job"})},
)
SAME = {i: i for i in BASE.steps}


def data(snapshot: Snapshot) -> dict[str, object]:
    """What a document would hold: the order of steps and links aside."""
    found = document_data(snapshot)
    return {**found, "links": sorted(found.get("links", []))}


def test_nothing_edited_is_nothing_to_say() -> None:
    assert difference(BASE, BASE, SAME).is_empty
    assert apply(Overlay(), BASE).snapshot == BASE


def test_thousands_of_links_can_be_taken_away() -> None:
    steps = {f"s{i}": Step(f"s{i}", "other") for i in range(5_000)}
    links = {k.id: k for k in (Link(f"s{i}", f"s{i + 1}") for i in range(4_999))}
    base = Snapshot(steps=steps, links=links)
    found = difference(base, Snapshot(steps=steps), {i: i for i in steps})
    applied = apply(found, base)
    assert not applied.snapshot.links
    assert applied.orphans.is_empty


def test_only_what_differs_is_stated() -> None:
    steps = {**BASE.steps, "b": Step("b", "monitor", "Watch", {"owner": "me"})}
    found = difference(BASE, replace(BASE, steps=steps), SAME)
    assert found.steps == {"b": {"kind": "monitor", "title": "Watch", "owner": "me"}}
    assert found == Overlay(steps=found.steps)


def test_a_fact_that_is_gone_is_stated_as_nothing() -> None:
    now = replace(BASE, steps={**BASE.steps, "a": Step("a", "train")}, facts={"origin": "github"})
    found = difference(BASE, now, SAME)
    assert (found.steps, found.facts) == ({"a": {"command": None}}, {"name": None})
    assert data(apply(found, BASE).snapshot) == data(now)


def test_true_is_not_one() -> None:
    base = replace(BASE, facts={"cache": True})
    assert difference(base, replace(base, facts={"cache": 1}), SAME).facts == {"cache": 1}


def test_a_step_with_another_id_takes_its_links_and_frames_along() -> None:
    steps = {"fit": replace(BASE.steps["a"], id="fit"), "b": BASE.steps["b"], "c": BASE.steps["c"]}
    links = {k.id: k for k in (Link("fit", "b"), Link("b", "c"))}
    frames = {"job": replace(BASE.frames["job"], steps=("fit", "b"))}
    now = replace(BASE, steps=steps, links=links, frames=frames)
    found = difference(BASE, now, {"a": "fit", "b": "b", "c": "c"})
    assert found == Overlay(steps={"a": {"id": "fit"}})
    assert apply(found, BASE).snapshot == now


def test_two_steps_can_have_each_others_id() -> None:
    found = apply(Overlay(steps={"a": {"id": "b"}, "b": {"id": "a"}}), BASE)
    assert found.names == {"a": "b", "b": "a", "c": "c"}
    assert set(found.snapshot.links) == {"b -> a", "a -> c"}
    assert found.orphans.is_empty


def test_of_the_assessed_facts_only_new_ones_are_stated() -> None:
    base = replace(BASE, facts={"assessed": ["REP001@a"]})
    now = replace(BASE, facts={"assessed": ["REP001@a", "AUT001@c"]})
    found = difference(base, now, SAME)
    assert found.facts == {"assessed": ["AUT001@c"]}
    assert apply(found, base).snapshot.facts["assessed"] == ["REP001@a", "AUT001@c"]


def test_what_is_about_things_that_are_gone_is_kept_apart() -> None:
    overlay = Overlay(
        steps={"gone": {"kind": "train"}, "a": {"kind": "evaluate"}},
        removed=("lost",),
        links={"a -> gone": Link("a", "gone")},
        unlinked=("a -> lost",),
        frames={"old": {"collapsed": True}, "other": None},
        positions={"gone": (1.0, 2.0), "a": (0.0, 0.0)},
    )
    found = apply(overlay, BASE)
    assert found.snapshot.steps["a"].kind == "evaluate"
    assert found.orphans == replace(overlay, steps={"gone": {"kind": "train"}}, positions={"gone": (1.0, 2.0)})


def test_a_file_that_has_an_added_step_by_now_counts() -> None:
    mine = Step("a", "monitor")
    found = apply(Overlay(added={"a": mine}), BASE)
    assert found.snapshot == BASE
    assert found.orphans == Overlay(added={"a": mine})


def test_an_id_that_is_taken_is_not_given() -> None:
    found = apply(Overlay(steps={"a": {"id": "b"}}), BASE)
    assert found.snapshot == BASE
    assert found.orphans == Overlay(steps={"a": {"id": "b"}})


def test_older_entries_stay_where_nothing_newer_is_said() -> None:
    older = Overlay(
        steps={"x": {"kind": "train"}, "a": {"kind": "drift"}}, removed=("y",), notes={"n": Note("n", "old")}
    )
    newer = Overlay(steps={"a": {"kind": "train"}}, removed=("z",))
    merged = newer.over(older)
    assert merged.steps == {"x": {"kind": "train"}, "a": {"kind": "train"}}
    assert (merged.removed, merged.notes) == (("z", "y"), older.notes)


@st.composite
def names_between(draw: st.DrawFn, base: Snapshot, now: Snapshot) -> dict[str, str]:
    """Some steps of both pipelines, one to one."""
    theirs = draw(st.permutations(sorted(now.steps)))
    mine = draw(st.permutations(sorted(base.steps)))
    return dict(zip(mine, theirs[: draw(st.integers(0, len(IDS)))], strict=False))


@given(st.data())
def test_laying_the_difference_over_the_base_gives_the_pipeline(data_source: st.DataObject) -> None:
    base = data_source.draw(snapshots(with_extras=False))
    now = data_source.draw(snapshots())
    names = data_source.draw(names_between(base, now))
    text = sidecar_text(Sidecar(("ci.yml",), difference(base, now, names)), None)
    overlay = parse_sidecar(text, "x").overlay if text else Overlay()
    applied = apply(overlay, base)
    assert data(applied.snapshot) == data(now)
    assert applied.orphans.is_empty
    assert applied.names == names


@given(snapshots(with_extras=False), snapshots(), snapshots())
def test_a_sidecar_that_is_saved_again_says_what_it_shall_and_nothing_else(
    base: Snapshot, first: Snapshot, second: Snapshot
) -> None:
    names = {i: i for i in base.steps if i in first.steps}
    old = Sidecar(("ci.yml",), difference(base, first, names))
    text = sidecar_text(old, None)
    read = parse_sidecar(text, "x") if text else old
    assert sidecar_text(replace(read, overlay=read.overlay), read) == text
    new = replace(read, overlay=difference(base, second, {i: i for i in base.steps if i in second.steps}))
    again = sidecar_text(new, read)
    assert parse_sidecar(again, "x").data == new.data if again else new.overlay.is_empty
