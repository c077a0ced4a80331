"""The bookmarks of one document: setting them, going to them, renaming and removing them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas import accessible
from designer.gui.canvas.canvas import Canvas
from designer.session.bookmarks import MOST, Bookmark, BookmarkStore, named

_SAME: Final = 0.02  # of the width of a view: so near to each other two views are one


class Bookmarks(QObject):
    """Looks at one canvas; the store keeps what it makes."""

    changed = Signal()

    def __init__(self, canvas: Canvas, store: BookmarkStore) -> None:
        super().__init__(canvas)
        self._canvas, self._store = canvas, store

    @property
    def all(self) -> tuple[Bookmark, ...]:
        """In the order they were made: the number of a bookmark is its place."""
        return self._store.of(self._canvas.session)

    @property
    def is_full(self) -> bool:
        return len(self.all) >= MOST

    def add(self, name: str = "") -> int:
        """Keeps the view as it is, under a name of its own; returns its number, counted from 0.

        A view that is kept already is not kept twice.
        """
        made = self._here(name)
        same = [number for number, b in enumerate(self.all) if _is_same(b, made)]
        if same and not name:
            return same[0]
        if self.is_full:
            return -1
        self._keep((*self.all, made))
        return len(self.all) - 1

    def go(self, number: int) -> None:
        """Shows what was in view, in a window of any size; a view goes along with the step in its middle."""
        canvas, bookmark = self._canvas, self.all[number]
        left, top, right, bottom = bookmark.area
        x, y = canvas.session.pipeline.positions.get(bookmark.step, bookmark.place)
        dx, dy = x - bookmark.place[0], y - bookmark.place[1]
        with canvas.motion.of_view():
            canvas.look_at((left + dx, top + dy, right + dx, bottom + dy))
        accessible.announce(canvas, f"View {bookmark.name}")

    def rename(self, number: int, name: str) -> None:
        """Gives a bookmark another name; an empty one is refused silently."""
        if name.strip():
            self._replace(number, replace(self.all[number], name=named(name)))

    def move_here(self, number: int) -> None:
        """Has a bookmark lead to the view as it is now."""
        self._replace(number, self._here(self.all[number].name))

    def remove(self, number: int) -> None:
        """Forgets a bookmark; those behind it move up."""
        self._keep(b for i, b in enumerate(self.all) if i != number)

    # ------------------------------------------------------------------ inside
    def _replace(self, number: int, bookmark: Bookmark) -> None:
        self._keep(bookmark if i == number else b for i, b in enumerate(self.all))

    def _keep(self, bookmarks: Iterable[Bookmark]) -> None:
        self._store.keep(self._canvas.session, tuple(bookmarks))
        self.changed.emit()

    def _here(self, name: str) -> Bookmark:
        canvas, pipeline = self._canvas, self._canvas.session.pipeline
        step = self._middle_step()
        place = pipeline.positions.get(step, (0.0, 0.0))
        label = pipeline.steps[step].label if step else "View"
        taken = {b.name for b in self.all}
        own = named(name or label)
        names = (own, *(f"{own} {number}" for number in range(2, MOST + 2)))
        free = own if name else next(n for n in names if n not in taken)
        return Bookmark(free, canvas.seen_area(), step, place)

    def _middle_step(self) -> str:
        """The selected step when it is in view, else the one nearest to the middle; "" where none is in view."""
        canvas, columns = self._canvas, self._canvas.scene.columns
        rows = columns.visible_steps(*canvas.seen_area())
        ids = [columns.steps.ids[row] or "" for row in rows.tolist()]
        known = canvas.session.pipeline.steps
        chosen = [s for s in canvas.selection.steps if s in ids]
        if chosen:
            return chosen[0]
        middles = columns.places(rows) + np.array([CARD_WIDTH, CARD_HEIGHT]) / 2
        away = middles - np.array(canvas.view_centre())
        order = np.argsort(np.hypot(*away.T)).tolist()
        return next((ids[i] for i in order if ids[i] in known), "")


def _is_same(first: Bookmark, second: Bookmark) -> bool:
    near = _SAME * (first.area[2] - first.area[0])
    return all(abs(a - b) < near for a, b in zip(first.area, second.area, strict=True))
