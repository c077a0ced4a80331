"""The frame tool: a drag frames the steps that it goes round."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from designer.commands.notes import add_frame
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.scene_columns import frame_of
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.banding import Band
from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.state import Pointer, State

NOTHING_INSIDE = "No step lies there: drag round the steps that the frame shall hold"


class FrameTool(BoardTool):
    """A click without a drag frames the selected steps."""

    def begin(self, pointer: Pointer) -> State:
        return Framing(self.canvas, pointer)


class Framing(Band):
    """A band that turns into a frame; the steps inside it are selected meanwhile, so that everybody sees which."""

    cursor = Qt.CursorShape.CrossCursor

    def inside(self, pointer: Pointer) -> Selection:
        return Selection(self._enclosed(pointer))

    def release(self, pointer: Pointer) -> State:
        canvas = self.canvas
        steps = self._enclosed(pointer) if self.is_dragged else canvas.selection.steps
        self.end()
        canvas.tools.hand_back()
        if not steps:
            canvas.told.emit(NOTHING_INSIDE)
            return canvas.idle
        new = canvas.attempt(add_frame, steps)
        if new is not None:
            canvas.select(frames=(new,))
            canvas.in_place.frame(new)
        return canvas.idle

    def _enclosed(self, pointer: Pointer) -> tuple[str, ...]:
        """The steps whose middle lies in the band."""
        left, top, right, bottom = self.sides(pointer)
        steps = self.canvas.scene.columns.steps
        x, y = steps["x"] + CARD_WIDTH / 2, steps["y"] + CARD_HEIGHT / 2
        rows = np.flatnonzero((left < x) & (x < right) & (top < y) & (y < bottom)).tolist()
        return tuple(i for i in (steps.ids[row] for row in rows) if i and frame_of(i) is None)
