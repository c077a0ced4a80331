"""Draws a whole scene as vectors, for pictures: no sprites, so that a PDF stays sharp at any size."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from designer.drawing import geometry as shape
from designer.drawing.card_text import run_text
from designer.drawing.svg_drawings import in_pictures
from designer.gui.canvas.board_painter import BoardPainter
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.drawn_ways import OWN
from designer.gui.canvas.link_painter import LINK_TOKENS, curve_path, draw_missing_links, draw_word, points_path
from designer.gui.canvas.looks import GUESSED, STACKED
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.scene_columns import WHENS


class VectorPainter:
    """Paints in canvas units.

    Args:
        scene: what there is.
        cards: how its parts look.
    """

    def __init__(self, scene: Scene, cards: CardPainter) -> None:
        self._scene, self._cards = scene, cards
        self._board = BoardPainter(scene, cards)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draws the ground of an area and everything on it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, self._cards.colours("canvas"))
        for key, box in self._scene.frames.items():
            self._board.frame(painter, self._scene.pipeline.frames[key].title, box, 1.0, 0, 0)
        ends = self._scene.columns.links["left"]
        for row in self._scene.columns.links.row.values():
            if not np.isnan(ends[row]):
                self._link(painter, row)
        self._ghosts(painter)
        places = self._scene.columns.steps["x"]
        for row in self._scene.columns.steps.row.values():
            if not np.isnan(places[row]):
                self._card(painter, row)
        self._board.draw(painter, in_pictures(self._scene.pipeline.notes.values()), 1.0, 0, 0)

    def _link(self, painter: QPainter, row: int) -> None:
        links = self._scene.columns.links
        feedback, when = bool(links["feedback"][row]), WHENS[int(links["when"][row])]
        curve, own = links["curve"][row], links["way"][row] == OWN
        colour = self._cards.colours(LINK_TOKENS["feedback" if feedback else when])
        pen = QPen(colour, shape.LINK_WIDTH)
        if feedback or links["implied"][row]:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(points_path(self._scene.columns.ways.points(row)) if own else curve_path(curve))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(*p) for p in shape.arrow_head(curve.tolist(), feedback)]))
        if when != "success":
            painter.save()
            painter.translate(*self._scene.columns.ways.middle(row))
            draw_word(painter, self._cards, when)
            painter.restore()

    def _ghosts(self, painter: QPainter) -> None:
        for ghost in self._scene.ghosts:
            pen = QPen(self._cards.colours("ghost", 0.55), 1.3)
            pen.setDashPattern([4, 4])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for curve in ghost.curves:
                painter.drawPath(curve_path(curve))
            if ghost.look is None:
                draw_missing_links(painter, self._cards, [ghost])
                continue
            painter.save()
            painter.translate(ghost.x, ghost.y)
            self._cards.ghost(painter, ghost.look, ghost.title)
            painter.restore()

    def _card(self, painter: QPainter, row: int) -> None:
        columns = self._scene.columns
        steps = columns.steps
        severity, flags = int(steps["severity"][row]), int(steps["flags"][row])
        words = self._scene.words_of(row)
        painter.save()
        painter.translate(float(steps["x"][row]), float(steps["y"][row]))
        self._cards.frame(painter, severity, flags)
        self._cards.tile(painter, columns.looks[int(steps["look"][row])])
        self._cards.texts(painter, words)
        if severity:
            count = int(steps["count"][row])
            left, top, _, _ = shape.badge_area((0, 0), count)
            painter.translate(left, top)
            self._cards.badge(painter, severity, count)
        painter.restore()
        self._marks(painter, row, flags)

    def _marks(self, painter: QPainter, row: int, flags: int) -> None:
        steps = self._scene.columns.steps
        place = float(steps["x"][row]), float(steps["y"][row])
        painter.save()
        if flags & GUESSED:
            painter.translate(*shape.guess_area(place)[:2])
            self._cards.guess(painter)
        painter.restore()
        painter.save()
        if flags & STACKED:
            text = run_text(int(steps["runs"][row]))
            painter.translate(*shape.count_area(place, text)[:2])
            self._cards.runs(painter, text)
        painter.restore()
