"""Finding lines among very many by typed words: plain text first, a forgiving comparison where nothing fits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from designer.gui import fuzzy

PART: Final = "\x1f"
"""Stands between the parts of a line: title first, then other words."""
_END: Final = "\x1e"
_ENOUGH: Final = 400  # candidates: the best of them are sorted by whoever asked
_LEAST_MEANT: Final = 3  # letters of a word that another one may be meant by
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


class LineSearch:
    """Lines that are searched many times.

    Args:
        lines: parts joined by `PART`; line breaks inside count as spaces.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        own = list(lines)
        self._number = len(own)
        # All at once: there may be ten thousands of them.
        self._text = _END.join(own).replace("\n", " ").replace(_END, "\n").casefold()
        folded = self._text.split("\n") if own else []
        self._starts = list(accumulate((len(line) + 1 for line in folded), initial=0))
        self._vocabulary: frozenset[str] | None = None

    def __len__(self) -> int:
        return self._number

    def best(self, typed: str) -> list[int]:
        """Numbers of some hundred lines, among them those that fit best: they hold every word, or one much like it."""
        words = typed.casefold().split()
        if not words:
            return list(range(min(self._number, _ENOUGH)))
        return self._candidates(words) or self._candidates([self._meant(word) for word in words])

    def every(self, typed: str) -> list[int]:
        """Numbers of all lines that hold every word, from the first to the last; forgiving when there are none."""
        words = typed.casefold().split()
        if not words:
            return []
        return list(self._with(words)) or list(self._with([self._meant(word) for word in words]))

    # ------------------------------------------------------------------ inside
    def _candidates(self, words: list[str]) -> list[int]:
        plain = " ".join(words)
        phrase, found = re.escape(plain), dict[int, None]()
        patterns = (rf"(?m)^{phrase}(?:{PART}|$)", rf"(?m)^{phrase}", rf"\b{phrase}", phrase)
        # What is typed is the title, begins it, begins a word, stands anywhere; else its words stand anywhere.
        for pattern in patterns if plain in self._text else ():
            for match in re.finditer(pattern, self._text):
                found[self._line(match.start())] = None
                if len(found) >= _ENOUGH:
                    return list(found)
        if len(words) > 1:
            for line in self._with(words):
                found[line] = None
                if len(found) >= _ENOUGH:
                    break
        return list(found)

    def _with(self, words: list[str]) -> Iterator[int]:
        """Lines with all words, found by the rarest of them."""
        rarest = min(words, key=self._text.count)
        others = [word for word in words if word is not rarest]
        at, text, starts = self._text.find(rarest), self._text, self._starts
        while at >= 0:
            line = self._line(at)
            end = starts[line + 1] - 1
            if all(text.find(word, starts[line], end) >= 0 for word in others):
                yield line
            at = text.find(rarest, end)

    def _line(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _meant(self, word: str) -> str:
        """The word itself when it stands anywhere, else the one of the lines that it is most like."""
        if len(word) < _LEAST_MEANT or word in self._text:
            return word
        if self._vocabulary is None:
            self._vocabulary = frozenset(_WORD.findall(" ".join(frozenset(self._text.split()))))
        near = [(fuzzy.score(word, other), other) for other in self._vocabulary if other[0] == word[0]]
        fits, other = max(near, default=(0.0, word))
        return other if fits else word
