"""Gives an open pipeline another content in one transaction: what stays the same is not touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.model.edit import Edit
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import free_id


def take_over(pipeline: Pipeline, wanted: Snapshot, names: Mapping[str, str], label: str) -> None:
    """Turns a pipeline into ``wanted`` as one undo step.

    Args:
        wanted: with a place for every card.
        names: id of a step -> the id it has in ``wanted``, for the steps that stay.

    Raises:
        EditRefused: it holds a circle of flow links; nothing has changed.
    """
    with pipeline.edit(label) as edit:
        _rename(edit, pipeline, names)
        for link in [k for k in pipeline.links if k not in wanted.links]:
            edit.remove_link(link)
        for step in [s for s in pipeline.steps if s not in wanted.steps]:
            edit.remove_step(step)
        for new_step in wanted.steps.values():
            edit.put_step(new_step)
        for new_link in wanted.links.values():
            edit.put_link(new_link)
        _fill(edit, pipeline, wanted)


def _rename(edit: Edit, pipeline: Pipeline, names: Mapping[str, str]) -> None:
    """In two rounds, as one step may get the id that another one still has."""
    moving = {old: new for old, new in names.items() if old != new and old in pipeline.steps}
    waiting = {}
    for old, new in moving.items():
        meanwhile = free_id(f"{new}_moving", {**pipeline.steps, **dict.fromkeys(moving.values())})
        edit.rename_step(old, meanwhile)
        waiting[meanwhile] = new
    for step in [s for s in pipeline.steps if s in waiting.values()]:
        edit.remove_step(step)  # not among those that stay
    for meanwhile, new in waiting.items():
        edit.rename_step(meanwhile, new)


def _fill(edit: Edit, pipeline: Pipeline, wanted: Snapshot) -> None:
    for frame in [f for f in pipeline.frames if f not in wanted.frames]:
        edit.remove_frame(frame)
    for new_frame in wanted.frames.values():
        edit.put_frame(new_frame)
    gone: dict[str, Any] = {name: None for name in pipeline.facts if name not in wanted.facts}
    edit.set_facts({**gone, **wanted.facts})
    edit.move_steps(wanted.positions)
    for note in [n for n in pipeline.notes if n not in wanted.notes]:
        edit.remove_note(note)
    for new_note in wanted.notes.values():  # after the steps: comments go with them
        edit.put_note(new_note)
    for link in {**pipeline.bends, **wanted.bends}:
        edit.bend_link(link, wanted.bends.get(link, ()))
