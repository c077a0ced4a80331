from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.commands import links, notes, steps
from designer.drawing.folding import folded_places
from designer.drawing.frame_tree import is_collapsed
from designer.drawing.grouping import grouping
from designer.errors import EditRefused
from designer.gui.canvas.marks import Marks
from designer.gui.canvas.rows import Rows
from designer.gui.canvas.scene_columns import SceneColumns
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.steps.catalog import load_catalog

CATALOG = load_catalog()
NAMES = [f"s{i}" for i in range(5)]
ACTIONS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["train", "deploy", "approve", "made_up"]), st.integers(-500, 500)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("connect"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("feedback"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.integers(-500, 500)),
    st.tuples(st.just("retype"), st.sampled_from(NAMES), st.sampled_from(["notify", "monitor"])),
    st.tuples(st.just("frame"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("fold"), st.integers(0, 3), st.none()),
    st.tuples(st.just("state"), st.sampled_from(NAMES), st.sampled_from([True, None])),
    st.tuples(st.just("undo"), st.none(), st.none()),
    st.tuples(st.just("redo"), st.none(), st.none()),
)


def act(pipeline: Pipeline, history: History, action: tuple[Any, Any, Any]) -> None:
    verb, first, second = action
    if verb == "add":
        free = next((n for n in NAMES if n not in pipeline.steps), "s9")
        steps.add_step(pipeline, CATALOG, first, at=(float(second), 0.0), step_id=free)
    elif verb == "delete":
        steps.delete(pipeline, [first])
    elif verb == "connect":
        links.connect(pipeline, first, second)
    elif verb == "feedback":
        links.connect(pipeline, first, second, type="feedback", when="always")
    elif verb == "move":
        steps.move(pipeline, {first: (float(second), float(-second))})
    elif verb == "retype":
        steps.set_kind(pipeline, CATALOG, first, second)
    elif verb == "frame":
        notes.add_frame(pipeline, [s for s in (first, second) if s in pipeline.steps], "Together")
    elif verb == "fold":
        frame = next(iter(list(pipeline.frames)[first : first + 1]), "")
        closing = frame in pipeline.frames and not is_collapsed(pipeline.frames[frame])
        places = folded_places(pipeline.frames, pipeline.positions, frame) if frame else {}
        notes.fold_frame(pipeline, frame, closing, places)
    elif verb == "state":
        steps.set_attributes(pipeline, first, {"implicit": second, "matrix": {"a": [1, 2]} if second else None})
    else:
        getattr(history, verb)()


def picture(columns: SceneColumns) -> dict[str, Any]:
    """What the columns say, by ids."""
    rows, ids = columns.steps.row, columns.steps.ids
    return {
        "steps": {
            key: (columns.looks[columns.steps["look"][r]], columns.steps["x"][r], columns.steps["y"][r],
                  columns.steps["flags"][r], columns.steps["runs"][r])
            for key, r in rows.items()
        },
        "links": {
            key: (ids[columns.links["source"][r]], ids[columns.links["target"][r]], columns.links["feedback"][r],
                  columns.links["when"][r], columns.links["implied"][r], tuple(columns.links["curve"][r]))
            for key, r in columns.links.row.items()
        },
    }  # fmt: skip


@settings(max_examples=150)
@given(st.lists(ACTIONS, max_size=25))
def test_columns_that_followed_every_edit_equal_columns_filled_anew(actions: list[tuple[Any, Any, Any]]) -> None:
    pipeline = Pipeline()
    history = History(pipeline)
    columns = SceneColumns(CATALOG)
    groups = lambda: grouping(pipeline.frames, pipeline.positions)  # noqa: E731
    pipeline.subscribe(lambda transaction: columns.apply(transaction, pipeline, groups()) is None)
    for action in actions:
        try:
            act(pipeline, history, action)
        except EditRefused:
            continue
    anew = SceneColumns(CATALOG)
    anew.load(pipeline, groups())
    assert repr(sorted(picture(columns)["steps"].items())) == repr(sorted(picture(anew)["steps"].items()))
    assert repr(sorted(picture(columns)["links"].items())) == repr(sorted(picture(anew)["links"].items()))
    assert columns.bounds() == anew.bounds()
    hidden, boxes = groups().homes, groups().boxes
    assert len(columns.visible_steps(-1e6, -1e6, 1e6, 1e6)) == len(pipeline.steps) - len(hidden) + len(boxes)
    seen = [k for k in pipeline.links.values() if hidden.get(k.source, k.source) != hidden.get(k.target, k.target)]
    assert len(columns.visible_links(-1e6, -1e6, 1e6, 1e6)) == len(seen)


def test_an_edit_marks_where_things_were_and_where_they_are() -> None:
    pipeline = Pipeline()
    columns = SceneColumns(CATALOG)
    areas: list[Any] = []
    pipeline.subscribe(lambda transaction: areas.append(columns.apply(transaction, pipeline)))
    step = steps.add_step(pipeline, CATALOG, "train", at=(0.0, 0.0))
    steps.move(pipeline, {step: (1000.0, 500.0)})
    marked = areas[-1]
    for x, y in ((100, 30), (1100, 530)):
        assert ((marked[:, 0] < x) & (marked[:, 1] < y) & (marked[:, 2] > x) & (marked[:, 3] > y)).any()


def marks(of: dict[str, tuple[int, int]]) -> Marks:
    return Marks(tuple(of), np.array([m[0] for m in of.values()]), np.array([m[1] for m in of.values()]))


def test_marks_tell_which_rows_changed() -> None:
    pipeline = Pipeline()
    columns = SceneColumns(CATALOG)
    pipeline.subscribe(lambda transaction: columns.apply(transaction, pipeline) is None)
    for _ in range(3):
        steps.add_step(pipeline, CATALOG, "train")
    assert columns.mark(marks({"train": (3, 2), "gone": (1, 1)})).tolist() == [columns.steps.row["train"]]
    assert columns.mark(marks({"train": (3, 2)})).tolist() == []
    assert columns.mark(marks({"train_2": (1, 1)})).tolist() == [0, 1]
    assert (columns.steps["severity"] == [0, 1, 0]).all()


def test_freed_rows_are_empty_and_used_again() -> None:
    rows = Rows({"x": (np.float64, 0, np.nan), "pair": (np.float64, 2, 0.0)})
    rows.add(["a", "b"])
    rows["x"][:] = 1.0
    rows["pair"][:] = 5.0
    assert rows.remove("a") == 0
    assert np.isnan(rows["x"][0])
    assert "a" not in rows and len(rows) == 1
    assert rows.add(["c"]).tolist() == [0]
    assert rows["pair"][0].tolist() == [0.0, 0.0]
    rows.add([f"n{i}" for i in range(500)])
    assert rows["x"][1] == 1.0
    assert rows.rows_of(["b", "nobody"]).tolist() == [1]


@pytest.mark.parametrize("empty", [SceneColumns(CATALOG)])
def test_an_empty_scene_has_no_bounds_and_nothing_in_view(empty: SceneColumns) -> None:
    assert empty.bounds() is None
    assert len(empty.visible_steps(0, 0, 100, 100)) == 0
    assert len(empty.links_at(np.array([], np.int64))) == 0
