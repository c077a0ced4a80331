"""Finds ways of the links in view in another thread; until they arrive, links are plain curves or run as before."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QTimer

from designer.gui.canvas.link_painter import STRAIGHT_BELOW
from designer.gui.canvas.way_search import Found, Search
from designer.gui.canvas.ways import Ways
from designer.gui.worker import Worker

if TYPE_CHECKING:
    from designer.gui.canvas.scene_columns import Ints
    from designer.gui.canvas.surface import Surface

AT_A_TIME: Final = 800
_MOST_IN_VIEW: Final = 4000  # more of them are thin lines that are drawn without smoothing
_LOOK_MS: Final = 4
_REST_MS: Final = 60  # amid a zoom, most of what was found would be out of view before it is drawn
_NO_ROWS: Final = np.empty(0, np.int64)


class Settling:
    """One search at a time, for a surface. The other thread knows nothing of the window: it is asked for results.

    Args:
        surface: whose links are settled.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._worker = Worker()
        self._work: tuple[Ways, Search, Future[Found]] | None = None
        self._timer = QTimer(surface)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._take)
        self._scale = surface.view.scale
        self._rest = QTimer(surface)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look)

    @property
    def is_idle(self) -> bool:
        """Whether no search is under way or about to start."""
        return self._work is None and not self._rest.isActive()

    def look(self) -> None:
        """Starts a search when links in view are not settled and no search is under way; after a zoom, in a moment."""
        if self._scale != self._surface.view.scale:
            self._scale = self._surface.view.scale
            self._rest.start()
        rows = self._unsettled() if self.is_idle else _NO_ROWS
        if len(rows):
            ways = self._surface.scene.columns.ways
            search = ways.search(rows[:AT_A_TIME])
            self._work = ways, search, self._worker.submit(search.found)
            self._timer.start()

    def _unsettled(self) -> Ints:
        """Open links in view; none while they are thin lines, and none while cards are dragged."""
        surface = self._surface
        if surface.view.scale * surface.devicePixelRatioF() < STRAIGHT_BELOW or len(surface.renderer.lifted_steps):
            return _NO_ROWS
        columns = surface.scene.columns
        found = columns.ways.open(columns.visible_links(*surface.seen_area()))
        return found if len(found) <= _MOST_IN_VIEW else _NO_ROWS

    def _take(self) -> None:
        if self._work is None:
            return
        ways, search, future = self._work
        if not future.done():
            self._timer.start()
            return
        self._work = None
        areas = ways.accept(search, future.result())
        if ways is not self._surface.scene.columns.ways:
            return
        if len(areas):
            self._surface.mark(areas)
        else:
            self.look()
