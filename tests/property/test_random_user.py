"""A random user draws, edits, undoes, saves and opens pipelines; whatever happens, these laws hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from designer.commands import links, notes, steps
from designer.commands.pasting import add_fragment
from designer.errors import EditRefused
from designer.model.changes import TABLES
from designer.model.graph_queries import flow_cycles, topological_order
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.steps.catalog import load_catalog
from designer.steps.field import FieldType
from designer.storage.document import Document, fragment_text, parse_document, parse_fragment, write_document

CATALOG = load_catalog()
KINDS = [*sorted(CATALOG.kinds), "quantum"]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-5000, 5000)
PLACES = st.tuples(NUMBERS, NUMBERS)
FREE_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | NUMBERS | WORDS | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=3,
)


def values(field: FieldType) -> st.SearchStrategy[Any]:
    """Values that a field takes; None takes a stated one back."""
    if field.base == "list":
        return st.none() | st.lists(st.sampled_from(field.choices) if field.choices else WORDS, max_size=3)
    simple = {"bool": st.booleans(), "int": NUMBERS, "any": st.none()}
    if field.base == "enum":
        return st.none() | st.sampled_from(field.choices)
    return st.none() | simple.get(field.base, WORDS)


def rows(board: Pipeline | Snapshot) -> str:
    """Everything a pipeline holds, in its order, as text: nobody can change it afterwards."""
    return repr([(name, list(getattr(board, name).items())) for name in TABLES])


class RandomUser(RuleBasedStateMachine):
    """Plays commands on a pipeline beside a list of the states it went through."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[tuple[Snapshot, str]] = []
        self.document: Document | None = None

    @initialize(kinds=st.lists(st.sampled_from(KINDS), max_size=6))
    def start(self, kinds: list[str]) -> None:
        """Begins with a few steps in a row."""
        pipeline = Pipeline()
        last = None
        for kind in kinds:
            last = steps.add_step(pipeline, CATALOG, kind, after=last)
        self.open(pipeline)

    def open(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self.history = History(pipeline)
        self.states = [rows(pipeline)]
        self.at = 0
        self.saved: int | None = 0
        self.heard = 0
        pipeline.subscribe(lambda transaction: self.hear())

    def hear(self) -> None:
        self.heard += 1

    def edit(self, command: Callable[..., Any], *args: Any, **names: Any) -> None:
        """Runs a command: it changes something in one announced edit, or nothing at all."""
        before, revision, heard = rows(self.pipeline), self.pipeline.revision, self.heard
        try:
            command(self.pipeline, *args, **names)
        except EditRefused as refused:
            assert refused.message
            assert (rows(self.pipeline), self.pipeline.revision, self.heard) == (before, revision, heard)
            return
        if self.heard == heard:
            assert (rows(self.pipeline), self.pipeline.revision) == (before, revision)
            return
        assert self.heard == heard + 1
        assert self.pipeline.revision > revision
        if self.saved is not None and self.saved > self.at:
            self.saved = None
        del self.states[self.at + 1 :]
        self.states.append(rows(self.pipeline))
        self.at += 1

    def one(self, data: st.DataObject, table: str) -> str:
        """An id of a row that is there, or now and then of one that is not."""
        there = list(getattr(self.pipeline, table))
        return data.draw(st.sampled_from([*there, *there, "gone"]))

    def some(self, data: st.DataObject, table: str, most: int = 3) -> list[str]:
        there = list(getattr(self.pipeline, table))
        return data.draw(st.lists(st.sampled_from(there), max_size=most)) if there else []

    # ------------------------------------------------------------------ drawing
    @rule(kind=st.sampled_from(KINDS), at=st.none() | PLACES, title=WORDS, data=st.data())
    def add_step(self, kind: str, at: Any, title: str, data: st.DataObject) -> None:
        after = data.draw(st.none() | st.just(self.one(data, "steps")))
        self.edit(steps.add_step, CATALOG, kind, at=at, title=title, after=after)

    @rule(
        type=st.sampled_from(["flow", "flow", "feedback"]), when=st.sampled_from(["success", "always"]), data=st.data()
    )
    def connect(self, type: str, when: str, data: st.DataObject) -> None:
        self.edit(links.connect, self.one(data, "steps"), self.one(data, "steps"), type=type, when=when)

    @rule(data=st.data(), kind=st.sampled_from(KINDS))
    def insert_on_link(self, data: st.DataObject, kind: str) -> None:
        self.edit(links.insert_on_link, CATALOG, self.one(data, "links"), kind)

    @rule(data=st.data(), change=st.sampled_from([{"type": "feedback"}, {"type": "flow"}, {"when": "failure"}]))
    def change_link(self, data: st.DataObject, change: dict[str, str]) -> None:
        self.edit(links.change_link, self.one(data, "links"), **change)

    @rule(data=st.data())
    def lead_a_link_elsewhere(self, data: st.DataObject) -> None:
        self.edit(links.change_link, self.one(data, "links"), target=self.one(data, "steps"))

    @rule(data=st.data())
    def disconnect(self, data: st.DataObject) -> None:
        self.edit(links.disconnect, self.one(data, "links"))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.edit(steps.delete, *(self.some(data, table) for table in ("steps", "links", "notes", "frames")))

    @rule(data=st.data(), place=PLACES)
    def move(self, data: st.DataObject, place: tuple[int, int]) -> None:
        self.edit(steps.move, dict.fromkeys(self.some(data, "steps"), place))

    @rule(data=st.data(), text=WORDS, place=PLACES)
    def write_a_note(self, data: st.DataObject, text: str, place: tuple[int, int]) -> None:
        if data.draw(st.booleans()):
            self.edit(notes.add_note, *place, text)
        else:
            self.edit(notes.edit_note, self.one(data, "notes"), text=text, x=place[0], y=place[1])

    @rule(data=st.data(), title=WORDS)
    def frame(self, data: st.DataObject, title: str) -> None:
        if data.draw(st.booleans()):
            self.edit(notes.add_frame, self.some(data, "steps"), title)
        else:
            self.edit(notes.rename_frame, self.one(data, "frames"), title)

    # ------------------------------------------------------------------ fields
    @rule(data=st.data())
    def state_a_fact(self, data: st.DataObject) -> None:
        step_id = self.one(data, "steps")
        kind = self.pipeline.steps[step_id].kind if step_id in self.pipeline.steps else "train"
        fields = CATALOG.fields(kind)
        name = data.draw(st.sampled_from(sorted(set(fields) - {"kind", "suppress"})))
        self.edit(steps.set_attributes, step_id, {name: data.draw(values(fields[name].type))})

    @rule(data=st.data(), value=FREE_VALUES)
    def state_something_unknown(self, data: st.DataObject, value: Any) -> None:
        self.edit(steps.set_attributes, self.one(data, "steps"), {"x-own": value})

    @rule(data=st.data())
    def state_a_fact_of_the_pipeline(self, data: st.DataObject) -> None:
        fields = CATALOG.pipeline_fields
        name = data.draw(st.sampled_from(sorted(set(fields) - {"suppress"})))
        self.edit(steps.set_facts, {name: data.draw(values(fields[name].type))})

    @rule(data=st.data(), title=WORDS)
    def rename(self, data: st.DataObject, title: str) -> None:
        self.edit(steps.rename, self.one(data, "steps"), title)

    @rule(data=st.data(), new=st.sampled_from(["a", "b", "train", "not an id"]))
    def change_id(self, data: st.DataObject, new: str) -> None:
        self.edit(steps.change_id, self.one(data, "steps"), new)

    @rule(data=st.data(), kind=st.sampled_from(KINDS))
    def set_kind(self, data: st.DataObject, kind: str) -> None:
        self.edit(steps.set_kind, CATALOG, self.one(data, "steps"), kind)

    # ------------------------------------------------------------------ copies
    @rule(data=st.data())
    def duplicate(self, data: st.DataObject) -> None:
        self.edit(steps.duplicate, self.some(data, "steps"))

    @rule(data=st.data(), offset=PLACES)
    def copy_and_paste(self, data: st.DataObject, offset: tuple[int, int]) -> None:
        part = steps.excerpt(self.pipeline.snapshot(), self.some(data, "steps"), self.some(data, "notes"))
        text = fragment_text(part)
        if part.steps or part.notes:
            fragment = parse_fragment(text, CATALOG)
            for name in ("steps", "links", "notes", "positions"):
                assert repr(dict(getattr(fragment, name))) == repr(dict(getattr(part, name)))
            self.edit(add_fragment, fragment, offset)

    # ------------------------------------------------------------------ time
    @rule()
    def undo(self) -> None:
        assert (self.history.undo() is None) == (self.at == 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        assert (self.history.redo() is None) == (self.at == len(self.states) - 1)
        self.at = min(self.at + 1, len(self.states) - 1)

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        here = self.at
        while self.history.undo():
            pass
        assert rows(self.pipeline) == self.states[0]
        while self.history.redo():
            pass
        assert rows(self.pipeline) == self.states[-1]
        for _ in range(len(self.states) - 1 - here):
            self.history.undo()

    @rule()
    def take_a_picture(self) -> None:
        picture = self.pipeline.snapshot()
        self.pictures.append((picture, rows(picture)))

    # ------------------------------------------------------------------ files
    @rule()
    def save(self) -> None:
        snapshot = self.pipeline.snapshot()
        text = write_document(snapshot, self.document)
        read = parse_document(text, "saved.mlops.yaml", CATALOG)
        assert rows(read.snapshot) == rows(snapshot)
        assert write_document(read.snapshot, read) == text
        self.document = read
        self.history.mark_saved()
        self.saved = self.at

    @rule()
    def open_what_was_saved(self) -> None:
        if self.document:
            self.open(Pipeline(self.document.snapshot))

    # ------------------------------------------------------------------ laws
    @invariant()
    def the_pipeline_is_in_the_state_that_history_says(self) -> None:
        assert rows(self.pipeline) == self.states[self.at]
        assert bool(self.history.undo_label) == (self.at > 0)

    @invariant()
    def it_is_dirty_unless_it_is_what_was_saved(self) -> None:
        assert self.history.is_dirty == (self.saved != self.at)

    @invariant()
    def everything_mentioned_is_there(self) -> None:
        board = self.pipeline
        for link_id, link in board.links.items():
            assert link.id == link_id
            assert {link.source, link.target} <= set(board.steps)
        assert set(board.positions) <= set(board.steps)
        assert all(set(frame.steps) <= set(board.steps) for frame in board.frames.values())
        assert all(step.id == step_id for step_id, step in board.steps.items())
        for step_id in board.steps:
            mine = [k for k in board.links.values() if step_id in (k.source, k.target)]
            assert list(board.links_of(step_id)) == mine

    @invariant()
    def flow_links_form_no_circle(self) -> None:
        board = self.pipeline
        assert flow_cycles(board.steps, board.links.values()) == ()
        assert sorted(topological_order(board.steps, board.links.values())) == sorted(board.steps)

    @invariant()
    def pictures_taken_earlier_stay_as_they_were(self) -> None:
        assert all(rows(picture) == was for picture, was in self.pictures)


TestRandomUser = RandomUser.TestCase
TestRandomUser.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
