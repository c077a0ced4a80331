"""Fitting text into a width without a font at hand: estimated from classes of characters, a little too wide."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Widths in em of a wide sans-serif (DejaVu Sans); narrower fonts leave some air.
_CLASSES = {
    "iljIJ'|": 0.29,
    ".,:;/ ·\\": 0.34,
    'ftr()[]-!"': 0.41,
    "cksvxyzFLPTY?": 0.59,
    "mwMW@%—…": 0.97,
    "ABCDGHKNOQRUVXZ&→": 0.74,
}
_WIDTHS = {character: width for characters, width in _CLASSES.items() for character in characters}
_OTHER = 0.64
_WIDE = 1.0
_BOLD = 1.12


def text_width(text: str, size: float, bold: bool = False) -> float:
    """About how wide a line of text is, in the unit of ``size`` (the font's size)."""
    return sum(_character_width(c) for c in text) * size * (_BOLD if bold else 1.0)


def elide(text: str, size: float, width: float, bold: bool = False) -> str:
    """The text, or as much of its start as fits with an ellipsis."""
    if text_width(text, size, bold) <= width:
        return text
    room = width - text_width("…", size, bold)
    end = 0
    while end < len(text) and room > 0:
        room -= text_width(text[end], size, bold)
        end += room >= 0
    return text[:end].rstrip() + "…"


def wrap(text: str, size: float, width: float, lines: int, bold: bool = False) -> list[str]:
    """The text broken at spaces into at most ``lines`` lines; what does not fit is elided."""
    found: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size, bold) > width:
                found.append(line)
                longer = word
            line = longer
        found.append(line)
    kept = [elide(line, size, width, bold) for line in found[:lines]]
    if len(found) > lines and kept:
        kept[-1] = elide(kept[-1] + " …", size, width, bold)
    return kept


@lru_cache(4096)
def _character_width(character: str) -> float:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER
