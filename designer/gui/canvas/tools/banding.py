"""The rubber band: a drag that starts on the empty ground, for selecting and for whatever else goes round things."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.scene_columns import frame_of
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.state import Pointer, State
from designer.gui.canvas.viewport import Bounds

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Band(State, ABC):
    """A drag that goes round things, which are selected meanwhile; what it is for is up to those that follow."""

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas)
        self.start = pointer
        self.before = canvas.selection
        self.is_dragged = False

    @abstractmethod
    def inside(self, pointer: Pointer) -> Selection:
        """What is selected while the pointer is there."""

    def move(self, pointer: Pointer) -> State:
        if not self.is_dragged and not self.canvas.is_drag(self.start.at, pointer.at):
            return self
        self.is_dragged = True
        self.canvas.overlays.state.band = QRectF(self.start.at, pointer.at).normalized()
        self.canvas.choose(self.inside(pointer))
        self.canvas.refresh()
        return self

    def cancel(self) -> State:
        self.canvas.choose(self.before)
        self.end()
        return self.canvas.idle

    def end(self) -> None:
        """Takes the band away."""
        self.canvas.overlays.state.band = None
        self.canvas.refresh()

    def sides(self, pointer: Pointer) -> Bounds:
        """Left, top, right and bottom in the scene."""
        left, right = sorted((self.start.x, pointer.x))
        top, bottom = sorted((self.start.y, pointer.y))
        return left, top, right, bottom


class Banding(Band):
    """Selects what the band touches, live; Shift and Ctrl keep what was selected before."""

    def __init__(self, canvas: Canvas, pointer: Pointer) -> None:
        super().__init__(canvas, pointer)
        self._kept = self.before if pointer.extends else Selection()

    def inside(self, pointer: Pointer) -> Selection:
        return self._kept.joined(self._touched(pointer))

    def release(self, pointer: Pointer) -> State:
        if not self.is_dragged:
            self.canvas.choose(self._kept)
            if not self._kept:
                self.canvas.set_highlight()
        self.end()
        return self.canvas.idle

    def _touched(self, pointer: Pointer) -> Selection:
        left, top, right, bottom = self.sides(pointer)
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
