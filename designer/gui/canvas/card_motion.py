"""Cards on their way from where they were drawn to where they are: drawn over the picture, never in the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats, curve_boxes, link_curves
from designer.gui.canvas.columns import EDGES, LINK_MARGIN
from designer.gui.canvas.drawn_ways import PLAIN

if TYPE_CHECKING:
    from designer.gui.canvas.scene_columns import Ints, SceneColumns
    from designer.gui.canvas.surface import Surface

_LEAST: Final = 24.0  # pixels that a card must have moved to be shown moving
_MOST_CARDS: Final = 150  # more of them in view could not be drawn in time
_MOST_LINKS: Final = 300
_MOST_TOUCHED: Final = 5000
_NO_ROWS: Final = np.empty(0, np.int64)
_NO_PLACES: Final = np.empty((0, 2))


class Places:
    """Where cards are before an edit.

    Args:
        columns: of the cards; the same as `moved` looks at.
        cards: ids; when they are very many, nobody is asked to follow them all.
    """

    def __init__(self, columns: SceneColumns, cards: Sequence[str]) -> None:
        self._columns = columns
        self._cards = [card for card in cards if card in columns.steps] if len(cards) <= _MOST_TOUCHED else []
        self._before = columns.places(columns.steps.rows_of(self._cards))

    def moved(self) -> tuple[Ints, Floats]:
        """Rows of those that are still there, and their places before."""
        steps = self._columns.steps
        still = np.array([card in steps for card in self._cards], bool)
        return steps.rows_of(self._cards), self._before[still]


class CardMotion:
    """Some cards, lifted out of the picture of a surface while they move."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._rows: Ints = _NO_ROWS
        self._links: Ints = _NO_ROWS
        self._before: Floats = _NO_PLACES

    @property
    def is_running(self) -> bool:
        return len(self._rows) > 0

    def begin(self, rows: Ints, before: Floats) -> bool:
        """Takes cards up at their places before; False when nothing is to be shown."""
        surface, columns = self._surface, self._surface.scene.columns
        if self.is_running or len(surface.renderer.lifted_steps) or not len(rows):
            return False
        after = columns.places(rows)
        far = np.abs(after - before).max(1) * surface.view.scale >= _LEAST  # false for cards without a place
        seen = far & (self._in_view(before) | self._in_view(after))
        if not seen.any() or seen.sum() > _MOST_CARDS:
            return False
        links = columns.links_at(rows[seen])
        if len(links) > _MOST_LINKS:
            return False
        self._rows, self._before, self._links = rows[seen], before[seen], links
        surface.lift(self._rows, ())
        return True

    def end(self) -> None:
        """Puts them down."""
        if self.is_running:
            self._rows, self._links, self._before = _NO_ROWS, _NO_ROWS, _NO_PLACES
            self._surface.drop_lifted()

    @contextmanager
    def at(self, share: float) -> Iterator[None]:
        """Inside, the columns say where the cards are drawn after a share of the way; their links are plain."""
        if not self.is_running:
            yield
            return
        steps, links = self._surface.scene.columns.steps, self._surface.scene.columns.links
        goal = self._surface.scene.columns.places(self._rows)
        kept = {name: links[name][self._links].copy() for name in ("curve", "way", *EDGES)}
        places = self._before + (goal - self._before) * share
        steps["x"][self._rows], steps["y"][self._rows] = places[:, 0], places[:, 1]
        self._bend()
        try:
            yield
        finally:
            steps["x"][self._rows], steps["y"][self._rows] = goal[:, 0], goal[:, 1]
            for name, column in kept.items():
                links[name][self._links] = column

    def _bend(self) -> None:
        columns, links = self._surface.scene.columns, self._surface.scene.columns.links
        sources, targets = links["source"][self._links], links["target"][self._links]
        curves = link_curves(columns.places(sources), columns.places(targets), links["feedback"][self._links])
        curves[sources == targets] = np.nan
        links["curve"][self._links], links["way"][self._links] = curves, PLAIN
        for name, edge in zip(EDGES, curve_boxes(curves, LINK_MARGIN).T, strict=True):
            links[name][self._links] = edge

    def _in_view(self, places: Floats) -> np.ndarray:
        left, top, right, bottom = self._surface.seen_area()
        x, y = places[:, 0], places[:, 1]
        inside: np.ndarray = (x > left - CARD_WIDTH) & (x < right) & (y > top - CARD_HEIGHT) & (y < bottom)
        return inside
