"""The hand: every drag with the left button moves the ground."""

from __future__ import annotations

from PySide6.QtCore import Qt

from designer.gui.canvas.hit_test import NOTHING
from designer.gui.canvas.tools.idle import Idle
from designer.gui.canvas.tools.panning import Panning
from designer.gui.canvas.tools.state import Pointer, State


class Hand(Idle):
    """Nothing is held down while the hand is the tool; menus and the middle button work as ever."""

    cursor = Qt.CursorShape.OpenHandCursor

    def press(self, pointer: Pointer) -> State:
        if pointer.button != Qt.MouseButton.LeftButton:
            return super().press(pointer)
        return Panning(self.canvas, pointer)

    def move(self, pointer: Pointer) -> State:
        self.canvas.hover(NOTHING)
        return self

    def double_click(self, pointer: Pointer) -> State:
        return self.press(pointer)
