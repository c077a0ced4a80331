"""A round light at the pointer while everything else is dark, for those who present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.canvas.card_painter import CardPainter

RADIUS: Final = 150.0  # pixels
_DARK: Final = 0.72


class Spotlight:
    """Off until it is turned on; in pixels of the widget."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._at = QPointF()
        self.is_on = False

    def turn(self, is_on: bool) -> None:
        """Turns the light on or off."""
        self.is_on = is_on
        self._canvas.update()

    def move(self, at: QPointF) -> None:
        """Points the light at a place."""
        self._at = QPointF(at)
        if self.is_on:
            self._canvas.update()

    def paint(self, painter: QPainter, cards: CardPainter, ratio: float, size: QSize) -> None:
        """Darkens all but a circle, whose edge can be seen on dark ground too."""
        if not self.is_on:
            return
        painter.save()
        painter.scale(ratio, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark = QPainterPath()
        dark.addRect(QRectF(0, 0, size.width() / ratio, size.height() / ratio))
        dark.addEllipse(self._at, RADIUS, RADIUS)
        shade = QColor(0, 0, 0)
        shade.setAlphaF(_DARK)
        painter.fillPath(dark, shade)
        painter.setPen(QPen(cards.colours("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self._at, RADIUS, RADIUS)
        painter.restore()
