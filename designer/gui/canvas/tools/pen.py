"""The pen: a drag draws a stroke, which is kept with as few points as show the same line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt

from designer.commands.drawings import add_stroke
from designer.drawing.geometry import Floats
from designer.drawing.strokes import simplified, stroke
from designer.gui.canvas.overlay_state import Pen
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_TOLERANCE: Final = 1.0  # pixels
_AT_A_TIME: Final = 64  # points that are thinned together while the stroke goes on


class PenTool(BoardTool):
    """Stays the tool: people draw several strokes one after the other."""

    def begin(self, pointer: Pointer) -> State:
        self.canvas.choose(Selection())
        return Drawing(self.canvas, pointer)


class Drawing(State):
    """The pointer leaves a line; Shift makes it straight. One undo step when it is let go."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self._start = (pointer.x, pointer.y)
        self._done: list[Floats] = []  # pieces that are thinned already
        self._rest = [self._start]
        self._show(self._points())

    @property
    def _tolerance(self) -> float:
        return _TOLERANCE / self.canvas.view.scale

    def move(self, pointer: Pointer) -> State:
        if pointer.modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._done, self._rest = [], [self._start, (pointer.x, pointer.y)]
        elif self._rest[-1] != (pointer.x, pointer.y):
            self._rest.append((pointer.x, pointer.y))
        if len(self._rest) > _AT_A_TIME:
            self._done.append(simplified(np.array(self._rest), self._tolerance / 2)[:-1])
            self._rest = self._rest[-1:]
        self._show(self._points())
        return self

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        points = self._points()
        kept = stroke([(float(x), float(y)) for x, y in points], self._tolerance)
        self._end()
        self.canvas.attempt(add_stroke, kept.ink, kept.area, self.canvas.habits.pen)
        return self.canvas.idle

    def cancel(self) -> State:
        self._end()
        return self.canvas.idle

    def _points(self) -> Floats:
        return np.concatenate([*self._done, np.array(self._rest, float)])

    def _show(self, points: Floats) -> None:
        self.canvas.overlays.state.pen = Pen(points, self.canvas.habits.pen)
        self.canvas.refresh()

    def _end(self) -> None:
        self.canvas.overlays.state.pen = None
        self.canvas.refresh()
