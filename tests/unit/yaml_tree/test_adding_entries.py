from __future__ import annotations

from typing import Any

import pytest

from tests.unit.yaml_tree.edited import edited, refused

JOB = {"runs-on": "x", "steps": [{"uses": "c@v4"}, {"run": "one\ntwo\n"}]}


def test_a_new_entry_stands_at_the_end_above_the_comments_of_what_follows() -> None:
    text = "jobs:\n  a:\n    x: 1 # one\n\n  # about b\n  b:\n    x: 2\n\n# about on\non: push\n"
    found = edited(text, lambda e: e.add(("jobs", "a"), "k", 3), lambda e: e.add(("jobs",), "c", {"x": 3}))
    with_key = text.replace("# one\n", "# one\n    k: 3\n")
    assert found == with_key.replace("x: 2\n", "x: 2\n\n  c:\n    x: 3\n")


def test_comments_that_stand_further_in_belong_to_the_entry_above() -> None:
    text = "steps:\n  - run: a\n    with:\n      x: 1\n      # y: 2\n\n    # z\n# end\n"
    assert edited(text, lambda e: e.append(("steps",), {"run": "a\nb\n"})) == (
        "steps:\n  - run: a\n    with:\n      x: 1\n      # y: 2\n\n    # z\n  - run: |\n      a\n      b\n# end\n"
    )


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ({}, "\n# a\na: 1\n# b\nb: |\n  x\nnew: 9\n"),
        ({"after": "a"}, "\n# a\na: 1\nnew: 9\n# b\nb: |\n  x\n"),
        ({"before": "a"}, "\nnew: 9\n# a\na: 1\n# b\nb: |\n  x\n"),
        ({"before": "b"}, "\n# a\na: 1\nnew: 9\n# b\nb: |\n  x\n"),
    ],
)
def test_a_new_key_has_the_place_that_is_asked_for(place: dict[str, str], wanted: str) -> None:
    assert edited("\n# a\na: 1\n# b\nb: |\n  x\n", lambda e: e.add((), "new", 9, **place)) == wanted


def test_the_comment_that_begins_a_file_belongs_to_the_file() -> None:
    text = "# file\na: 1\nb: 2\n"
    assert edited(text, lambda e: e.add((), "c", 3, before="a")) == "# file\nc: 3\na: 1\nb: 2\n"
    assert edited(text, lambda e: e.delete(("a",))) == "# file\nb: 2\n"


@pytest.mark.parametrize(
    ("text", "indent", "dash", "gap"),
    [
        ("a:\n- b:\n  - 1\n", 2, 0, 1),
        ("a:\n    b:\n      - 1\n", 4, 2, 1),
        ("a:\n  b: 1\n", 2, 2, 1),
        ("a:\n  -   b: 1\n", 2, 2, 3),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_new_blocks_are_laid_out_like_the_file(text: str, indent: int, dash: int, gap: int, end: str) -> None:
    first, item = " " * indent, " " * (indent + dash) + "-" + " " * gap
    body = " " * (indent + dash + 1 + gap + indent)
    wanted = f"j:\n{first}runs-on: x\n{first}steps:\n{item}uses: c@v4\n{item}run: |\n{body}one\n{body}two\n"
    assert edited(text.replace("\n", end), lambda e: e.add((), "j", JOB)) == (text + wanted).replace("\n", end)


def test_items_are_set_off_by_blank_lines_where_the_file_does_so() -> None:
    text = "s:\n- a: 1\n\n- b: 2\n\n\n# c\n- c: 3\nt: 1\n"
    assert edited(text, lambda e: e.append(("s",), {"d": 4})) == text.replace("t: 1", "\n- d: 4\nt: 1")
    assert edited(text, lambda e: e.insert(("s",), 0, {"d": 4})) == text.replace("s:\n", "s:\n- d: 4\n\n")
    assert edited(text, lambda e: e.insert(("s",), 1, {"d": 4})) == text.replace("1\n", "1\n\n- d: 4\n", 1)
    assert edited(text, lambda e: e.insert(("s",), 2, {"d": 4})) == text.replace("2\n", "2\n\n- d: 4\n", 1)


def test_a_second_job_is_set_off_like_the_sections_of_the_file() -> None:
    assert edited("on: x\n\njobs:\n  a:\n    k: 1\n", lambda e: e.add(("jobs",), "b", {"k": 2})) == (
        "on: x\n\njobs:\n  a:\n    k: 1\n\n  b:\n    k: 2\n"
    )
    assert edited("on: x\njobs:\n  a:\n    k: 1\n", lambda e: e.add(("jobs",), "b", {"k": 2})) == (
        "on: x\njobs:\n  a:\n    k: 1\n  b:\n    k: 2\n"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("s:\n  - a\n", "s:\n  - new\n  - a\n"),
        ("s: # s\n  # a\n  - a\n", "s: # s\n  - new\n  # a\n  - a\n"),
        ("s:\n  - - a\n", None),
    ],
)
def test_an_item_can_come_before_all_others(text: str, wanted: str | None) -> None:
    if wanted is not None:
        assert edited(text, lambda e: e.insert(("s",), 0, "new")) == wanted
    else:
        assert edited(text, lambda e: e.insert(("s", 0), 0, "new")) == "s:\n  - - new\n    - a\n"


def test_a_key_can_come_before_the_first_one_behind_a_dash() -> None:
    assert edited("- a: 1\n  b: 2\n", lambda e: e.add((0,), "k", {"l": 1}, before="a")) == (
        "- k:\n    l: 1\n  a: 1\n  b: 2\n"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1", "a: 1\nk: v"),
        ("a: |\n  x", "a: |\n  x\nk: v"),
        ("a: |+\n  x\n\n", "a: |+\n  x\n\nk: v\n"),
        ("a:\n", "a:\nk: v\n"),
        ("a: &n\n", "a: &n\nk: v\n"),
        ("a: 1\n\n\n", "a: 1\nk: v\n\n\n"),
        ("\ufeffa: 1\r\n", "\ufeffa: 1\r\nk: v\r\n"),
        ("a: 1\r\nb: 2\n", "a: 1\r\nb: 2\nk: v\n"),
        ("---\na: 1\n...\n", "---\na: 1\nk: v\n...\n"),
        ("", "k: v"),
        ("# top\n", "# top\nk: v"),
        ("? a\n: 1\n", "? a\n: 1\nk: v\n"),
    ],
)
def test_the_end_of_a_file_stays_as_it_is(text: str, wanted: str) -> None:
    assert edited(text, lambda e: e.add((), "k", "v")) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a:\nb: 1\n", "a:\n  k: v\nb: 1\n"),
        ("a: {} # why\nb: 1\n", "a: # why\n  k: v\nb: 1\n"),
        ("a: null\n", "a:\n  k: v\n"),
        ("a: &n\n", "a: &n\n  k: v\n"),
    ],
)
def test_nothing_becomes_a_mapping_or_list_when_it_gets_an_entry(text: str, wanted: str) -> None:
    assert edited(text, lambda e: e.add(("a",), "k", "v")) == wanted
    listed = edited(text.replace("{}", "[]"), lambda e: e.append(("a",), "v"))
    assert listed == wanted.replace("k: v", "- v")


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (None, "k:"),
        ([], "k: []"),
        ({}, "k: {}"),
        ("", "k: ''"),
        (True, "k: true"),
        ([[1], []], "k:\n  - - 1\n  - []"),
        ([{"a": None, "b": {"c": 1}}], "k:\n  - a:\n    b:\n      c: 1"),
        ([None, "a: b"], "k:\n  - null\n  - 'a: b'"),
        ({"on": {"y": "no"}}, "k:\n  'on':\n    'y': 'no'"),
        ("a\n\n", "k: |+\n  a\n"),
        ({"a b": "  x\ny"}, "k:\n  a b: |2-\n      x\n    y"),
    ],
)
def test_every_sort_of_value_can_be_added(value: Any, line: str) -> None:
    assert edited("x: 1\n", lambda e: e.add((), "k", value)) == f"x: 1\n{line}\n"


def test_what_cannot_be_added_is_refused() -> None:
    text = "a: 1\nb: [x]\nc: {d: 1}\n"
    assert "b: the key is there already" in refused(text, lambda e: e.add((), "b", 1))
    assert "a.yaml:2: b: it is no mapping" in refused(text, lambda e: e.add(("b",), "k", 1))
    assert "it is no list" in refused(text, lambda e: e.append(("c",), 1))
    assert "there is no such place in the list" in refused(text, lambda e: e.insert(("b",), 2, 1))
    assert "x: there is nothing here" in refused(text, lambda e: e.add(("x",), "k", 1))
    assert "x: there is nothing here" in refused(text, lambda e: e.add((), "k", 1, after="x"))
