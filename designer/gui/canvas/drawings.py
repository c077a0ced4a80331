"""Draws what people drew and wrote on the board without a box: strokes and texts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from designer.drawing.geometry import Area, Floats
from designer.drawing.strokes import PEN_WIDTH, curve, decoded, pen_token
from designer.gui.canvas.card_painter import CardPainter
from designer.model.step import Note

if TYPE_CHECKING:
    from designer.gui.canvas.back_buffer import Place
    from designer.gui.canvas.overlay_state import Pen

STROKE_MS: Final = 0.1
"""What one stroke costs to draw at 100 %."""
_THIN: Final = 1.1  # pixels; a line that would be thinner is drawn as one pixel, at a fraction of the cost
_WORDS: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def paint_ink(painter: QPainter, cards: CardPainter, note: Note, scale: float, *, hasty: bool = False) -> None:
    """One stroke; the painter stands at the origin of the scene.

    Args:
        scale: device pixels a canvas unit.
        hasty: many of them follow a pointer.
    """
    painter.translate(note.x, note.y)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = cards.colours(pen_token(note.colour))
    if hasty or scale * PEN_WIDTH < _THIN:
        pen = QPen(colour, max(1.0, scale * PEN_WIDTH) if not hasty else 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPolyline(_corners(note.ink))
    else:
        painter.setPen(round_pen(colour, PEN_WIDTH))
        painter.drawPath(_path(note.ink))
    painter.translate(-note.x, -note.y)


def paint_pen(painter: QPainter, cards: CardPainter, pen: Pen, place: Place) -> None:
    """The stroke that is being drawn."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.x, place.y)
    painter.scale(place.scale, place.scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(round_pen(cards.colours(pen_token(pen.name)), max(PEN_WIDTH, _THIN / place.scale)))
    points = pen.points if len(pen.points) > 1 else np.repeat(pen.points, 2, 0)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
    painter.restore()


def round_pen(colour: QColor, width: float) -> QPen:
    """A pen as strokes have it."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def line_path(points: Floats) -> QPainterPath:
    """The curve through points; a single one becomes a dot."""
    path = QPainterPath(QPointF(*points[0]))
    if len(points) == 1:
        path.lineTo(points[0][0] + 0.01, points[0][1])
    for first, second, end in curve(points).tolist():
        path.cubicTo(*first, *second, *end)
    return path


def paint_text(painter: QPainter, cards: CardPainter, note: Note) -> None:
    """A text on the ground; the painter stands at the origin of the scene."""
    painter.setFont(cards.fonts.text)
    painter.setPen(cards.colours(pen_token(note.colour)))
    painter.drawText(QRectF(note.x, note.y, note.width, note.height), int(_WORDS), note.text)


def stroke_boxes(notes: list[Note]) -> Floats:
    """(n, 4) left, top, right and bottom of what strokes cover."""
    half = PEN_WIDTH / 2
    boxes: list[Area] = [(n.x - half, n.y - half, n.x + n.width + half, n.y + n.height + half) for n in notes]
    return np.array(boxes, float).reshape(-1, 4)


@lru_cache(4096)
def _path(ink: str) -> QPainterPath:
    return line_path(decoded(ink))


@lru_cache(4096)
def _corners(ink: str) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in decoded(ink).tolist()])
