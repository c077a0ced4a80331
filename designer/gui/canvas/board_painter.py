"""Draws what lies around the cards: the dotted ground, frames and sticky notes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import shiboken6
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from designer.drawing import geometry as shape
from designer.gui.canvas.card_painter import CardPainter
from designer.gui.canvas.comment_painter import paint_comment
from designer.gui.canvas.drawings import paint_ink, paint_text
from designer.gui.canvas.note_text import WORDS, NoteText
from designer.gui.canvas.pixels import ACROSS, ASIDE, pixels
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.viewport import Bounds
from designer.model.step import COMMENT, INK, TEXT, Note

_GRID: Final = 24.0
_READABLE_FROM: Final = 0.22
_MANY: Final = 60
_NEARLY_GONE: Final = 0.25
_LEAST_TITLE: Final = 11.0  # pixels that a letter of a frame's title takes at least
_FEW_LETTERS: Final = 64.0  # pixels; narrower frames have no title from afar
_LINE: Final = 1.3  # height of a title's line, of its letters
_TITLE_ROOM: Final = shape.FRAME_MARGIN + shape.FRAME_TITLE


class BoardPainter:
    """Paints in device pixels as the renderer does."""

    def __init__(self, scene: Scene, painter: CardPainter, ratio: float = 1.0) -> None:
        self._scene = scene
        self.ratio = ratio
        self._cards = painter
        self._words = NoteText(painter.fonts)
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
        corners = pixels(np.stack(np.meshgrid(across, down), -1).reshape(-1, 2))
        size = max(1.0, round(1.6 * ratio))
        self._dots = np.concatenate([corners, np.full_like(corners, size)], 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._cards.colours("grid", round(strength, 2)))
        pointer: Any = shiboken6.wrapInstance(self._dots.ctypes.data, QRectF)
        painter.drawRects(pointer, len(self._dots))

    # ------------------------------------------------------------------ frames
    def frames(
        self,
        painter: QPainter,
        scale: float,
        x: float,
        y: float,
        area: Bounds,
        ratio: float,
        wanted: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Titled areas behind the cards; ``wanted`` says which."""
        left, top, right, bottom = area
        for frame_id, box in self._scene.frames_in((left, top, right, bottom + self.rise(scale) / scale)):
            if not wanted(frame_id):
                continue
            if _surrounds(box, area):  # neither edge nor title can be seen: a plain tint costs a tenth
                corner = QPointF(left * scale + x, top * scale + y)
                seen = QRectF(corner, QSizeF((right - left) * scale, (bottom - top) * scale))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.fillRect(seen.toAlignedRect(), self._cards.colours("frame", shape.FRAME_TINT))
            else:
                self.frame(painter, self._scene.pipeline.frames[frame_id].title, box, scale, x, y, ratio)

    def frame(
        self, painter: QPainter, title: str, box: shape.Area, scale: float, x: float, y: float, ratio: float = 1.0
    ) -> None:
        """One frame; its title stays readable from afar as long as there is room for a few letters."""
        colours = self._cards.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(x + ACROSS, y + ASIDE)
        painter.scale(scale, scale)
        painter.setPen(QPen(colours("frame", shape.FRAME_EDGE), max(1.0, 1 / scale)))
        painter.setBrush(colours("frame", shape.FRAME_TINT))
        painter.drawRoundedRect(QRectF(*box), shape.FRAME_RADIUS, shape.FRAME_RADIUS)
        seen = scale / ratio
        if seen >= _READABLE_FROM or box[2] * seen >= _FEW_LETTERS:
            self._title(painter, title or "Frame", box, seen)
        painter.restore()

    def rise(self, scale: float) -> float:
        """Pixels by which titles stand over the upper edges of their frames."""
        return max(0.0, self._title_font(scale / self.ratio).pixelSize() * _LINE - _TITLE_ROOM) * scale

    def _title_font(self, seen: float) -> QFont:
        font = QFont(self._cards.fonts.frame)
        least = _LEAST_TITLE * font.pixelSize() / shape.FRAME_SIZE  # grows with the text size
        font.setPixelSize(max(font.pixelSize(), round(least / seen)))
        return font

    def _title(self, painter: QPainter, title: str, box: shape.Area, seen: float) -> None:
        font = self._title_font(seen)
        painter.setFont(font)
        painter.setPen(self._cards.colours("ink_soft"))
        high = font.pixelSize() * _LINE
        middle = min(8 + shape.FRAME_TITLE / 2, _TITLE_ROOM - high / 2)  # never on the cards, rather over the edge
        line = QRectF(box[0] + 16, box[1] + middle - high / 2, box[2] - 32, high)
        shown = _shortened(title, QFontMetricsF(font), line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    # ------------------------------------------------------------------ notes
    def notes(
        self,
        painter: QPainter,
        scale: float,
        x: float,
        y: float,
        area: Bounds,
        without: frozenset[str],
        faint: frozenset[str] = frozenset(),
    ) -> None:
        """Sticky notes, texts and strokes, those that are dragged left out, and faint those that are about to go."""
        shown = [n for n in self._scene.notes.within(area) if n.id not in without]
        self.draw(painter, [n for n in shown if n.id not in faint], scale, x, y)
        if faint:
            painter.setOpacity(_NEARLY_GONE)
            self.draw(painter, [n for n in shown if n.id in faint], scale, x, y)
            painter.setOpacity(1.0)

    def draw(
        self, painter: QPainter, notes: Sequence[Note], scale: float, x: float, y: float, *, hasty: bool = False
    ) -> None:
        """Things on the board; comments over everything else.

        Args:
            hasty: they follow a pointer, so very many are only sketched.
        """
        if not notes:
            return
        painter.save()
        sketchy = hasty and len(notes) > _MANY
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not sketchy)
        painter.translate(x + ACROSS, y + ASIDE)
        painter.scale(scale, scale)
        for note in notes:
            if note.form == INK:
                paint_ink(painter, self._cards, note, scale, hasty=sketchy)
            elif note.form == TEXT:
                if scale >= _READABLE_FROM / 2:
                    paint_text(painter, self._cards, note)
            elif note.form != COMMENT:
                self._sticky(painter, note, scale)
        for note in (n for n in notes if n.form == COMMENT):
            paint_comment(painter, self._cards, note, self._scene.notes.numbers.get(note.id, 0), scale / self.ratio)
        painter.restore()

    def _sticky(self, painter: QPainter, note: Note, scale: float) -> None:
        colours = self._cards.colours
        box = QRectF(note.x, note.y, note.width, note.height)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in (4, 2):
            painter.setBrush(colours("shadow", self._cards.theme.shadow * 0.4))
            painter.drawRoundedRect(box.adjusted(-spread, -spread + 3, spread, spread + 3), 8, 8)
        painter.setPen(QPen(colours("note_ink", 0.16), 1))
        painter.setBrush(colours.note(note.colour))
        painter.drawRoundedRect(box, shape.NOTE_RADIUS, shape.NOTE_RADIUS)
        if scale >= _READABLE_FROM:
            painter.setFont(self._words.font(note, scale / self.ratio))
            painter.setPen(colours("note_ink"))
            painter.setClipRect(box, Qt.ClipOperation.IntersectClip)  # the area that is being redrawn stays the limit
            painter.drawText(self._words.inside(note), int(WORDS), note.text)
        painter.restore()


def _surrounds(box: shape.Area, area: Bounds) -> bool:
    x, y, width, height = box
    edge, top = shape.FRAME_RADIUS, _TITLE_ROOM
    return x + edge < area[0] and area[2] < x + width - edge and y + top < area[1] and area[3] < y + height - edge


def _shortened(title: str, metrics: QFontMetricsF, room: float) -> str:
    """A title cut to a width: a path loses its first folders, a name its end."""
    folders = title.count("/")
    ends = (title.split("/", number)[-1] for number in range(1, folders + 1))
    for shown in (title, *(f"…/{end}" for end in ends)):
        if metrics.horizontalAdvance(shown) <= room:
            return shown
    return metrics.elidedText(title.rpartition("/")[2], Qt.TextElideMode.ElideRight, room)
