"""What every phase of a gesture has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in the widget, in the scene and on the screen, and what is held."""

    at: QPointF
    x: float
    y: float
    on_screen: QPoint
    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier

    @classmethod
    def of(cls, event: QMouseEvent, canvas: Canvas) -> Pointer:
        """Reads a mouse event."""
        x, y = canvas.view.to_scene(event.position().x(), event.position().y())
        screen = event.globalPosition().toPoint()
        return cls(event.position(), x, y, screen, event.button(), event.modifiers())

    @property
    def extends(self) -> bool:
        """Whether Shift or Ctrl asks to add to the selection."""
        if self.copies:
            return False
        held = self.modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        return bool(held)

    @property
    def copies(self) -> bool:
        """Whether Alt turns a drag into copying, or into cutting where it starts on nothing.

        Ctrl may be held as well: some desktops move the window when only Alt is.
        """
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)


class State:
    """A phase of a gesture. Each method returns the phase that follows, often itself."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def press(self, pointer: Pointer) -> State:
        return self

    def move(self, pointer: Pointer) -> State:
        return self

    def release(self, pointer: Pointer) -> State:
        return self

    def double_click(self, pointer: Pointer) -> State:
        return self.press(pointer)

    def cancel(self) -> State:
        """Ends the gesture with everything as it was before it."""
        return self.canvas.idle
