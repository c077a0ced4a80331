"""What drags show over the picture: guides, copies, the knife and what it has struck."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from designer.drawing import geometry as shape
from designer.gui.canvas.board_painter import BoardPainter
from designer.gui.canvas.overlay_state import Copies, OverlayState

if TYPE_CHECKING:
    from designer.gui.canvas.back_buffer import Place
    from designer.gui.canvas.batch_renderer import BatchRenderer
    from designer.gui.canvas.scene import Scene
    from designer.gui.canvas.snapping import Guide

_TICK: Final = 5.0  # half the length of the marks at the ends of a gap, in pixels
_SEE_THROUGH: Final = 0.75


def paint_drag(painter: QPainter, scene: Scene, renderer: BatchRenderer, state: OverlayState, place: Place) -> None:
    """Draws it all; nothing costs anything while nothing is dragged."""
    if state.copies is not None:
        _copies(painter, scene, renderer, place, state.copies)
    if state.guides:
        _guides(painter, renderer, place, state.guides)
    if state.struck:
        _struck(painter, scene, renderer, place, state.struck)
    if state.knife:
        pen = QPen(renderer.cards.colours("error"), 2.0 * renderer.ratio)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([_device(place, *point) for point in state.knife]))


def _device(place: Place, x: float, y: float) -> QPointF:
    return QPointF(x * place.scale + place.x, y * place.scale + place.y)


def _copies(painter: QPainter, scene: Scene, renderer: BatchRenderer, place: Place, copies: Copies) -> None:
    x, y = place.x + copies.dx * place.scale, place.y + copies.dy * place.scale
    painter.save()
    painter.setOpacity(_SEE_THROUGH)
    if len(copies.links):
        renderer.links.paint(painter, copies.links, place.scale, x, y)
    if len(copies.rows):
        renderer.paint_cards(painter, copies.rows, place.scale, round(x), round(y))
    board = BoardPainter(scene, renderer.cards)
    for note in copies.notes:
        moved = replace(note, x=note.x + copies.dx, y=note.y + copies.dy)
        board.note(painter, moved, place.scale, place.x, place.y)
    painter.restore()


def _guides(painter: QPainter, renderer: BatchRenderer, place: Place, guides: tuple[Guide, ...]) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(renderer.cards.colours("accent"), max(1, round(renderer.ratio))))
    tick = _TICK * renderer.ratio
    for guide in guides:
        start, end = _device(place, *guide.ends[:2]), _device(place, *guide.ends[2:])
        painter.drawLine(start, end)
        if guide.is_gap:
            flat = guide.ends[1] == guide.ends[3]
            aside = QPointF(0, tick) if flat else QPointF(tick, 0)
            for point in (start, end):
                painter.drawLine(point - aside, point + aside)
    painter.restore()


def _struck(painter: QPainter, scene: Scene, renderer: BatchRenderer, place: Place, links: tuple[str, ...]) -> None:
    """The links in red and dashed, and a cross on each: colour alone says nothing."""
    columns = scene.columns.links
    rows = columns.rows_of(links)
    rows = rows[~np.isnan(columns["curve"][rows, 0])]
    renderer.links.stroke(painter, rows, place.scale, place.x, place.y, "error", dashed=True, width=3.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours, size = renderer.cards.colours, 9.0 * renderer.ratio
    for curve in columns["curve"][rows].tolist():
        middle = _device(place, *shape.point_on(curve, 0.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours("error"))
        painter.drawEllipse(middle, size, size)
        painter.setPen(QPen(colours("canvas"), 2 * renderer.ratio))
        half = size * 0.4
        painter.drawLine(middle - QPointF(half, half), middle + QPointF(half, half))
        painter.drawLine(middle - QPointF(half, -half), middle + QPointF(half, -half))
    painter.restore()
