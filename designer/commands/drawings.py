"""Commands on what people draw and write on the board: strokes and texts. None of it changes the pipeline."""

from __future__ import annotations

from collections.abc import Iterable

from designer.model.pipeline import Pipeline
from designer.model.step import INK, TEXT, Note, free_id

Area = tuple[float, float, float, float]


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


def erase(pipeline: Pipeline, drawings: Iterable[str]) -> None:
    """Takes strokes and texts away; everything else stays."""
    gone = [n for n in dict.fromkeys(drawings) if n in pipeline.notes and pipeline.notes[n].is_drawn]
    words = "drawing" if len(gone) == 1 else f"{len(gone)} drawings"
    with pipeline.edit(f"Erase {words}") as edit:
        for note_id in gone:
            edit.remove_note(note_id)
