from __future__ import annotations

from collections.abc import Callable

import pytest

from designer.yaml_tree.editor import Editor
from tests.unit.yaml_tree.edited import edited

LONG = "a: [\n  x, # x\n\n  'w', # w\n  z # z\n] # end\n"


@pytest.mark.parametrize(
    ("text", "change", "wanted"),
    [
        ("a: [x,w]\n", lambda e: e.append(("a",), "z"), "a: [x,w, z]\n"),
        ("a: [ x ] # a\n", lambda e: e.append(("a",), "b c"), "a: [ x, b c ] # a\n"),
        ("a: [x,]\n", lambda e: e.append(("a",), "z"), "a: [x, z,]\n"),
        ("a: [x]\n", lambda e: e.insert(("a",), 0, {"k": [1]}), "a: [{k: [1]}, x]\n"),
        ("a: [x, z]\n", lambda e: e.insert(("a",), 1, "w, w"), "a: [x, 'w, w', z]\n"),
        ("a: [[]]\n", lambda e: e.append(("a", 0), 1), "a: [[1]]\n"),
        ("a: {b: 1}\n", lambda e: e.add(("a",), "c", "on"), "a: {b: 1, c: 'on'}\n"),
        ("a: { b: 1 }\n", lambda e: e.add(("a",), "c", {"d": 1}), "a: { b: 1, c: { d: 1 } }\n"),
        ("a: {b: 1}\n", lambda e: e.add(("a",), "c", None, before="b"), "a: {c: null, b: 1}\n"),
        ("a: [b: 1]\n", lambda e: e.add(("a", 0), "c", 2), "a: [{b: 1, c: 2}]\n"),
        ("a: [b: 1]\n", lambda e: e.delete(("a", 0, "b")), "a: [{}]\n"),
        ("a: {b, c: }\n", lambda e: e.set(("a", "b"), 1), "a: {b: 1, c: }\n"),
        ("a: {b, c: }\n", lambda e: e.set(("a", "c"), 1), "a: {b, c: 1}\n"),
        ('a: {"b":"x"}\n', lambda e: e.set(("a", "b"), "it's"), 'a: {"b":"it\'s"}\n'),
        ("a: [x, 'w', z]\n", lambda e: e.delete(("a", 1)), "a: [x, z]\n"),
        ("a: [x, w, z]\n", lambda e: e.delete(("a", 0)), "a: [w, z]\n"),
        ("a: [ x, w ]\n", lambda e: e.delete(("a", 1)), "a: [ x ]\n"),
        ("a: [x, w,]\n", lambda e: e.delete(("a", 1)), "a: [x, ]\n"),
        ("a: [x, w, z]\n", lambda e: e.move(("a", 2), 0), "a: [z, x, w]\n"),
        ("a: {b: 1}\n", lambda e: e.rename(("a", "b"), "on"), "a: {'on': 1}\n"),
    ],
)
def test_brackets_on_one_line_stay_on_it(text: str, change: Callable[[Editor], None], wanted: str) -> None:
    assert edited(text, change) == wanted


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda e: e.append(("a",), "new"), LONG.replace("  z # z\n", "  z, # z\n  new\n")),
        (lambda e: e.insert(("a",), 0, "new"), LONG.replace("  x,", "  new,\n  x,")),
        (lambda e: e.insert(("a",), 1, "new"), LONG.replace("# x\n", "# x\n  new,\n")),
        (lambda e: e.set(("a", 1), "it's"), LONG.replace("'w'", "'it''s'")),
        (lambda e: e.delete(("a", 0)), LONG.replace("  x, # x\n", "")),
        (lambda e: e.delete(("a", 2)), LONG.replace("'w',", "'w'").replace("  z # z\n", "")),
        (lambda e: e.set(("a",), ["x", "w"]), LONG.replace("'w',", "'w'").replace("  z # z\n", "")),
    ],
)
def test_brackets_over_several_lines_keep_their_lines(change: Callable[[Editor], None], wanted: str) -> None:
    assert edited(LONG, change) == wanted


def test_a_mapping_over_several_lines_keeps_its_last_comma() -> None:
    text = "a: {\n  b: 1,\n  c: 2,\n}\n"
    assert edited(text, lambda e: e.add(("a",), "d", 3)) == "a: {\n  b: 1,\n  c: 2,\n  d: 3,\n}\n"
    assert edited(text, lambda e: e.delete(("a", "c"))) == "a: {\n  b: 1,\n}\n"


@pytest.mark.parametrize(
    ("text", "change", "wanted"),
    [
        ("s:\n  - {name: 'x', env: {A: \"1\"}} # x\n", lambda e: e.add(("s", 0), "run", "a\nb\n"),
         "s:\n  - name: 'x' # x\n    env: {A: \"1\"}\n    run: |\n      a\n      b\n"),
        ("a: {run: x, k: } # a\n", lambda e: e.set(("a", "run"), "a\nb\n"), "a: # a\n  run: |\n    a\n    b\n  k:\n"),
        ("a: [x, w]\n", lambda e: e.append(("a",), "a\nb\n"), "a:\n  - x\n  - w\n  - |\n    a\n    b\n"),
        ("a: {b: {c: 1}}\n", lambda e: e.set(("a", "b", "c"), "a\nb\n"), "a:\n  b:\n    c: |\n      a\n      b\n"),
        ("{a: 1}\n", lambda e: e.add((), "b", "a\nb\n"), "a: 1\nb: |\n  a\n  b\n"),
        ("a: &n {b: 1}\n", lambda e: e.add(("a",), "c", "a\nb\n"), "a: &n\n  b: 1\n  c: |\n    a\n    b\n"),
        ("a: {b: 1,\n  c: 2}\n", lambda e: e.set(("a", "b"), "a\nb\n"), 'a: {b: "a\\nb\\n",\n  c: 2}\n'),
    ],
)  # fmt: skip
def test_brackets_on_one_line_become_a_block_for_a_text_of_several_lines(
    text: str, change: Callable[[Editor], None], wanted: str
) -> None:
    assert edited(text, change) == wanted
