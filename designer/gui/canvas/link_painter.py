"""Draws links: curves cut into lines by numpy and drawn with one call, arrow heads as sprites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from designer.drawing.geometry import LINK_WIDTH, Floats, arrow_head, flattened
from designer.drawing.link_ways import evenly
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.drawn_ways import OWN
from designer.gui.canvas.ghosts import GhostCard
from designer.gui.canvas.pixels import pixel, pixels
from designer.gui.canvas.scene_columns import WHENS, Ints, SceneColumns
from designer.gui.canvas.sheets import Fragments
from designer.gui.canvas.sprites import Sprites

STRAIGHT_BELOW: Final = 0.14
ARROWS_FROM: Final = 0.26
THICK_FROM: Final = 0.55
LABELS_FROM: Final = 0.45
_SMOOTH_UP_TO: Final = 4000  # lines are smoothed only while no more than this are in view
_DASH: Final = 6.0
_LEVEL: Final = 0.5  # pixels that a link across may rise and is still drawn as one line
_OVERLAP: Final = 0.4  # pixels
LINK_TOKENS: Final = {"success": "link", "always": "link", "failure": "error", "feedback": "feedback"}


class LinkPainter:
    """Paints rows of links in device pixels: device = scene * scale + origin."""

    def __init__(self, columns: SceneColumns, painter: CardPainter, sprites: Sprites) -> None:
        self._columns = columns
        self._cards = painter
        self._sprites = sprites
        self._fragments = Fragments()
        self._lines: npt.NDArray[np.float64] = np.empty((0, 4))  # kept alive for the painter

    def paint(
        self, painter: QPainter, rows: Ints, scale: float, x: float, y: float, *, width: float = LINK_WIDTH
    ) -> None:
        """Draws links as they usually look: feedback and implied ones dashed, outcomes other than success by name."""
        links = self._columns.links
        feedback, when, implied = links["feedback"][rows], links["when"][rows], links["implied"][rows]
        smooth = len(rows) <= _SMOOTH_UP_TO
        for token, chosen, dashed in (
            ("link", ~feedback & (when != 2) & ~implied, False),
            ("link", ~feedback & (when != 2) & implied, True),
            ("error", ~feedback & (when == 2), False),
            ("feedback", feedback, True),
        ):
            if chosen.any():
                self.stroke(painter, rows[chosen], scale, x, y, token, dashed=dashed, smooth=smooth, width=width)
        named = rows[when > 0]
        if len(named) and scale >= LABELS_FROM:
            for row in named.tolist():
                self._name(painter, row, scale, x, y)

    def stroke(
        self,
        painter: QPainter,
        rows: Ints,
        scale: float,
        x: float,
        y: float,
        token: str,
        *,
        dashed: bool = False,
        width: float = LINK_WIDTH,
        smooth: bool = True,
    ) -> None:
        """Draws links in one colour, with their arrow heads."""
        curves = self._columns.links["curve"][rows] * scale
        curves[:, 0::2] += x
        curves[:, 1::2] += y
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        thick = scale >= THICK_FROM or width > LINK_WIDTH
        pen_width = max(1.0, width * scale) if thick and smooth else 1.0
        painter.setPen(QPen(self._cards.colours(token), pen_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        heads = curves
        own = self._columns.ways.own(rows) if scale >= STRAIGHT_BELOW else rows[:0]
        if 0 < len(own) <= _SMOOTH_UP_TO:
            self._draw_own(painter, own, scale, (x, y), dashed)
            curves = curves[self._columns.links["way"][rows] != OWN]
        self._draw_parts(painter, curves, dashed, scale)
        if scale >= ARROWS_FROM:
            self._arrows(painter, heads, self._columns.links["feedback"][rows], scale, token)

    def dash(self, painter: QPainter, curves: Floats, scale: float, x: float, y: float) -> None:
        """Draws curves of the scene that are no links, dashed, with the pen that the painter has."""
        placed = curves * scale
        placed[:, 0::2] += x
        placed[:, 1::2] += y
        self._draw_parts(painter, placed, True, scale)

    def _draw_parts(self, painter: QPainter, curves: Floats, dashed: bool, scale: float) -> None:
        """Draws curves in groups of about the same length."""
        spans = np.abs(curves[:, 6] - curves[:, 0]) + np.abs(curves[:, 7] - curves[:, 1])
        if dashed and scale >= STRAIGHT_BELOW:  # curves of about one length have dashes of about one length
            sizes = np.log2(np.maximum(spans, 1.0)).round().astype(int)
            for size in np.unique(sizes).tolist():
                # Dashes are every other piece of a finely cut curve: a dashed pen costs forty times as much.
                pieces = int(np.clip(2.0**size * 1.4 / max(_DASH * scale, 3.0), 8, 160)) // 2 * 2 + 1
                self._draw(painter, curves[sizes == size], pieces, True)
            return
        if scale >= STRAIGHT_BELOW and len(curves) <= _SMOOTH_UP_TO:
            start, *others = curves[:, 1::2].T
            level = np.logical_and.reduce([np.abs(other - start) < _LEVEL for other in others])
            self._draw_lines(painter, _levelled(curves[level], painter.pen().widthF()))
            curves, spans = curves[~level], spans[~level]
        far = spans > 420
        for part, count in ((~far, 6 if scale < 0.3 else 12), (far, 28)):
            if part.any():
                self._draw(painter, curves[part], 1 if scale < STRAIGHT_BELOW else count, False)

    def _draw(self, painter: QPainter, curves: Floats, pieces: int, dashed: bool) -> None:
        points = flattened(curves, pieces)
        lines = np.concatenate([points[:, :-1], points[:, 1:]], 2)
        self._draw_lines(painter, lines[:, ::2].reshape(-1, 4) if dashed else _joined(lines.reshape(-1, 4)))

    def _draw_own(self, painter: QPainter, rows: Ints, scale: float, origin: tuple[float, float], dashed: bool) -> None:
        """Links that are no plain curves, along their points."""
        ways = [self._columns.ways.points(row) for row in rows.tolist()]
        if dashed:
            lengths = [np.hypot(*np.diff(way, axis=0).T).sum() * scale for way in ways]
            counts = [int(np.clip(n / max(_DASH * scale, 3.0), 8, 400)) // 2 * 2 + 2 for n in lengths]
            ways = [evenly(way, count) for way, count in zip(ways, counts, strict=True)]
        points = np.concatenate(ways) * scale + origin
        lines = np.concatenate([points[:-1], points[1:]], 1)
        last = np.cumsum([len(way) for way in ways])[:-1] - 1  # no line leads from one link to the next
        lines = np.delete(lines, last, 0)
        if dashed:  # every link has an odd number of pieces, so each begins and ends with a dash
            first = np.cumsum([0, *(len(way) - 1 for way in ways)])
            drawn = [np.arange(a, b, 2) for a, b in zip(first[:-1].tolist(), first[1:].tolist(), strict=True)]
            lines = lines[np.concatenate(drawn)]
        else:
            lines = _joined(lines[np.abs(lines[:, :2] - lines[:, 2:]).max(1) > 1e-6])
        self._draw_lines(painter, lines)

    def _draw_lines(self, painter: QPainter, lines: Floats) -> None:
        self._lines = np.ascontiguousarray(lines)
        pointer: Any = shiboken6.wrapInstance(self._lines.ctypes.data, QLineF)
        painter.drawLines(pointer, len(self._lines))

    def _arrows(
        self, painter: QPainter, curves: Floats, feedback: npt.NDArray[np.bool_], scale: float, token: str
    ) -> None:
        reach = self._sprites.arrow_reach(scale)
        tip = (8.0 * scale) * np.stack([~feedback, -feedback.astype(float)], 1) + curves[:, 6:8]
        place = pixels(tip) - reach
        sheet = self._sprites.arrows(scale, token)
        self._fragments.draw(painter, place[:, 0], place[:, 1], sheet, feedback.astype(np.int64))

    def _name(self, painter: QPainter, row: int, scale: float, x: float, y: float) -> None:
        at = self._columns.ways.middle(row)
        word = WHENS[int(self._columns.links["when"][row])]
        painter.save()
        painter.translate(pixel(at[0] * scale + x), pixel(at[1] * scale + y))
        painter.scale(scale, scale)
        draw_word(painter, self._cards, word)
        painter.restore()


def _levelled(curves: Floats, width: float) -> Floats:
    """Curves that run straight across as one line each, at a height where its edges are sharp."""
    half = (max(round(width), 1) % 2) / 2
    high = pixels(curves[:, 1] - half) + half
    return np.stack([curves[:, 0], high, curves[:, 6], high], 1)


def _joined(lines: Floats) -> Floats:
    """Lines a bit longer at their ends, so that smoothing leaves neither a light streak nor a bead between them."""
    way = lines[:, 2:] - lines[:, :2]
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    return np.concatenate([lines[:, :2], lines[:, 2:] + way * (_OVERLAP / length)[:, None]], 1)


def draw_word(painter: QPainter, cards: CardPainter, word: str) -> None:
    """The outcome that a link waits for, on a pill round (0, 0)."""
    width = QFontMetricsF(cards.fonts.subtitle).horizontalAdvance(word)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(cards.colours("link"), 1))
    painter.setBrush(cards.colours("canvas"))
    painter.drawRoundedRect(QRectF(-width / 2 - 8, -10, width + 16, 20), 10, 10)
    painter.setFont(cards.fonts.subtitle)
    painter.setPen(cards.colours("error" if word == "failure" else "ink_soft"))
    painter.drawText(QRectF(-60, -10, 120, 20), Qt.AlignmentFlag.AlignCenter, word)


def points_path(points: Floats) -> QPainterPath:
    """Points joined by lines as a path."""
    path = QPainterPath(QPointF(*points[0]))
    for x, y in points[1:].tolist():
        path.lineTo(x, y)
    return path


def curve_path(curve: Floats) -> QPainterPath:
    """One curve as a path: for the few that are lit, previewed or printed."""
    path = QPainterPath(QPointF(curve[0], curve[1]))
    path.cubicTo(curve[2], curve[3], curve[4], curve[5], curve[6], curve[7])
    return path


def draw_missing_links(
    painter: QPainter, cards: CardPainter, ghosts: Sequence[GhostCard], *, lit: bool = False
) -> None:
    """Arrow heads and the plus in the middle of links that are missing; their curves are drawn already."""
    colour, ground = cards.colours("ghost"), cards.colours("canvas")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for curve in np.concatenate([ghost.curves for ghost in ghosts]).tolist():
        points_up = abs(curve[4] - curve[6]) < abs(curve[5] - curve[7])
        painter.drawPolygon(QPolygonF([QPointF(*p) for p in arrow_head(curve, points_up)]))
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour if lit else ground)
    centres = [QPointF(ghost.x + ghost.width / 2, ghost.y + ghost.height / 2) for ghost in ghosts]
    for ghost, centre in zip(ghosts, centres, strict=True):
        painter.drawEllipse(centre, ghost.width / 2 - 3, ghost.width / 2 - 3)
    painter.setPen(QPen(ground if lit else colour, 2))
    arms = (QPointF(5, 0), QPointF(0, 5))
    painter.drawLines([QLineF(centre - arm, centre + arm) for centre in centres for arm in arms])
