"""What lies over the whole picture of a canvas: words of a comment, lights of a presenter, the cross that keys move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter

from designer.gui.canvas.comment_painter import paint_words
from designer.gui.canvas.key_pointer import KeyPointer
from designer.gui.canvas.laser import Laser
from designer.gui.canvas.spotlight import Spotlight

if TYPE_CHECKING:
    from designer.gui.canvas.back_buffer import Place
    from designer.gui.canvas.canvas import Canvas


class OnTop:
    """Nothing of it is part of the document, and most of the time nothing of it is seen."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.key_pointer = KeyPointer(canvas)
        self.laser = Laser(canvas)
        self.spotlight = Spotlight(canvas)

    def paint(self, painter: QPainter, place: Place, size: QSize) -> None:
        """Draws it in device pixels."""
        canvas = self._canvas
        cards, ratio = canvas.renderer.cards, canvas.renderer.ratio
        paint_words(painter, canvas.renderer, canvas.overlays.state, place, size, canvas.font())
        self.spotlight.paint(painter, cards, ratio, size)
        self.laser.paint(painter, cards, ratio)
        self.key_pointer.paint(painter, cards, ratio)
