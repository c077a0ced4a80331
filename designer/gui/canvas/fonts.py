"""Fonts of the drawing, from the application's font."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from designer.drawing.detail import DETAILS, Detail, detail_number
from designer.drawing.geometry import FRAME_SIZE, SUBTITLE_SIZE, TITLE_SIZE
from designer.drawing.writing import TEXT_SIZE

_LARGEST: Final = 1.35
"""Frames and notes keep their size, so their text grows with the application's font only this far."""
_LARGEST_NEAR: Final = 1.15
"""The same for cards, where all of it is shown; larger text shows less of it in larger letters."""
_LARGEST_GROWTH: Final = 2.0


@dataclass(frozen=True, slots=True)
class CardFonts:
    """How cards are written at one range of zoom.

    Args:
        detail: what is written, and where.
        title: font of the title.
        below: fonts of the lines below it.
    """

    detail: Detail
    title: QFont
    below: tuple[QFont, ...]


@dataclass(frozen=True, slots=True)
class Fonts:
    """Sizes are in canvas units.

    Args:
        cards: by number of the detail.
        growth: how much larger than usual people want text to be.
    """

    title: QFont
    subtitle: QFont
    badge: QFont
    note: QFont
    text: QFont
    frame: QFont
    cards: tuple[CardFonts, ...]
    growth: float

    @classmethod
    def of(cls, font: QFont) -> Fonts:
        """The fonts of the drawing in the family of the application's font, larger when that one is."""
        wanted = max(QFontInfo(font).pixelSize() / TITLE_SIZE, 1.0)
        growth = min(wanted, _LARGEST)

        def sized(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
            made = QFont(font)
            made.setPixelSize(round(size))
            made.setWeight(weight)
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            return made

        def written(detail: Detail) -> CardFonts:
            below = tuple(sized(size) for size in detail.below)
            return CardFonts(detail, sized(detail.title, QFont.Weight.DemiBold), below)

        return cls(
            title=sized(TITLE_SIZE * growth, QFont.Weight.DemiBold),
            subtitle=sized(SUBTITLE_SIZE * growth),
            badge=sized(11, QFont.Weight.Bold),
            note=sized(TITLE_SIZE * growth),
            text=sized(TEXT_SIZE),
            frame=sized(FRAME_SIZE * growth, QFont.Weight.DemiBold),
            cards=(written(DETAILS[0].grown(min(wanted, _LARGEST_NEAR))), *map(written, DETAILS[1:])),
            growth=min(wanted, _LARGEST_GROWTH),
        )

    def detail_at(self, seen: float) -> int:
        """Number of the detail that suits a scale, in logical pixels."""
        return detail_number(seen, self.growth)


def elided(text: str, font: QFont, width: float) -> str:
    """A text cut to a width, with dots when something is missing."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """A text on one line or two, the last one cut to the width."""
    metrics = QFontMetricsF(font)
    words = text.split()
    first = ""
    while words and (not first or metrics.horizontalAdvance(f"{first} {words[0]}") <= width):
        first = f"{first} {words.pop(0)}".strip()
    lines = [first, " ".join(words)] if words else [first]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]
