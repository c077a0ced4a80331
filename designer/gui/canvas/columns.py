"""Where cards and links are, as numpy columns: one row a card, one row a link."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats
from designer.gui.canvas.rows import Rows

Ints = npt.NDArray[np.int64]
EDGES: Final = ("left", "top", "right", "bottom")
LINK_MARGIN: Final = 12.0
"""How far the box of a link reaches beyond it."""
_NAN: Final = np.nan  # compares false with everything: rows of nothing are never visible and never hit
_CARD_MARGIN: Final = 16.0
_NONE: Final = np.empty(0, np.int64)


class Columns:
    """Places, and what is in an area.

    Rows of `steps`: x, y (top-left corner of the card), look (number in `looks`), severity (0 none to 3 error),
    count (of findings), flags (as in `looks`), runs (times that one run of the pipeline runs it; 0 not said, -1
    unknown) and personal (data that it holds, as in `personal_marks`). A collapsed frame has a row too, by its
    `box_key`; the steps in it are nowhere, and their links end at it. Rows of `links`: source and target (rows of
    steps), feedback, implied (a tool keeps it by itself), when (number in `WHENS`), curve (8 numbers), box (left,
    top, right, bottom), and what `Ways` keeps: way, open and stamp.
    """

    def __init__(self) -> None:
        self.homes: dict[str, str] = {}  # step -> key of the box that hides it
        self.steps = Rows(
            {
                "x": (np.float64, 0, _NAN),
                "y": (np.float64, 0, _NAN),
                "look": (np.int32, 0, 0),
                "severity": (np.int32, 0, 0),
                "count": (np.int32, 0, 0),
                "flags": (np.int32, 0, 0),
                "runs": (np.int32, 0, 0),
                "personal": (np.int32, 0, 0),
                "proof": (np.int32, 0, 0),
            }
        )
        self.links = Rows(
            {
                "source": (np.int32, 0, -1),
                "target": (np.int32, 0, -1),
                "feedback": (np.bool_, 0, False),
                "implied": (np.bool_, 0, False),
                "when": (np.int32, 0, 0),
                "curve": (np.float64, 8, _NAN),
                "way": (np.int8, 0, 0),
                "open": (np.bool_, 0, False),
                "stamp": (np.int32, 0, 0),
                **dict.fromkeys(EDGES, (np.float64, 0, _NAN)),
            }
        )

    # ------------------------------------------------------------------ places
    def places(self, rows: Ints) -> Floats:
        """(n, 2) top-left corners of cards."""
        return np.stack([self.steps["x"][rows], self.steps["y"][rows]], 1)

    def links_at(self, rows: Ints) -> Ints:
        """Rows of the links that start or end at any of some steps."""
        if not len(rows) or not len(self.links):
            return _NONE
        wanted = np.zeros(len(self.steps.ids) + 1, bool)  # the last one is for rows of nothing: index -1
        wanted[rows] = True
        return np.flatnonzero(wanted[self.links["source"]] | wanted[self.links["target"]])

    # ------------------------------------------------------------------ what is where
    def visible_steps(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Rows of the cards in an area, with the room that shadows and badges need."""
        x, y = self.steps["x"], self.steps["y"]
        inside = (x > left - CARD_WIDTH - _CARD_MARGIN) & (x < right + _CARD_MARGIN)
        inside &= (y > top - CARD_HEIGHT - _CARD_MARGIN) & (y < bottom + _CARD_MARGIN)
        return np.flatnonzero(inside)

    def visible_links(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Rows of the links whose boxes touch an area."""
        links = self.links
        inside = (links["left"] < right) & (links["right"] > left) & (links["top"] < bottom) & (links["bottom"] > top)
        return np.flatnonzero(inside)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of all cards; None when there is none."""
        if not len(self.steps) or np.isnan(self.steps["x"]).all():
            return None
        x, y = self.steps["x"], self.steps["y"]
        right, bottom = np.nanmax(x) + CARD_WIDTH, np.nanmax(y) + CARD_HEIGHT
        return float(np.nanmin(x)), float(np.nanmin(y)), float(right), float(bottom)

    def step_areas(self, rows: Ints) -> Floats:
        """(n, 4) areas of cards with their shadows and badges."""
        x, y = self.steps["x"][rows], self.steps["y"][rows]
        m = _CARD_MARGIN
        return np.stack([x - m, y - m, x + CARD_WIDTH + m, y + CARD_HEIGHT + m], 1)

    def link_areas(self, rows: Ints) -> Floats:
        """(n, 4) areas of links."""
        return np.stack([self.links[name][rows] for name in EDGES], 1)

    def areas_with_links(self, rows: Ints) -> Floats:
        """(n, 4) areas of cards and of all their links."""
        return np.concatenate([self.step_areas(rows), self.link_areas(self.links_at(rows))])
