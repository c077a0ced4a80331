from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import STEP_ID, Frame, Link, Note, Step, frozen
from designer.storage.document import fragment_text, parse_fragment, write_document
from tests.unit.storage.documents import CATALOG, COMMENTED, contents, parsed

WHOLE = Snapshot(
    steps={
        "data": Step("data", "data_source", "Sales", frozen({"versioned": True})),
        "train": Step(
            "train",
            "train",
            "",
            frozen(
                {
                    "command": "python a.py\npython b.py\n",
                    "params": "file",
                    "consumes": ["raw.csv", "on"],
                    "suppress": [{"code": "MON001", "as": "elsewhere", "until": "2027-06-30"}],
                    "produces": [f"models/a-rather-long-name-of-a-file-{i}.bin" for i in range(4)],
                    "nested": {"a": {"b": []}},
                    "nothing": {},
                }
            ),
        ),
    },
    links={"data -> train": Link("data", "train", "flow", "always", "data")},
    facts={"name": "on", "repo": False, "triggers": ["push", "schedule"]},
    notes={"n": Note("n", "Hello", 1.0, 2.5, 300, 100, "blue", frozen({"by": "Kim"}))},
    frames={"f": Frame("f", "Team: blue", ("data", "train"), frozen({"mood": 3}))},
    positions={"data": (0.0, 0.126), "train": (-300.0, 1e6)},
)
TEXT = """\
format: 1
pipeline:
  name: 'on'
  repo: false
  triggers: [push, schedule]
steps:
  data:
    kind: data_source
    title: Sales
    versioned: true
  train:
    kind: train
    command: |
      python a.py
      python b.py
    params: file
    consumes: [raw.csv, 'on']
    suppress:
      - {code: MON001, as: elsewhere, until: '2027-06-30'}
    produces:
      - models/a-rather-long-name-of-a-file-0.bin
      - models/a-rather-long-name-of-a-file-1.bin
      - models/a-rather-long-name-of-a-file-2.bin
      - models/a-rather-long-name-of-a-file-3.bin
    nested:
      a:
        b: []
    nothing: {}
links:
  - data -> train [always, data]
notes:
  n:
    text: Hello
    at: [1, 2.5]
    size: [300, 100]
    colour: blue
    by: Kim
frames:
  f:
    title: 'Team: blue'
    steps: [data, train]
    mood: 3
layout:
  data: [0, 0.13]
  train: [-300, 1000000]
"""


def test_a_document_is_written_one_fact_a_line() -> None:
    assert write_document(WHOLE) == TEXT
    assert contents(parsed(TEXT).snapshot) == contents(WHOLE)


def test_an_empty_pipeline_is_a_document() -> None:
    assert write_document(Snapshot()) == "format: 1\nsteps: {}\n"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["on", "a: b", "# x", "1", "l1\nl2", " x "]
)
KEYS = TEXTS.filter(lambda k: k not in ("kind", "title", "<<", "") and k not in CATALOG.step_fields) | st.just(
    "x" * 130
)
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
IDS = st.from_regex(STEP_ID.pattern.removesuffix(r"\Z"), fullmatch=True)


@settings(max_examples=250, deadline=None)
@given(
    st.dictionaries(IDS, st.tuples(TEXTS, st.dictionaries(KEYS, VALUES, max_size=4)), max_size=4),
    st.dictionaries(IDS, TEXTS, max_size=2),
)
def test_whatever_a_pipeline_holds_is_read_back(
    rows: dict[str, tuple[str, dict[str, object]]], texts: dict[str, str]
) -> None:
    snapshot = Snapshot(
        steps={s: Step(s, "unheard_of", title, frozen(facts)) for s, (title, facts) in rows.items()},
        notes={n: Note(n, text) for n, text in texts.items()},
    )
    text = write_document(snapshot)
    assert contents(parsed(text).snapshot) == contents(snapshot)
    assert write_document(parsed(text).snapshot) == text


def test_a_fragment_goes_through_the_clipboard_unchanged() -> None:
    assert contents(parse_fragment(fragment_text(WHOLE), CATALOG)) == contents(WHOLE)


def test_a_whole_document_is_a_fragment_too() -> None:
    assert list(parse_fragment(COMMENTED, CATALOG).steps) == ["data", "train", "tune", "deploy"]


@pytest.mark.parametrize("text", ["", "Some sentence.", "https://example.org", "steps: [1]", "{", "\x00"])
def test_other_clipboard_texts_are_refused(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_fragment(text, CATALOG)
    assert str(caught.value).startswith("clipboard")
