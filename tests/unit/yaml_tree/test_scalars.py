from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from designer import yaml_io
from designer.yaml_tree.scalars import flow, literal, scalar, word

AMBIGUOUS = """
on yes No Y n true null ~ 12:30 1_000 0777 3.10 0x1F 1e3 .inf 2027-06-30 = << - ? : *a &a !x |x >x @x `x %x # {x [x ]x
}x ,x 'x "x --- ...
"""


@pytest.mark.parametrize(
    "text",
    [
        "main",
        "ubuntu-latest",
        "${{ matrix.x }}",
        "actions/checkout@v4",
        "a b",
        "-v",
        "0 3 * * *",
        "1.2.3",
        "é😀",
        "a#b",
    ],
)
def test_what_is_clear_stands_without_quotes(text: str) -> None:
    assert word(text) == text


@pytest.mark.parametrize(
    "text",
    [*AMBIGUOUS.split(), "", " a", "a ", "a: b", "a:", "a #b", "- a", "? a"],
)
def test_what_a_reader_may_take_for_something_else_is_quoted(text: str) -> None:
    assert word(text) == "'" + text.replace("'", "''") + "'"
    assert yaml.safe_load(word(text)) == text
    assert yaml_io.load(word(text), "a.yaml") == text


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "\r", "\x85", "\u2028", "\ufeff", "\0", "\U000e0001"])
def test_what_cannot_be_seen_is_escaped(text: str) -> None:
    assert word(text).startswith('"')
    assert word(text).isprintable()


def test_quotes_are_kept_where_they_can_carry_the_text() -> None:
    assert word("a", "'") == "'a'"
    assert word("a", '"') == '"a"'
    assert word("a\tb", "'") == '"a\\tb"'


@pytest.mark.parametrize("text", ["a, b", "a]", "{a", "a:b", "a?"])
def test_more_is_quoted_in_brackets(text: str) -> None:
    assert word(text, in_flow=True) == f"'{text}'"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "null"), (True, "true"), (3, "3"), (0.5, "0.5"), (1e300, "1.0e+300"), (float("-inf"), "-.inf")],
)
def test_numbers_and_truth_values(value: Any, text: str) -> None:
    assert scalar(value) == text


def test_everything_fits_in_brackets() -> None:
    assert flow({"a": [1, "x y"], "b": {}, "on": "a\nb"}, pad=" ") == "{ a: [1, x y], b: {}, 'on': \"a\\nb\" }"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\n", ["|", "  a", "  b"]),
        ("a\nb", ["|-", "  a", "  b"]),
        ("a\n\n\n", ["|+", "  a", "", ""]),
        (" a\nb\n", ["|2", "   a", "  b"]),
        ("\na\n", ["|2", "", "  a"]),
        ("\ta\n", ["|2", "  \ta"]),
        ("a \n\n  b\n", ["|", "  a ", "", "    b"]),
        ("\n", None),
        ("a\n  \n", None),
        ("a\r\nb\n", None),
    ],
)
def test_a_literal_block_says_where_it_begins_and_ends(text: str, lines: list[str] | None) -> None:
    assert literal(text, 2, 2) == lines


@given(st.text(max_size=60) | st.text("ab:-#[]{},&*!|>'\"%@`?~= \t\n0123._", max_size=20))
def test_any_text_is_read_back_by_readers_of_both_versions(text: str) -> None:
    for written in (word(text), word(text, "'"), word(text, '"')):
        assert yaml_io.load(f"k: {written}\n", "a.yaml") == {"k": text}
        assert yaml.safe_load(f"k: {written}\n") == {"k": text}
    assert yaml_io.load(flow([text, {text: text}]), "a.yaml") == [text, {text: text}]


@given(st.text("ab# \t\n:-", max_size=30))
def test_any_literal_block_is_read_back(text: str) -> None:
    lines = literal(text, 4, 2)
    if lines is not None:
        written = "a:\n  k: " + "\n".join(lines) + "\n"
        assert yaml_io.load(written, "a.yaml") == {"a": {"k": text}}
