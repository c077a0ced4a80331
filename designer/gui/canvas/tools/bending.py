"""Dragging a bend of a link; the pipeline changes once, when it is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from designer.commands import bends as bend_commands
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Bending(State):
    """The bend follows the pointer, and the link follows the bend."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, canvas: Canvas, pointer: Pointer, link: str, index: int) -> None:
        super().__init__(canvas)
        self._start, self._link, self._index = pointer, link, index
        self._row = canvas.scene.columns.links.row[link]
        self._before = canvas.scene.columns.ways.bends(self._row)
        self._is_dragged = False
        canvas.choose(Selection(links=(link,)))
        canvas.overlays.state.bend = (link, index)
        canvas.refresh()

    def move(self, pointer: Pointer) -> State:
        if not self._is_dragged and not self.canvas.is_drag(self._start.at, pointer.at):
            return self
        if not self._is_dragged:
            self._is_dragged = True
            self._lift(np.array([self._row]))
        self._show(self._moved(pointer))
        return self

    def release(self, pointer: Pointer) -> State:
        if self._is_dragged:
            to = self._moved(pointer)[self._index]
            self._put_back()
            self.canvas.attempt(bend_commands.move_bend, self._link, self._index, to)
        return self.canvas.idle

    def cancel(self) -> State:
        if self._is_dragged:
            self._put_back()
        return self.canvas.idle

    def _moved(self, pointer: Pointer) -> tuple[tuple[float, float], ...]:
        x, y = self._before[self._index]
        to = (float(round(x + pointer.x - self._start.x)), float(round(y + pointer.y - self._start.y)))
        return (*self._before[: self._index], to, *self._before[self._index + 1 :])

    def _show(self, bends: tuple[tuple[float, float], ...]) -> None:
        self.canvas.scene.columns.ways.bend(self._row, bends)
        self.canvas.overlays.state.dragged_bends = {self._link: bends}
        self.canvas.refresh()

    def _put_back(self) -> None:
        self._show(self._before)
        self.canvas.overlays.state.dragged_bends = {}
        self._lift(np.empty(0, np.int64))

    def _lift(self, rows: np.ndarray) -> None:
        self.canvas.renderer.lifted_links = rows
        self.canvas.mark(self.canvas.scene.columns.link_areas(np.array([self._row])))
