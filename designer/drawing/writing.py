"""Texts that stand on the ground, without a box."""

from __future__ import annotations

from math import ceil
from typing import Final

from designer.drawing.text_fit import text_width, wrap
from designer.model.snapshot import Position

TEXT_SIZE: Final = 20.0
TEXT_LINE: Final = 26.0
WIDEST: Final = 520.0
LEAST: Final[Position] = (60.0, TEXT_LINE + 4)
_ALL_LINES: Final = 10_000


def text_room(text: str, width: float | None = None) -> Position:
    """Width and height that a text takes.

    Args:
        width: what somebody gave it; None makes it as wide as its longest line, within bounds.
    """
    if width is None:
        longest = max((text_width(line, TEXT_SIZE) for line in text.splitlines()), default=0.0)
        width = float(ceil(min(max(longest + 4, LEAST[0]), WIDEST)))
    lines = len(wrap(text, TEXT_SIZE, width, _ALL_LINES))
    return width, max(LEAST[1], lines * TEXT_LINE + 4)
