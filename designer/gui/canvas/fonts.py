"""Fonts of the drawing, from the application's font."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from designer.drawing.geometry import FRAME_SIZE, SUBTITLE_SIZE, TITLE_SIZE
from designer.drawing.writing import TEXT_SIZE

_LARGEST: Final = 1.35
"""Cards keep their size, so their text grows with the application's font only this far; zooming does the rest."""
COMPACT_SIZE: Final = 22.0
"""Titles of cards seen from afar, where a normal title would be too small to read."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Sizes are in canvas units."""

    title: QFont
    subtitle: QFont
    badge: QFont
    compact: QFont
    note: QFont
    text: QFont
    frame: QFont

    @classmethod
    def of(cls, font: QFont) -> Fonts:
        """The fonts of the drawing in the family of the application's font, larger when that one is."""
        growth = min(max(QFontInfo(font).pixelSize() / TITLE_SIZE, 1.0), _LARGEST)

        def sized(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
            made = QFont(font)
            made.setPixelSize(round(size))
            made.setWeight(weight)
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            return made

        return cls(
            title=sized(TITLE_SIZE * growth, QFont.Weight.DemiBold),
            subtitle=sized(SUBTITLE_SIZE * growth),
            badge=sized(11, QFont.Weight.Bold),
            compact=sized(COMPACT_SIZE, QFont.Weight.DemiBold),
            note=sized(TITLE_SIZE * growth),
            text=sized(TEXT_SIZE),
            frame=sized(FRAME_SIZE * growth, QFont.Weight.DemiBold),
        )


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
