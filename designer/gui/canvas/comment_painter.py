"""Comments on the board: numbered marks, and what the one under the pointer says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from designer.commands.drawings import COMMENT_SIZE
from designer.drawing.geometry import Area
from designer.model.step import COMMENT, Note

if TYPE_CHECKING:
    from designer.gui.canvas.back_buffer import Place
    from designer.gui.canvas.batch_renderer import BatchRenderer
    from designer.gui.canvas.card_painter import CardPainter
    from designer.gui.canvas.overlay_state import OverlayState

_LEAST: Final = 22.0  # pixels that a mark is wide at least
_WIDE: Final = 260.0  # pixels of the box with its words
_PAD: Final = 10.0
_MOST_LINES: Final = 12
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


def comment_box(note: Note, x: float, y: float, scale: float) -> Area:
    """What is ringed of a thing on the board at a place: all of it, or the mark of a comment."""
    if note.form != COMMENT:
        return x, y, note.width, note.height
    size = max(COMMENT_SIZE, _LEAST / scale)
    return x, y + COMMENT_SIZE - size, size, size


def comment_area(note: Note, scale: float) -> QRectF:
    """The box of a mark in the scene: it grows when it is far away, and its tail stays where it points."""
    return QRectF(*comment_box(note, note.x, note.y, scale))


def paint_comment(painter: QPainter, cards: CardPainter, note: Note, number: int, scale: float) -> None:
    """One mark; a resolved one is hollow and has a tick, so that colour is not all that tells.

    Args:
        scale: logical pixels a canvas unit.
    """
    area, colours = comment_area(note, scale), cards.colours
    unit = area.width() / COMMENT_SIZE
    ink = colours("ink_soft" if note.resolved else "on_accent")
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(unit, unit)
    painter.setPen(QPen(colours("border" if note.resolved else "on_accent"), 1.5))
    painter.setBrush(colours("card" if note.resolved else "accent"))
    painter.drawPath(_bubble())
    painter.setPen(ink)
    painter.setFont(cards.fonts.badge)
    body = QRectF(0, 0, COMMENT_SIZE, COMMENT_SIZE - 3)
    painter.drawText(body, int(Qt.AlignmentFlag.AlignCenter), f"✓{number}" if note.resolved else str(number))
    painter.restore()


def paint_words(
    painter: QPainter, renderer: BatchRenderer, state: OverlayState, place: Place, size: QSize, font: QFont
) -> None:
    """Beside the comment that the pointer is on, or that alone is selected: who says what."""
    hover, chosen = state.hover, state.selection
    key = hover.key if hover.part == "notes" else ""
    if not key and len(chosen.notes) == 1 and not (chosen.steps or chosen.links or chosen.frames):
        key = chosen.notes[0]
    note = renderer.scene.pipeline.notes.get(key)
    if note is None or note.form != COMMENT or note.id in renderer.lifted_notes:
        return
    ratio, colours = renderer.ratio, renderer.cards.colours
    painter.save()
    painter.scale(ratio, ratio)
    bold = QFont(font)
    bold.setBold(True)
    head = ", ".join(filter(None, (note.author, "resolved" if note.resolved else "")))
    metrics = QFontMetricsF(font)
    room = QRectF(0, 0, _WIDE - 2 * _PAD, metrics.lineSpacing() * _MOST_LINES)
    words = metrics.boundingRect(room, _WRAP, note.text)
    above = metrics.lineSpacing() if head else 0.0
    box = QRectF(0, 0, _WIDE, min(words.height(), room.height()) + above + 2 * _PAD)
    box.moveTo(_beside(note, place, size, ratio, box))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours("border"), 1))
    painter.setBrush(colours("card"))
    painter.drawRoundedRect(box, 8, 8)
    inside = box.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    painter.setPen(colours("ink_soft"))
    painter.setFont(bold)
    if head:
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), head)
    painter.setPen(colours("ink"))
    painter.setFont(font)
    painter.drawText(inside.adjusted(0, above, 0, 0), _WRAP, note.text)
    painter.restore()


def _beside(note: Note, place: Place, size: QSize, ratio: float, box: QRectF) -> QPointF:
    """Right of the mark, or left of it where there is no room; in logical pixels."""
    scale = place.scale / ratio
    mark = comment_area(note, scale)
    left, right = (v * scale + place.x / ratio for v in (mark.left(), mark.right()))
    top = mark.top() * scale + place.y / ratio
    x = right + 8 if right + 8 + box.width() < size.width() / ratio else left - 8 - box.width()
    return QPointF(max(x, 4.0), max(min(top, size.height() / ratio - box.height() - 4), 4.0))


def _bubble() -> QPainterPath:
    """A round mark whose tail is at its lower left corner."""
    edge = COMMENT_SIZE
    path = QPainterPath(QPointF(1, edge - 1))
    path.lineTo(1, edge * 0.46)
    path.arcTo(QRectF(1, 1, edge - 2, edge - 4), 180, -270)
    path.closeSubpath()
    return path
