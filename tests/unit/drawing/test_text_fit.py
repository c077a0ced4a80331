from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.text_fit import elide, text_width, wrap


def test_text_that_fits_stays_as_it_is() -> None:
    assert elide("Train", 13, 200) == "Train"


def test_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    assert elide("Train a very large language model", 13, 80) == "Train a ve…"


@given(st.text(max_size=60), st.floats(20, 300))
def test_elided_text_is_never_wider_than_the_room(text: str, width: float) -> None:
    assert text_width(elide(text, 13, width), 13) <= width


def test_wide_characters_count_more_than_narrow_ones() -> None:
    assert text_width("WWW", 10) > text_width("aaa", 10) > text_width("iii", 10)
    assert text_width("模型", 10) == 20
    assert text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("a", 10, bold=True) > text_width("a", 10)


def test_text_is_broken_at_spaces() -> None:
    assert wrap("one two three four", 10, 55, 9) == ["one two", "three four"]


def test_paragraphs_start_on_their_own_lines() -> None:
    assert wrap("one\n\ntwo", 10, 100, 9) == ["one", "", "two"]


def test_text_with_too_many_lines_says_that_it_goes_on() -> None:
    assert wrap("one two three four five", 10, 30, 2) == ["one", "two…"]


def test_a_word_wider_than_the_room_is_elided() -> None:
    assert wrap("extraordinary", 10, 40, 3) == ["extra…"]
    assert wrap("", 10, 40, 3) == []
