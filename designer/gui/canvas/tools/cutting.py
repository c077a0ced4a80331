"""Alt and a drag from the ground: a knife. The links it crosses are struck, and cut when it is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.commands.splicing import cut_links
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Cutting(State):
    """Escape, or going back over nothing, leaves every link as it was."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self._start = pointer
        self._way = [(pointer.x, pointer.y)]
        self._crossed: dict[str, None] = {}

    def move(self, pointer: Pointer) -> State:
        if len(self._way) == 1 and not self.canvas.is_drag(self._start.at, pointer.at):
            return self
        here = (pointer.x, pointer.y)
        found = self.canvas.hits.links_across(self._way[-1], here, self.canvas.view.scale)
        self._crossed.update(dict.fromkeys(found))
        self._way.append(here)
        state = self.canvas.overlays.state
        state.knife, state.struck = tuple(self._way), tuple(self._crossed)
        self.canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        self._end()
        if self._crossed:
            self.canvas.attempt(cut_links, tuple(self._crossed))
        elif len(self._way) == 1:
            self.canvas.choose(Selection())
        return self.canvas.idle

    def cancel(self) -> State:
        self._end()
        return self.canvas.idle

    def _end(self) -> None:
        state = self.canvas.overlays.state
        state.knife, state.struck = (), ()
        self.canvas.refresh()
