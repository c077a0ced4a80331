from __future__ import annotations

import pytest

from designer.yaml_tree.lines import Lines


def test_every_sort_of_line_end_ends_a_line() -> None:
    lines = Lines("a\nb\r\nc\rd")
    assert [lines.content(n) for n in range(1, 5)] == ["a", "b", "c", "d"]
    assert [lines.line_end(n) for n in range(1, 5)] == ["\n", "\r\n", "\r", "\r"]
    assert lines.count == 4


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a", 1), ("a\n", 1), ("a\n\n", 2), ("a\n\nb", 3)])
def test_a_line_end_at_the_end_begins_no_line(text: str, count: int) -> None:
    assert Lines(text).count == count


def test_a_character_is_found_in_its_line() -> None:
    lines = Lines("ab\ncd\n")
    assert [lines.of(offset) for offset in range(7)] == [1, 1, 1, 2, 2, 2, 3]


def test_blank_lines_are_lines_that_exist() -> None:
    lines = Lines("a\n \t\n  b\n")
    assert [lines.is_blank(n) for n in range(5)] == [False, False, True, False, False]
    assert lines.indent(3) == 2


def test_a_text_without_line_ends_gets_lf() -> None:
    assert Lines("a").line_end(1) == "\n"
