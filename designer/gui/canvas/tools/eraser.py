"""The eraser: a drag takes the strokes and texts away that it touches, and nothing else."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from designer.commands.drawings import erase
from designer.gui.canvas.hit_test import STROKE_REACH
from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.state import Pointer, State
from designer.model.step import Note

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_MOST_LOOKS: Final = 200


class EraserTool(BoardTool):
    """Stays the tool until another one is taken."""

    cursor = Qt.CursorShape.PointingHandCursor

    def begin(self, pointer: Pointer) -> State:
        return Erasing(self.canvas, pointer)


class Erasing(State):
    """What was touched turns faint, and is gone when the button is let go: one undo step."""

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self._at = (pointer.x, pointer.y)
        self._touched: dict[str, Note] = {}
        self.move(pointer)

    def move(self, pointer: Pointer) -> State:
        canvas, (x0, y0) = self.canvas, self._at
        far = hypot(pointer.x - x0, pointer.y - y0) * canvas.view.scale
        looks = min(_MOST_LOOKS, int(far / STROKE_REACH) + 1)  # a quick pointer jumps over thin lines
        found: dict[str, Note] = {}
        for step in range(looks + 1):
            x, y = x0 + (pointer.x - x0) * step / looks, y0 + (pointer.y - y0) * step / looks
            found |= {n.id: n for n in canvas.hits.notes_at(x, y, canvas.view.scale) if n.is_drawn}
        self._at = (pointer.x, pointer.y)
        if found.keys() - self._touched.keys():
            self._touched |= found
            canvas.make_faint(self._touched.values())
        return self

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        self._end()
        if self._touched:
            self.canvas.attempt(erase, tuple(self._touched))
        return self.canvas.idle

    def cancel(self) -> State:
        self._end()
        return self.canvas.idle

    def _end(self) -> None:
        self.canvas.make_faint(())
