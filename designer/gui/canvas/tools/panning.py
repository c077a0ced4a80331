"""Dragging the ground with the middle button, or with any button while Space is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Panning(State):
    """The ground follows the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self._at = pointer.at
        self._origin = (canvas.view.x, canvas.view.y)
        canvas.space_was_used = True

    def move(self, pointer: Pointer) -> State:
        delta = pointer.at - self._at
        self._at = pointer.at
        self.canvas.view.pan(delta.x(), delta.y())
        self.canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        return self.canvas.idle

    def cancel(self) -> State:
        self.canvas.view.x, self.canvas.view.y = self._origin
        return self.canvas.idle
