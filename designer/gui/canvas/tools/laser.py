"""The laser tool: points at things while it moves, and leaves a trail while it is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class LaserTool(BoardTool):
    """Changes nothing, whatever is clicked."""

    cursor = Qt.CursorShape.BlankCursor

    def begin(self, pointer: Pointer) -> State:
        return Pointing(self.canvas, pointer)

    def move(self, pointer: Pointer) -> State:
        self.canvas.on_top.laser.shine(pointer.at, draws=False)
        return super().move(pointer)


class Pointing(State):
    """The trail lives for a second and is never stored."""

    cursor = Qt.CursorShape.BlankCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        canvas.on_top.laser.shine(pointer.at, draws=True, goes_on=False)

    def move(self, pointer: Pointer) -> State:
        self.canvas.on_top.laser.shine(pointer.at, draws=True)
        return self

    def release(self, pointer: Pointer) -> State:
        return self.canvas.idle
