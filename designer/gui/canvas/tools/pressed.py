"""A press on something: a click when it is let go where it was, a drag when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.banding import Banding
from designer.gui.canvas.tools.copying import Copying
from designer.gui.canvas.tools.cutting import Cutting
from designer.gui.canvas.tools.moving import Moving
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Pressed(State):
    """On a step, link, note or frame. What is not selected is selected at once, so that it can be dragged."""

    def __init__(self, canvas: Canvas, pointer: Pointer, hit: Hit) -> None:
        super().__init__(canvas)
        self._start, self._hit = pointer, hit
        self._before = canvas.selection
        self._was_selected = self._before.holds(hit.part, hit.key)
        if pointer.extends:
            canvas.choose(self._before.toggled(hit.part, hit.key))
        elif not self._was_selected:
            canvas.choose(Selection().toggled(hit.part, hit.key))

    def move(self, pointer: Pointer) -> State:
        if not self.canvas.is_drag(self._start.at, pointer.at):
            return self
        if self._hit.part == "links" and self._start.copies:
            self.canvas.choose(self._before)
            return Cutting(self.canvas, self._start).move(pointer)
        if self._hit.part == "links":  # links do not move: among many of them this was meant as a rubber band
            self.canvas.choose(self._before)
            return Banding(self.canvas, self._start).move(pointer)
        if not self.canvas.selection.holds(self._hit.part, self._hit.key):
            self.canvas.choose(self.canvas.selection.toggled(self._hit.part, self._hit.key))
        dragging = Copying if self._start.copies else Moving
        return dragging(self.canvas, self._start).move(pointer)

    def release(self, pointer: Pointer) -> State:
        if self._was_selected and not pointer.extends:
            self.canvas.choose(Selection().toggled(self._hit.part, self._hit.key))
        return self.canvas.idle

    def cancel(self) -> State:
        self.canvas.choose(self._before)
        return self.canvas.idle


class Clicking(State):
    """On something that acts when it is clicked: a missing step, a badge, the plus of a link."""

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, canvas: Canvas, pointer: Pointer, hit: Hit) -> None:
        super().__init__(canvas)
        self._hit = hit

    def release(self, pointer: Pointer) -> State:
        canvas, hit = self.canvas, self._hit
        if canvas.hit(pointer.x, pointer.y) == hit:
            if hit.ghost is not None:
                canvas.ghost_accepted.emit(hit.ghost.finding)
            elif hit.spot == "badge":
                canvas.choose(Selection().toggled(hit.part, hit.key))
                canvas.badge_clicked.emit(canvas.scene.steps_of(hit.card)[0])
            elif hit.spot == "guess":
                canvas.choose(Selection(steps=(hit.key,)))
                canvas.guess_clicked.emit(hit.key, pointer.on_screen)
            else:
                canvas.ask_for_step(pointer.x, pointer.y, pointer.on_screen, link=hit.key)
        return canvas.idle
