"""A raster of cards that answers how much of a horizontal or vertical line they cover; many lines at once."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats

CELL: Final = np.array([8.0, 4.0])
"""Width and height of a cell, in canvas units; cells lie at the same places in every raster."""
AIR: Final = 10.0
"""How far from a card a link should stay."""
_TIGHT: Final = 3.0
_CARD: Final = np.array([CARD_WIDTH, CARD_HEIGHT])
Cells = npt.NDArray[np.int64]
Counts = npt.NDArray[np.uint16]


class Obstacles:
    """What cards cover in a window of the drawing.

    Args:
        cards: (n, 2) top-left corners; those outside of the window do not matter.
        window: left, top, right and bottom.
    """

    def __init__(self, cards: Floats, window: Floats) -> None:
        self._first = np.floor(window[:2] / CELL).astype(np.int64)
        self._size = np.ceil(window[2:] / CELL).astype(np.int64) - self._first + 1
        near = (cards > window[:2] - [CARD_WIDTH + AIR, CARD_HEIGHT + AIR]) & (cards < window[2:] + AIR)
        near_cards = cards[near.all(1)]
        wide = self._raster(near_cards, AIR)
        self._across = _sums(wide, 1)
        self._down = _sums(wide, 0)
        self._tight = self._raster(near_cards, _TIGHT)

    def along(self, y: Floats, x0: Floats, x1: Floats) -> Counts:
        """How many cells of horizontal lines are covered."""
        row = self._cell(y, 1)
        first, last = self._cell(np.minimum(x0, x1), 0), self._cell(np.maximum(x0, x1), 0)
        found: Counts = self._across[row, last + 1] - self._across[row, first]
        return found

    def down(self, x: Floats, y0: Floats, y1: Floats) -> Counts:
        """How many cells of vertical lines are covered."""
        column = self._cell(x, 0)
        first, last = self._cell(np.minimum(y0, y1), 1), self._cell(np.maximum(y0, y1), 1)
        found: Counts = self._down[last + 1, column] - self._down[first, column]
        return found

    def at(self, points: Floats) -> npt.NDArray[np.bool_]:
        """Whether points, (..., 2), lie on a card or almost."""
        found: npt.NDArray[np.bool_] = self._tight[self._cell(points[..., 1], 1), self._cell(points[..., 0], 0)]
        return found

    def _cell(self, values: Floats, axis: int) -> Cells:
        cells = np.floor(values / CELL[axis]).astype(np.int64) - self._first[axis]
        inside: Cells = np.clip(cells, 0, self._size[axis] - 1)
        return inside

    def _raster(self, cards: Floats, margin: float) -> npt.NDArray[np.bool_]:
        """A cell is covered when its middle is."""
        covered = np.zeros((self._size[1], self._size[0]), bool)
        low = np.ceil((cards - margin) / CELL - 0.5).astype(np.int64) - self._first
        high = np.floor((cards + _CARD + margin) / CELL - 0.5).astype(np.int64) - self._first + 1
        corners = np.concatenate([np.clip(low, 0, self._size), np.clip(high, 0, self._size)], 1)
        for left, top, right, bottom in corners.tolist():
            covered[top:bottom, left:right] = True
        return covered


def _sums(covered: npt.NDArray[np.bool_], axis: int) -> npt.NDArray[np.uint16]:
    """How many covered cells lie before each, along an axis; one longer than the raster."""
    shape = list(covered.shape)
    shape[axis] += 1
    sums = np.zeros(shape, np.uint16)  # three lines together stay below 65,536 cells
    np.cumsum(covered, axis, np.uint16, out=sums[1:] if axis == 0 else sums[:, 1:])
    return sums
