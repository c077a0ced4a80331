"""Commands on what people draw, write and say on the board. None of it changes what the pipeline does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position
from designer.model.step import COMMENT, INK, TEXT, Note, free_id

Area = tuple[float, float, float, float]
COMMENT_SIZE: Final = 28.0
"""Edge of a comment's mark, in canvas units."""


def add_stroke(pipeline: Pipeline, ink: str, area: Area, pen: str) -> str:
    """Adds a pen stroke and returns its id.

    Args:
        ink: its points, as `drawing.strokes` writes them.
        area: x, y, width and height of them.
        pen: name of its colour.
    """
    new = free_id("stroke", pipeline.notes)
    x, y, width, height = area
    with pipeline.edit("Draw") as edit:
        edit.put_note(Note(new, "", x, y, width, height, pen, form=INK, ink=ink))
    return new


def add_text(pipeline: Pipeline, text: str, area: Area, pen: str) -> str:
    """Writes on the ground, without a box, and returns the id."""
    new = free_id("text", pipeline.notes)
    x, y, width, height = area
    with pipeline.edit("Write text") as edit:
        edit.put_note(Note(new, text, x, y, width, height, pen, form=TEXT))
    return new


def edit_text(pipeline: Pipeline, note_id: str, text: str, size: tuple[float, float]) -> None:
    """Changes a text on the ground; one without words is gone."""
    with pipeline.edit("Edit text") as edit:
        if text.strip():
            edit.put_note(replace(_note(pipeline, note_id), text=text, width=size[0], height=size[1]))
        else:
            edit.remove_note(note_id)


def add_comment(pipeline: Pipeline, text: str, place: Position, author: str = "", step: str = "") -> str:
    """Adds a comment and returns its id.

    Args:
        place: top-left corner of its mark.
        step: what it is pinned to; empty for a place of the ground.
    """
    new = free_id("comment", pipeline.notes)
    with pipeline.edit("Comment") as edit:
        edit.put_note(Note(new, text, *place, COMMENT_SIZE, COMMENT_SIZE, form=COMMENT, author=author, step=step))
    return new


def move_comment(pipeline: Pipeline, note_id: str, place: Position, step: str) -> None:
    """Moves a comment; it is about the step now that it points to, or about none."""
    with pipeline.edit("Move comment") as edit:
        edit.put_note(replace(_note(pipeline, note_id), x=place[0], y=place[1], step=step))


def resolve(pipeline: Pipeline, comments: Iterable[str], is_resolved: bool = True) -> None:
    """Says that comments need no answer any more, or that they do."""
    listed = tuple(comments)
    words = "comment" if len(listed) == 1 else f"{len(listed)} comments"
    with pipeline.edit(f"{'Resolve' if is_resolved else 'Reopen'} {words}") as edit:
        for note_id in listed:
            edit.put_note(replace(_note(pipeline, note_id), resolved=is_resolved))


def recolour(pipeline: Pipeline, drawings: Iterable[str], pen: str) -> None:
    """Draws strokes and texts with another pen."""
    with pipeline.edit("Change pen") as edit:
        for note_id in drawings:
            edit.put_note(replace(_note(pipeline, note_id), colour=pen))


def erase(pipeline: Pipeline, drawings: Iterable[str]) -> None:
    """Takes strokes and texts away; everything else stays."""
    gone = [n for n in dict.fromkeys(drawings) if n in pipeline.notes and pipeline.notes[n].is_drawn]
    words = "drawing" if len(gone) == 1 else f"{len(gone)} drawings"
    with pipeline.edit(f"Erase {words}") as edit:
        for note_id in gone:
            edit.remove_note(note_id)


def _note(pipeline: Pipeline, note_id: str) -> Note:
    note = pipeline.notes.get(note_id)
    if note is None:
        raise EditRefused(f"there is no note {note_id}")
    return note
