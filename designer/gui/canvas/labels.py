"""Titles of cards as prepared text, shortened to fit once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QStaticText

from designer.drawing.geometry import TEXT_WIDTH
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.fonts import Fonts, elided, wrapped

_KEPT: Final = 4000


@dataclass(frozen=True, slots=True)
class Words:
    """What a card says."""

    title: str
    subtitle: str
    manual: bool


@dataclass(slots=True)
class Label:
    """Prepared texts of one card.

    Args:
        title: on one line or two.
        compact: the title on one or two lines, for cards seen from afar.
        is_whole: whether the title is shown without dots.
    """

    title: tuple[QStaticText, ...]
    subtitle: QStaticText
    compact: tuple[QStaticText, ...]
    is_whole: bool


class Labels:
    """The texts of the cards that were on screen last.

    Args:
        words_of: what the card in a row says.
    """

    def __init__(self, fonts: Fonts, words_of: Callable[[int], Words]) -> None:
        self._fonts = fonts
        self._words_of = words_of
        self._kept: OrderedDict[int, Label] = OrderedDict()

    def __getitem__(self, row: int) -> Label:
        label = self._kept.get(row)
        if label is None:
            label = self._kept[row] = self._prepare(self._words_of(row))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return label

    def forget(self, row: int) -> None:
        """The card in a row says something else now."""
        self._kept.pop(row, None)

    def _prepare(self, words: Words) -> Label:
        title = wrapped(words.title, self._fonts.title, TEXT_WIDTH)
        subtitle = elided(words.subtitle, self._fonts.subtitle, CardPainter.subtitle_width(words.manual))
        lines = wrapped(words.title, self._fonts.compact, TEXT_WIDTH + 6)
        return Label(
            tuple(prepared(line) for line in title),
            prepared(subtitle),
            tuple(prepared(line) for line in lines),
            " ".join(title) == " ".join(words.title.split()),
        )


def prepared(text: str) -> QStaticText:
    """A text whose layout is worked out now, not on every frame."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    return static
