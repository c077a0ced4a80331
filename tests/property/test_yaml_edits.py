"""Random edits of random YAML: nothing comes out but what was asked for, and no byte outside of it is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.yaml_tree.editor import Editor, NotEditable
from designer.yaml_tree.tree import parse
from tests.property.yaml_edit_oracle import check_reading, judge, paths, random_edits
from tests.property.yaml_texts import NASTY_TEXTS, PIECES, damaged

SEEDS = st.integers(0, 2**32)
LINES = [
    *[
        "a:",
        "b: 1 # b",
        "'c': \"x\"",
        "- x",
        "- k: v",
        "  - y",
        "  d: [1, {e: 2}] # d",
        "  f: |",
        "    text",
        "",
        "  # in",
    ],
    *[
        "# out",
        "- # dash",
        "  - - z",
        "&n g: *n",
        "h: &n {i: j}",
        "<<: *n",
        "? k",
        ": v",
        "  l: >-",
        "     fold",
        "m: 'x",
        " y'",
    ],
]


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.sampled_from(NASTY_TEXTS))
def test_edits_of_damaged_files_of_people_change_only_what_they_name(seed: int, text: str) -> None:
    rng = random.Random(seed)
    text = damaged(rng, text)
    if check_reading(text):
        random_edits(rng, text, 3)


@settings(max_examples=600, deadline=None)
@given(SEEDS, st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_edits_of_texts_made_of_nasty_lines_change_only_what_they_name(
    seed: int, lines: list[str], end: str, has_end: bool
) -> None:
    text = end.join(lines) + end * has_end
    if check_reading(text):
        random_edits(random.Random(seed), text, 3)


@settings(max_examples=400, deadline=None)
@given(SEEDS, st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12))
def test_any_text_is_read_or_refused_and_edited_or_refused(seed: int, pieces: list[str]) -> None:
    text = "".join(pieces)
    if check_reading(text):
        random_edits(random.Random(seed), text, 2)


@pytest.mark.parametrize(
    ("text", "at", "value"),
    [
        # Found by the fuzzer: what stands behind << may become a merge.
        ("a: 1\n<<: \n", ("<<",), {}),
        ("a: &a\nb:\n  <<: [*a, {x: 1}]\n", ("b", "<<", 1), 2),
    ],
)
def test_what_stands_behind_a_merge_key_is_not_edited(text: str, at: tuple[str | int, ...], value: object) -> None:
    with pytest.raises(NotEditable, match="merge key"):
        Editor(text, "a.yaml").set(at, value)
    with pytest.raises(NotEditable, match="merge key"):
        Editor(text, "a.yaml").delete(at)


@pytest.mark.parametrize(
    "text",
    [
        "- a: 1\n  ? b\n  : 2\n",
        "? a\n: x: 1\n",
        "- ? a\n  : 1\n  ? b\n",
        "a: 1\na: 2\n- b",
        "- a: 1\n  a: 2\n",
        "-\t- a\n",
    ],
)
def test_every_entry_can_be_removed_or_is_refused(text: str) -> None:
    """Found by the fuzzer: the last entry of a mapping that does not begin its line."""
    tree = check_reading(text)
    for path in list(paths(tree))[1:] if tree else ():
        editor = Editor(text, "a.yaml")
        try:
            editor.delete(path)
        except NotEditable:
            assert editor.text == text
        else:
            assert not editor.tree.has(path) or isinstance(path[-1], int)


def test_the_judge_sees_a_lost_comment_and_wrong_data() -> None:
    before, tree = "a: 1 # a\nb: 2\n", parse("a: 1 # a\nb: 2\n", "a.yaml")
    judge("set", before, tree, "a: 1 # a\nb: 3\n", lambda data: {**data, "b": 3}, (2, 2))
    with pytest.raises(Exception, match="is lost"):
        judge("set", before, tree, "a: 1\nb: 3\n", lambda data: {**data, "b": 3}, (2, 2))
    with pytest.raises(Exception, match="instead of"):
        judge("set", before, tree, "a: 1 # a\nb: '3'\n", lambda data: {**data, "b": 3}, (2, 2))
