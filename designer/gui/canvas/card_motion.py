"""Cards, notes and frames on their way to where they are: drawn over the picture, never changed in the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Area, Floats, curve_boxes, link_curves
from designer.gui.canvas.columns import EDGES, LINK_MARGIN
from designer.gui.canvas.drawn_ways import PLAIN
from designer.model.changes import NOTES, Transaction
from designer.model.step import Note

if TYPE_CHECKING:
    from designer.gui.canvas.scene import Scene
    from designer.gui.canvas.scene_columns import Ints
    from designer.gui.canvas.surface import Surface

_LEAST: Final = 24.0  # pixels that a card must have moved to be shown moving
_MOST_CARDS: Final = 150  # more of them in view could not be drawn in time
_MOST_LINKS: Final = 300
_MOST_ALONG: Final = 60  # notes, and frames: each is drawn by itself
_MOST_TOUCHED: Final = 5000
_NO_ROWS: Final = np.empty(0, np.int64)


@dataclass(frozen=True)
class Moved:
    """What an edit moved.

    Args:
        rows: of cards.
        before: (n, 2) their places before.
        notes: as they were and as they are.
        frames: ids, with their areas before and now.
    """

    rows: Ints
    before: Floats
    notes: tuple[tuple[Note, Note], ...] = ()
    frames: Mapping[str, tuple[Area, Area]] = field(default_factory=dict)


_NOTHING: Final = Moved(np.empty(0, np.int64), np.empty((0, 2)))


class Places:
    """Where cards and frames are before an edit is drawn.

    Args:
        scene: the same as `moved` looks at.
        cards: ids; when they are very many, nobody is asked to follow them all.
        edit: what happens to the notes.
    """

    def __init__(self, scene: Scene, cards: Sequence[str], edit: Transaction) -> None:
        self._scene = scene
        steps = scene.columns.steps
        self._cards = [card for card in cards if card in steps] if len(cards) <= _MOST_TOUCHED else []
        self._before = scene.columns.places(steps.rows_of(self._cards))
        self._frames = scene.frames
        pairs = [(c.before, c.after) for c in edit.changes if c.table == NOTES and c.before and c.after]
        self._notes = tuple((a, b) for a, b in pairs if (a.x, a.y) != (b.x, b.y))

    def moved(self) -> Moved:
        """What is still there, and where it was."""
        steps, now = self._scene.columns.steps, self._scene.frames
        still = np.array([card in steps for card in self._cards], bool)
        frames: dict[str, tuple[Area, Area]] = {}
        if now is not self._frames and len(now) <= _MOST_TOUCHED:
            frames = {f: (a, now[f]) for f, a in self._frames.items() if f in now and now[f] != a}
        return Moved(steps.rows_of(self._cards), self._before[still], self._notes, frames)


class CardMotion:
    """Some cards, notes and frames, lifted out of the picture of a surface while they move."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._moved = _NOTHING
        self._links: Ints = _NO_ROWS

    @property
    def is_running(self) -> bool:
        return len(self._moved.rows) > 0

    def begin(self, moved: Moved) -> bool:
        """Takes cards up at their places before, with the notes and frames that go along; False for nothing to show."""
        surface, columns, rows, before = self._surface, self._surface.scene.columns, moved.rows, moved.before
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
        along = [(a, b) for a, b in moved.notes if self._sees(_box(a)) or self._sees(_box(b))]
        notes = tuple(along) if len(along) <= _MOST_ALONG else ()
        frames = {f: areas for f, areas in moved.frames.items() if any(map(self._sees, areas))}
        frames = frames if len(frames) <= _MOST_ALONG else {}
        self._moved, self._links = Moved(rows[seen], before[seen], notes, frames), links
        surface.lift(rows[seen], tuple(note for _, note in notes), frozenset(frames))
        return True

    def end(self) -> None:
        """Puts them down."""
        if self.is_running:
            self._moved, self._links = _NOTHING, _NO_ROWS
            self._surface.drop_lifted()

    @contextmanager
    def at(self, share: float) -> Iterator[None]:
        """Inside, the columns say where the cards are drawn after a share of the way; their links are plain."""
        if not self.is_running:
            yield
            return
        steps, links = self._surface.scene.columns.steps, self._surface.scene.columns.links
        rows, before = self._moved.rows, self._moved.before
        goal = self._surface.scene.columns.places(rows)
        kept = {name: links[name][self._links].copy() for name in ("curve", "way", *EDGES)}
        places = before + (goal - before) * share
        steps["x"][rows], steps["y"][rows] = places[:, 0], places[:, 1]
        self._bend()
        self._take_along(share)
        try:
            yield
        finally:
            steps["x"][rows], steps["y"][rows] = goal[:, 0], goal[:, 1]
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

    def _take_along(self, share: float) -> None:
        """Notes and frames as they are drawn after a share of the way."""
        state, frames = self._surface.overlays.state, self._surface.scene.pipeline.frames
        state.lifted_notes = tuple(
            replace(b, x=a.x + (b.x - a.x) * share, y=a.y + (b.y - a.y) * share) for a, b in self._moved.notes
        )
        state.lifted_frames = tuple(
            (frames[frame].title, _between(a, b, share)) for frame, (a, b) in self._moved.frames.items()
        )

    def _sees(self, area: Area) -> bool:
        left, top, right, bottom = self._surface.seen_area()
        x, y, width, height = area
        return x < right and x + width > left and y < bottom and y + height > top

    def _in_view(self, places: Floats) -> np.ndarray:
        left, top, right, bottom = self._surface.seen_area()
        x, y = places[:, 0], places[:, 1]
        inside: np.ndarray = (x > left - CARD_WIDTH) & (x < right) & (y > top - CARD_HEIGHT) & (y < bottom)
        return inside


def _box(note: Note) -> Area:
    return note.x, note.y, note.width, note.height


def _between(a: Area, b: Area, share: float) -> Area:
    x, y, width, height = (start + (end - start) * share for start, end in zip(a, b, strict=True))
    return x, y, width, height
