"""The strip on top of a picture: name, grade and the principles as bars."""

from __future__ import annotations

from typing import Final

from designer.drawing.geometry import Area
from designer.drawing.marks import ScoreMark
from designer.drawing.score_state import score_state
from designer.drawing.svg_elements import element, rectangle, text
from designer.drawing.text_fit import elide
from designer.drawing.theme import Theme

STRIP_HEIGHT: Final = 92.0
STRIP_WIDTH: Final = 860.0
_MOST_WIDTH = 1100.0
_DISC = 26.0
_BARS_LEFT = 206.0


def score_strip(score: ScoreMark, area: Area, theme: Theme) -> str:
    """Grade, total and one bar for each principle, at the left of an area at least STRIP_WIDTH wide."""
    left, top, width, height = area = (area[0], area[1], min(area[2], _MOST_WIDTH), area[3])
    middle = top + height / 2
    total = "n/a" if score.overall is None else str(score.overall)
    ink, disc = theme.colour("ink"), left + 22 + _DISC
    centred = {"text_anchor": "middle", "font_weight": "700"}
    parts = [
        rectangle(area, 12.0, fill=theme.colour("card"), stroke=theme.colour("card_edge"), stroke_width=theme.edge),
        element("circle", cx=disc, cy=middle, r=_DISC, fill=_state(score.overall, theme)),
        text(score.grade or "?", disc, middle + 10, 28, theme.colour("on_state"), **centred),
        text(total, left + 90, middle + 4, 24, ink, font_weight="700"),
        text("of 100 points", left + 90, middle + 22, 11, theme.colour("ink_soft")),
    ]
    column = (width - _BARS_LEFT - 8) / max(1, len(score.principles))
    for i, (name, value) in enumerate(score.principles.items()):
        parts.append(_bar(name, value, left + _BARS_LEFT + i * column, middle, column - 24, theme))
    return element("g", *parts)


def _bar(name: str, value: int | None, x: float, middle: float, width: float, theme: Theme) -> str:
    shown = "n/a" if value is None else str(value)
    colour = _state(value, theme)
    label = elide(name.capitalize(), 12, width - 30)
    filled = width * (value or 0) / 100
    return (
        text(label, x, middle - 4, 12, theme.colour("ink"))
        + text(shown, x + width, middle - 4, 12, colour, text_anchor="end", font_weight="700")
        + rectangle((x, middle + 6, width, 8.0), 4.0, fill=theme.colour("greek_soft"))
        + (rectangle((x, middle + 6, max(filled, 8.0), 8.0), 4.0, fill=colour) if filled else "")
    )


def _state(value: int | None, theme: Theme) -> str:
    if value is None:
        return theme.colour("ink_faint")
    return theme.colour(score_state(value))
