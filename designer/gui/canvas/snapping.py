"""Where a dragged box comes to rest: beside edges, centres and gaps of what lies near by. Scene units, no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from designer.drawing.geometry import Floats
from designer.gui.canvas.scene_columns import Ints
from designer.gui.canvas.viewport import Bounds

GRID: Final = 8.0
_SAME: Final = 0.01  # what a file keeps of a place
_WIDEST_GAP: Final = 600.0  # boxes further apart are no neighbours


@dataclass(frozen=True, slots=True)
class Guide:
    """A line that shows why the box rests where it does.

    Args:
        ends: x and y of its start, x and y of its end.
        is_gap: whether it is one of several equal gaps; else an edge or a centre that boxes share.
    """

    ends: tuple[float, float, float, float]
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """A way the box may go, moved a little, and what shows why."""

    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()


class Snapper:
    """Snaps one box to others.

    Args:
        box: left, top, right, bottom of what is dragged, before the drag.
        others: (n, 4) of what lies in view, in the same order.
        reach: how far it is moved at most.
        grid: whether its top-left corner goes on the grid where nothing else draws it.
    """

    def __init__(self, box: Bounds, others: Floats, reach: float, grid: bool = False) -> None:
        self._box = np.array(box, float)
        self._others = others
        self._reach = reach
        self._grid = grid

    def rest(self, dx: float, dy: float, free: tuple[bool, bool] = (True, True)) -> Rest:
        """Where the box rests when the pointer has gone that way.

        Args:
            free: whether it may be moved across, and down.
        """
        way = np.array([dx, dy], float)
        for axis in (0, 1):
            if free[axis]:
                way[axis] += self._pull(self._box + np.tile(way, 2), axis)
        box = self._box + np.tile(way, 2)
        guides = tuple(g for axis in (0, 1) if free[axis] for g in self._guides(box, axis))
        return Rest(float(way[0]), float(way[1]), guides)

    def _pull(self, box: Floats, axis: int) -> float:
        """By how much the box is moved along an axis."""
        pulls = [(self._lines(self._others, axis) - self._lines(box[None], axis)).ravel()]
        pulls.append(np.array([wanted - box[axis] for wanted, _ in self._gaps(box, axis)], float))
        found = np.concatenate(pulls)
        if len(found):
            nearest = float(found[np.abs(found).argmin()])
            if abs(nearest) <= self._reach:
                return nearest
        return round(box[axis] / GRID) * GRID - float(box[axis]) if self._grid else 0.0

    @staticmethod
    def _lines(boxes: Floats, axis: int) -> Floats:
        """(n, 3) near edges, centres and far edges."""
        near, far = boxes[:, axis], boxes[:, axis + 2]
        return np.stack([near, (near + far) / 2, far], 1)

    def _gaps(self, box: Floats, axis: int) -> Iterator[tuple[float, tuple[tuple[float, float], ...]]]:
        """Places of the near edge that make gaps equal, each with the gaps as they would be then."""
        beside = self._beside(box, axis)
        size = float(box[axis + 2] - box[axis])
        middle = float(box[axis] + box[axis + 2]) / 2
        low = self._nearest(beside, axis, middle, before=True)
        high = self._nearest(beside, axis, middle, before=False)
        if low and high and high[0] - low[1] > size:
            gap = (high[0] - low[1] - size) / 2
            yield low[1] + gap, ((low[1], low[1] + gap), (high[0] - gap, high[0]))
        if low:
            further = self._nearest(beside, axis, low[0], before=True)
            if further and low[0] > further[1]:
                gap = low[0] - further[1]
                yield low[1] + gap, ((further[1], low[0]), (low[1], low[1] + gap))
        if high:
            further = self._nearest(beside, axis, high[1], before=False)
            if further and further[0] > high[1]:
                gap = further[0] - high[1]
                yield high[0] - gap - size, ((high[0] - gap, high[0]), (high[1], further[0]))

    def _beside(self, box: Floats, axis: int) -> Floats:
        """The others that stand in one row with the box, or in one column."""
        across = 1 - axis
        found: Floats = self._others[
            (self._others[:, across] < box[across + 2]) & (self._others[:, across + 2] > box[across])
        ]
        return found

    @staticmethod
    def _nearest(boxes: Floats, axis: int, at: float, before: bool) -> tuple[float, float] | None:
        """Near and far edge of the last box that ends before a place, or of the first that starts behind it."""
        edges = boxes[:, axis + 2] if before else boxes[:, axis]
        away = at - edges if before else edges - at
        rows = np.flatnonzero((away >= -_SAME) & (away <= _WIDEST_GAP))
        if not len(rows):
            return None
        row = rows[away[rows].argmin()]
        return float(boxes[row, axis]), float(boxes[row, axis + 2])

    # ------------------------------------------------------------------ what shows why
    def _guides(self, box: Floats, axis: int) -> Iterator[Guide]:
        shared = np.abs(self._lines(self._others, axis) - self._lines(box[None], axis)) < _SAME
        places = self._lines(box[None], axis)[0]
        edges = shared[:, 0].any() or shared[:, 2].any()
        for number, place in enumerate(places.tolist()):
            if shared[:, number].any() and not (edges and number == 1):
                yield self._line(box, axis, place, np.flatnonzero(shared[:, number]))
        for wanted, gaps in self._gaps(box, axis):
            if abs(wanted - box[axis]) < _SAME:
                across = float(box[1 - axis] + box[3 - axis]) / 2
                for start, end in gaps:
                    ends = (start, across, end, across) if axis == 0 else (across, start, across, end)
                    yield Guide(ends, is_gap=True)

    def _line(self, box: Floats, axis: int, place: float, rows: Ints) -> Guide:
        """A line through the box and the nearest others on both sides that share a place with it."""
        low, high = 1 - axis, 3 - axis
        boxes = self._others[rows]
        before, behind = boxes[boxes[:, low] < box[low]], boxes[boxes[:, high] > box[high]]
        start = float(before[:, low].max()) if len(before) else float(box[low])
        end = float(behind[:, high].min()) if len(behind) else float(box[high])
        return Guide((place, start, place, end) if axis == 0 else (start, place, end, place))
