"""Cards and their parts as pixmaps at the exact device scale, made when first needed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygonF

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing import geometry as shape
from designer.drawing.detail import SIGN, SWATCH
from designer.drawing.personal_marks import personal_area
from designer.drawing.theme import mix
from designer.gui.canvas.card_painter import BODY_TILE, ROOM, CardPainter
from designer.gui.canvas.looks import SEVERITY_NAMES, Look
from designer.gui.canvas.sheets import Sheet

_MEMORY: Final = 64 * 2**20
_COUNTS: Final = 10  # badge numbers 1 to 9, and 9+
SEVERITIES: Final = len(SEVERITY_NAMES)


class Sprites:
    """A cache of pixmaps by scale, bounded by memory; the least recently used go first.

    Args:
        painter: draws what the sprites show.
        looks: of all cards, by number; may grow.
    """

    def __init__(self, painter: CardPainter, looks: Sequence[Look]) -> None:
        self._painter = painter
        self._looks = looks
        self._made: OrderedDict[tuple[object, ...], Sheet] = OrderedDict()
        self._bytes = 0

    # ------------------------------------------------------------------ cards one by one
    def frame(self, scale: float, severity: int, flags: int) -> QPixmap:
        """Ground, edge, shadow and halo, with flags as in `looks`. Drawn `room` pixels left of and above the card."""
        return self._card(("frame", severity, flags, scale), lambda p: self._painter.frame(p, severity, flags), scale)

    def rings(self, scale: float) -> Sheet:
        """The ring of selected cards in its only cell, placed as `frame`."""
        room = self.room(scale)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.translate(room, room)
            painter.scale(scale, scale)
            self._painter.ring(painter)

        return self._sheet(("ring", scale), 1, *self._card_size(scale), paint)

    def ghost(self, scale: float, look: Look, title: str, lit: bool, detail: int) -> QPixmap:
        """A missing step as it is seen with a detail, placed as `frame`."""
        key = ("ghost", look, title, lit, detail, scale)
        return self._card(key, lambda p: self._painter.ghost(p, look, title, lit, detail), scale)

    def tile(self, scale: float, look: int, has_icon: bool = True) -> QPixmap:
        """Stripe and icon or the stripe alone, placed at the card's corner."""

        def paint(painter: QPainter, _cell: int) -> None:
            painter.scale(scale, scale)
            self._painter.tile(painter, self._looks[look], has_icon)

        width, height = _pixels(BODY_TILE.width() * scale), _pixels(BODY_TILE.height() * scale)
        return self._picture(("tile", look, has_icon, scale), width, height, paint)

    def badge(self, scale: float, severity: int, count: int) -> QPixmap:
        """A badge, placed at its corner."""
        shown = min(count, _COUNTS)
        _, _, width, height = shape.badge_area((0, 0), shown)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.scale(scale, scale)
            self._painter.badge(painter, severity, shown)

        return self._picture(("badge", severity, shown, scale), _pixels(width * scale), _pixels(height * scale), paint)

    def guess(self, scale: float) -> QPixmap:
        """The mark of a guessed card, placed at its corner."""
        side = _pixels(shape.GUESS_SIZE * scale)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.scale(scale, scale)
            self._painter.guess(painter)

        return self._picture(("guess", scale), side, side, paint)

    def runs(self, scale: float, text: str) -> QPixmap:
        """The pill that says how often a step runs, placed at its corner."""
        _, _, width, height = shape.count_area((0, 0), text)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.scale(scale, scale)
            self._painter.runs(painter, text)

        return self._picture(("runs", text, scale), _pixels(width * scale), _pixels(height * scale), paint)

    def sign(self, scale: float, icon: str, token: str) -> QPixmap:
        """A sign in a card's lower right corner, placed at its corner."""
        side = _pixels(SIGN * scale)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.scale(scale, scale)
            self._painter.sign(painter, icon, token)

        return self._picture(("sign", icon, token, scale), side, side, paint)

    def personal(self, scale: float, number: int) -> QPixmap:
        """The pill that says which personal data a card holds, placed at its corner."""
        _, _, width, height = personal_area((0, 0), number)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.scale(scale, scale)
            self._painter.personal(painter, number)

        return self._picture(("personal", number, scale), _pixels(width * scale), _pixels(height * scale), paint)

    # ------------------------------------------------------------------ cards by the thousand
    def small_cards(self, scale: float) -> Sheet:
        """Whole cards with bars instead of texts; cell ``look * SEVERITIES + severity``, placed as `frame`."""
        room = self.room(scale)

        def paint(painter: QPainter, cell: int) -> None:
            look, severity = divmod(cell, SEVERITIES)
            painter.drawPixmap(0, 0, self.frame(scale, severity, 0))
            painter.drawPixmap(room, room, self.tile(scale, look, has_icon=False))
            painter.translate(room, room)
            painter.scale(scale, scale)
            self._painter.greek(painter)
            if severity:
                radius = 13.0 if scale > 0.2 else 17.0
                self._painter.severity(painter, SEVERITY_NAMES[severity], QPointF(CARD_WIDTH - 8, 6), radius)

        count = len(self._looks) * SEVERITIES
        return self._sheet(("small", count, scale), count, *self._card_size(scale), paint)

    def swatches(self, scale: float) -> Sheet:
        """Plain rectangles for cards of a few pixels; cells as in `small_cards`. Findings stand out, kinds recede."""
        width, height = max(2, round(CARD_WIDTH * scale)), max(1, round(CARD_HEIGHT * scale))
        theme = self._painter.theme

        def paint(painter: QPainter, cell: int) -> None:
            look, severity = divmod(cell, SEVERITIES)
            if severity >= 2:
                colour = theme.colour(SEVERITY_NAMES[severity])
            else:
                colour = mix(theme.kind_colour(self._looks[look].colour), theme.colour("greek"), SWATCH)
            painter.fillRect(0, 0, width, height, colour)

        count = len(self._looks) * SEVERITIES
        return self._sheet(("swatch", count, width, height), count, width, height, paint)

    def arrows(self, scale: float, token: str) -> Sheet:
        """Arrow heads; cell 0 points right, cell 1 up. Placed `arrow_reach` pixels left of and above their tip."""
        reach = self.arrow_reach(scale)

        def paint(painter: QPainter, cell: int) -> None:
            painter.translate(reach, reach)
            painter.scale(scale, scale)
            length = shape.ARROW_LENGTH - 1
            end = (0.0, length) if cell else (-length, 0.0)
            head = shape.arrow_head((*[0.0] * 6, *end), feedback=bool(cell))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._painter.colours(token))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in head]))

        side = 2 * reach
        return self._sheet(("arrow", token, scale), 2, side, side, paint)

    @staticmethod
    def arrow_reach(scale: float) -> int:
        """How far a cell of `arrows` reaches from its middle, in pixels."""
        return _pixels((shape.ARROW_LENGTH + 2) * scale)

    @staticmethod
    def room(scale: float) -> int:
        """Pixels between the corner of a card's sprite and the corner of the card."""
        return round(ROOM * scale)

    # ------------------------------------------------------------------ the cache
    def _card_size(self, scale: float) -> tuple[int, int]:
        room = 2 * self.room(scale)
        return room + _pixels(CARD_WIDTH * scale), room + _pixels(CARD_HEIGHT * scale)

    def _card(self, key: tuple[object, ...], draw: Callable[[QPainter], None], scale: float) -> QPixmap:
        room = self.room(scale)

        def paint(painter: QPainter, _cell: int) -> None:
            painter.translate(room, room)
            painter.scale(scale, scale)
            draw(painter)

        return self._picture(key, *self._card_size(scale), paint)

    def _picture(
        self, key: tuple[object, ...], width: int, height: int, paint: Callable[[QPainter, int], None]
    ) -> QPixmap:
        sheet = self._made.get(key)
        if sheet is None:
            sheet = self._sheet(key, 1, width, height, paint)
            with QPainter(sheet.pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint(painter, 0)
        else:
            self._made.move_to_end(key)
        return sheet.pixmap

    def _sheet(
        self, key: tuple[object, ...], count: int, width: int, height: int, paint: Callable[[QPainter, int], None]
    ) -> Sheet:
        sheet = self._made.get(key)
        if sheet is not None:
            self._made.move_to_end(key)
            return sheet
        sheet = self._made[key] = Sheet(count, width, height, paint)
        self._bytes += sheet.size
        while self._bytes > _MEMORY and len(self._made) > 1:
            _, oldest = self._made.popitem(last=False)
            self._bytes -= oldest.size
        return sheet


def _pixels(length: float) -> int:
    """Whole pixels that hold a length."""
    return int(length + 0.999)
