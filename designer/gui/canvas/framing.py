"""A surface that knows where to look: everything, the selection, one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF
from PySide6.QtGui import QResizeEvent

from designer.commands.placement import CARD_HEIGHT
from designer.drawing.geometry import Area
from designer.gui.canvas.covers import way_out
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.scene_columns import SceneColumns
from designer.gui.canvas.surface import Surface
from designer.gui.canvas.viewport import MAX_SCALE, Bounds, Viewport

READABLE: Final = 0.4
"""From this scale on titles and notes can be read at ease: a document is not opened smaller."""
_COMFORTABLE: Final = 0.75  # a flat and wide one is not opened larger: more of it is in view then


class Framing(Surface):
    """Moves the view to parts of the scene."""

    _fit: Callable[[], None] | None = None  # what was asked for last
    _fitted: tuple[Viewport, int] | None = None  # the view of the last fit, and the revision that it showed

    def fit_all(self) -> None:
        """Shows everything; an empty canvas at 100 %."""
        self.show_area(self.scene.bounds() or (-400, -300, 400, 300))
        self._fitted = (replace(self.view), self.scene.pipeline.revision)
        self._fit = self.fit_all

    def fit_start(self) -> None:
        """Shows everything; of a drawing that would be too small to read so, the first steps, readable."""
        self.fit_all()
        bounds, corner = self.scene.bounds(), _first_corner(self.scene.columns)
        if bounds is not None and corner is not None and self.view.scale < READABLE:
            above, middle = self._hidden_above(), corner[1] + CARD_HEIGHT / 2
            self.view.start(bounds, middle, self.width(), self.height() - above, (READABLE, _COMFORTABLE))
            self.view.pan(0, above)
            self._view_changed()
        self._fitted = (replace(self.view), self.scene.pipeline.revision)
        self._fit = self.fit_start

    def fit_again(self) -> None:
        """Shows everything once more when more of the same pipeline is drawn now and nobody moved the view since."""
        if self._fitted == (self.view, self.scene.pipeline.revision):
            self._refit()

    def _refit(self) -> None:
        """As it was fitted last; a drawing that nobody has looked at yet from its start."""
        (self._fit or self.fit_start)()

    def fit_selection(self) -> None:
        """Shows what is selected; everything when nothing is."""
        chosen = self.overlays.state.selection
        parts = (("steps", chosen.steps), ("notes", chosen.notes), ("frames", chosen.frames))
        areas = [self.overlays.area_of(Hit(part, key)) for part, keys in parts for key in keys]
        for row in self.scene.columns.links.rows_of(chosen.links).tolist():
            left, top, right, bottom = self.scene.columns.link_areas(np.array([row]))[0].tolist()
            areas.append((left, top, right - left, bottom - top))
        found = [a for a in areas if a is not None]
        if not found:
            self.fit_all()
            return
        self.show_area(_union(found), 1.5)

    def look_at(self, area: Bounds) -> None:
        """Shows what once was in view, from edge to edge, in a window of whatever size."""
        self.view.fit(area, self.width(), self.height(), MAX_SCALE, 0.0)
        self._view_changed()

    def take_view(self, view: Viewport) -> None:
        """Shows what another view shows: the same document was opened again."""
        self.view.scale, self.view.x, self.view.y = view.scale, view.x, view.y
        self._fitted = (Viewport(), -1)  # nobody's fit: resizing keeps the middle
        self._view_changed()

    def keep_in_view(self, hit: Hit) -> None:
        """Pans until a thing is whole in view."""
        self.bring_into_view([self.overlays.area_of(hit)])

    def bring_into_view(self, areas: list[Area | None]) -> None:
        """Pans until areas of the scene are in view, or zooms out when they are too large."""
        found = [a for a in areas if a is not None]
        if found:
            with self.motion.of_view():
                self._bring(_union(found))

    def _bring(self, bounds: Bounds) -> None:
        left, top, right, bottom = bounds
        x0, y0 = self.view.to_view(left, top)
        x1, y1 = self.view.to_view(right, bottom)
        margin = 40
        if x1 - x0 > self.width() - 2 * margin or y1 - y0 > self.height() - 2 * margin:
            self.show_area((left, top, right, bottom), self.view.scale)
            return
        dx = max(margin - x0, 0) + min(self.width() - margin - x1, 0)
        dy = max(margin - y0, 0) + min(self.height() - margin - y1, 0)
        covers = [found for cover in self.covers if (found := cover()) is not None]
        box = QRectF(x0 + dx, y0 + dy, x1 - x0, y1 - y0)
        way = way_out(box, covers, QSizeF(self.size()))
        if dx or dy or not way.isNull():
            self.view.pan(dx + way.x(), dy + way.y())
            self.update()

    def scene_at(self, pos: QPoint | QPointF) -> tuple[float, float]:
        """The point of the scene under a point of the widget."""
        return self.view.to_scene(pos.x(), pos.y())

    def view_centre(self) -> tuple[float, float]:
        """The point of the scene in the middle of the widget."""
        return self.view.to_scene(self.width() / 2, self.height() / 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_fitted = self._fitted is None or self._fitted[0] == self.view  # asked before the view follows the size
        super().resizeEvent(event)
        if is_fitted:
            self._refit()


def _union(areas: list[Area]) -> Bounds:
    return (
        min(a[0] for a in areas),
        min(a[1] for a in areas),
        max(a[0] + a[2] for a in areas),
        max(a[1] + a[3] for a in areas),
    )


def _first_corner(columns: SceneColumns) -> tuple[float, float] | None:
    """The top-left corner of the leftmost card, the upper one of several; None when there is none."""
    rows = np.flatnonzero(~np.isnan(columns.steps["x"]))
    if not len(rows):
        return None
    x, y = columns.steps["x"][rows], columns.steps["y"][rows]
    first = int(np.lexsort((y, x))[0])
    return float(x[first]), float(y[first])
