"""Tidy: columns, near to what there was, together with notes and frames, and nothing on anything else."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, STRIDE_X
from designer.drawing.geometry import Area
from designer.drawing.grouping import grouping
from designer.drawing.layout import placed
from designer.drawing.tidying import Tidied, tidy
from designer.model.snapshot import Position, Snapshot
from designer.model.step import INK, Frame, Link, Note, Step
from tests.unit.drawing.framed import overlapping, snapshots, touch
from tests.unit.drawing.test_layout import Links, random_graph, snapshot


def after(pipeline: Snapshot, only: set[str] | None = None) -> Snapshot:
    """The pipeline once it was tidied."""
    tidied = tidy(pipeline, only)
    notes = {
        n.id: replace(n, x=tidied.notes[n.id][0], y=tidied.notes[n.id][1])
        for n in pipeline.notes.values()
        if n.id in tidied.notes
    }
    return replace(pipeline, positions={**pipeline.positions, **tidied.steps}, notes={**pipeline.notes, **notes})


def areas(pipeline: Snapshot) -> dict[str, Area]:
    """Cards and notes."""
    cards = {s: (*p, CARD_WIDTH, CARD_HEIGHT) for s, p in pipeline.positions.items()}
    return cards | {n.id: (n.x, n.y, n.width, n.height) for n in pipeline.notes.values()}


def covered(pipeline: Snapshot) -> list[tuple[str, str]]:
    return [(a, b) for (a, one), (b, two) in combinations(areas(pipeline).items(), 2) if touch(one, two)]


def linked(number: int, seed: int) -> Snapshot:
    steps, links = random_graph(number, seed)
    return snapshot(" ".join(steps), links)


def moves(before: Snapshot, tidied: Tidied) -> list[float]:
    return [hypot(tidied.steps[s][0] - x, tidied.steps[s][1] - y) for s, (x, y) in before.positions.items()]


spots = st.tuples(st.integers(-900, 900).map(float), st.integers(-900, 900).map(float))


@st.composite
def drawings(draw: st.DrawFn) -> Snapshot:
    """Cards anywhere, some without a place, with links forwards and back, notes and frames."""
    names = [f"s{i}" for i in range(draw(st.integers(1, 14)))]
    ends = st.tuples(st.integers(0, len(names) - 1), st.integers(0, len(names) - 1))
    pairs = [(a, b) for a, b in draw(st.lists(ends, max_size=20)) if a != b]
    links = [Link(names[min(p)], names[max(p)], "feedback" if p[0] > p[1] else "flow") for p in pairs]
    links = [k if k.is_flow else Link(k.target, k.source, "feedback") for k in links]
    places = draw(st.dictionaries(st.sampled_from(names), spots))
    notes = [Note(f"n{i}", "", *p) for i, p in enumerate(draw(st.lists(spots, max_size=3)))]
    inside = draw(st.lists(st.lists(st.sampled_from(names), min_size=1, unique=True), max_size=2))
    frames = [
        Frame(f"f{i}", "F", tuple(f), {"collapsed": True} if draw(st.booleans()) else {}) for i, f in enumerate(inside)
    ]
    return Snapshot(
        steps={n: Step(n, "train") for n in names},
        links={k.id: k for k in links},
        notes={n.id: n for n in notes},
        frames={f.id: f for f in frames},
        positions=places,
    )


@given(drawings())
@settings(max_examples=200, deadline=None)
def test_no_card_comes_to_lie_on_another(pipeline: Snapshot) -> None:
    found = {i: a for i, a in areas(after(pipeline)).items() if i in pipeline.steps}
    hidden = grouping(pipeline.frames, tidy(pipeline).steps).homes
    assert not [(a, b) for a, b in combinations(found, 2) if touch(found[a], found[b]) and not {a, b} & hidden.keys()]


@given(drawings())
@settings(max_examples=200, deadline=None)
def test_every_flow_link_runs_to_the_right(pipeline: Snapshot) -> None:
    free = replace(pipeline, frames={})
    places = tidy(free).steps
    assert all(places[k.target][0] - places[k.source][0] >= STRIDE_X for k in free.links.values() if k.is_flow)


@given(drawings())
@settings(max_examples=100, deadline=None)
def test_the_same_drawing_is_always_tidied_the_same(pipeline: Snapshot) -> None:
    assert tidy(pipeline) == tidy(pipeline)


@given(drawings(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_selection_is_tidied_and_nothing_else_moves_or_is_covered(pipeline: Snapshot, data: st.DataObject) -> None:
    whole = placed(replace(pipeline, frames={}, notes={}))
    only = data.draw(st.sets(st.sampled_from(list(whole.steps)), min_size=1))
    tidied = tidy(whole, only)
    assert tidied.steps.keys() == only
    changed = after(whole, only)
    assert all((a in only) == (b in only) for a, b in covered(changed))  # those that do were not looked at
    assert not [pair for pair in covered(changed) if set(pair) <= only]


@given(snapshots)
@settings(max_examples=60, deadline=None)
def test_frames_stay_apart_when_opened_files_are_tidied(pipeline: Snapshot) -> None:
    start = placed(pipeline)
    tidied = replace(start, positions=tidy(start).steps)
    assert not overlapping(tidied)


@given(drawings())
@settings(max_examples=200, deadline=None)
def test_frames_that_people_drew_hold_no_stranger(pipeline: Snapshot) -> None:
    first = replace(pipeline, frames=dict(list(pipeline.frames.items())[:1]), notes={})
    tidied = replace(first, positions=tidy(first).steps)
    assert not overlapping(tidied)


@given(drawings())
@settings(max_examples=100, deadline=None)
def test_tidying_twice_is_tidying_once(pipeline: Snapshot) -> None:
    once = after(replace(pipeline, notes={}))
    again = after(once)
    ways = [hypot(again.positions[s][0] - x, again.positions[s][1] - y) for s, (x, y) in once.positions.items()]
    assert statistics.fmean(ways) < 60


@pytest.mark.parametrize("number", [30, 100, 300])
def test_a_step_more_hardly_moves_what_has_nothing_to_do_with_it(number: int) -> None:
    start = after(placed(linked(number, 4)))
    sources = {k.source for k in start.links.values()}
    end = next(s for s in reversed(start.steps) if s not in sources)
    links = {**start.links, f"{end} -> new": Link(end, "new")}
    changed = placed(replace(start, steps={**start.steps, "new": Step("new", "train")}, links=links))
    ways = moves(start, tidy(changed))
    assert statistics.median(ways) < 1
    assert statistics.fmean(ways) < 15


def test_tidying_keeps_the_corner_of_a_heap() -> None:
    pipeline = snapshot("a b", [("a", "b")], {"a": (400, 300), "b": (100, 90)})
    assert tidy(pipeline).steps == {"a": (100, 90), "b": (390, 90)}


def test_a_card_that_was_nudged_comes_back_and_the_others_stay() -> None:
    places = {"a": (0.0, 0.0), "b": (290.0, 0.0), "c": (580.0, 30.0), "d": (870.0, 0.0)}
    pipeline = snapshot("a b c d", [("a", "b"), ("b", "c"), ("c", "d")], places)
    assert tidy(pipeline).steps == {**places, "c": (580.0, 0.0)}


def test_rows_keep_the_order_that_a_person_gave_them() -> None:
    links = [("a", x) for x in "bcd"]
    places = {"a": (0.0, 0.0), "d": (290.0, -112.0), "b": (290.0, 0.0), "c": (290.0, 112.0)}
    assert tidy(snapshot("a b c d", links, places)).steps == places


def test_a_new_order_is_taken_where_it_saves_crossings() -> None:
    links = [("a", "x"), ("b", "y")]
    places = {"a": (0.0, 0.0), "b": (0.0, 112.0), "x": (290.0, 112.0), "y": (290.0, 0.0), "r": (-290.0, 56.0)}
    pipeline = snapshot("r a b x y", [("r", "a"), ("r", "b"), *links], places)
    tidied = tidy(pipeline).steps
    assert (tidied["a"][1] < tidied["b"][1]) == (tidied["x"][1] < tidied["y"][1])


def test_a_step_put_in_front_moves_only_what_is_behind_it() -> None:
    start = after(placed(snapshot("a b c x y", [("a", "b"), ("b", "c"), ("x", "y")])))
    links = [("new", "a"), ("a", "b"), ("b", "c"), ("x", "y")]
    more = snapshot("new a b c x y", links, dict(start.positions))
    tidied = tidy(placed(more)).steps
    assert {s: tidied[s] for s in start.positions} == start.positions
    assert tidied["new"][0] == tidied["a"][0] - STRIDE_X


def test_steps_without_places_start_at_zero() -> None:
    assert tidy(snapshot("a b", [("a", "b")])).steps == {"a": (0, 0), "b": (290, 0)}


# ---------------------------------------------------------------------- feedback, parts
def test_feedback_links_hold_a_part_together_and_do_not_shape_it() -> None:
    links: Links = [("train", "deploy"), ("deploy", "monitor")]
    free = placed(snapshot("train deploy monitor", links)).positions
    assert placed(snapshot("train deploy monitor", links, feedback=[("monitor", "train")])).positions == free
    apart = snapshot("trigger train deploy monitor", links, feedback=[("monitor", "trigger"), ("trigger", "train")])
    places = placed(apart).positions
    assert places["trigger"][0] == places["train"][0]


def test_parts_that_have_nothing_to_do_with_each_other_are_packed() -> None:
    places = placed(snapshot(" ".join(f"s{i}" for i in range(40)), [])).positions
    width = max(x for x, _ in places.values()) + CARD_WIDTH
    height = max(y for _, y in places.values()) + CARD_HEIGHT
    assert 1 < width / height < 3


def test_single_steps_stand_in_a_stack_beside_a_high_part() -> None:
    links = [("a", f"b{i}") for i in range(5)]
    places = placed(snapshot("a b0 b1 b2 b3 b4 x y z", links)).positions
    assert len({places[s][0] for s in "xyz"}) == 1
    assert {places[s][1] for s in "xyz"} == {0, 112, 224}


def test_links_are_as_short_as_they_can_be() -> None:
    links = [("a", "b"), ("b", "c"), ("c", "d"), ("x", "y"), ("y", "d"), ("p", "x"), ("q", "x")]
    places = placed(snapshot("p q x y a b c d", links)).positions
    assert sum(places[b][0] - places[a][0] for a, b in links) == 7 * STRIDE_X


def test_parts_stay_where_they_stood() -> None:
    links = [("a", "b"), ("x", "y")]
    places = {"a": (0.0, 0.0), "b": (290.0, 0.0), "x": (700.0, -40.0), "y": (990.0, -40.0)}
    assert tidy(snapshot("a b x y", links, places)).steps == places


def test_scattered_parts_come_together() -> None:
    places: dict[str, Position] = {"a": (0.0, 0.0), "b": (9000.0, 9000.0)}
    tidied = tidy(snapshot("a b", [], places)).steps
    assert abs(tidied["b"][0] - tidied["a"][0]) <= STRIDE_X


# ---------------------------------------------------------------------- notes
def test_a_note_goes_along_with_the_card_beside_it() -> None:
    note = Note("n", x=300, y=580, width=200, height=100)
    pipeline = replace(snapshot("a b", [("a", "b")], {"a": (900, 0), "b": (300, 500)}), notes={"n": note})
    changed = after(pipeline)
    place = changed.positions["b"]
    assert (changed.notes["n"].x - place[0], changed.notes["n"].y - place[1]) == (0, 80)
    assert not covered(changed)


@pytest.mark.parametrize("only", [None, "abc"])
def test_a_note_beside_a_collapsed_frame_goes_along_with_its_box(only: str | None) -> None:
    note = Note("n", x=300, y=590, width=200, height=100)
    places: dict[str, Position] = {"a": (900, 0), "b": (326, 554), "c": (326, 700)}
    frames = {"f": Frame("f", "F", ("b", "c"), {"collapsed": True})}
    links = [("a", "b"), ("b", "c")]
    pipeline = replace(snapshot("a b c", links, places), notes={"n": note}, frames=frames)
    before = grouping(pipeline.frames, pipeline.positions).boxes["f"].place
    changed = after(pipeline, only and set(only))
    place = grouping(changed.frames, changed.positions).boxes["f"].place
    assert place != before
    assert (changed.notes["n"].x - place[0], changed.notes["n"].y - place[1]) == (
        note.x - before[0],
        note.y - before[1],
    )
    assert place[0] - changed.positions["a"][0] >= STRIDE_X


def test_cards_make_room_for_notes_beside_others() -> None:
    links = [("a", x) for x in "bcd"]
    places = {"a": (0.0, 0.0), "b": (290.0, -112.0), "c": (290.0, 0.0), "d": (290.0, 112.0)}
    note = Note("n", x=290, y=77, width=200, height=25)
    changed = after(replace(snapshot("a b c d", links, places), notes={"n": replace(note, height=100)}))
    assert not covered(changed)
    changed = after(replace(snapshot("a b c d", links, places), notes={"n": note}))
    assert not covered(changed)
    place = changed.positions["c"]
    assert (changed.notes["n"].x - place[0], changed.notes["n"].y - place[1]) == (0, 77)
    assert changed.positions["d"][1] - place[1] > 112  # a note keeps as much room round it as a card


def test_a_note_that_hides_its_card_comes_to_stand_below_it() -> None:
    pipeline = replace(snapshot("a", [], {"a": (0, 0)}), notes={"n": Note("n", x=20, y=10)})
    assert tidy(pipeline).notes["n"] == (20, CARD_HEIGHT + 10)


def test_what_was_drawn_round_a_card_goes_along_and_takes_no_room() -> None:
    stroke = Note("n", x=290, y=480, width=220, height=100, form=INK, ink="x")
    pipeline = replace(snapshot("a b", [("a", "b")], {"a": (900, 0), "b": (300, 500)}), notes={"n": stroke})
    tidied = tidy(pipeline)
    x, y = tidied.steps["b"]
    assert tidied.notes == {"n": (x - 10, y - 20)}
    assert tidied.steps == tidy(replace(pipeline, notes={})).steps


def test_a_note_by_itself_stays_and_hides_nothing() -> None:
    note = Note("n", x=290, y=-400, width=900, height=300)
    pipeline = snapshot("a b c", [("a", "b"), ("a", "c")], {"a": (0, 0), "b": (900, -2), "c": (0, 200)})
    changed = after(replace(pipeline, notes={"n": note}))
    assert changed.notes["n"] == note
    assert not covered(changed)


@given(drawings())
@settings(max_examples=100, deadline=None)
def test_notes_cover_no_cards_afterwards(pipeline: Snapshot) -> None:
    changed = after(replace(pipeline, frames={}))
    assert not [(a, b) for a, b in covered(changed) if {a, b} & changed.notes.keys() and {a, b} & changed.steps.keys()]


# ---------------------------------------------------------------------- time
def test_a_thousand_steps_are_tidied_while_nobody_waits() -> None:
    pipeline = placed(linked(1000, 1))
    start = time.process_time()
    tidy(pipeline)
    assert time.process_time() - start < 5  # 0.4 s measured; the bound only catches a wrong order of growth
