"""Alt and a drag: copies of what is selected follow the pointer; the originals stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from designer.commands import steps as step_commands
from designer.gui.canvas.overlay_state import Copies
from designer.gui.canvas.tools.dragging import Drag
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Copying(State):
    """One undo step when it is let go; afterwards the copies are what is selected."""

    cursor = Qt.CursorShape.DragCopyCursor

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas)
        self._offset = (0.0, 0.0)
        pipeline, columns = canvas.session.pipeline, canvas.scene.columns
        self._chosen = canvas.selection
        self._steps = tuple(s for s in self._chosen.with_framed_steps(pipeline) if s in pipeline.positions)
        self._rows = columns.cards_of(self._steps)
        touched = columns.links_at(self._rows)
        ends = columns.links["source"][touched], columns.links["target"][touched]
        self._links = touched[np.isin(ends[0], self._rows) & np.isin(ends[1], self._rows)]
        self._notes = tuple(pipeline.notes[n] for n in self._chosen.notes)
        self._drag = Drag(canvas, start, self._rows, self._notes, moves=False)

    def move(self, pointer: Pointer) -> State:
        self._offset = self._drag.offset(pointer)
        self.canvas.overlays.state.copies = Copies(self._rows, self._links, self._notes, *self._offset)
        self.canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        self._end()
        if any(self._offset):
            self._copy()
        return self.canvas.idle

    def cancel(self) -> State:
        self._end()
        return self.canvas.idle

    def _copy(self) -> None:
        canvas, chosen = self.canvas, self._chosen
        pipeline = canvas.session.pipeline
        notes, frames = set(pipeline.notes), set(pipeline.frames)
        new = canvas.attempt(step_commands.duplicate, self._steps, self._offset, chosen.notes, chosen.frames)
        if new is not None:
            steps = tuple(new[s] for s in chosen.steps if s in new)
            added = tuple(f for f in pipeline.frames if f not in frames)
            canvas.select(steps, (), tuple(n for n in pipeline.notes if n not in notes), added)

    def _end(self) -> None:
        self._drag.end()
        self.canvas.overlays.state.copies = None
        self.canvas.refresh()
