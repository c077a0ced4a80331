from __future__ import annotations

import pytest

from tests.unit.yaml_tree.edited import edited, refused

TEXT = """\
# top

# a
# more a
a: 1 # a

# loose

# b
b:
  c: 2

# d
d: 3
"""


def test_the_comments_glued_to_an_entry_go_with_it_and_no_others() -> None:
    assert edited(TEXT, lambda e: e.delete(("a",))) == "# top\n\n# loose\n\n# b\nb:\n  c: 2\n\n# d\nd: 3\n"
    assert edited(TEXT, lambda e: e.delete(("b",))) == TEXT.replace("# b\nb:\n  c: 2\n\n", "")
    assert edited(TEXT, lambda e: e.delete(("d",))) == TEXT.replace("\n# d\nd: 3\n", "")


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("s:\n- a\n- b\n- c\n", ("s", 1), "s:\n- a\n- c\n"),
        ("s:\n- a\n\n- b\n\n- c\n", ("s", 0), "s:\n- b\n\n- c\n"),
        ("s:\n- a\n\n- b\n\n- c\n", ("s", 1), "s:\n- a\n\n- c\n"),
        ("s:\n- a\n\n- b\n\nt: 1\n", ("s", 1), "s:\n- a\n\nt: 1\n"),
        ("s:\n- a\n-\n  b: 1\n- c\n", ("s", 1), "s:\n- a\n- c\n"),
        ("s:\n  - a: |\n      x\n\n  # b\n  - b\n", ("s", 0), "s:\n  # b\n  - b\n"),
        ("s:\n  - a: 1\n    # in a\n  - b\n", ("s", 0), "s:\n  - b\n"),
        ("s:\n  - a\n    # in a\n  # b\n  - b\n", ("s", 0), "s:\n  # b\n  - b\n"),
        ("s:\n  - a: 1\n\n    # of b\n  - b\n", ("s", 0), "s:\n    # of b\n  - b\n"),
        ("s:\n  - a: 1\n    # in a\n\n    # of b\n  - b\n", ("s", 0), "s:\n    # of b\n  - b\n"),
        ("s:\n  - a: 1\n\n    # in a\n\n  - b\n", ("s", 0), "s:\n  - b\n"),
        ("s:\n  - a: 1\n\n    # in a\n  # of b\n  - b\n", ("s", 0), "s:\n  # of b\n  - b\n"),
        ("s:\n  # s\n  - a\n    # in a\n  - b\n", ("s", 1), "s:\n  # s\n  - a\n    # in a\n"),
        ("- a: 1\n  b: 2\n", (0, "a"), "- b: 2\n"),
        ("- a: 1\n  # b\n  b: 2\n", (0, "a"), "-\n  # b\n  b: 2\n"),
        ("- a: 1\n  b: 2\n", (0, "b"), "- a: 1\n"),
        ("- - a\n  - b\n", (0, 0), "- - b\n"),
        ("k: |+\n  x\n\nd: 1\n\ne: 2\n", ("d",), "k: |+\n  x\n\n\ne: 2\n"),
        ("a: 1\r\nb: 2\r\nc: 3", ("b",), "a: 1\r\nc: 3"),
        ("a: 1\nb: 2", ("b",), "a: 1\n"),
        ("\ufeffa: 1\nb: 2\n", ("a",), "\ufeffb: 2\n"),
        ("a: 1\nb: 2\na: 3\n", ("a",), "b: 2\n"),
        ("? a\n: 1\n? b\n: 2\n", ("b",), "? a\n: 1\n"),
    ],
)
def test_an_entry_goes_without_a_trace(text: str, path: tuple[str | int, ...], wanted: str) -> None:
    found = edited(text, lambda e: e.delete(path))
    if text.startswith("k:"):  # the blank lines of a text that keeps them are a part of it
        assert found in (wanted, "k: |+\n  x\n\ne: 2\n")
    else:
        assert found == wanted


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("a:\n  # b\n  b: 1 # b\nc: 2\n", ("a", "b"), "a: {}\nc: 2\n"),
        ("a: # why\n- 1\n", ("a", 0), "a: [] # why\n"),
        ("a: &n\n  b: 1\n", ("a", "b"), "a: &n {}\n"),
        ("- a: 1\n- b\n", (0, "a"), "- {}\n- b\n"),
        ("# top\na: 1\n", ("a",), "# top\n{}\n"),
        ("a: {b: 1}\n", ("a", "b"), "a: {}\n"),
        ("a: [\n  b, # b\n]\n", ("a", 0), "a: []\n"),
    ],
)
def test_empty_brackets_stand_where_the_last_entry_was(text: str, path: tuple[str | int, ...], wanted: str) -> None:
    assert edited(text, lambda e: e.delete(path)) == wanted


@pytest.mark.parametrize(
    ("text", "path", "new", "wanted"),
    [
        ("a: # a\n  b: 1\nc: 2\n", ("a",), "x", "x: # a\n  b: 1\nc: 2\n"),
        ("'a': 1\n", ("a",), "x", "'x': 1\n"),
        ('"a": 1\n', ("a",), "x", '"x": 1\n'),
        ("a: 1\n", ("a",), "on", "'on': 1\n"),
        ("a: 1\n", ("a",), "x: #", "'x: #': 1\n"),
        ("{a: 1, b: 2}\n", ("b",), "x, y", "{a: 1, 'x, y': 2}\n"),
        ("- &n a: 1\n", (0, "a"), "x", "- &n x: 1\n"),
        ("a: 1\nb: 2\na: 3\n", ("a",), "x", "x: 1\nb: 2\nx: 3\n"),
        ("a: 1\n", ("a",), "a", "a: 1\n"),
        ("[a: 1]\n", (0, "a"), "x", "[x: 1]\n"),
    ],
)
def test_a_key_gets_another_name_in_its_place(text: str, path: tuple[str | int, ...], new: str, wanted: str) -> None:
    assert edited(text, lambda e: e.rename(path, new)) == wanted


def test_items_move_with_their_comments_and_blank_lines_stay() -> None:
    text = "s:\n  # a\n  - a: 1\n    # in a\n\n  - b # b\n\n\n  # c\n  - c\nt: 1\n"
    assert edited(text, lambda e: e.move(("s", 2), 0)) == (
        "s:\n  # c\n  - c\n\n  # a\n  - a: 1\n    # in a\n\n\n  - b # b\nt: 1\n"
    )
    assert edited(text, lambda e: e.move(("s", 0), 1)) == (
        "s:\n  - b # b\n\n  # a\n  - a: 1\n    # in a\n\n\n  # c\n  - c\nt: 1\n"
    )
    assert edited(text, lambda e: e.move(("s", 1), 1)) == text


def test_a_block_at_the_end_of_a_file_without_line_end_moves_too() -> None:
    assert edited("- a\n- |\n  x", lambda e: e.move((1,), 0)) == "- |\n  x\n- a"
    assert edited("- |\n  x\n- a", lambda e: e.move((0,), 1)) == "- a\n- |\n  x\n"


def test_what_cannot_go_or_move_is_refused() -> None:
    text = "a: 1\nb: [x, y]\na: 2\n"
    assert "the whole document cannot be deleted" in refused(text, lambda e: e.delete(()))
    assert "c: there is nothing here" in refused(text, lambda e: e.delete(("c",)))
    assert "b.2: there is nothing here" in refused(text, lambda e: e.delete(("b", 2)))
    assert "there is no such place in the list" in refused(text, lambda e: e.move(("b", 0), 2))
    assert "there is no such place in the list" in refused(text, lambda e: e.move(("b",), 0))
    assert "the order of &a and *a counts" in refused("- &a x\n- *a\n", lambda e: e.move((1,), 0))
    assert "only a key can be renamed" in refused(text, lambda e: e.rename(("b", 0), "x"))
    assert "the key b is there already" in refused(text, lambda e: e.rename(("a",), "b"))


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_a_line_separator_before_a_key_goes_with_its_line(separator: str) -> None:
    text = f"build:\n  uses: a\n{separator}  with:\n    p: a\n  secrets: b\n"
    assert edited(text, lambda e: e.delete(("build", "with"))) == "build:\n  uses: a\n  secrets: b\n"
