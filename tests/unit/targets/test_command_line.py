"""Words, arguments and options of commands."""

from __future__ import annotations

import pytest

from designer.model.step import Step
from designer.targets.command_line import arguments, command_of, seen_from_root, shell_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 'b c' \"d\"", ["a", "b c", "d"]),
        ("train # don't", ["train"]),
        ("-t app#1", ["-t", "app#1"]),
        ("say 'never closed", ["say", "'never", "closed"]),
        ("", []),
    ],
)
def test_words_lose_their_quotes_and_end_at_a_comment(text: str, words: list[str]) -> None:
    assert shell_words(text) == words


def test_options_take_the_next_word_only_where_they_are_known_to() -> None:
    words = ["-f", "a", "--quiet", ".", "--tag=b:1", "-t"]
    assert arguments(words, {"-f", "-t"}) == (["."], {"-f": "a", "--quiet": "", "--tag": "b:1"})


def test_a_command_over_several_lines_is_one_line() -> None:
    assert command_of(Step("a", "train", "", {"command": "a \\\n  b\nc"})) == "a    b\nc"
    assert command_of(Step("a", "train", "")) == ""


def test_paths_are_seen_from_the_root() -> None:
    step = Step("a", "train", "", {"working_directory": "ml"})
    assert [seen_from_root(step, path) for path in ("x", "../y", ".")] == ["ml/x", "y", "ml"]
    assert seen_from_root(Step("a", "train", ""), ".") == "."
