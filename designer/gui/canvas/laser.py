"""The laser pointer: a trail that fades within a second. It is seen and never kept."""

from __future__ import annotations

from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QPainter

from designer.gui.canvas.drawings import round_pen

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.canvas.card_painter import CardPainter

LIVES: Final = 1.0  # seconds
_FRAME_MS: Final = 16
_WIDTH: Final = 6.0
_DOT: Final = 6.0
_MOST: Final = 400


class Laser(QObject):
    """The light of one canvas, in pixels of the widget."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._trail: list[tuple[float, QPointF, bool]] = []  # when, where, whether the line goes on from the one before
        self._dot: QPointF | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._fade)

    @property
    def is_lit(self) -> bool:
        """Whether anything of a trail is left."""
        return bool(self._trail)

    def shine(self, at: QPointF, *, draws: bool, goes_on: bool = True) -> None:
        """Puts the light on a point.

        Args:
            draws: whether it leaves a trail.
            goes_on: whether the trail goes on from the last point.
        """
        self._dot = QPointF(at)
        if draws:
            self._trail = [*self._trail[-_MOST:], (monotonic(), QPointF(at), goes_on)]
            self._timer.start()
        self._canvas.update()

    def put_out(self) -> None:
        """Turns the light off; the trail goes on fading."""
        self._dot = None
        self._canvas.update()

    def paint(self, painter: QPainter, cards: CardPainter, ratio: float) -> None:
        """Draws what is left of the trail, thinner where it is older, and the point of the light."""
        if self._dot is None and not self._trail:
            return
        now = monotonic()
        painter.save()
        painter.scale(ratio, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (_, start, _), (when, end, goes_on) in pairwise(self._trail):
            left = 1 - (now - when) / LIVES
            if goes_on and left > 0:
                painter.setPen(round_pen(cards.colours("error"), _WIDTH * left))
                painter.drawLine(start, end)
        if self._dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(cards.colours("error", 0.3))
            painter.drawEllipse(self._dot, 2 * _DOT, 2 * _DOT)
            painter.setBrush(cards.colours("error"))
            painter.drawEllipse(self._dot, _DOT, _DOT)
        painter.restore()

    def _fade(self) -> None:
        oldest = monotonic() - LIVES
        self._trail = [point for point in self._trail if point[0] > oldest]
        if not self._trail:
            self._timer.stop()
        self._canvas.update()
