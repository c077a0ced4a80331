"""What would happen to each step, on its card: an icon and a word, so that the colour says nothing alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from designer.analysis.what_if import consequences as signs
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.card_painter import CardPainter

LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    signs.ORIGIN: ("flag", "accent"),
    signs.STOPS: ("stop", "warning"),
    signs.RUNS: ("play", "ink_soft"),
    signs.DANGER: ("warning", "error"),
    signs.HEARS: ("bell", "ok"),
    signs.NOTICES: ("search", "ok"),
    signs.AGAIN: ("refresh", "accent"),
    signs.GAP: ("cross", "warning"),
    signs.FINE: ("ok", "ok"),
    signs.NOTE: ("info", "ink_soft"),
    signs.OPENS: ("cross", "warning"),
    signs.CLOSES: ("ok", "ok"),
    signs.LOWER: ("warning", "warning"),
    signs.HIGHER: ("ok", "ok"),
}
"""Icon and colour token of each sign."""
WORDS_FROM: Final = 0.42
_HEIGHT: Final = 22.0
_ICON: Final = 14.0


def paint_sign(
    painter: QPainter, cards: CardPainter, sign: str, x: float, y: float, scale: float, ratio: float
) -> None:
    """Draws the edge and the sign of one card; the painter is in canvas units.

    Args:
        x: left edge of the card.
        y: its upper edge.
        scale: device pixels of a canvas unit; from afar the icon alone is drawn, as large as it must be to be seen.
        ratio: device pixels of a pixel.
    """
    icon, token = LOOKS[sign]
    colour = cards.colours(token)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(x - 2, y - 2, CARD_WIDTH + 4, CARD_HEIGHT + 4), 10, 10)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(cards.colours("card"))
    middle = y + CARD_HEIGHT + 2
    if scale / ratio < WORDS_FROM:
        radius = 9.0 * ratio / scale
        centre = QPointF(x + CARD_WIDTH / 2, middle)
        painter.drawEllipse(centre, radius, radius)
        edge = radius * 1.3
        area = QRectF(centre.x() - edge / 2, centre.y() - edge / 2, edge, edge)
        cards.icons.paint(painter, icon, colour, area)
        return
    painter.save()
    painter.translate(x + 10, middle)
    grown = min(max(0.85 * ratio / scale, 1.0), 1.6)  # a word stays readable a while
    painter.scale(grown, grown)
    word = signs.SIGNS[sign]
    width = QFontMetricsF(cards.fonts.subtitle).horizontalAdvance(word) + _ICON + 20
    pill = QRectF(0, -_HEIGHT / 2, width, _HEIGHT)
    painter.drawRoundedRect(pill, _HEIGHT / 2, _HEIGHT / 2)
    cards.icons.paint(painter, icon, colour, QRectF(7, -_ICON / 2, _ICON, _ICON))
    painter.setFont(cards.fonts.subtitle)
    painter.setPen(cards.colours("ink"))
    room = pill.adjusted(_ICON + 11, 0, 0, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
    painter.restore()
