"""Dragging what is selected; the pipeline changes once, when it is let go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.gui.canvas.tools.state import Pointer, State
from designer.model.pipeline import Pipeline

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


class Moving(State):
    """Selected cards, notes and the cards of selected frames follow the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas)
        self._start = start
        self._offset = (0.0, 0.0)
        pipeline, selection, columns = canvas.session.pipeline, canvas.selection, canvas.scene.columns
        chosen = (s for s in selection.with_framed_steps(pipeline) if s in pipeline.positions)
        self._steps = {s: pipeline.positions[s] for s in chosen}
        self._rows = columns.cards_of(self._steps)
        self._places = columns.places(self._rows)
        self._notes = tuple(pipeline.notes[n] for n in selection.notes)
        canvas.lift(self._rows, self._notes)

    def move(self, pointer: Pointer) -> State:
        self._offset = (round(pointer.x - self._start.x), round(pointer.y - self._start.y))
        if pointer.modifiers & Qt.KeyboardModifier.ShiftModifier:  # along one axis only
            along = abs(self._offset[0]) >= abs(self._offset[1])
            self._offset = (self._offset[0], 0) if along else (0, self._offset[1])
        canvas = self.canvas
        canvas.scene.columns.place(self._rows, self._places + np.array(self._offset))
        dx, dy = self._offset
        canvas.overlays.state.lifted_notes = tuple(replace(n, x=n.x + dx, y=n.y + dy) for n in self._notes)
        canvas.refresh()
        return self

    def release(self, pointer: Pointer) -> State:
        self.move(pointer)
        canvas = self.canvas
        dx, dy = self._offset
        places = {step: (x + dx, y + dy) for step, (x, y) in self._steps.items()}
        notes = {n.id: (n.x + dx, n.y + dy) for n in self._notes}
        self._put_back()
        if any(self._offset):
            canvas.attempt(move_all, places, notes)
        return canvas.idle

    def cancel(self) -> State:
        self._put_back()
        return self.canvas.idle

    def _put_back(self) -> None:
        self.canvas.scene.columns.place(self._rows, self._places)
        self.canvas.drop_lifted()


def move_all(pipeline: Pipeline, places: dict[str, tuple[float, float]], notes: dict[str, tuple[float, float]]) -> None:
    """Moves steps and notes as one undo step."""
    if not notes:
        step_commands.move(pipeline, places)
        return
    number = len(places) + len(notes)
    with pipeline.edit("Move note" if number == 1 else f"Move {number} things"):
        if places:
            step_commands.move(pipeline, places)
        for note, (x, y) in notes.items():
            note_commands.edit_note(pipeline, note, x=x, y=y)
