from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.commands.notes import folded
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.folding import folded_places
from designer.drawing.frame_tree import nesting
from designer.drawing.geometry import FRAME_TITLE
from designer.drawing.grouping import grouping, telling_kind
from designer.drawing.layout import placed
from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Step
from designer.steps.catalog import load_catalog
from tests.unit.drawing.framed import opened, overlapping, snapshots, touch


def frame(name: str, steps: str, **extra: object) -> Frame:
    return Frame(name, name, tuple(steps.split()), extra)


CATALOG = load_catalog()
PLACES = {"a": (0.0, 0.0), "b": (300.0, 0.0), "c": (600.0, 0.0)}


def test_no_frames_make_no_groups() -> None:
    assert grouping({}, PLACES).areas == {}


def test_a_frame_lies_around_its_cards_with_room_for_its_title() -> None:
    left, top, width, height = grouping({"f": frame("f", "a b")}, PLACES).areas["f"]
    assert left < 0 and top < -FRAME_TITLE
    assert left + width > 300 + CARD_WIDTH and top + height > CARD_HEIGHT


def test_titles_of_frames_inside_each_other_stand_below_each_other() -> None:
    frames = {f.id: f for f in (frame("job", "a b", role="job"), frame("file", "a b", role="file"))}
    areas = grouping(frames, PLACES).areas
    assert list(areas) == ["file", "job"]
    assert areas["job"][1] >= areas["file"][1] + FRAME_TITLE


def test_a_frame_with_all_the_steps_of_another_one_holds_it() -> None:
    frames = [frame("inner", "a"), frame("outer", "a b"), frame("beside", "b c")]
    assert nesting(frames) == {"outer": ("inner",), "beside": (), "inner": ()}


def test_of_two_frames_with_the_same_steps_the_file_holds_the_job() -> None:
    assert nesting([frame("job", "a", role="job"), frame("file", "a", role="file")])["file"] == ("job",)


def test_a_collapsed_frame_is_one_box_where_its_title_was() -> None:
    open_one = grouping({"f": frame("f", "a b")}, PLACES).areas["f"]
    groups = grouping({"f": frame("f", "a b", collapsed=True)}, PLACES)
    assert groups.areas == {}
    assert groups.boxes["f"].place == open_one[:2]
    assert groups.boxes["f"].steps == ("a", "b")
    assert groups.homes == {"a": "f", "b": "f"}
    assert groups.place("b", PLACES) == groups.boxes["f"].place
    assert groups.place("c", PLACES) == PLACES["c"]


def test_a_frame_in_a_collapsed_one_is_hidden_with_it() -> None:
    frames = {
        "job": frame("job", "a b", role="job", collapsed=True),
        "file": frame("file", "a b c", role="file", collapsed=True),
    }
    groups = grouping(frames, PLACES)
    assert list(groups.boxes) == ["file"]
    assert set(groups.homes) == {"a", "b", "c"}


def test_a_frame_whose_steps_have_no_place_is_not_drawn() -> None:
    groups = grouping({"f": frame("f", "x", collapsed=True), "g": frame("g", "")}, PLACES)
    assert not groups.areas and not groups.boxes and not groups.homes


@pytest.mark.parametrize(
    ("kinds", "telling"),
    [
        ("version version train", "train"),
        ("prepare prepare evaluate notify", "evaluate"),
        ("code_test code_test package", "package"),
        ("train deploy train", "deploy"),
        ("other other code_test", "code_test"),
        ("scan code_test code_test", "code_test"),
        ("notify version", "notify"),
        ("something_new prepare", "prepare"),
        ("", ""),
    ],
)
def test_a_box_shows_the_kind_that_says_most_about_its_steps(kinds: str, telling: str) -> None:
    assert telling_kind(CATALOG, [Step(f"s{i}", kind) for i, kind in enumerate(kinds.split())]) == telling


@given(snapshots)
def test_opened_files_are_laid_out_without_anything_on_anything(snapshot: Snapshot) -> None:
    assert overlapping(placed(snapshot)) == []


@given(snapshots)
def test_a_frame_that_opens_or_collapses_makes_nothing_lie_on_anything(snapshot: Snapshot) -> None:
    drawn = placed(snapshot)
    for frame_id in snapshot.frames:
        drawn = toggled(drawn, frame_id)
        assert overlapping(drawn) == []


@given(snapshots)
def test_opening_and_then_collapsing_puts_everything_back(snapshot: Snapshot) -> None:
    drawn = placed(snapshot)
    for frame_id, one in snapshot.frames.items():
        if one.extra.get("collapsed"):
            assert toggled(toggled(drawn, frame_id), frame_id).positions == drawn.positions


def toggled(snapshot: Snapshot, frame_id: str) -> Snapshot:
    closed = snapshot.frames[frame_id].extra.get("collapsed") is not True
    frames = {**snapshot.frames, frame_id: folded(snapshot.frames[frame_id], closed)}
    moved = folded_places(snapshot.frames, snapshot.positions, frame_id)
    return replace(snapshot, frames=frames, positions={**snapshot.positions, **moved})


def test_linked_jobs_stand_in_columns_and_files_beside_or_below_each_other() -> None:
    drawn = placed(opened([[(2, False), (3, False)], [(1, False)]], [(0, 1)]))
    areas = grouping(drawn.frames, drawn.positions).areas
    assert areas["job0"][0] + areas["job0"][2] < areas["job1"][0]
    assert not touch(areas["file0"], areas["file1"])


def test_many_jobs_that_nothing_links_are_no_single_column() -> None:
    drawn = placed(opened([[(1, False)] * 30]))
    assert len({x for x, _ in drawn.positions.values()}) > 3


def test_collapsed_jobs_take_the_room_of_a_card() -> None:
    wide, narrow = (placed(opened([[(4, closed)] * 6])) for closed in (False, True))
    sizes = [grouping(s.frames, s.positions).areas["file0"] for s in (wide, narrow)]
    assert sizes[1][2] * sizes[1][3] < sizes[0][2] * sizes[0][3] / 3


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=6), st.data())
def test_frames_that_followed_moved_steps_are_as_if_worked_out_anew(
    spans: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    places = {f"s{n}": (n * 300.0, n * 10.0) for n in range(8)}
    frames = {}
    for number, (one, other, closed) in enumerate(spans):
        steps = tuple(f"s{n}" for n in range(min(one, other), max(one, other) + 1))
        frames[f"f{number}"] = Frame(f"f{number}", f"F{number}", steps, {"collapsed": True} if closed else {})
    groups = grouping(frames, places)
    for _ in range(2):
        moved = data.draw(st.dictionaries(st.sampled_from(sorted(places)), st.just((7.0, 500.0)), max_size=3))
        places = {**places, **moved}
        groups = groups.moved(places, moved)
        anew = grouping(frames, places)
        assert groups == anew
        assert list(groups.areas) == list(anew.areas)
