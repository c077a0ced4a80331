"""Finding things by a few typed letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
_START, _WORD, _RUN, _LETTER = 12.0, 8.0, 4.0, 1.0


def score(typed: str, text: str) -> float:
    """How well typed letters fit a text; 0 when they do not stand in it in this order.

    Letters at the start of the text or of a word and letters in a row count more; so do short texts.
    """
    wanted = [c for c in typed.casefold() if not c.isspace()]
    if not wanted:
        return 1.0
    inside = text.casefold()
    whole = inside.find(" ".join(typed.casefold().split()))
    if whole >= 0:
        return _in_a_row(inside, whole, len(wanted)) / (1.0 + len(inside) / 200)
    total, at, previous = 0.0, -1, -2
    for letter in wanted:
        at = _next_place(inside, letter, at + 1, previous)
        if at < 0:
            return 0.0
        total += _worth(inside, at) + (_RUN if at == previous + 1 else 0.0)
        previous = at
    return total / (1.0 + len(inside) / 200)


def _worth(text: str, at: int) -> float:
    return _START if at == 0 else _WORD if not text[at - 1].isalnum() else _LETTER


def _in_a_row(text: str, at: int, length: int) -> float:
    """All letters side by side: always more than the same letters scattered over the starts of words."""
    return _worth(text, at) + length * (_START if at == 0 or not text[at - 1].isalnum() else _WORD)


def _next_place(text: str, letter: str, start: int, previous: int) -> int:
    """The place of a letter: right behind the previous one, else at the start of a word, else anywhere."""
    if previous >= 0 and text[previous + 1 : previous + 2] == letter:
        return previous + 1
    at = text.find(letter, start)
    first = at
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1)
    return first


def ranked(typed: str, items: Iterable[T], texts: Callable[[T], Iterable[str]]) -> list[T]:
    """The items that fit, the best first; ties keep their order.

    Args:
        texts: words to search for an item; the first is its title and counts twice.
    """
    found = []
    for number, item in enumerate(items):
        best = max((score(typed, t) * (2.0 if i == 0 else 1.0) for i, t in enumerate(texts(item))), default=0.0)
        if best > 0 and best >= _least(typed):
            found.append((-best, number, item))
    found.sort(key=lambda row: row[:2])
    return [row[2] for row in found]


def _least(typed: str) -> float:
    """Scattered letters in a long text are no match."""
    return 2.0 * len("".join(typed.split()))
