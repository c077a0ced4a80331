"""Names cut into words, and phrases looked for in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_CUT: Final = re.compile(r"\$\{\{.*?\}\}|\$\{.*?\}|[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DIGITS: Final = re.compile(r"^\d+|(?<=[a-z])\d+$")
# Words that say nothing about what a step does.
_EMPTY: Final = re.compile(
    r"(an?|and|or|the|of|to|for|in|on|my|our|your|its|with|by|via|from|runs?|running|step|stage|job|scripts?|main|py|sh"
    r"|ipynb|src|lib|new|all|using|use|actions?|workflow|reusable|ya?ml|github)\Z"
)
_PREFIX_LENGTH: Final = 3


def _anything(_value: object) -> bool:
    return True


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name, small: ``02_TrainModel`` is ``train``, ``model``; empty words are left out."""
    words = (_DIGITS.sub("", word.lower()) for word in _CUT.split(text) if word)
    return tuple(w for w in words if len(w) > 1 and not _EMPTY.match(w))


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase that was found.

    Args:
        value: what the phrase stands for.
        start: index of its first word.
        words: the words that it covers.
    """

    value: T
    start: int
    words: tuple[str, ...]


class Phrases(Generic[T]):
    """Phrases with what they stand for. In a phrase, ``*`` at the end of a word stands for any ending.

    Longer phrases hide shorter ones: where ``train test split`` is found, ``train`` is not.
    """

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._prefixes: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, phrase: str, value: T) -> None:
        """Adds a phrase; a first word that ends with ``*`` needs three letters.

        Raises:
            ValueError: its first word is too short.
        """
        words = tuple(phrase.split())
        first = words[0]
        if not first.endswith("*"):
            self._exact.setdefault(first, []).append((words, value))
        elif len(first) <= _PREFIX_LENGTH:
            raise ValueError(f"{phrase!r} begins with fewer than {_PREFIX_LENGTH} letters before its *")
        else:
            self._prefixes.setdefault(first[:_PREFIX_LENGTH], []).append((words, value))

    def starting_with(self, word: str) -> Iterator[tuple[tuple[str, ...], T]]:
        """The phrases that begin with a word, and what they stand for."""
        yield from self._exact.get(word, ())
        for phrase, value in self._prefixes.get(word[:_PREFIX_LENGTH], ()):
            if word.startswith(phrase[0][:-1]):
                yield phrase, value

    def everything(self) -> Iterator[tuple[tuple[str, ...], T]]:
        """All phrases."""
        for group in (self._exact, self._prefixes):
            for phrases in group.values():
                yield from phrases

    def find(self, words: tuple[str, ...], accepts: Callable[[T], bool] = _anything) -> Iterator[Match[T]]:
        """The phrases in a list of words, from the left, none overlapping another.

        Args:
            words: what to look in.
            accepts: whether what a phrase stands for counts here.
        """
        position = 0
        while position < len(words):
            best = self._longest(words, position, accepts)
            if best:
                yield best
            position += len(best.words) if best else 1

    def _longest(self, words: tuple[str, ...], position: int, accepts: Callable[[T], bool]) -> Match[T] | None:
        first = words[position]
        best: tuple[tuple[str, ...], T] | None = None
        for phrase, value in (*self._exact.get(first, ()), *self._prefixes.get(first[:_PREFIX_LENGTH], ())):
            longer = best is None or _weight(phrase) > _weight(best[0])
            if longer and _fits(phrase, words, position) and accepts(value):
                best = phrase, value
        if best is None:
            return None
        return Match(best[1], position, words[position : position + len(best[0])])


def _weight(phrase: tuple[str, ...]) -> tuple[int, int]:
    return len(phrase), sum(map(len, phrase))


def _fits(phrase: tuple[str, ...], words: tuple[str, ...], position: int) -> bool:
    if position + len(phrase) > len(words):
        return False
    for index, part in enumerate(phrase):
        word = words[position + index]
        if not (word.startswith(part[:-1]) if part.endswith("*") else word == part):
            return False
    return True
