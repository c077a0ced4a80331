"""Draws the parts of a card as vectors: sprites are made from them, and pictures contain them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing import geometry as shape
from designer.drawing.detail import SIGN, sign_area
from designer.drawing.personal_marks import PERSONAL_DATA, is_raw, personal_area, personal_icon, personal_word
from designer.drawing.theme import Theme
from designer.gui.canvas.colours import Colours
from designer.gui.canvas.fonts import CardFonts, Fonts, elided
from designer.gui.canvas.icons import KindIcons
from designer.gui.canvas.labels import Words, laid_out
from designer.gui.canvas.looks import BOX, KEPT, MANUAL, PLANNED, SEVERITY_NAMES, STACKED, Look

CARD: Final = QRectF(0, 0, CARD_WIDTH, CARD_HEIGHT)
BODY_TILE: Final = QRectF(0, 0, 56, CARD_HEIGHT)
"""The left part of a card: stripe and icon; the only part that differs by kind."""
ROOM: Final = 12.0
"""Canvas units round a card that its shadow, halo and selection ring need."""
GHOST_TEXTS: Final = ("Missing: add it", "Missing")
"""Near and from afar."""
_PLUS_ROOM: Final = 20.0
_NO_BRUSH: Final = Qt.BrushStyle.NoBrush
_NO_PEN: Final = Qt.PenStyle.NoPen


class CardPainter:
    """Paints at card coordinates: (0, 0) is the card's top-left corner, units are canvas units.

    Args:
        theme: colours and measures.
        fonts: fonts of the texts.
        icons: icons of the kinds.
    """

    def __init__(self, theme: Theme, fonts: Fonts, icons: KindIcons) -> None:
        self.colours = Colours(theme)
        self.fonts = fonts
        self.icons = icons

    @property
    def theme(self) -> Theme:
        return self.colours.theme

    # ------------------------------------------------------------------ the card
    def frame(self, painter: QPainter, severity: int = 0, flags: int = 0) -> None:
        """Shadow, halo of the severity, ground and edge; flags as in `looks`."""
        self._shadow(painter)
        if flags & STACKED:
            self._stack(painter)
        if severity:
            self._halo(painter, self.colours(SEVERITY_NAMES[severity], 0.22), 7.0)
        pen = QPen(self._edge(severity, flags), self.theme.edge)
        if flags & PLANNED:
            pen.setDashPattern([4, 3])
        inset = self.theme.edge / 2
        paper = CARD.adjusted(inset, inset, -inset, -inset)
        painter.setPen(pen)
        painter.setBrush(self.colours("card"))
        painter.drawRoundedRect(paper, shape.CARD_RADIUS, shape.CARD_RADIUS)
        if flags & KEPT:
            painter.setBrush(self.colours("greek_soft", 0.55))
            painter.drawRoundedRect(paper, shape.CARD_RADIUS, shape.CARD_RADIUS)
        if flags & BOX:
            self._box(painter)
        if flags & MANUAL:
            self.icons.paint(painter, "hand", self.colours("ink_soft"), QRectF(*sign_area(0)))

    def _edge(self, severity: int, flags: int) -> QColor:
        if severity:
            return self.colours(SEVERITY_NAMES[severity], 0.75)
        return self.colours("frame" if flags & BOX else "card_edge")

    def _stack(self, painter: QPainter) -> None:
        """Two cards that look out from under this one: it runs several times."""
        painter.setPen(QPen(self.colours("card_edge"), self.theme.edge))
        painter.setBrush(self.colours("card"))
        for away in (2 * shape.STACK_STEP, shape.STACK_STEP):
            painter.drawRoundedRect(CARD.translated(away, away), shape.CARD_RADIUS, shape.CARD_RADIUS)

    def _box(self, painter: QPainter) -> None:
        """What tells a collapsed frame from a step: a second line inside its edge, and a plus that opens it."""
        painter.setBrush(self.colours("frame", 0.09))
        painter.setPen(QPen(self.colours("frame", 0.7), 1.2))
        radius = shape.CARD_RADIUS - 3
        painter.drawRoundedRect(CARD.adjusted(3.5, 3.5, -3.5, -3.5), radius, radius)
        sign = QRectF(*shape.BOX_SIGN)
        painter.setBrush(_NO_BRUSH)
        painter.setPen(QPen(self.colours("ink_soft"), 1.4))
        painter.drawRoundedRect(sign, 3, 3)
        middle = sign.center()
        painter.drawLine(middle - QPointF(3, 0), middle + QPointF(3, 0))
        painter.drawLine(middle - QPointF(0, 3), middle + QPointF(0, 3))

    def _shadow(self, painter: QPainter) -> None:
        painter.setPen(_NO_PEN)
        for spread, share in ((5, 0.16), (3, 0.28), (1.5, 0.5)):
            painter.setBrush(self.colours("shadow", self.theme.shadow * share))
            grown = CARD.adjusted(-spread, -spread + 2.5, spread, spread + 2.5)
            painter.drawRoundedRect(grown, shape.CARD_RADIUS + spread, shape.CARD_RADIUS + spread)

    def _halo(self, painter: QPainter, colour: QColor, width: float) -> None:
        painter.setBrush(_NO_BRUSH)
        painter.setPen(QPen(colour, width))
        painter.drawRoundedRect(CARD, shape.CARD_RADIUS, shape.CARD_RADIUS)

    def tile(self, painter: QPainter, look: Look, has_icon: bool = True) -> None:
        """The stripe of the kind's colour at the left edge, and its icon on a tinted tile; alone, it is broader."""
        colour = self.colours.kind(look.colour)
        inset = self.theme.edge / 2
        round_card = QPainterPath()
        round_card.addRoundedRect(
            CARD.adjusted(inset, inset, -inset, -inset), shape.CARD_RADIUS - inset, shape.CARD_RADIUS - inset
        )
        stripe = QPainterPath()
        stripe.addRect(QRectF(0, 0, (shape.STRIPE if has_icon else shape.BROAD_STRIPE) + inset, CARD_HEIGHT))
        painter.fillPath(round_card.intersected(stripe), colour)
        if not has_icon:
            return
        if self.theme.tint:
            painter.setPen(_NO_PEN)
            painter.setBrush(self.colours.kind(look.colour, self.theme.tint))
            painter.drawRoundedRect(QRectF(*shape.TILE), shape.TILE_RADIUS, shape.TILE_RADIUS)
        self.icons.paint(painter, look.icon, colour, QRectF(*shape.ICON))

    def texts(self, painter: QPainter, words: Words) -> None:
        """All that a card says, shortened to fit."""
        painter.setPen(self.colours("ink"))
        self._write(painter, words, self.fonts.cards[0], "ink_soft")

    def _write(self, painter: QPainter, words: Words, fonts: CardFonts, soft: str) -> None:
        title, below = laid_out(words, fonts)
        painter.setFont(fonts.title)
        for text, base in title:
            painter.drawText(QPointF(fonts.detail.left, base), text)
        painter.setPen(self.colours(soft))
        for (text, base), font in zip(below, fonts.below, strict=False):
            painter.setFont(font)
            painter.drawText(QPointF(fonts.detail.left, base), text)

    def greek(self, painter: QPainter) -> None:
        """Bars instead of texts, for cards too small to read."""
        painter.setPen(_NO_PEN)
        painter.setBrush(self.colours("greek"))
        painter.drawRoundedRect(QRectF(shape.TEXT_LEFT + 2, 20, 100, 13), 5, 5)
        painter.setBrush(self.colours("greek_soft"))
        painter.drawRoundedRect(QRectF(shape.TEXT_LEFT + 2, 42, 72, 10), 4, 4)

    def ring(self, painter: QPainter, token: str = "accent") -> None:
        """The mark of a selected card."""
        self._halo(painter, self.colours(token, 0.25), 8.0)
        painter.setPen(QPen(self.colours(token), 2.2))
        painter.drawRoundedRect(CARD.adjusted(-0.5, -0.5, 0.5, 0.5), shape.CARD_RADIUS, shape.CARD_RADIUS)

    # ------------------------------------------------------------------ badges
    def badge(self, painter: QPainter, severity: int, count: int) -> None:
        """The pill of a badge with its corner at (0, 0): shape by severity, number from two findings on."""
        name = SEVERITY_NAMES[severity]
        _, _, width, height = shape.badge_area((0, 0), count)
        painter.setPen(QPen(self.colours(name, 0.8), 1))
        painter.setBrush(self.colours("card"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), height / 2 - 0.5, height / 2 - 0.5)
        nudge = 0.8 if name == "warning" else 0.0  # a triangle's middle lies below the middle of its box
        self.severity(painter, name, QPointF(height / 2, height / 2 + nudge), shape.BADGE_ICON / 2)
        if count > 1:
            painter.setFont(self.fonts.badge)
            painter.setPen(self.colours("ink"))
            area = QRectF(height - 3.5, 0, width - height, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(count) if count < 10 else "9+")

    def severity(self, painter: QPainter, name: str, centre: QPointF, radius: float) -> None:
        """An octagon with a cross, a triangle with an exclamation mark, or a circle with an i."""
        painter.setPen(_NO_PEN)
        painter.setBrush(self.colours(name))
        corners = shape.severity_shape(name, (centre.x(), centre.y()), radius)
        if corners:
            painter.setPen(_pen(self.colours(name), radius / 5))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        else:
            painter.drawEllipse(centre, radius, radius)
        painter.setPen(_pen(self.colours("on_state"), radius * 0.27))
        for x0, y0, x1, y1 in shape.SEVERITY_GLYPHS[name]:
            start = QPointF(centre.x() + x0 * radius, centre.y() + y0 * radius)
            painter.drawLine(start, QPointF(centre.x() + x1 * radius, centre.y() + y1 * radius))

    def guess(self, painter: QPainter) -> None:
        """The mark of a guessed card with its corner at (0, 0): a question mark in a dashed circle."""
        size = shape.GUESS_SIZE
        pen = QPen(self.colours("accent"), 1.3)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(self.colours("card"))
        painter.drawEllipse(QRectF(1, 1, size - 2, size - 2))
        painter.setFont(self.fonts.badge)
        painter.setPen(self.colours("accent"))
        painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, "?")

    def runs(self, painter: QPainter, text: str) -> None:
        """The pill that says how often a step runs, with its corner at (0, 0)."""
        _, _, width, height = shape.count_area((0, 0), text)
        painter.setPen(QPen(self.colours("card_edge"), 1))
        painter.setBrush(self.colours("card"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), height / 2 - 0.5, height / 2 - 0.5)
        painter.setFont(self.fonts.badge)
        painter.setPen(self.colours("ink"))
        painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)

    def sign(self, painter: QPainter, icon: str, token: str) -> None:
        """A sign with its corner at (0, 0)."""
        self.icons.paint(painter, icon, self.colours(token), QRectF(0, 0, SIGN, SIGN))

    def personal(self, painter: QPainter, number: int) -> None:
        """Which personal data a card holds, corner at (0, 0): a person and a word; filled for raw data, else open."""
        _, _, width, height = personal_area((0, 0), number)
        ground, ink = ("ink", "card") if is_raw(number) else ("card", "ink")
        pen = QPen(self.colours("ink"), 1)
        if number > PERSONAL_DATA:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(self.colours(ground))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), height / 2 - 0.5, height / 2 - 0.5)
        left, top, side, _ = personal_icon()
        self.icons.paint(painter, "person", self.colours(ink), QRectF(left, top, side, side))
        painter.setFont(self.fonts.badge)
        painter.setPen(self.colours(ink))
        words = QRectF(left + side + 2, 0, width - left - side - 4, height)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignCenter, elided(personal_word(number), self.fonts.badge, words.width())
        )

    # ------------------------------------------------------------------ ghosts
    def ghost(self, painter: QPainter, look: Look, title: str, lit: bool = False, detail: int = 0) -> None:
        """A missing step: translucent, dashed, with a plus.

        Args:
            lit: under the pointer or the keyboard.
            detail: number of the detail that it is seen with.
        """
        fonts = self.fonts.cards[detail]
        pen = QPen(self.colours("ghost"), 2.0 if lit else 1.2)
        pen.setDashPattern([4, 3] if lit else [5, 4])
        painter.setPen(pen)
        painter.setBrush(self.colours("canvas"))
        painter.drawRoundedRect(CARD.adjusted(1, 1, -1, -1), shape.CARD_RADIUS, shape.CARD_RADIUS)
        painter.setBrush(self.colours("ghost", 0.16 if lit else 0.05))
        painter.drawRoundedRect(CARD.adjusted(1, 1, -1, -1), shape.CARD_RADIUS, shape.CARD_RADIUS)
        if fonts.detail.has_icon:
            painter.save()
            painter.setOpacity(painter.opacity() * (0.9 if lit else 0.6))
            self.icons.paint(painter, look.icon, self.colours.kind(look.colour), QRectF(*shape.ICON))
            painter.restore()
        self._plus(painter, QPointF(CARD_WIDTH - 18, 18), lit)
        soft = "ink" if lit else "ink_soft"
        painter.setPen(self.colours(soft))
        narrow = replace(fonts, detail=replace(fonts.detail, width=fonts.detail.width - _PLUS_ROOM))
        self._write(painter, Words(title, (GHOST_TEXTS[detail > 0],)), narrow, soft)

    def _plus(self, painter: QPainter, centre: QPointF, lit: bool) -> None:
        painter.setPen(QPen(self.colours("ghost"), 1.2))
        painter.setBrush(self.colours("ghost") if lit else _NO_BRUSH)
        painter.drawEllipse(centre, 8.5, 8.5)
        painter.setPen(QPen(self.colours("canvas") if lit else self.colours("ghost"), 1.8))
        painter.drawLine(centre - QPointF(4, 0), centre + QPointF(4, 0))
        painter.drawLine(centre - QPointF(0, 4), centre + QPointF(0, 4))


def _pen(colour: QColor, width: float) -> QPen:
    """A solid pen with round ends and corners."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
