"""What the tools of the whiteboard have in common: the left button is theirs, all else works as ever."""

from __future__ import annotations

from PySide6.QtCore import Qt

from designer.gui.canvas.hit_test import NOTHING
from designer.gui.canvas.tools.idle import Idle
from designer.gui.canvas.tools.state import Pointer, State


class BoardTool(Idle):
    """A tool that begins something with the left button, wherever the pointer is."""

    cursor = Qt.CursorShape.CrossCursor
    drags = True
    """Whether it works from where the button goes down to where it is let go."""

    def begin(self, pointer: Pointer) -> State:
        """The left button went down."""
        return self

    def press(self, pointer: Pointer) -> State:
        if pointer.button != Qt.MouseButton.LeftButton or self.canvas.space_is_held:
            return super().press(pointer)
        return self.begin(pointer)

    def move(self, pointer: Pointer) -> State:
        self.canvas.hover(NOTHING)
        return self

    def double_click(self, pointer: Pointer) -> State:
        return self.press(pointer)
