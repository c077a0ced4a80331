from __future__ import annotations

import time
from typing import Any

import pytest

from designer.errors import DocumentError
from designer.yaml_tree.tree import Tree, parse, parse_all

TEXT = """\
# top
name: CI  # why
on: [push, pull_request]
jobs:
  # the build
  build:
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v4
    - name: Run
      run: |
        echo one

        echo two


  # the test
  test:
    needs: build
"""


def source(tree: Tree, *path: str | int) -> str:
    node = tree.node(path)
    return tree.text[node.start : node.end]


def test_data_has_the_types_of_yaml_1_2_and_raw_the_texts() -> None:
    tree = parse("on: yes\nv: 3.10\nn: 0x1F\nq: '3'\ne:\nt: true\n", "a.yaml")
    assert tree.data() == {"on": "yes", "v": 3.1, "n": 31, "q": "3", "e": None, "t": True}
    assert tree.raw() == {"on": "yes", "v": "3.10", "n": "0x1F", "q": "3", "e": "", "t": "true"}


def test_a_node_knows_its_text_and_its_lines() -> None:
    tree = parse(TEXT, "ci.yml")
    run = tree.node(("jobs", "build", "steps", 1, "run"))
    assert source(tree, "jobs", "build", "steps", 1, "run") == "|\n        echo one\n\n        echo two"
    assert (run.kind, run.style, run.line, run.last_line) == ("scalar", "|", 11, 14)
    assert source(tree, "on") == "[push, pull_request]"
    assert source(tree, "on", 1) == "pull_request"


def test_the_lines_of_an_entry_hold_its_key_or_dash_but_no_comments_around_it() -> None:
    tree = parse(TEXT, "ci.yml")
    assert tree.lines(("jobs", "build")) == (6, 14)
    assert tree.lines(("jobs", "build", "steps", 0)) == (9, 9)
    assert tree.lines(("jobs", "build", "steps", 1)) == (10, 14)
    assert tree.lines(("jobs",)) == (4, 19)
    assert tree.lines() == (2, 19)
    assert tree.key_line(("jobs", "test", "needs")) == 19


def test_a_dash_alone_on_its_line_belongs_to_its_item() -> None:
    tree = parse("a:\n  -\n    # inside\n    b: 1\n  - c\n", "a.yaml")
    assert tree.lines(("a", 0)) == (2, 4)
    assert tree.lines(("a", 1)) == (5, 5)


def test_an_explicit_key_begins_at_its_question_mark() -> None:
    tree = parse("? a\n: - 1\n? b\n", "a.yaml")
    assert tree.data() == {"a": [1], "b": None}
    assert tree.lines(("a",)) == (1, 2)
    assert tree.lines(("b",)) == (3, 3)


@pytest.mark.parametrize("path", [("x",), ("on", 2), ("on", -1), ("on", "0"), ("name", 0), ("jobs", 0)])
def test_what_is_not_there_is_a_key_error(path: tuple[str | int, ...]) -> None:
    tree = parse(TEXT, "ci.yml")
    assert not tree.has(path)
    with pytest.raises(KeyError):
        tree.node(path)


def test_aliases_and_merge_keys_are_followed() -> None:
    tree = parse("b: &b {x: 1, y: &l [1, 2]}\nc:\n  <<: *b\n  x: 3\nd: *b\ne:\n  <<: [*b, {z: 4}]\nf: *l\n", "a.yaml")
    assert tree.data(("c",)) == {"x": 3, "y": [1, 2]}
    assert tree.data(("d",)) == {"x": 1, "y": [1, 2]}
    assert tree.data(("e",)) == {"x": 1, "y": [1, 2], "z": 4}
    assert tree.keys(("c",)) == ("x", "y")
    assert tree.node(("d", "y", 1)).text == "2"
    assert tree.node(("c", "y")).line == 1
    assert tree.node(("d",)).kind == "alias"
    assert [alias.text for alias in tree.aliases] == ["b", "b", "b", "l"]


def test_of_merged_mappings_the_first_counts_and_a_quoted_merge_key_is_a_key() -> None:
    tree = parse("a: {<<: [{k: 1}, {k: 2, l: 3}]}\nb: {'<<': {k: 1}}\nc: {<<: 1}\n", "a.yaml")
    assert tree.data() == {"a": {"k": 1, "l": 3}, "b": {"<<": {"k": 1}}, "c": {"<<": 1}}


def test_of_two_anchors_of_one_name_the_nearest_before_counts() -> None:
    assert parse("- &a 1\n- *a\n- &a 2\n- *a\n", "a.yaml").data() == [1, 1, 2, 2]


def test_an_anchor_before_a_block_belongs_to_the_block() -> None:
    tree = parse("a: &x # why\n  &k b: 1\nc: &y\n- &z d: 2\n", "a.yaml")
    assert (tree.node(("a",)).anchor, tree.node(("c",)).anchor, tree.node(("c", 0)).anchor) == ("x", "y", None)
    assert tree.data() == {"a": {"b": 1}, "c": [{"d": 2}]}
    assert tree.text[tree.node(("a",)).start :].startswith("&k b")
    assert tree.text[tree.node(("c",)).start :].startswith("- &z")


def test_the_last_of_two_same_keys_counts_and_is_told() -> None:
    tree = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n", "a.yaml")
    assert tree.data() == {"a": 3, "b": {"c": 2}}
    assert tree.duplicates == ((("b", "c"), 2), (("a",), 3))
    assert tree.node(("a",)).line == 3


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("# only\n", None),
        ("---\n", None),
        ("word", "word"),
        ("a:\n- 1\nb: 2", {"a": [1], "b": 2}),
        ("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
        ("a: 1\r\nb: 2\nc: 3\r", {"a": 1, "b": 2, "c": 3}),
        ("a: 1\t# tab\nb: 2 \t\n", {"a": 1, "b": 2}),
        ("a:\nb:\n  -\n  - x\n", {"a": None, "b": [None, "x"]}),
        ("a: |+\n  x\n\n\nb: >-\n  y\n  z\n", {"a": "x\n\n\n", "b": "y z"}),
        ("{a, b: , c: [x: 1, y]}", {"a": None, "b": None, "c": [{"x": 1}, "y"]}),
        ("a: x\n  y\nb: 'p\n\n  q'\n", {"a": "x y", "b": "p\nq"}),
        ("a: !!str 3\nb: !!map {}\n", {"a": "3", "b": {}}),
        ("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
    ],
)
def test_whatever_people_write_is_read(text: str, data: Any) -> None:
    assert parse(text, "a.yaml").data() == data


def test_places_count_the_byte_order_mark() -> None:
    tree = parse("\ufeffa: ö\nb: [1, ü]\n", "a.yaml")
    assert (source(tree, "a"), source(tree, "b", 1)) == ("ö", "ü")


def test_a_block_scalar_ends_with_its_last_line() -> None:
    text = "a: |\n  x\n\n\nb: |+\n  y\n\n\nc: |\n  z\n    \nd: |\n\ne: |\n  w"
    tree = parse(text, "a.yaml")
    assert source(tree, "a") == "|\n  x"
    assert source(tree, "b") == "|+\n  y\n\n"
    assert source(tree, "c") == "|\n  z\n    "
    assert source(tree, "d") == "|"
    assert source(tree, "e") == "|\n  w"
    assert [tree.lines((key,)) for key in "abcde"] == [(1, 2), (5, 8), (9, 11), (12, 12), (14, 15)]


def test_several_documents_are_read_with_places_in_the_whole_file() -> None:
    first, second = parse_all("a: &x 1\n---\nb: 2\n", "a.yaml")
    assert (first.data(), second.data()) == ({"a": 1}, {"b": 2})
    assert second.lines(("b",)) == (3, 3)
    assert second.text[second.node(("b",)).start] == "2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1", "did not find expected ',' or ']'"),
        ("a:\n\t- b\n", "a.yaml:2: "),
        ("a: 1\n---\nb: 2\n", "a.yaml:3: more than one YAML document in the file. Keep one."),
        ("a: 1\nb: !Ref x\n", "a.yaml:2: the tag !Ref is not supported"),
        ("a: {{ x }}\n", "a.yaml:1: a mapping key must be a single word or text"),
        ("a: *x\n", "a.yaml:1: the alias *x has no anchor before it"),
        ("a: &a [*a]\n", "the alias *a has no anchor before it"),
        ("a: &x 1\n---\nb: *x\n", "the alias *x has no anchor before it"),
        ("a: \x07\n", "U+0007"),
        ("[" * 100, "nested deeper than 60 levels"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text, "a.yaml")
    assert message in str(caught.value)


def test_aliases_that_explode_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(DocumentError, match="holds too many values"):
        parse("\n".join(lines), "a.yaml")


def test_a_number_of_many_digits_stays_a_text() -> None:
    assert parse(f"a: {'9' * 500}\n", "a.yaml").data() == {"a": "9" * 500}


def test_a_file_of_4000_lines_is_read_at_once() -> None:
    job = (
        "  job{0}:\n    steps:\n    - uses: actions/checkout@v4\n    - run: |\n        echo {0}\n      env: {{A: 1}}\n"
    )
    text = "jobs:\n" + "".join(job.format(i) for i in range(670))
    began = time.perf_counter()
    tree = parse(text, "a.yaml")
    # Measured: 60 ms. The rest is for slow machines.
    assert time.perf_counter() - began < 1.5
    assert len(tree.keys(("jobs",))) == 670


@pytest.mark.parametrize("blank", ["\n", "  \n", "\r\n"])
def test_many_blank_lines_below_a_text_do_not_hold_up_reading(blank: str) -> None:
    tree = parse("a: |\n  x\n" + blank * 100_000 + "b: 1\n", "a.yaml")
    assert tree.lines(("a",)) == (1, 2)
    assert tree.lines(("b",)) == (100_003, 100_003)


def test_each_of_many_texts_in_a_long_file_has_its_last_line() -> None:
    tree = parse("".join(f"k{i}: |\n  {'x' * 80}\n\n" for i in range(20_000)), "a.yaml")
    assert [tree.lines((f"k{i}",)) for i in range(20_000)] == [(3 * i + 1, 3 * i + 2) for i in range(20_000)]
