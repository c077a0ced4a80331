"""Whatever is opened, it is read, or refused in one line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.errors import DocumentError
from designer.storage.document import parse_document, write_document
from designer.storage.file_access import decode
from tests.unit.storage.documents import CATALOG, COMMENTED, EXAMPLES, contents, parsed

LETTERS = "\n\t:[]{}'\"|>#%~\x00\ufeff\r\x85\u2028\ud800"
WORDS = [
    "  ",
    "- ",
    "&a ",
    "*a",
    "!!x ",
    "---\n",
    "...\n",
    "? ",
    "<<: ",
    "steps:\n",
    "kind: 3",
    "9" * 500,
    "-> ",
    ".nan",
]
SNIPPETS = st.sampled_from([*LETTERS, *WORDS])
PLACES = st.tuples(st.floats(0, 1), st.integers(0, 40), SNIPPETS | st.text(max_size=5))
MUTATIONS = st.lists(PLACES, min_size=1, max_size=6)


def opened_or_refused(text: str) -> None:
    try:
        document = parse_document(text, "a.yaml", CATALOG)
    except DocumentError as e:
        assert str(e).startswith("a.yaml")
        assert "\n" not in str(e)
        assert len(str(e)) < 2000
        return
    assert write_document(document.snapshot, document) == text
    again = parsed(write_document(document.snapshot))
    assert list(again.snapshot.steps) == list(document.snapshot.steps)


@settings(max_examples=600, deadline=None)
@given(st.text(max_size=300) | st.text("steps:{}[]-> \n'\"&*!|abk", max_size=80))
def test_any_text_is_opened_or_refused(text: str) -> None:
    opened_or_refused(text)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a.yaml")
    except DocumentError as e:
        assert "not UTF-8" in str(e)
        return
    opened_or_refused(text)


@settings(max_examples=900, deadline=None)
@given(st.sampled_from([COMMENTED, *EXAMPLES[-12:]]), MUTATIONS)
def test_any_damaged_document_is_opened_or_refused(text: str, mutations: list[tuple[float, int, str]]) -> None:
    for where, removed, added in mutations:
        at = int(where * len(text))
        text = text[:at] + added + text[at + removed :]
    opened_or_refused(text)


@pytest.mark.parametrize("length", range(0, len(COMMENTED), 7))
def test_a_document_that_was_cut_off_is_opened_or_refused(length: int) -> None:
    opened_or_refused(COMMENTED[:length])


def test_the_whole_document_is_opened() -> None:
    assert contents(parsed(COMMENTED).snapshot)
