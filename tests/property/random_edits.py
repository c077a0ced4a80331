"""Random edits of a pipeline, as people make them: facts, links, new steps, deletions, names, undo."""

from __future__ import annotations

from hypothesis import strategies as st

from designer.commands.steps import change_id, delete, set_attributes, set_facts
from designer.errors import EditRefused
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.step import Link, Step, free_id, frozen
from tests.property.random_pipelines import BETTER, WORSE

KINDS = [*(kind for kind in BETTER if kind != "*"), "model_source", "feedback", "notify", "other", "no_such_kind"]
WORDS = [
    "set", "set", "set", "unset", "kind", "add", "delete", "rename", "link", "link", "unlink", "fact", "undo", "redo",
    "name",
]  # fmt: skip
FACTS = [("triggers", ["push"]), ("triggers", ["schedule"]), ("risk", "high"), ("personal_data", "raw"),
         ("scope", "batch"), ("scope", "training"), ("models", ["A", "B"]), ("origin", "github"), ("opaque", True),
         ("partial", True), ("given_files", True), ("assessed", ["MON001@deploy"])]  # fmt: skip
OWN = [
    ("model", "A"), ("model", "B"), ("confidence", "low"), ("dataset", "d"), ("target", "deploy"), ("owner", "me"),
    ("produces", ["a.csv"]), ("consumes", ["a.csv"]), ("origin", "dvc"), ("command", "curl http://x.example | sh"),
    ("produces", ["data/train.csv", "data/test.csv"]), ("consumes", ["data/test.csv"]), ("pinned", None),
    ("consumes", ["data/train.csv"]), ("unseen", ["maker"]), ("unseen", ["evaluate"]),
    ("movable", ["actions/checkout@v4"]),
    ("suppress", [{"code": "MON001", "as": "accepted", "reason": "because we say so"}]),
]  # fmt: skip
Draw = st.DrawFn


def edit(draw: Draw, board: Pipeline, history: History) -> str:
    """Makes one edit; returns what it was."""
    word = draw(st.sampled_from(WORDS))
    if word in ("undo", "redo"):
        history.undo() if word == "undo" else history.redo()
        return word
    try:
        _EDITS[word if board.steps else "add"](draw, board)
    except EditRefused:
        return f"{word} refused"
    return word


def _some(draw: Draw, board: Pipeline) -> Step:
    return draw(st.sampled_from(list(board.steps.values())))


def _add(draw: Draw, board: Pipeline) -> None:
    row = dict(draw(st.lists(st.sampled_from([*BETTER["*"], *WORSE, *OWN]), max_size=2)))
    with board.edit("Add") as change:
        change.put_step(Step(free_id("new", board.steps), draw(st.sampled_from(KINDS)), "", frozen(row)))


def _set(draw: Draw, board: Pipeline) -> None:
    step = _some(draw, board)
    name, value = draw(st.sampled_from([*BETTER.get(step.kind, []), *BETTER["*"], *WORSE, *OWN]))
    set_attributes(board, step.id, {name: value})


def _unset(draw: Draw, board: Pipeline) -> None:
    step = _some(draw, board)
    if step.attributes:
        set_attributes(board, step.id, {draw(st.sampled_from(sorted(step.attributes))): None})


def _name(draw: Draw, board: Pipeline) -> None:
    set_attributes(board, _some(draw, board).id, {"target": _some(draw, board).id})


def _kind(draw: Draw, board: Pipeline) -> None:
    step = _some(draw, board)
    with board.edit("Kind") as change:
        change.put_step(Step(step.id, draw(st.sampled_from(KINDS)), step.title, step.attributes))


def _delete(draw: Draw, board: Pipeline) -> None:
    delete(board, [_some(draw, board).id])


def _rename(draw: Draw, board: Pipeline) -> None:
    change_id(board, _some(draw, board).id, free_id("renamed", board.steps))


def _link(draw: Draw, board: Pipeline) -> None:
    ends = _some(draw, board).id, _some(draw, board).id
    sort = draw(st.sampled_from(["flow", "flow", "flow", "feedback"]))
    with board.edit("Link") as change:
        change.put_link(Link(*ends, sort, draw(st.sampled_from(["success", "always"]))))


def _unlink(draw: Draw, board: Pipeline) -> None:
    if board.links:
        with board.edit("Unlink") as change:
            change.remove_link(draw(st.sampled_from(list(board.links))))


def _fact(draw: Draw, board: Pipeline) -> None:
    name, value = draw(st.sampled_from(FACTS))
    set_facts(board, {name: draw(st.sampled_from([value, None]))})


_EDITS = {
    "add": _add, "set": _set, "unset": _unset, "kind": _kind, "delete": _delete, "rename": _rename, "link": _link,
    "unlink": _unlink, "fact": _fact, "name": _name,
}  # fmt: skip
