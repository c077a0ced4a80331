"""Names cut into words, and phrases looked for in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

T = TypeVar("T")

_CUT: Final = re.compile(
    r"\$\{\{.{0,200}?\}\}|\$\{.{0,200}?\}|\$|[^A-Za-z0-9$]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", re.DOTALL
)
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


class _Phrase(NamedTuple, Generic[T]):
    """A phrase with its weight: more words count more, then more letters. A tuple, as thousands are made."""

    words: tuple[str, ...]
    value: T
    weight: int


class Phrases(Generic[T]):
    """Phrases with what they stand for. In a phrase, ``*`` at the end of a word stands for any ending.

    Longer phrases hide shorter ones: where ``train test split`` is found, ``train`` is not.
    """

    def __init__(self) -> None:
        self._exact: dict[str, list[_Phrase[T]]] = {}
        self._prefixes: dict[str, list[_Phrase[T]]] = {}

    def add(self, phrases: str, value: T) -> None:
        """Adds phrases that are separated by commas; a first word that ends with ``*`` needs three letters.

        Raises:
            ValueError: one is empty, or its first word is too short.
        """
        exact, prefixes = self._exact, self._prefixes
        for phrase in map(str.strip, phrases.split(",")):
            words = tuple(phrase.split())
            if not words:
                raise ValueError("a phrase is empty")
            first = words[0]
            entry = _Phrase(words, value, 1000 * len(words) + len(phrase))
            if first[-1] != "*":
                group, key = exact, first
            elif len(first) <= _PREFIX_LENGTH:
                raise ValueError(f"{phrase!r} begins with fewer than {_PREFIX_LENGTH} letters before its *")
            else:
                group, key = prefixes, first[:_PREFIX_LENGTH]
            if key in group:
                group[key].append(entry)
            else:
                group[key] = [entry]

    def starting_with(self, word: str) -> Iterator[tuple[tuple[str, ...], T]]:
        """The phrases that begin with a word, and what they stand for."""
        for phrase in self._candidates(word):
            if _is_like(phrase.words[0], word):
                yield phrase.words, phrase.value

    def everything(self) -> Iterator[tuple[tuple[str, ...], T]]:
        """All phrases."""
        for group in (self._exact, self._prefixes):
            for phrases in group.values():
                yield from ((phrase.words, phrase.value) for phrase in phrases)

    def find(self, words: tuple[str, ...], accepts: Callable[[T], bool] = _anything) -> Iterator[Match[T]]:
        """The phrases in a list of words, from the left, none overlapping another.

        Args:
            words: what to look in.
            accepts: whether what a phrase stands for counts here.
        """
        position = 0
        while position < len(words):
            best: _Phrase[T] | None = None
            for phrase in self._candidates(words[position]):
                heavier = best is None or phrase.weight > best.weight
                if heavier and _fits(phrase.words, words, position) and accepts(phrase.value):
                    best = phrase
            if best:
                yield Match(best.value, position, words[position : position + len(best.words)])
            position += len(best.words) if best else 1

    def _candidates(self, word: str) -> list[_Phrase[T]]:
        return self._exact.get(word, []) + self._prefixes.get(word[:_PREFIX_LENGTH], [])


def _fits(phrase: tuple[str, ...], words: tuple[str, ...], position: int) -> bool:
    return position + len(phrase) <= len(words) and all(map(_is_like, phrase, words[position:]))


def _is_like(part: str, word: str) -> bool:
    return part == word or (part[-1] == "*" and word.startswith(part[:-1]))
