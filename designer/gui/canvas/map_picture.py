"""A picture of the whole drawing a few hundred pixels wide, made by numpy: its cost goes with the pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats
from designer.gui.canvas.colours import Colours
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import Ints
from designer.gui.canvas.viewport import Bounds

Pixels = npt.NDArray[np.uint32]
_MARGIN: Final = 6  # logical pixels between the drawing and the edge
_MOST_LINKS: Final = 3000  # more of them are a grey haze
_MOST_AREAS: Final = 400  # frames and notes
_LINK_POINTS: Final = 48
_ERROR: Final = 3  # severity as in the columns
_ERROR_SIZE: Final = 5  # logical pixels: errors are told by size as well as by colour
_ERROR_SHARE: Final = 0.15  # of the map that they may cover by being enlarged


@dataclass(frozen=True, slots=True)
class MapPlace:
    """Where the scene is on the map: map = scene * scale + (x, y), in logical pixels."""

    scale: float
    x: float
    y: float

    @classmethod
    def of(cls, bounds: Bounds, width: int, height: int) -> MapPlace:
        """All of ``bounds`` in a map of that size, in its middle."""
        left, top, right, bottom = bounds
        across, down = (width - 2 * _MARGIN) / max(right - left, 1.0), (height - 2 * _MARGIN) / max(bottom - top, 1.0)
        scale = min(across, down)
        return cls(scale, (width - (left + right) * scale) / 2, (height - (top + bottom) * scale) / 2)

    def to_map(self, area: Bounds) -> QRectF:
        """An area of the scene on the map."""
        left, top, right, bottom = area
        scale = self.scale
        return QRectF(left * scale + self.x, top * scale + self.y, (right - left) * scale, (bottom - top) * scale)

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The point of the scene at a point of the map."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale


def map_picture(scene: Scene, colours: Colours, place: MapPlace, width: int, height: int, ratio: float) -> QImage:
    """Frames, notes, links and cards; cards with errors on top, in their colour and never smaller than a dot."""
    pixels: Pixels = np.full((round(height * ratio), round(width * ratio)), colours("panel").rgba(), np.uint32)
    scale, origin = place.scale * ratio, np.array([place.x, place.y]) * ratio
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
    with QPainter(image) as painter:
        _areas(painter, scene, colours, place, ratio)
    _links(pixels, scene, colours, scale, origin)
    _cards(pixels, scene, colours, scale, origin, ratio)
    made = image.copy()  # the pixels end with this function
    made.setDevicePixelRatio(ratio)
    return made


def _areas(painter: QPainter, scene: Scene, colours: Colours, place: MapPlace, ratio: float) -> None:
    painter.scale(ratio, ratio)
    painter.setPen(QPen(colours("frame"), 1))
    for left, top, width, height in list(scene.frames.values())[:_MOST_AREAS]:
        painter.drawRect(place.to_map((left, top, left + width, top + height)))
    for note in list(scene.pipeline.notes.values())[:_MOST_AREAS]:
        box = (note.x, note.y, note.x + note.width, note.y + note.height)
        if note.takes_room:
            painter.fillRect(place.to_map(box), colours.note(note.colour))


def _links(pixels: Pixels, scene: Scene, colours: Colours, scale: float, origin: Floats) -> None:
    curves = scene.columns.links["curve"]
    curves = curves[~np.isnan(curves[:, 0])]
    if not len(curves) or len(curves) > _MOST_LINKS:
        return
    ends = curves[:, [0, 1, 6, 7]].reshape(-1, 2, 2) * scale + origin
    way = np.linspace(0, 1, _LINK_POINTS)[None, :, None]
    points = (ends[:, :1] * (1 - way) + ends[:, 1:] * way).reshape(-1, 2).astype(np.int64)
    _stamp(pixels, points, np.full(len(points), colours("link").rgba(), np.uint32), 1, 1)


def _cards(pixels: Pixels, scene: Scene, colours: Colours, scale: float, origin: Floats, ratio: float) -> None:
    steps, looks = scene.columns.steps, scene.columns.looks
    rows: Ints = np.flatnonzero(~np.isnan(steps["x"]))
    if not len(rows):
        return
    corners = np.stack([steps["x"][rows], steps["y"][rows]], 1) * scale + origin
    kinds = np.array([colours.kind(look.colour).rgba() for look in looks], np.uint32)
    wide, high = max(1, round(CARD_WIDTH * scale)), max(1, round(CARD_HEIGHT * scale))
    fills, shown = kinds[steps["look"][rows]], np.ones(len(rows), bool)
    if scene.lineage is not None and len(scene.lineage.steps) == len(steps["x"]):
        shown = scene.lineage.steps[rows]
        fills[~shown] = colours("greek_soft").rgba()
    order = np.argsort(shown, kind="stable")  # what is not dimmed comes on top
    _stamp(pixels, corners[order].astype(np.int64), fills[order], wide, high)
    wrong = corners[shown & (steps["severity"][rows] == _ERROR)]
    crowded = (_ERROR_SHARE * pixels.size / max(len(wrong), 1)) ** 0.5
    least = max(1, round(min(_ERROR_SIZE * ratio, crowded)))
    middles = wrong + np.array([wide, high]) / 2
    wide, high = max(wide, least), max(high, least)
    places = (middles - np.array([wide, high]) / 2).astype(np.int64)
    _stamp(pixels, places, np.full(len(places), colours("error").rgba(), np.uint32), wide, high)


def _stamp(pixels: Pixels, corners: Ints, colours: Pixels, wide: int, high: int) -> None:
    """Fills a box at each corner; what lies outside is left out."""
    height, width = pixels.shape
    for down in range(high):
        for across in range(wide):
            x, y = corners[:, 0] + across, corners[:, 1] + down
            inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            pixels[y[inside], x[inside]] = colours[inside]
