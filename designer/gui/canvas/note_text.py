"""The words of sticky notes: as large as they fit where the note is seen from afar."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from designer.drawing import geometry as shape
from designer.gui.canvas.fonts import Fonts
from designer.model.step import Note

WORDS: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WANTED: Final = 11.0  # pixels of a letter, where there is room
_LARGEST: Final = 26
_STEP: Final = 2
_KEPT: Final = 500
_ROOMY: Final = 1e5


class NoteText:
    """Finds the font of a note; what was found is kept.

    Args:
        fonts: of the drawing.
    """

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._found: dict[tuple[str, float, float, int], QFont] = {}

    def inside(self, note: Note) -> QRectF:
        """Where the words stand."""
        margin = shape.NOTE_MARGIN
        box = QRectF(note.x, note.y, note.width, note.height)
        return box.adjusted(margin, margin - 2, -margin, -margin + 2)

    def font(self, note: Note, seen: float) -> QFont:
        """The font for a note seen at a scale in logical pixels: the usual one, or a larger one that fits."""
        usual = self._fonts.note.pixelSize()
        wanted = min(round(_WANTED * self._fonts.growth / seen), _LARGEST)
        if wanted <= usual:
            return self._fonts.note
        key = (note.text, note.width, note.height, wanted)
        if key not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[key] = self._fitting(note, usual, wanted)
        return self._found[key]

    def _fitting(self, note: Note, usual: int, wanted: int) -> QFont:
        room = self.inside(note)
        for size in range(wanted, usual, -_STEP):
            font = QFont(self._fonts.note)
            font.setPixelSize(size)
            taken = QFontMetricsF(font).boundingRect(QRectF(0, 0, room.width(), _ROOMY), int(WORDS), note.text)
            if taken.width() <= room.width() and taken.height() <= room.height():
                return font
        return self._fonts.note
