"""Titles of cards as prepared text, shortened to fit once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QStaticText

from designer.gui.canvas.fonts import CardFonts, Fonts, elided, wrapped

_KEPT: Final = 4000


@dataclass(frozen=True, slots=True)
class Words:
    """What a card says.

    Args:
        below: lines below the title, those that matter most first.
        signs: how many signs may stand in the lower right corner.
    """

    title: str
    below: tuple[str, ...] = ()
    manual: bool = False
    signs: int = 0


@dataclass(slots=True)
class Label:
    """Prepared texts of one card at one range of zoom.

    Args:
        title: on one line or two, each with the top of its letters' box.
        below: the lines below, likewise.
        is_whole: whether all there is to say is shown.
    """

    title: tuple[tuple[QStaticText, float], ...]
    below: tuple[tuple[QStaticText, float], ...]
    is_whole: bool


class Labels:
    """The texts of the cards that were on screen last.

    Args:
        words_of: what the card in a row says.
    """

    def __init__(self, fonts: Fonts, words_of: Callable[[int], Words]) -> None:
        self._fonts = fonts.cards
        self._words_of = words_of
        self._kept: OrderedDict[tuple[int, int], Label] = OrderedDict()
        self._ascents = [tuple(QFontMetricsF(f).ascent() for f in (c.title, *c.below)) for c in self._fonts]

    def at(self, row: int, detail: int) -> Label:
        """The texts of the card in a row, at one of `DETAILS`."""
        label = self._kept.get((row, detail))
        if label is None:
            label = self._prepare(self._words_of(row), detail)
            self._kept[row, detail] = label
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return label

    def forget(self, row: int) -> None:
        """The card in a row says something else now."""
        for detail in range(len(self._fonts)):
            self._kept.pop((row, detail), None)

    def _prepare(self, words: Words, number: int) -> Label:
        fonts, (ascent, *lower) = self._fonts[number], self._ascents[number]
        title, below = laid_out(words, fonts)
        shown = [text for text, _ in (*title, *below)]
        whole = " ".join((words.title, *words.below)).split()
        return Label(
            tuple((prepared(text), base - ascent) for text, base in title),
            tuple((prepared(text), base - rise) for (text, base), rise in zip(below, lower, strict=False)),
            " ".join(shown).split() == whole,
        )


Line = tuple[str, float]
"""Words that fit, and their baseline."""


def laid_out(words: Words, fonts: CardFonts) -> tuple[list[Line], list[Line]]:
    """Lines of a title and lines below it."""
    detail, signs = fonts.detail, words.signs if fonts.detail.has_signs else 0
    lines = wrapped(words.title, fonts.title, detail.width)
    bases, lower = detail.rows(len(lines), len(words.below))
    below = [
        (elided(text, font, detail.room(base, signs)), base)
        for text, font, base in zip(words.below, fonts.below, lower, strict=False)
    ]
    return list(zip(lines, bases, strict=True)), below


def prepared(text: str) -> QStaticText:
    """A text whose layout is worked out now, not on every frame."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    return static
