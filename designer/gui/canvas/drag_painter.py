"""What drags show over the picture: guides, copies, the knife and what it has struck."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from designer.gui.canvas.back_buffer import Place
from designer.gui.canvas.board_painter import BoardPainter
from designer.gui.canvas.drawings import paint_pen
from designer.gui.canvas.overlay_state import Copies, OverlayState

if TYPE_CHECKING:
    from designer.gui.canvas.batch_renderer import BatchRenderer
    from designer.gui.canvas.scene import Scene
    from designer.gui.canvas.scene_columns import Ints
    from designer.gui.canvas.snapping import Guide

_TICK: Final = 5.0  # half the length of the marks at the ends of a gap, in pixels
_SEE_THROUGH: Final = 0.75
_OVER_LINK: Final = 0.7  # how much of a card is seen while the link below it is lit
_CROSSES: Final = 300
MANY_LINKS: Final = 3000  # more of them do not follow a pointer in time


def paint_lifted(
    painter: QPainter, scene: Scene, renderer: BatchRenderer, state: OverlayState, place: Place, size: QSize
) -> None:
    """What was taken out of the picture and moves: frames, links, cards and notes, as far as they are in view."""
    board = BoardPainter(scene, renderer.cards, renderer.ratio)
    for title, area in state.lifted_frames:
        board.frame(painter, title, area, place.scale, place.x, place.y, renderer.ratio)
    painter.setOpacity(1.0 if state.drop_link is None else _OVER_LINK)
    links = renderer.lifted_links if state.lifted_links is None else state.lifted_links
    _parts(painter, scene, renderer, renderer.lifted_steps, links, place, size)
    dx, dy = (round(v * place.scale) for v in state.lifted_by)
    board.draw(painter, state.lifted_notes, place.scale, place.x + dx, place.y + dy, hasty=True)
    painter.setOpacity(1.0)


def paint_drag(
    painter: QPainter, scene: Scene, renderer: BatchRenderer, state: OverlayState, place: Place, size: QSize
) -> None:
    """Draws guides, copies, pen and knife; nothing costs anything while nothing is dragged."""
    if state.copies is not None:
        _copies(painter, scene, renderer, place, size, state.copies)
    if state.guides:
        _guides(painter, renderer, place, state.guides)
    if state.struck:
        _struck(painter, scene, renderer, place, state.struck)
    if state.pen is not None:
        paint_pen(painter, renderer.cards, state.pen, place)
    if state.knife:
        pen = QPen(renderer.cards.colours("error"), 2.0 * renderer.ratio)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([_device(place, *point) for point in state.knife]))


def _device(place: Place, x: float, y: float) -> QPointF:
    return QPointF(x * place.scale + place.x, y * place.scale + place.y)


def _parts(
    painter: QPainter, scene: Scene, renderer: BatchRenderer, cards: Ints, links: Ints, place: Place, size: QSize
) -> None:
    """Cards over their links; too many links to follow a pointer are left out until it lets go."""
    columns = scene.columns
    left, top = -place.x / place.scale, -place.y / place.scale
    area = (left, top, left + size.width() / place.scale, top + size.height() / place.scale)
    if len(links):
        links = np.intersect1d(links, columns.visible_links(*area), assume_unique=True)
    if 0 < len(links) <= MANY_LINKS:
        renderer.links.paint(painter, links, place.scale, place.x, place.y)
    if len(cards):
        cards = np.intersect1d(cards, columns.visible_steps(*area), assume_unique=True)
    if len(cards):
        renderer.paint_cards(painter, cards, place.scale, place.x, place.y)


def _copies(
    painter: QPainter, scene: Scene, renderer: BatchRenderer, place: Place, size: QSize, copies: Copies
) -> None:
    moved = Place(place.scale, round(place.x + copies.dx * place.scale), round(place.y + copies.dy * place.scale))
    painter.save()
    painter.setOpacity(_SEE_THROUGH)
    _parts(painter, scene, renderer, copies.rows, copies.links, moved, size)
    board = BoardPainter(scene, renderer.cards, renderer.ratio)
    moved_notes = [replace(note, x=note.x + copies.dx, y=note.y + copies.dy) for note in copies.notes]
    board.draw(painter, moved_notes, place.scale, place.x, place.y, hasty=True)
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
    for row in rows[:_CROSSES].tolist():
        middle = _device(place, *scene.columns.ways.middle(row))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours("error"))
        painter.drawEllipse(middle, size, size)
        painter.setPen(QPen(colours("canvas"), 2 * renderer.ratio))
        half = size * 0.4
        painter.drawLine(middle - QPointF(half, half), middle + QPointF(half, half))
        painter.drawLine(middle - QPointF(half, -half), middle + QPointF(half, -half))
    painter.restore()
