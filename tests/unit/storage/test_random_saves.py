"""Random edits and saves: the file always says what the pipeline holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.commands import steps
from designer.model.pipeline import Pipeline
from designer.model.step import Link
from designer.storage.document import Document, write_document
from tests.unit.storage.documents import CATALOG, COMMENTED, EXAMPLES, edited, rewritten

IDS = st.sampled_from(["data", "train", "tune", "deploy", "new", "gone", "newer"])
VALUES = st.sampled_from(
    [
        "word",
        "two words",
        "a: b",
        "# c",
        "",
        "l1\nl2",
        "l1\nl2\n",
        "x\n\n",
        True,
        3,
        [],
        ["a"],
        {},
        {"k": {"l": [1]}},
        "ü",
        "😀",
    ]
)
EDITS = st.one_of(
    st.tuples(st.just("set"), IDS, st.sampled_from(["foo", "levels_of_fun", "qubits", "bar baz"]), VALUES | st.none()),
    st.tuples(st.just("delete"), IDS),
    st.tuples(st.just("add"), IDS),
    st.tuples(st.just("link"), IDS, IDS, st.sampled_from(["success", "always"])),
    st.tuples(st.just("fact"), st.sampled_from(["name", "ticket", "mood"]), st.sampled_from(["x", "a\nb", None])),
    st.tuples(st.just("move"), IDS, st.integers(-999, 999)),
    st.tuples(st.just("rename"), IDS, st.sampled_from(["", "T", "t: #"])),
)


def carry_out(pipeline: Pipeline, edit: tuple[object, ...]) -> None:
    kind, first, *rest = edit
    step = str(first)
    if kind == "fact":
        steps.set_facts(pipeline, {step: rest[0]})
    elif kind == "add" and step not in pipeline.steps:
        steps.add_step(pipeline, CATALOG, "train", step_id=step)
    elif step not in pipeline.steps:
        return
    elif kind == "set":
        steps.set_attributes(pipeline, step, {str(rest[0]): rest[1]})
    elif kind == "delete":
        steps.delete(pipeline, [step])
    elif kind == "link" and rest[0] in pipeline.steps and rest[0] != step:
        with pipeline.edit("Connect") as opened:
            opened.put_link(Link(step, str(rest[0]), "feedback", str(rest[1])))
    elif kind == "move":
        steps.move(pipeline, {step: (float(str(rest[0])), 1.25)})
    elif kind == "rename":
        steps.rename(pipeline, step, str(rest[0]))


def with_carriage_returns(text: str) -> str:
    return text.replace("\n", "\r\n")


LAYOUTS = st.sampled_from([COMMENTED, with_carriage_returns(COMMENTED), "\ufeff" + COMMENTED.rstrip(), *EXAMPLES[-8:]])


@settings(max_examples=300, deadline=None)
@given(LAYOUTS, st.lists(st.lists(EDITS, max_size=6), max_size=3))
def test_random_edits_and_saves_always_leave_a_file_that_says_what_the_pipeline_holds(
    text: str, saves: list[list[tuple[object, ...]]]
) -> None:
    document, pipeline = edited(text)
    for edits in saves:
        for edit in edits:
            carry_out(pipeline, edit)
        text = rewritten(document, pipeline)
        document = Document(pipeline.snapshot(), text)
    assert write_document(pipeline.snapshot(), document) == text


@settings(max_examples=100, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_saving_after_random_edits_never_falls_back_to_writing_the_whole_commented_document(
    edits: list[tuple[object, ...]],
) -> None:
    document, pipeline = edited(COMMENTED)
    for edit in edits:
        carry_out(pipeline, edit)
    assert rewritten(document, pipeline).startswith("# A pipeline with remarks everywhere.\n")
