"""Dragging the corner of a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from designer.commands import notes as note_commands
from designer.gui.canvas.tools.state import Pointer, State

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_LEAST: Final = (80.0, 48.0)


class Resizing(State):
    """The note's lower right corner follows the pointer."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, canvas: Canvas, pointer: Pointer, note_id: str) -> None:
        super().__init__(canvas)
        self._start = pointer
        self._note = canvas.session.pipeline.notes[note_id]
        self._size = (self._note.width, self._note.height)
        canvas.lift(canvas.scene.columns.steps.rows_of(()), (self._note,))

    def move(self, pointer: Pointer) -> State:
        width = max(_LEAST[0], round(self._note.width + pointer.x - self._start.x))
        height = max(_LEAST[1], round(self._note.height + pointer.y - self._start.y))
        self._size = (width, height)
        self.canvas.overlays.state.lifted_notes = (replace(self._note, width=width, height=height),)
        self.canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        self.canvas.drop_lifted()
        if self._size != (self._note.width, self._note.height):
            width, height = self._size
            self.canvas.attempt(note_commands.edit_note, self._note.id, width=width, height=height)
        return self.canvas.idle

    def cancel(self) -> State:
        self.canvas.drop_lifted()
        return self.canvas.idle
