"""New steps of opened files stand in the frame of the file that they will be written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from designer.model.changes import STEPS
from designer.model.edit import Edit
from designer.model.pipeline import Pipeline
from designer.session.projection import Edited
from designer.session.source import Source

_FILE: Final = "file"  # role of the frames that stand for one file


def frame_new_steps(edit: Edit, pipeline: Pipeline, source: Source) -> None:
    """Completes an edit: steps that it added join the frame of their file, as they would once they are saved."""
    added = dict.fromkeys(c.key for c in edit.changes if c.table == STEPS and c.before is None)
    new = [step for step in added if step in pipeline.steps]
    files = {f.extra.get("path"): f.id for f in pipeline.frames.values() if f.extra.get("role") == _FILE}
    if not new or not files:
        return
    homes = Edited(source.base, source.applied.names, source.content, pipeline.snapshot()).homes()
    for step in new:
        frame = files.get(homes.get(step))
        if frame is not None:
            _put_into(edit, pipeline, frame, [step])


def _put_into(edit: Edit, pipeline: Pipeline, frame_id: str, steps: Iterable[str]) -> None:
    frame = pipeline.frames[frame_id]
    members = tuple(dict.fromkeys((*frame.steps, *steps)))
    if members != frame.steps:
        edit.put_frame(replace(frame, steps=members))
