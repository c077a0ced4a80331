"""What the clipboard brings, as one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from designer.commands.steps import insert_fragment
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Link


@dataclass(frozen=True, slots=True)
class Added:
    """Ids of what is new."""

    steps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()


def add_fragment(
    pipeline: Pipeline,
    fragment: Snapshot,
    offset: Position,
    incoming: Iterable[Link] = (),
    facts: Mapping[str, Any] | None = None,
    label: str = "Paste",
) -> Added:
    """Adds steps, links, notes and frames.

    Args:
        fragment: every step has a place.
        offset: how far everything is moved.
        incoming: links into the fragment from steps outside; those whose source is here are drawn.
        facts: facts of the pipeline that are stated where it does not state them itself.
    """
    before = [frozenset(table) for table in (pipeline.links, pipeline.notes, pipeline.frames)]
    with pipeline.edit(label) as edit:
        there = frozenset(pipeline.steps)
        names = insert_fragment(pipeline, fragment, offset, label)
        for link in incoming:
            if link.source in there and link.target in names:
                _restore(pipeline, replace(link, target=names[link.target]))
        if facts:
            edit.set_facts({name: value for name, value in facts.items() if name not in pipeline.facts})
    after = (pipeline.links, pipeline.notes, pipeline.frames)
    new = [tuple(key for key in table if key not in old) for table, old in zip(after, before, strict=True)]
    return Added(tuple(names.values()), *new)


def _restore(pipeline: Pipeline, link: Link) -> None:
    try:
        with pipeline.edit("Paste") as edit:
            edit.put_link(link)
    except EditRefused:
        return  # it would close a circle here: the copies are worth more than the link
