"""A card whose kind would change if the dragged kind were let go: a thick frame, and words that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.drawing import geometry as shape

if TYPE_CHECKING:
    from designer.gui.canvas.back_buffer import Place
    from designer.gui.canvas.batch_renderer import BatchRenderer

_FRAME: Final = 4.0
_PAD: Final = 8.0


def paint_swap(painter: QPainter, renderer: BatchRenderer, place: Place, area: shape.Area | None, words: str) -> None:
    """Draws the frame, and above it the words in the size of the window's texts, whatever the zoom."""
    if area is None:
        return
    colours = renderer.cards.colours
    x, y, width, height = area
    box = QRectF(x * place.scale + place.x, y * place.scale + place.y, width * place.scale, height * place.scale)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours("accent"), _FRAME * renderer.ratio))
    painter.setBrush(colours("accent", 0.14))
    radius = shape.CARD_RADIUS * place.scale
    painter.drawRoundedRect(box, radius, radius)
    metrics, pad = painter.fontMetrics(), _PAD * renderer.ratio
    tag = QRectF(0, 0, metrics.horizontalAdvance(words) + 2 * pad, metrics.height() + pad)
    tag.moveCenter(box.center())
    tag.moveBottom(box.top() - pad)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours("accent"))
    painter.drawRoundedRect(tag, pad / 2, pad / 2)
    painter.setPen(colours("on_accent"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
