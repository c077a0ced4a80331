"""Commands on links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from designer.commands.placement import CARD_HEIGHT, STRIDE_X, place_between, shift_right
from designer.commands.steps import add_step
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position
from designer.model.step import FEEDBACK, FLOW, Link
from designer.steps.catalog import Catalog


def connect(
    pipeline: Pipeline, source: str, target: str, type: str = FLOW, when: str = "success", carries: str = "any"
) -> str:
    """Links two steps and returns the link's id.

    Raises:
        EditRefused: a step is unknown, linked to itself, or the flow link closes a circle.
    """
    link = Link(source, target, type, when, carries)
    with pipeline.edit("Connect steps" if type == FLOW else "Add feedback link") as edit:
        edit.put_link(link)
    return link.id


def disconnect(pipeline: Pipeline, link_id: str) -> None:
    """Removes a link."""
    with pipeline.edit("Disconnect steps") as edit:
        edit.remove_link(link_id)


def change_link(pipeline: Pipeline, link_id: str, **changes: Any) -> str:
    """Changes type, when, carries or an end of a link; returns its id, which changes with type and ends."""
    old = _link(pipeline, link_id)
    new = replace(old, **changes)
    if new.id != old.id and new.id in pipeline.links:
        raise EditRefused(f"there is already a link {new.id}")
    label = "Make feedback link" if new.type == FEEDBACK and old.type == FLOW else "Change link"
    with pipeline.edit(label) as edit:
        if new.id != old.id:
            edit.remove_link(old.id)
        edit.put_link(new)
    return new.id


def insert_on_link(
    pipeline: Pipeline,
    catalog: Catalog,
    link_id: str,
    kind: str,
    *,
    at: Position | None = None,
    attributes: Mapping[str, Any] | None = None,
    step_id: str | None = None,
) -> str:
    """Puts a new step on a link: source -> new -> target; neighbours to the right make room.

    The outcome (`when`) of the link stays on its first half: it says how the source must have ended.

    Args:
        at: wanted place of its card; it stays as near to that as the line allows. None: the middle.
    """
    link = _link(pipeline, link_id)
    label = f"Insert {catalog.kind(kind).title}"
    with pipeline.edit(label) as edit:
        edit.remove_link(link_id)
        if link.is_flow:
            make_room(pipeline, link.source, link.target)
        place = place_on_link(pipeline, link, at) if at else place_between(pipeline, [link.source], [link.target])
        new = add_step(pipeline, catalog, kind, at=place, attributes=attributes, step_id=step_id)
        edit.put_link(replace(link, target=new, type=FLOW))
        edit.put_link(replace(link, source=new, when="success"))
    return new


def make_room(pipeline: Pipeline, source: str, target: str) -> None:
    """Moves a step and all that follows it to the right when no card fits between it and its source."""
    start, end = pipeline.positions.get(source), pipeline.positions.get(target)
    if start and end and 0 < end[0] - start[0] < 2 * STRIDE_X:
        with pipeline.edit("Make room") as edit:
            edit.move_steps(shift_right(pipeline, [target], 2 * STRIDE_X - (end[0] - start[0])))


def place_on_link(pipeline: Pipeline, link: Link, at: Position) -> Position:
    """Where a card that was let go at a place stands between the ends of a link: on their line when it was near it."""
    start, end = pipeline.positions.get(link.source), pipeline.positions.get(link.target)
    if not start or not end or not link.is_flow or end[0] - start[0] < 2 * STRIDE_X:
        return at
    x = min(max(at[0], start[0] + STRIDE_X), end[0] - STRIDE_X)
    line = start[1] + (x - start[0]) / (end[0] - start[0]) * (end[1] - start[1])
    return (round(x), round(line)) if abs(at[1] - line) <= CARD_HEIGHT else at


def _link(pipeline: Pipeline, link_id: str) -> Link:
    link = pipeline.links.get(link_id)
    if link is None:
        raise EditRefused(f"there is no link {link_id}")
    return link
