"""Finding things by a few typed letters.

Each typed word must be found somewhere in what is said about a thing: as a word, as the beginning of one, as initials,
inside of one, as scattered letters, or, at last, with one letter mistyped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
_SAME, _WORD, _BEGINS, _WORD_BEGINS, _INITIALS, _INSIDE, _SCATTERED, _MISTYPED = (100, 90, 84, 74, 62, 44, 26, 16)
_TITLE: Final = 1.1
_OTHER: Final = 0.95
_FAR: Final = 0.4  # of the best: what fits less is left out
_FIRST_WORD: Final = 4
_LONG: Final = 200  # letters of a text at which half a point per letter is lost
_LEAST_INSIDE: Final = 2  # letters that are looked for inside of words
_LEAST_SCATTERED: Final = 3
_LEAST_MISTYPED: Final = 4
_APART: Final = re.compile(r"[^\W_]+")


def score(typed: str, text: str) -> float:
    """How well typed letters fit a text; 0 when they do not.

    Args:
        typed: one word, or several that stand there side by side.
        text: may hold anything.
    """
    return _best(typed, (text,)) / _TITLE


def _whole(wanted: str, inside: str) -> float:
    at = inside.find(wanted)
    if at >= 0:
        return _side_by_side(wanted, inside, at)
    letters = wanted.replace(" ", "")
    words = _APART.findall(inside)
    if len(letters) > 1 and _starts_words(letters, words):
        return _INITIALS
    return _scattered(letters, inside) if len(letters) >= _LEAST_SCATTERED else 0.0


def _side_by_side(wanted: str, inside: str, at: int) -> float:
    """The best place at which all letters stand in a row."""
    if inside == wanted:
        return _SAME
    best = 0.0
    while at >= 0:
        end = at + len(wanted)
        if at == 0 or not inside[at - 1].isalnum():
            ends = end == len(inside) or not inside[end].isalnum()
            first = _FIRST_WORD if at == 0 else 0
            best = max(best, (_WORD if ends else _WORD_BEGINS) + first, _BEGINS if at == 0 else 0)
        elif len(wanted) >= _LEAST_INSIDE:
            best = max(best, _INSIDE)
        at = inside.find(wanted, at + 1)
    return best


def _starts_words(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are beginnings of words in their order: ``trmod`` of ``train model``."""
    if not words or not letters:
        return not letters
    for number, word in enumerate(words):
        for length in range(min(len(word), len(letters)), 0, -1):
            if word.startswith(letters[:length]) and _starts_words(letters[length:], words[number + 1 : number + 6]):
                return True
        if number > 5:
            break
    return False


def _scattered(letters: str, inside: str) -> float:
    """All letters in their order within a short stretch that begins a word."""
    start = inside.find(letters[0])
    while start >= 0:
        if start == 0 or not inside[start - 1].isalnum():
            at = start
            for letter in letters[1:]:
                at = inside.find(letter, at + 1)
                if at < 0:
                    return 0.0
            if at - start < 3 * len(letters):
                return _SCATTERED * len(letters) / (at - start + 1)
        start = inside.find(letters[0], start + 1)
    return 0.0


def _mistyped(wanted: str, inside: str) -> float:
    """A word that begins like what was typed but for one letter: missing, too many, another, or two swapped."""
    for word in _APART.findall(inside):
        if word[0] == wanted[0] and abs(len(word) - len(wanted)) <= 8 and _is_near(wanted, word):
            return _MISTYPED
    return 0.0


def _is_near(typed: str, word: str) -> bool:
    at = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, other = typed[at:], word[at:]
    swapped = other[1:2] + other[:1] + other[2:]
    fits = other.startswith(rest[1:]) or other[1:].startswith((rest[1:], rest)) or swapped.startswith(rest)
    return at > 0 and fits


def ranked(typed: str, items: Iterable[T], texts: Callable[[T], Iterable[str]]) -> list[T]:
    """The items that fit, the best first; ties keep their order.

    Args:
        texts: words to search for an item; the first is its title and counts more.
    """
    words = typed.split()
    if not words:
        return list(items)
    found = []
    for number, item in enumerate(items):
        said = tuple(texts(item))
        best = _best(typed, said)
        if len(words) > 1:
            each = [_best(word, said) for word in words]
            best = max(best, 0.95 * sum(each) / len(each) if all(each) else 0.0)
        if best > 0:
            found.append((-best, number, item))
    found.sort(key=lambda row: row[:2])
    return [row[2] for row in found if row[0] <= _FAR * found[0][0]]


def _best(typed: str, said: Sequence[str]) -> float:
    """The text that fits best; mistyped letters are looked for only where nothing is found as it was typed."""
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        return _TITLE
    folded = [text.casefold() for text in said]
    found = [_whole(wanted, inside) if wanted[0] in inside else 0.0 for inside in folded]
    if not any(found) and len(wanted) >= _LEAST_MISTYPED and " " not in wanted:
        found = [_mistyped(wanted, inside) for inside in folded]
    fits = (_shortened(points, inside) for points, inside in zip(found, folded, strict=True))
    return max((points * (_OTHER if number else _TITLE) for number, points in enumerate(fits)), default=0.0)


def _shortened(points: float, inside: str) -> float:
    """Of two texts that fit alike the shorter one is meant."""
    return max(points - min(len(inside) / _LONG, 1.0) * 8, 0.5) if points else 0.0
