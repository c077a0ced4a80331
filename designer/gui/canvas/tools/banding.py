"""The rubber band: a drag that starts on the empty ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.scene_columns import frame_of
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Banding(State):
    """Selects what the band touches, live; Shift and Ctrl keep what was selected before."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self._start = pointer
        self._before = canvas.selection
        self._kept = self._before if pointer.extends else Selection()
        self._moved = False

    def move(self, pointer: Pointer) -> State:
        if not self._moved and not self.canvas.is_drag(self._start.at, pointer.at):
            return self
        self._moved = True
        state = self.canvas.overlays.state
        state.band = QRectF(self._start.at, pointer.at).normalized()
        self.canvas.choose(self._kept.joined(self._touched(pointer)))
        self.canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        if not self._moved:
            self.canvas.choose(self._kept)
            if not self._kept:
                self.canvas.set_highlight()
        self._end()
        return self.canvas.idle

    def cancel(self) -> State:
        self.canvas.choose(self._before)
        self._end()
        return self.canvas.idle

    def _end(self) -> None:
        self.canvas.overlays.state.band = None
        self.canvas.refresh()

    def _touched(self, pointer: Pointer) -> Selection:
        left, right = sorted((self._start.x, pointer.x))
        top, bottom = sorted((self._start.y, pointer.y))
        steps = self.canvas.scene.columns.steps
        x, y = steps["x"], steps["y"]
        inside = (x < right) & (x + CARD_WIDTH > left) & (y < bottom) & (y + CARD_HEIGHT > top)
        rows = np.flatnonzero(inside)
        rows = rows[np.lexsort((y[rows], x[rows]))]  # from left to right: the order in which they would be connected
        ids = [i for i in (steps.ids[row] for row in rows.tolist()) if i]
        boxes = (frame_of(i) for i in ids)
        notes = self.canvas.session.pipeline.notes.values()
        return Selection(
            tuple(i for i in ids if frame_of(i) is None),
            (),
            tuple(
                n.id for n in notes if n.x < right and n.x + n.width > left and n.y < bottom and n.y + n.height > top
            ),
            tuple(frame for frame in boxes if frame is not None),
        )
