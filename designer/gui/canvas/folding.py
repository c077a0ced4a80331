"""Frames become one box and open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.drawing.folding import folded_places
from designer.drawing.frame_tree import FILE, JOB, ROLE, is_collapsed
from designer.drawing.tidying import tidy
from designer.gui.canvas.hit_test import Hit
from designer.model.step import Frame

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


def toggle_frame(canvas: Canvas, frame_id: str) -> None:
    """Collapses a frame to a box, or opens it, as one undo step; the keyboard stays on it."""
    pipeline = canvas.session.pipeline
    frame = pipeline.frames.get(frame_id)
    if frame is None:
        return
    closing = not is_collapsed(frame)
    places = folded_places(pipeline.frames, pipeline.positions, frame_id)
    canvas.attempt(note_commands.fold_frame, frame_id, closing, places)
    canvas.select(frames=[frame_id])
    canvas.focus_on(Hit("frames", frame_id))
    canvas.keep_in_view(Hit("frames", frame_id))


def fold_all(canvas: Canvas, collapsed: bool) -> None:
    """Collapses every job to a box, or opens all boxes, and arranges the drawing anew, as one undo step."""
    pipeline = canvas.session.pipeline
    frames = [f for f in pipeline.frames.values() if is_collapsed(f) or (collapsed and f.extra.get(ROLE) == JOB)]
    with pipeline.edit("Collapse all jobs" if collapsed else "Expand all frames"):
        for frame in frames:
            note_commands.fold_frame(pipeline, frame.id, collapsed, {})
        tidied = tidy(pipeline.snapshot())
        step_commands.tidy(pipeline, tidied.steps, tidied.notes)
    canvas.fit_all()


def is_of_file(frame: Frame) -> bool:
    """Whether a frame shows a part of a file that was opened: its title is the file's, not this program's."""
    return frame.extra.get(ROLE) in (FILE, JOB)


def frame_to_fold(canvas: Canvas) -> str | None:
    """The frame that folding is about: the selected one, or the innermost one around what is selected."""
    pipeline, selection = canvas.session.pipeline, canvas.selection
    if selection.frames:
        return selection.frames[-1]
    around = [f for f in pipeline.frames.values() if selection.steps and set(selection.steps) <= set(f.steps)]
    return min(around, key=lambda frame: len(frame.steps)).id if around else None
