"""The frame tool: a drag frames the steps that it goes round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt

from designer.commands.notes import add_frame
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.scene_columns import frame_of
from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

NOTHING_INSIDE = "No step lies there: drag round the steps that the frame shall hold"


class FrameTool(BoardTool):
    """A click without a drag frames the selected steps."""

    def begin(self, pointer: Pointer) -> State:
        return Framing(self.canvas, pointer)


class Framing(State):
    """A band that turns into a frame; the steps inside it are selected meanwhile, so that everybody sees which."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self._start, self._before = pointer, canvas.selection
        self._is_dragged = False

    def move(self, pointer: Pointer) -> State:
        if not self._is_dragged and not self.canvas.is_drag(self._start.at, pointer.at):
            return self
        self._is_dragged = True
        self.canvas.overlays.state.band = QRectF(self._start.at, pointer.at).normalized()
        self.canvas.select(steps=self._inside(pointer))
        self.canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        canvas = self.canvas
        steps = self._inside(pointer) if self._is_dragged else canvas.selection.steps
        self._end()
        canvas.tools.hand_back()
        if not steps:
            canvas.told.emit(NOTHING_INSIDE)
            return canvas.idle
        new = canvas.attempt(add_frame, steps)
        if new is not None:
            canvas.select(frames=(new,))
            canvas.in_place.frame(new)
        return canvas.idle

    def cancel(self) -> State:
        self.canvas.choose(self._before)
        self._end()
        return self.canvas.idle

    def _end(self) -> None:
        self.canvas.overlays.state.band = None
        self.canvas.refresh()

    def _inside(self, pointer: Pointer) -> tuple[str, ...]:
        """The steps whose middle lies in the band."""
        left, right = sorted((self._start.x, pointer.x))
        top, bottom = sorted((self._start.y, pointer.y))
        steps = self.canvas.scene.columns.steps
        x, y = steps["x"] + CARD_WIDTH / 2, steps["y"] + CARD_HEIGHT / 2
        rows = np.flatnonzero((left < x) & (x < right) & (top < y) & (y < bottom)).tolist()
        return tuple(i for i in (steps.ids[row] for row in rows) if i and frame_of(i) is None)
