"""What all drags of cards and notes share: how far they go, and what they snap to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats
from designer.gui.canvas.snapping import Snapper
from designer.gui.canvas.tools.state import Pointer
from designer.model.step import Note

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.canvas.scene_columns import Ints

REACH: Final = 6.0  # pixels
_SNAPS_FROM: Final = 0.2  # below this scale a pixel is too far in the scene


class Drag:
    """One drag of cards and notes, from where it began.

    Args:
        rows: of the cards.
        moves: whether the originals go along: then they are nothing to snap to.
    """

    def __init__(self, canvas: Canvas, start: Pointer, rows: Ints, notes: tuple[Note, ...], moves: bool) -> None:
        self._canvas, self._start = canvas, start
        self._rows, self._notes, self._moves = rows, notes, moves
        boxes = np.concatenate([_card_boxes(canvas.scene.columns.places(rows)), _note_boxes(notes)])
        self._box = (*boxes[:, :2].min(0), *boxes[:, 2:].max(0)) if len(boxes) else None
        self._others: tuple[object, Floats] | None = None

    def offset(self, pointer: Pointer) -> tuple[float, float]:
        """How far everything goes; shows the guides it rests on."""
        dx, dy = float(round(pointer.x - self._start.x)), float(round(pointer.y - self._start.y))
        free = (True, True)
        if pointer.modifiers & Qt.KeyboardModifier.ShiftModifier:  # along one axis only
            free = (abs(dx) >= abs(dy), abs(dx) < abs(dy))
            dx, dy = dx * free[0], dy * free[1]
        state, habits = self._canvas.overlays.state, self._canvas.habits
        state.guides = ()
        scale = self._canvas.view.scale
        held = pointer.modifiers & Qt.KeyboardModifier.ControlModifier
        if held or self._box is None or scale < _SNAPS_FROM or not (dx or dy):
            return dx, dy
        others = self._seen() if habits.snap_guides else np.empty((0, 4))
        rest = Snapper(self._box, others, REACH / scale, habits.snap_grid).rest(dx, dy, free)
        state.guides = rest.guides
        return rest.dx, rest.dy

    def end(self) -> None:
        """Takes the guides away."""
        self._canvas.overlays.state.guides = ()

    def _seen(self) -> Floats:
        """The boxes of what is in view and stays where it is, worked out anew when the view moves."""
        area = self._canvas.seen_area()
        if self._others is None or self._others[0] != area:
            columns = self._canvas.scene.columns
            rows = columns.visible_steps(*area)
            notes = tuple(self._canvas.session.pipeline.notes.values())
            if self._moves:
                rows = np.setdiff1d(rows, self._rows, assume_unique=True)
                gone = {note.id for note in self._notes}
                notes = tuple(n for n in notes if n.id not in gone)
            boxes = _card_boxes(columns.places(rows))
            self._others = (area, np.concatenate([boxes, _note_boxes(notes)]))
        return self._others[1]


def _card_boxes(places: Floats) -> Floats:
    return np.concatenate([places, places + np.array([CARD_WIDTH, CARD_HEIGHT])], 1)


def _note_boxes(notes: tuple[Note, ...]) -> Floats:
    return np.array([(n.x, n.y, n.x + n.width, n.y + n.height) for n in notes], float).reshape(-1, 4)
