from __future__ import annotations

from typing import Any

import pytest

from tests.unit.yaml_tree.edited import edited, refused


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("a:   x   # why\n", "yy", "a:   yy   # why\n"),
        ("a: 'x'\n", "yy", "a: 'yy'\n"),
        ('a: "x"  \n', "it's", 'a: "it\'s"  \n'),
        ("a: 'x'\n", 3, "a: 3\n"),
        ("a: x\n", "on", "a: 'on'\n"),
        ('a: x\nb: "y"\n', "3.10", 'a: "3.10"\nb: "y"\n'),
        ("a:\n", "x", "a: x\n"),
        ("a: # why\n", "x", "a: x # why\n"),
        ("a: &n x\n", "yy", "a: &n yy\n"),
        ("a: &n\n", "yy", "a: &n yy\n"),
        ("a: !!str 3\n", 4, "a: 4\n"),
        ("a: !!str 3\n", "x", "a: !!str x\n"),
        ("a: x\n  y # no\n", "z", "a: z # no\n"),
        ("a: 'x\n\n  y'\nb: 1\n", "z", "a: 'z'\nb: 1\n"),
        ("a: ~\n", True, "a: true\n"),
        ("a: x", None, "a: null"),
        ("a: |\n  x\n  y\n", "z", "a: z\n"),
        ("a: >- # why\n  x\n  y\n\nb: 1\n", "z", "a: z # why\n\nb: 1\n"),
        ("? a\n: x\n", "yy", "? a\n: yy\n"),
        ("a: *n\n", "yy", "a: yy\n"),
        ("a: [x, y] # why\n", "z", "a: z # why\n"),
        ("a: # why\n  b: 1\n  c: 2\nd: 3\n", "z", "a: z # why\nd: 3\n"),
        ("a:\n- b\n- c\n", "z", "a: z\n"),
        ("a: x\n", "é\u2028", 'a: "é\\u2028"\n'),
    ],
)
def test_a_word_takes_the_place_of_any_value(old: str, value: Any, new: str) -> None:
    head = "n: &n 1\n" if "*n" in old else ""
    assert edited(head + old, lambda e: e.set(("a",), value)) == head + new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: x # why\nb: 1\n", "a: | # why\n  one\n  two\nb: 1\n"),
        ("a:\nb: 1\n", "a: |\n  one\n  two\nb: 1\n"),
        ("a: |-  # why\n    x\n\nb: 1\n", "a: |  # why\n    one\n    two\n\nb: 1\n"),
        ("a: >\n  x\n  y\nb: 1\n", "a: >\n  one\n\n  two\nb: 1\n"),
        ("a: 'x\n  y'\n", "a: |\n  one\n  two\n"),
        ("a:\n  k: 1\n  # in there\nb: 1\n", "a: |\n  one\n  two\nb: 1\n"),
        ("a: [x,\n  y]\n", "a: |\n  one\n  two\n"),
        ("a: x\r\nb: 1\r\n", "a: |\r\n  one\r\n  two\r\nb: 1\r\n"),
        ("a: |\r\n   x\r\n", "a: |\r\n   one\r\n   two\r\n"),
        ("- 1\n", "- |\n  one\n  two\n"),
    ],
)
def test_a_text_of_several_lines_is_a_literal_block_with_the_indent_of_the_old_one(old: str, new: str) -> None:
    at: tuple[str | int, ...] = (0,) if old.startswith("-") else ("a",)
    assert edited(old, lambda e: e.set(at, "one\ntwo\n")) == new


def test_the_lines_of_a_block_that_stay_keep_their_bytes() -> None:
    text = "a: |\n  one\n \n  two\n\n  three\nb: 1\n"
    assert edited(text, lambda e: e.set(("a",), "one\n\nnew\nmore\n\nthree\n")) == text.replace("two", "new\n  more")
    assert edited(text, lambda e: e.set(("a",), "one\n\nthree\n")) == text.replace("  two\n\n", "")
    assert edited(text, lambda e: e.set(("a",), "one\n\ntwo\n\nthree\nfour\n")) == text.replace("ee", "ee\n  four")


def test_a_text_that_no_block_can_hold_is_quoted() -> None:
    assert edited("a: x\n", lambda e: e.set(("a",), "one\r\ntwo")) == 'a: "one\\r\\ntwo"\n'
    assert edited("a: x\n\nb: 1\n", lambda e: e.set(("a",), "one\n\n")) == 'a: "one\\n\\n"\n\nb: 1\n'


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("a: x # why\nb: 1\n", {"k": [1, 2]}, "a: # why\n  k:\n    - 1\n    - 2\nb: 1\n"),
        ("a: x\nb:\n- 1\n", {"k": [1, 2]}, "a:\n  k:\n  - 1\n  - 2\nb:\n- 1\n"),
        ("a: x\nb: [y, z]\n", {"k": ["x", "on"]}, "a:\n  k: [x, 'on']\nb: [y, z]\n"),
        ("a: x\nb:\n    c: 1\n", {"k": {"l": 1}}, "a:\n    k:\n        l: 1\nb:\n    c: 1\n"),
        ("a: &n x\n", {"k": 1}, "a: &n\n  k: 1\n"),
        ("- x # why\n- y\n", {"k": 1, "l": 2}, "- k: 1 # why\n  l: 2\n- y\n"),
        ("- &n x\n", {"k": 1, "l": 2}, "- &n\n  k: 1\n  l: 2\n"),
        ("-   k: 1\n    l: 2\n- y\n", {"m": 1, "o": 2}, "-   m: 1\n    o: 2\n- y\n"),
        ("a:\n  # first\n  k: 1\nb: 1\n", [1], "a:\n  - 1\nb: 1\n"),
        ("a: [x]\n", {}, "a: {}\n"),
        ("a: {k: 1}\n", {"l": [1, {"m": None}]}, "a: {l: [1, {m: null}]}\n"),
        ("a: []\n", ["x"], "a:\n  - x\n"),
        ("", {"k": 1}, "k: 1\n"),
        ("# top", {"k": 1}, "# top\nk: 1"),
        ("word # why\n", [1, 2], "- 1 # why\n- 2\n"),
    ],
)
def test_a_mapping_or_list_takes_the_place_of_any_value(old: str, value: Any, new: str) -> None:
    path: tuple[str | int, ...] = ("a",) if old.startswith("a") else (0,) if old.startswith("-") else ()
    found = edited(old, lambda e: e.set(path, value))
    assert found.rstrip("\n") == new.rstrip("\n")


def test_the_same_value_again_changes_nothing() -> None:
    text = "a: [ 'x',  y ] # why\nb: |-\n  1\nc: 0x10\n"
    assert edited(text, lambda e: e.set((), {"a": ["x", "y"], "b": "1", "c": 16})) == text


def test_only_the_entries_that_differ_are_replaced() -> None:
    text = "env:\n  # one\n  A: 'x' # a\n  # two\n  B: w\n  C: z\nneeds: [ a, 'b' ] # n\ndeps:\n- x # x\n- w # w\n- z\n"
    wanted = "env:\n  # one\n  A: 'x' # a\n  M: 1\n  C: v\nneeds: [ a, 'b', c ] # n\ndeps:\n- x # x\n- new # w\n- z\n"
    found = edited(
        text,
        lambda e: e.set(("env",), {"A": "x", "M": 1, "C": "v"}),
        lambda e: e.set(("needs",), ["a", "b", "c"]),
        lambda e: e.set(("deps",), ["x", "new", "z"]),
    )
    assert found == wanted
    assert edited("deps:\n- x # x\n- w # w\n", lambda e: e.set(("deps",), ["w"])) == "deps:\n- w # w\n"
    assert edited("a:\n- x # x\n- z # z\n", lambda e: e.set(("a",), ["x", "w", "z"])) == "a:\n- x # x\n- w\n- z # z\n"
    assert edited("a:\n  b: 1 # b\n", lambda e: e.set(("a",), {"c": 2, "b": 1})) == "a:\n  c: 2\n  b: 1 # b\n"


@pytest.mark.parametrize(
    ("old", "comment", "new"),
    [
        ("- uses: x@v4\n", "v4.2.2", "- uses: y@sha # v4.2.2\n"),
        ("- uses: x@v4  # v4 of x\n", "v4.2.2", "- uses: y@sha  # v4.2.2\n"),
        ("- uses: x@v4 # v4\r\n", "v4.2.2", "- uses: y@sha # v4.2.2\r\n"),
        ("- uses: x@v4 # v4\n", "", "- uses: y@sha\n"),
        ("- {uses: x@v4, id: a} # v4\n", "v4.2.2", "- {uses: y@sha, id: a} # v4.2.2\n"),
        ("- {uses: x@v4}\n", "v4.2.2", "- {uses: y@sha} # v4.2.2\n"),
        ("- {\n  uses: x@v4, # v4\n  id: a }\n", "v4.2.2", "- {\n  uses: y@sha, # v4.2.2\n  id: a }\n"),
        ("- uses: y@sha\n", "v4.2.2", "- uses: y@sha # v4.2.2\n"),
    ],
)
def test_the_comment_behind_a_value_can_be_set_with_it(old: str, comment: str, new: str) -> None:
    assert edited(old, lambda e: e.set((0, "uses"), "y@sha", comment)) == new


def test_a_comment_has_one_line_and_a_line_of_its_own_value() -> None:
    assert "one line" in refused("a: 1\n", lambda e: e.set(("a",), 2, "x\ny"))
    assert "something else" in refused("- {uses: a, x: 1,\n  y: 2}\n", lambda e: e.set((0, "uses"), "b", "v1"))


@pytest.mark.parametrize(
    ("text", "old", "new", "wanted"),
    [
        ("if: needs.a.result == 'x' && needs.a.ok # why\n", "needs.a.", "needs.b.",
         "if: needs.b.result == 'x' && needs.b.ok # why\n"),
        ("if: |\n   a\n\n   b a\n", "a", "c", "if: |\n   c\n\n   b c\n"),
        ("if: >-\n  x\n  y  z\n", "y  z", "w", "if: >-\n  x\n  w\n"),
        ("if: >-\n  x\n  y\n", "x y", "w", "if: w\n"),
        ("if: 'it''s a'\n", "a", "b", "if: 'it''s b'\n"),
        ("if: 'it''s a'\n", "it's", "was", "if: 'was a'\n"),
        ('if: "t\\ta"\n', "a", "it's", 'if: "t\\tit\'s"\n'),
        ("if: 1\n", "1", "2", 'if: \'2\'\n'),
        ("if: a\n", "a", "b: c", "if: 'b: c'\n"),
        ("if: 3.10 a\n", " a", "", "if: '3.10'\n"),
    ],
)  # fmt: skip
def test_a_piece_of_a_text_is_replaced_in_its_place(text: str, old: str, new: str, wanted: str) -> None:
    assert edited(text, lambda e: e.substitute(("if",), old, new)) == wanted


def test_the_line_end_of_a_file_stays_when_a_text_loses_its_own() -> None:
    """Found by the fuzzer."""
    assert edited("- |\n  a\n  b\n", lambda e: e.substitute((0,), "b\n", "c")) == "- |-\n  a\n  c\n"


def test_a_piece_that_is_not_there_is_refused() -> None:
    assert "there is no text with 'b'" in refused("a: c\n", lambda e: e.substitute(("a",), "b", "x"))
    assert "there is no text with 'b'" in refused("a: [b]\n", lambda e: e.substitute(("a",), "b", "x"))


@pytest.mark.parametrize(
    ("first", "last", "text", "wanted"),
    [
        (2, 2, "new\n", "a: | # why\n    one\n    new\n\n    four\nb: 1\n"),
        (2, 3, "new\n\nmore", "a: | # why\n    one\n    new\n\n    more\n    four\nb: 1\n"),
        (4, 4, "", "a: |+ # why\n    one\n    two\n\nb: 1\n"),
        (1, 2, "", "a: | # why\n\n    four\nb: 1\n"),
        (2, 1, "new", "a: | # why\n    one\n    new\n    two\n\n    four\nb: 1\n"),
        (5, 4, "new", "a: | # why\n    one\n    two\n\n    four\n    new\nb: 1\n"),
    ],
)
def test_lines_of_a_block_are_replaced_in_their_place(first: int, last: int, text: str, wanted: str) -> None:
    old = "a: | # why\n    one\n    two\n\n    four\nb: 1\n"
    assert edited(old, lambda e: e.set_lines(("a",), first, last, text)) == wanted


def test_lines_that_are_not_there_are_refused() -> None:
    for first, last in ((0, 1), (1, 3), (4, 3)):
        assert "no such lines" in refused("a: |\n  x\n  y\n", lambda e, f=first, n=last: e.set_lines(("a",), f, n, "z"))  # type: ignore[misc]
