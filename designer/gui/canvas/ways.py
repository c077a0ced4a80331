"""Links that are drawn along points of their own: round cards, through bends, or with straight angles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from designer.drawing import geometry as shape
from designer.drawing.geometry import Floats
from designer.drawing.link_ways import (
    ROUND,
    SHARP,
    bend_index,
    bent_curves,
    bent_points,
    bent_way,
    evenly,
    middle,
    nearest,
    rounded,
)
from designer.drawing.routing import REACH, slots_of, ways_round
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Bends, Position, Snapshot

if TYPE_CHECKING:
    from designer.gui.canvas.scene_columns import Ints, SceneColumns

OPEN: Final = 0
"""Nobody has looked yet whether the plain curve of the link will do; it is drawn until then."""
PLAIN: Final = 1
OWN: Final = 2
AT_ONCE: Final = 2000
"""So many links are settled with the edit; more of them while they are looked at."""
_FEW: Final = 60
_CLEAR: Final = 36.0
_MARGIN: Final = 12.0
_BESIDE: Final = 110.0
_EDGES: Final = ("left", "top", "right", "bottom")


class Ways:
    """Follows the rows of the columns' links: their `way` is OPEN, PLAIN or OWN.

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

    # ------------------------------------------------------------------ reading
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

    # ------------------------------------------------------------------ following
    def forget(self, rows: Ints) -> None:
        """The ends of links have moved: they are plain curves until they are settled, or pass their bends."""
        links = self._columns.links
        for row in self.own(rows).tolist():
            del self._points[row]
        links["way"][rows] = OPEN
        bent = self._board.bends
        if bent:
            for row in (links.row[key] for key in bent if key in links.row):
                if row in rows:
                    self._pass_bends(row)

    def dropped(self, key: str) -> None:
        """A link goes away."""
        self._points.pop(self._columns.links.row[key], None)

    def bend(self, row: int, bends: Bends) -> None:
        """Draws a link through points, whatever the pipeline says: while one is dragged."""
        links = self._columns.links
        plain, feedback = links["curve"][row].tolist(), bool(links["feedback"][row])
        if np.isnan(plain[0]):
            return
        if self.straight:
            self._keep(row, rounded(bent_way(plain, bends, feedback), SHARP)[0])
        else:
            self._keep(row, bent_points(bent_curves(plain, bends, feedback)))

    def _pass_bends(self, row: int) -> None:
        bends = self.bends(row)
        if bends:
            self.bend(row, bends)

    def near(self, areas: Floats) -> Ints:
        """Links that may run another way when a card comes to or leaves areas: left, top, right, bottom."""
        links = self._columns.links
        if not len(links):
            return np.empty(0, np.int64)
        curves = links["curve"]
        x, y = curves[:, 0::2], curves[:, 1::2]
        low, high = np.stack([x.min(1), y.min(1)], 1), np.stack([x.max(1), y.max(1)], 1)
        room = np.where(links["way"] == OWN, REACH + _BESIDE, _MARGIN)[:, None]
        found = np.zeros(len(curves), bool)
        for area in areas:
            found |= ((low - room < area[2:]) & (high + room > area[:2])).all(1)
        return np.flatnonzero(found)

    def open(self, rows: Ints | None = None) -> Ints:
        """Links, of some or of all, that are not settled."""
        links = self._columns.links
        there = (links["way"] == OPEN) & ~np.isnan(links["left"])
        if rows is None:
            return np.flatnonzero(there)
        found: Ints = rows[there[rows]]
        return found

    def settle_few(self, near: Ints | None = None) -> None:
        """Settles all links of a pipeline that is not large, else those near an edit; the others when they are seen."""
        if len(self._columns.links) <= AT_ONCE:
            self.settle(self.open())
        elif near is not None:
            self.settle(near[:_FEW])

    def settle(self, rows: Ints) -> Ints:
        """Finds ways for links that run through cards; returns those that are drawn in another way now."""
        rows = self.open(rows)
        if not len(rows):
            return rows
        columns, links = self._columns, self._columns.links
        places = columns.places(np.arange(len(columns.steps.ids)))
        sources, targets = links["source"][rows], links["target"][rows]
        ids = columns.steps.ids
        slots = slots_of(
            [(ids[a] or "", ids[b] or "") for a, b in zip(sources.tolist(), targets.tolist(), strict=True)]
        )
        found = ways_round(
            places, places[sources], places[targets], links["feedback"][rows], slots, every=self.straight
        )
        links["way"][rows] = PLAIN
        radius = SHARP if self.straight else ROUND
        by_length: dict[int, list[int]] = {}
        for number, way in found.items():
            by_length.setdefault(len(way), []).append(number)
        for numbers in by_length.values():
            for number, points in zip(numbers, rounded(np.stack([found[n] for n in numbers]), radius), strict=True):
                self._keep(int(rows[number]), points)
        return self.own(rows)

    def _keep(self, row: int, points: Floats) -> None:
        links = self._columns.links
        self._points[row] = points
        links["way"][row] = OWN
        edges = (*(points.min(0) - _MARGIN).tolist(), *(points.max(0) + _MARGIN).tolist())
        for name, value in zip(_EDGES, edges, strict=True):
            links[name][row] = value


def draw_straight(columns: SceneColumns, straight: bool) -> None:
    """Draws all links anew: with straight angles only, or as they like."""
    columns.ways.straight = straight
    nobody, links = np.empty(0, np.int64), np.flatnonzero(~np.isnan(columns.links["left"]))
    columns.place(nobody, np.empty((0, 2)), links)
    columns.ways.settle_few()


def _clear_of(points: Floats, bends: Bends) -> Position:
    """A place near the middle that is not on a bend."""
    places = evenly(points, 41)[[20, 14, 26, 10, 30, 6, 34]].tolist()
    free = (p for p in places if all(abs(p[0] - x) + abs(p[1] - y) > _CLEAR for x, y in bends))
    x, y = next(free, places[0])
    return x, y
