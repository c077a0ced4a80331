from __future__ import annotations

import pytest

from designer.yaml_tree.layout import Layout, layout_of, with_comment
from designer.yaml_tree.tree import parse


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("a: 1\n", Layout()),
        ("a:\n    b: 1\nc:\n- 1\n", Layout(indent=4, dash=0)),
        ("a:\n  b: 1\nc:\n    d: 2\ne:\n    f: 3\n", Layout(indent=4)),
        ('a:\n  -   b: "x"\nc: \'y\'\nd: "z"\n', Layout(gap=3, quote='"')),
        ("a: [x, w]\nb: { c: 1 }\n", Layout(has_flow_lists=True, pad=" ")),
        ("a: [x, w]\nb:\n- z\nc:\n- z\n", Layout(dash=0)),
    ],
)
def test_the_habits_of_a_file_are_those_of_most_of_its_lines(text: str, layout: Layout) -> None:
    tree = parse(text, "a.yaml")
    assert layout_of(tree.root, tree.text) == layout


def test_lists_stand_in_brackets_only_when_they_are_short_and_simple() -> None:
    layout = Layout(has_flow_lists=True)
    assert layout.entry("k", ["a", 1], 0) == ["k: [a, 1]"]
    assert layout.entry("k", [["a"]], 0) == ["k:", "  - [a]"]
    assert layout.entry("k", ["x" * 90], 0) == ["k:", "  - " + "x" * 90]
    assert layout.entry("k", ["a\nb"], 0) == ["k:", "  - |-", "    a", "    b"]


def test_a_comment_takes_the_place_of_another_at_the_same_distance() -> None:
    assert with_comment("", "v1") == " # v1"
    assert with_comment("   # v0", "v1") == "   # v1"
    assert with_comment("  # v0", "") == ""
