"""Draws what lies around the cards: the dotted ground, frames and sticky notes."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.drawing import geometry as shape
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.viewport import Bounds
from designer.model.step import Note

_GRID: Final = 24.0
_READABLE_FROM: Final = 0.22
_WORDS: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class BoardPainter:
    """Paints in device pixels as the renderer does."""

    def __init__(self, scene: Scene, painter: CardPainter) -> None:
        self._scene = scene
        self._cards = painter
        self._dots = np.empty((0, 4))  # kept alive for the painter

    def background(
        self, painter: QPainter, scale: float, x: float, y: float, clip: tuple[int, int, int, int], ratio: float
    ) -> None:
        """The ground with dots that keep a pleasant distance at any zoom and fade where they would crowd."""
        left, top, width, height = clip
        painter.fillRect(left, top, width, height, self._cards.colours("canvas"))
        step = _GRID * scale
        while step < 16 * ratio:
            step *= 2
        strength = min(1.0, (step / ratio - 12) / 14) * min(1.0, 0.35 + scale / ratio)
        across = np.arange(math.floor((left - x) / step), math.ceil((left + width - x) / step) + 1) * step + x
        down = np.arange(math.floor((top - y) / step), math.ceil((top + height - y) / step) + 1) * step + y
        corners = np.round(np.stack(np.meshgrid(across, down), -1).reshape(-1, 2))
        size = max(1.0, round(1.6 * ratio))
        self._dots = np.concatenate([corners, np.full_like(corners, size)], 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._cards.colours("grid", round(strength, 2)))
        pointer: Any = shiboken6.wrapInstance(self._dots.ctypes.data, QRectF)
        painter.drawRects(pointer, len(self._dots))

    # ------------------------------------------------------------------ frames
    def frames(self, painter: QPainter, scale: float, x: float, y: float, area: Bounds) -> None:
        """Titled areas behind the cards."""
        for frame_id, box in self._scene.frames_in(area):
            if _surrounds(box, area):  # neither edge nor title can be seen: a plain tint costs a tenth
                left, top, right, bottom = (round(area[i] * scale + (y if i % 2 else x)) for i in range(4))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.fillRect(left, top, right - left, bottom - top, self._cards.colours("frame", 0.09))
            else:
                self.frame(painter, self._scene.pipeline.frames[frame_id].title, box, scale, x, y)

    def frame(self, painter: QPainter, title: str, box: shape.Area, scale: float, x: float, y: float) -> None:
        """One frame."""
        colours = self._cards.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(x, y)
        painter.scale(scale, scale)
        painter.setPen(QPen(colours("frame", 0.55), max(1.4, 1 / scale)))
        painter.setBrush(colours("frame", 0.09))
        painter.drawRoundedRect(QRectF(*box), shape.FRAME_RADIUS, shape.FRAME_RADIUS)
        if scale >= _READABLE_FROM:
            painter.setFont(self._cards.fonts.frame)
            painter.setPen(colours("ink_soft"))
            line = QRectF(box[0] + 16, box[1] + 8, box[2] - 32, shape.FRAME_TITLE)
            # Of a path, the end says most.
            mode = Qt.TextElideMode.ElideLeft if "/" in title else Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(title or "Frame", mode, round(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    # ------------------------------------------------------------------ notes
    def notes(self, painter: QPainter, scale: float, x: float, y: float, area: Bounds, without: frozenset[str]) -> None:
        """Sticky notes, those that are dragged left out."""
        for note in self._scene.pipeline.notes.values():
            if note.id not in without and _touches((note.x, note.y, note.width, note.height), area):
                self.note(painter, note, scale, x, y)

    def note(self, painter: QPainter, note: Note, scale: float, x: float, y: float) -> None:
        """One sticky note."""
        colours = self._cards.colours
        box = QRectF(note.x, note.y, note.width, note.height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(x, y)
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in (4, 2):
            painter.setBrush(colours("shadow", self._cards.theme.shadow * 0.4))
            painter.drawRoundedRect(box.adjusted(-spread, -spread + 3, spread, spread + 3), 8, 8)
        painter.setPen(QPen(colours("note_ink", 0.16), 1))
        painter.setBrush(colours.note(note.colour))
        painter.drawRoundedRect(box, shape.NOTE_RADIUS, shape.NOTE_RADIUS)
        if scale >= _READABLE_FROM:
            painter.setFont(self._cards.fonts.note)
            painter.setPen(colours("note_ink"))
            margin = shape.NOTE_MARGIN
            inside = box.adjusted(margin, margin - 2, -margin, -margin + 2)
            painter.setClipRect(box, Qt.ClipOperation.IntersectClip)  # the area that is being redrawn stays the limit
            painter.drawText(inside, int(_WORDS), note.text)
        painter.restore()


def _surrounds(box: shape.Area, area: Bounds) -> bool:
    x, y, width, height = box
    edge, top = shape.FRAME_RADIUS, shape.FRAME_TITLE + 8
    return x + edge < area[0] and area[2] < x + width - edge and y + top < area[1] and area[3] < y + height - edge


def _touches(box: shape.Area, area: Bounds) -> bool:
    x, y, width, height = box
    return x - 8 < area[2] and x + width + 8 > area[0] and y - 8 < area[3] and y + height + 8 > area[1]
