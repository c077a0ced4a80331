"""What people put on the board, as the scene asks for it: by the area that it covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from designer.drawing.comments import comment_numbers
from designer.drawing.geometry import Floats
from designer.gui.canvas.comment_painter import comment_box
from designer.gui.canvas.viewport import MIN_SCALE, Bounds
from designer.model.changes import NOTES, Transaction
from designer.model.pipeline import Pipeline
from designer.model.step import COMMENT, Note

_MARGIN = 14.0


class SceneNotes:
    """Follows the notes of a pipeline; looks at them anew once the pipeline has changed."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._notes: tuple[Note, ...] = ()
        self._boxes = note_areas(())
        self._revision = -1  # that these are of
        self.numbers: Mapping[str, int] = {}  # of comments, by id

    def within(self, area: Bounds) -> list[Note]:
        """Those that touch an area, in the order of the document."""
        if self._revision != self._pipeline.revision:
            self._notes, self._revision = tuple(self._pipeline.notes.values()), self._pipeline.revision
            self._boxes = note_areas(self._notes)
            self.numbers = comment_numbers(self._notes)
        left, top, right, bottom = self._boxes.T
        seen = (left < area[2]) & (right > area[0]) & (top < area[3]) & (bottom > area[1])
        return [self._notes[row] for row in np.flatnonzero(seen).tolist()]

    def changed(self, transaction: Transaction) -> Floats:
        """(n, 4) areas that look different after a transaction: left, top, right, bottom."""
        before = note_areas(c.before for c in transaction.changes if c.table == NOTES)
        return np.concatenate([before, note_areas(map(self._pipeline.notes.get, self._redrawn(transaction)))])

    def _redrawn(self, transaction: Transaction) -> Iterable[str]:
        """Ids of the notes that look different now; all comments when the numbers on them change."""
        rows = [c for c in transaction.changes if c.table == NOTES]
        renumbered = any((c.before is None) != (c.after is None) and _is_comment(c.before or c.after) for c in rows)
        comments = [n.id for n in self._pipeline.notes.values() if n.form == COMMENT] if renumbered else []
        return {*(c.key for c in rows), *comments}


def note_areas(notes: Iterable[Note | None]) -> Floats:
    """(n, 4) what notes, drawings and comments cover at any zoom: left, top, right, bottom."""
    boxes = []
    for note in (n for n in notes if n is not None):
        x, y, width, height = comment_box(note, note.x, note.y, MIN_SCALE)  # the marks of comments grow from afar
        boxes.append((x - _MARGIN, y - _MARGIN, x + width + _MARGIN, y + height + _MARGIN))
    return np.array(boxes, float).reshape(-1, 4)


def _is_comment(note: Note) -> bool:
    return note.form == COMMENT
