"""Links that are drawn along points of their own: round cards, through bends, or with straight angles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from designer.drawing.geometry import Floats, curve_boxes
from designer.drawing.link_ways import SHARP, bent_curves, bent_points, bent_way, rounded
from designer.drawing.routing import REACH
from designer.gui.canvas.columns import EDGES, LINK_MARGIN
from designer.gui.canvas.drawn_ways import OWN, PLAIN, DrawnWays
from designer.gui.canvas.way_search import Found, Search, Way
from designer.model.snapshot import Bends

if TYPE_CHECKING:
    from designer.gui.canvas.scene_columns import Ints, SceneColumns

FEW: Final = 60
"""So many links are settled with an edit; the others once they are seen, in another thread."""
_BESIDE: Final = 110.0
_WIDE: Final = 4e7  # square units; a search over more takes too long for the window's thread


class Ways(DrawnWays):
    """Follows the rows of the columns' links.

    A row is `open` until it is settled: its ends have moved, and it is drawn as a plain curve; or a card came or went
    near it, and it is drawn as before. What has been opened since a search began has another `stamp`.
    """

    def __init__(self, columns: SceneColumns) -> None:
        super().__init__(columns)
        self._stamp = 0
        self._corners: dict[int, Floats] = {}  # of the ways that were searched: no bends

    # ------------------------------------------------------------------ following
    def forget(self, rows: Ints) -> None:
        """The ends of links have moved: they are plain curves until they are settled, or pass their bends."""
        links = self._columns.links
        for row in self.own(rows).tolist():
            self._lose(row)
        links["way"][rows] = PLAIN
        self._open(rows)
        if self._board.bends:
            for row in np.intersect1d(links.rows_of(self._board.bends), rows).tolist():
                bends = self.bends(row)
                if bends:
                    self.bend(row, bends)

    def reopen(self, rows: Ints) -> None:
        """Cards have come or gone near links: another way may be better. Those with bends stay as they are."""
        if self._board.bends:
            bent = [row for row in self._columns.links.rows_of(self._board.bends).tolist() if self.bends(row)]
            rows = np.setdiff1d(rows, bent)
        self._open(rows)

    def dropped(self, key: str) -> None:
        """A link goes away."""
        self._lose(self._columns.links.row[key])

    def bend(self, row: int, bends: Bends) -> None:
        """Draws a link through points, whatever the pipeline says: while one is dragged."""
        links = self._columns.links
        plain, feedback = links["curve"][row].tolist(), bool(links["feedback"][row])
        if np.isnan(plain[0]):
            return
        links["open"][row] = False
        if self.straight:
            self._keep(row, rounded(bent_way(plain, bends, feedback), SHARP)[0])
        else:
            self._keep(row, bent_points(bent_curves(plain, bends, feedback)))

    def near(self, areas: Floats) -> Ints:
        """Links that may run another way when a card comes to or leaves areas: left, top, right, bottom."""
        links = self._columns.links
        found = [self._columns.visible_links(*area) for area in areas.tolist()]
        own = np.flatnonzero(links["way"] == OWN)
        if len(own) and len(areas):
            boxes = curve_boxes(links["curve"][own], REACH + _BESIDE)
            for area in areas:
                found.append(own[((boxes[:, :2] < area[2:]) & (boxes[:, 2:] > area[:2])).all(1)])
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    # ------------------------------------------------------------------ settling
    def open(self, rows: Ints | None = None) -> Ints:
        """Links, of some or of all, that are not settled."""
        is_open = self._columns.links["open"]
        if rows is None:
            return np.flatnonzero(is_open)
        found: Ints = rows[is_open[rows]]
        return found

    def settle_few(self, rows: Ints) -> Floats:
        """Settles links at once that are drawn as plain curves, when they are few and near each other.

        The others, and those that run as before, can wait. Returns changed areas.
        """
        rows = self.open(rows)
        rows = rows[self._columns.links["way"][rows] == PLAIN]
        if not 0 < len(rows) <= FEW:
            return np.empty((0, 4))
        boxes = self._columns.link_areas(rows)
        size = boxes[:, 2:].max(0) - boxes[:, :2].min(0)
        return self.settle(rows) if size[0] * size[1] < _WIDE else np.empty((0, 4))

    def settle(self, rows: Ints) -> Floats:
        """Finds ways for links that run through cards; returns (n, 4) areas that look different now."""
        rows = self.open(rows)
        if not len(rows):
            return np.empty((0, 4))
        search = self.search(rows)
        return self.accept(search, search.found())

    def search(self, rows: Ints) -> Search:
        """What a search for the ways of open links needs."""
        columns, links = self._columns, self._columns.links
        sources, targets = links["source"][rows], links["target"][rows]
        boxes, ids = curve_boxes(links["curve"][rows], REACH + _BESIDE), columns.steps.ids
        window = (*boxes[:, :2].min(0).tolist(), *boxes[:, 2:].max(0).tolist())
        beside = np.setdiff1d(self.own(columns.visible_links(*window)), rows, assume_unique=True)
        drawn = np.array([row for row in beside.tolist() if row in self._corners], np.int64)
        return Search(
            rows,
            links["stamp"][rows],
            columns.places(columns.visible_steps(*window)),
            tuple((ids[a] or "", ids[b] or "") for a, b in zip(sources.tolist(), targets.tolist(), strict=True)),
            columns.places(sources),
            columns.places(targets),
            links["feedback"][rows],
            np.stack([sources, targets], 1),
            tuple(self._corners[row] for row in drawn.tolist()),
            np.stack([links["source"][drawn], links["target"][drawn]], 1),
            self.straight,
        )

    def accept(self, search: Search, found: Found) -> Floats:
        """Draws links along the ways that were found, unless they have changed since; returns changed areas."""
        links = self._columns.links
        still = (search.stamps == links["stamp"][search.rows]) & links["open"][search.rows]
        rows = search.rows[still] if search.straight == self.straight else search.rows[:0]
        links["open"][rows] = False
        changed = [row for row in rows.tolist() if not self._is_drawn(row, found.get(row))]
        before = self._columns.link_areas(np.array(changed, np.int64))
        for row in changed:
            way = found.get(row)
            if way is None:
                self._plain(row)
            else:
                self._keep(row, way.points)
                self._corners[row] = way.corners
        return np.concatenate([before, self._columns.link_areas(np.array(changed, np.int64))])

    # ------------------------------------------------------------------ inside
    def _is_drawn(self, row: int, way: Way | None) -> bool:
        corners = self._corners.get(row)
        if way is None or corners is None:
            return way is None and row not in self._points
        return np.array_equal(corners, way.corners)

    def _open(self, rows: Ints) -> None:
        links = self._columns.links
        self._stamp += 1
        links["open"][rows] = ~np.isnan(links["left"][rows])
        links["stamp"][rows] = self._stamp

    def _plain(self, row: int) -> None:
        self._lose(row)
        links = self._columns.links
        links["way"][row] = PLAIN
        self._bound(row, curve_boxes(links["curve"][[row]])[0])

    def _lose(self, row: int) -> None:
        self._points.pop(row, None)
        self._corners.pop(row, None)

    def _keep(self, row: int, points: Floats) -> None:
        self._points[row] = points
        self._columns.links["way"][row] = OWN
        self._bound(row, np.concatenate([points.min(0), points.max(0)]))

    def _bound(self, row: int, box: Floats) -> None:
        low, high = (box[:2] - LINK_MARGIN).tolist(), (box[2:] + LINK_MARGIN).tolist()
        for name, value in zip(EDGES, (*low, *high), strict=True):
            self._columns.links[name][row] = value


def draw_straight(columns: SceneColumns, straight: bool) -> None:
    """Draws all links anew: with straight angles only, or as they like."""
    columns.ways.straight = straight
    nobody, links = np.empty(0, np.int64), np.flatnonzero(~np.isnan(columns.links["left"]))
    columns.place(nobody, np.empty((0, 2)), links)
    columns.ways.settle_few(links)
