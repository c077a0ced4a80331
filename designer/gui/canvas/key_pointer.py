"""A pointer that is moved by keys, so that whatever is drawn with the pointer can be drawn without one.

While a tool of the whiteboard is taken, the arrows move a cross over the canvas, and Enter is the button: once for
tools that put something where they are clicked; to press and again to let go for those that drag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from designer.gui.canvas.navigation import ARROWS
from designer.gui.canvas.tools.board_tool import BoardTool
from designer.gui.canvas.tools.state import Pointer

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.canvas.card_painter import CardPainter

_STEP: Final = 16.0  # pixels
_FAR: Final = 5.0
_NEAR: Final = 0.25
_ARM: Final = 14.0
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeyPointer:
    """The cross of one canvas; unseen until an arrow or Enter is pressed with such a tool."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._at: QPointF | None = None
        self._is_down = False
        canvas.tools.changed.connect(lambda _: self.hide())

    @property
    def at(self) -> QPointF | None:
        """Where the cross is, in the widget; None while it is not seen."""
        return self._at

    @property
    def is_down(self) -> bool:
        """Whether Enter was pressed to drag, and what it drags was not given up since."""
        return self._is_down and self._canvas.is_held

    def hide(self) -> None:
        """Takes the cross away: the real pointer is used, or another tool."""
        self._at, self._is_down = None, False
        self._canvas.refresh()

    def press(self, event: QKeyEvent) -> bool:
        """Handles a key; False when it is none of the cross's."""
        key, tool = event.key(), self._canvas.idle
        if not isinstance(tool, BoardTool) or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if key in ARROWS:
            held = event.modifiers()
            far = _FAR if held & Qt.KeyboardModifier.ShiftModifier else 1.0
            near = _NEAR if held & Qt.KeyboardModifier.ControlModifier else 1.0
            self._move(*ARROWS[Qt.Key(key)], _STEP * far * near)
            return True
        if key in _ENTER and not event.modifiers():
            self._click(tool)
            return True
        return False

    def paint(self, painter: QPainter, cards: CardPainter, ratio: float) -> None:
        """Draws the cross over everything: dark on light and light on dark, thick while the button is down."""
        if self._at is None:
            return
        painter.save()
        painter.scale(ratio, ratio)
        x, y = self._at.x(), self._at.y()
        for token, width in (("canvas", 5.0), ("focus", 3.0 if self.is_down else 1.6)):
            painter.setPen(QPen(cards.colours(token), width))
            painter.drawLine(QPointF(x - _ARM, y), QPointF(x + _ARM, y))
            painter.drawLine(QPointF(x, y - _ARM), QPointF(x, y + _ARM))
        painter.restore()

    # ------------------------------------------------------------------ inside
    def _move(self, dx: int, dy: int, far: float) -> None:
        start, room = self._place(), self._canvas.rect()
        x = min(max(start.x() + dx * far, 0.0), float(room.width() - 1))
        y = min(max(start.y() + dy * far, 0.0), float(room.height() - 1))
        self._at = QPointF(x, y)
        self._canvas.feed("move", self._pointer())

    def _place(self) -> QPointF:
        """Where the cross is, or appears: on what the keyboard is on, else in the middle."""
        if self._at is not None:
            return self._at
        canvas = self._canvas
        area = canvas.overlays.area_of(canvas.focused())
        if area is not None:
            place = QPointF(*canvas.view.to_view(area[0] + area[2] / 2, area[1] + area[3] / 2))
            if canvas.rect().contains(place.toPoint()):
                return place
        return QPointF(canvas.width() / 2, canvas.height() / 2)

    def _click(self, tool: BoardTool) -> None:
        self._at = self._place()
        canvas, pointer, was_down = self._canvas, self._pointer(), self.is_down
        if not was_down:
            canvas.feed("press", pointer)
            self._is_down = tool.drags
        if was_down or not tool.drags:
            self._is_down = False
            canvas.feed("release", pointer)
        canvas.refresh()

    def _pointer(self) -> Pointer:
        at = self._place()
        x, y = self._canvas.view.to_scene(at.x(), at.y())
        on_screen = self._canvas.mapToGlobal(at.toPoint())
        return Pointer(at, x, y, on_screen, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
