"""Commands on sticky notes and frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position
from designer.model.step import Frame, Note, free_id

COLLAPSED: Final = "collapsed"
"""Whether a frame is drawn as one box; stands in its extra values."""


def add_note(pipeline: Pipeline, x: float, y: float, text: str = "") -> str:
    """Puts a note at a place (top-left corner, canvas units) and returns its id."""
    new = free_id("note", pipeline.notes)
    with pipeline.edit("Add note") as edit:
        edit.put_note(Note(new, text, x, y))
    return new


def add_written_note(pipeline: Pipeline, x: float, y: float, text: str) -> str:
    """Puts a note with words on the board and returns its id; one without words is not worth a step to undo."""
    return add_note(pipeline, x, y, text) if text.strip() else ""


def edit_note(pipeline: Pipeline, note_id: str, **changes: Any) -> None:
    """Changes text, place, size or colour of a note."""
    note = pipeline.notes.get(note_id)
    if note is None:
        raise EditRefused(f"there is no note {note_id}")
    moved = set(changes) <= {"x", "y"}
    with pipeline.edit(f"{'Move' if moved else 'Edit'} {note.word}") as edit:
        edit.put_note(replace(note, **changes))


def add_frame(pipeline: Pipeline, steps: Iterable[str], title: str = "") -> str:
    """Frames steps and returns the frame's id."""
    new = free_id("frame", pipeline.frames)
    with pipeline.edit("Frame steps") as edit:
        edit.put_frame(Frame(new, title, tuple(dict.fromkeys(steps))))
    return new


def rename_frame(pipeline: Pipeline, frame_id: str, title: str) -> None:
    """Gives a frame another title."""
    frame = pipeline.frames.get(frame_id)
    if frame is None:
        raise EditRefused(f"there is no frame {frame_id}")
    with pipeline.edit("Rename frame") as edit:
        edit.put_frame(replace(frame, title=title))


def fold_frame(pipeline: Pipeline, frame_id: str, collapsed: bool, places: Mapping[str, Position]) -> None:
    """Makes a frame one box, or opens it.

    Args:
        places: where the cards around it go, worked out by the layout.
    """
    frame = pipeline.frames.get(frame_id)
    if frame is None:
        raise EditRefused(f"there is no frame {frame_id}")
    with pipeline.edit(f"{'Collapse' if collapsed else 'Expand'} {frame.title or frame.id}") as edit:
        edit.put_frame(folded(frame, collapsed))
        edit.move_steps(places)


def folded(frame: Frame, collapsed: bool) -> Frame:
    """The same frame, collapsed or open."""
    rest = {name: value for name, value in frame.extra.items() if name != COLLAPSED}
    return replace(frame, extra={**rest, COLLAPSED: True} if collapsed else rest)
