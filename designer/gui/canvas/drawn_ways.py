"""How the links of the canvas run, for whoever draws, hits or bends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from designer.drawing import geometry as shape
from designer.drawing.geometry import Floats
from designer.drawing.link_ways import bend_index, evenly, middle, nearest
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Bends, Position, Snapshot

if TYPE_CHECKING:
    from designer.gui.canvas.scene_columns import Ints, SceneColumns

PLAIN: Final = 0
OWN: Final = 1
_CLEAR: Final = 36.0


class DrawnWays:
    """Says for each row of the columns' links what it is drawn along: their `way` is PLAIN or OWN.

    Args:
        columns: of the links and cards.
    """

    def __init__(self, columns: SceneColumns) -> None:
        self._columns = columns
        self._points: dict[int, Floats] = {}
        self._board: Pipeline | Snapshot = Snapshot()
        self.straight = False  # with straight angles only

    def follow(self, board: Pipeline | Snapshot) -> None:
        """Takes bends from a pipeline from now on."""
        self._board = board

    def points(self, row: int) -> Floats:
        """(m, 2) points that a link is drawn along."""
        own = self._points.get(row)
        if own is not None:
            return own
        found: Floats = shape.flattened(self._columns.links["curve"][[row]], 24)[0]
        return found

    def own(self, rows: Ints) -> Ints:
        """Those of some links that are no plain curves."""
        found: Ints = rows[self._columns.links["way"][rows] == OWN]
        return found

    def middle(self, row: int) -> Position:
        """The point half-way along a link: for its label and its plus."""
        own = self._points.get(row)
        if own is None:
            return shape.point_on(self._columns.links["curve"][row].tolist(), 0.5)
        bends = self.bends(row)
        return _clear_of(own, bends) if bends else middle(own)

    def distances(self, rows: Ints, x: float, y: float) -> Floats:
        """How far links are from a point, as they are drawn."""
        away = shape.distances(self._columns.links["curve"][rows], x, y)
        for number in np.flatnonzero(self._columns.links["way"][rows] == OWN).tolist():
            away[number] = nearest(self._points[int(rows[number])], x, y)[0]
        return away

    def bends(self, row: int) -> Bends:
        """The bends of a link as they are drawn: none at the box of a collapsed frame; moved while both ends are."""
        key = self._columns.links.ids[row]
        bends = self._board.bends.get(key or "", ())
        if not bends or key is None:
            return ()
        link, positions, homes = self._board.links[key], self._board.positions, self._columns.homes
        ends = (link.source, link.target)
        if any(end in homes or end not in positions for end in ends):
            return ()
        here = self._columns.places(self._columns.steps.rows_of(ends))
        (dx, dy), other = (here - [positions[end] for end in ends]).tolist()
        moved = abs(dx - other[0]) < 0.02 and abs(dy - other[1]) < 0.02
        return tuple((x + dx, y + dy) for x, y in bends) if moved else bends

    def index_for(self, row: int, x: float, y: float) -> int:
        """The place of a new bend among those of a link."""
        return bend_index(self.points(row), self.bends(row), x, y)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of all links that are no plain curves."""
        if not self._points:
            return None
        points = np.concatenate(list(self._points.values()))
        (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
        return left, top, right, bottom


def _clear_of(points: Floats, bends: Bends) -> Position:
    """A place near the middle that is not on a bend."""
    places = evenly(points, 41)[[20, 14, 26, 10, 30, 6, 34]].tolist()
    free = (p for p in places if all(abs(p[0] - x) + abs(p[1] - y) > _CLEAR for x, y in bends))
    x, y = next(free, places[0])
    return x, y
