"""Steps put on links and taken off them again, so that the flow stays whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from designer.commands.links import make_room, place_on_link
from designer.commands.placement import free_place
from designer.commands.steps import delete
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position
from designer.model.step import FEEDBACK, FLOW, Link


def put_on_link(pipeline: Pipeline, link_id: str, step_id: str, at: Position) -> None:
    """Puts a step that has no links on a link: source -> step -> target; neighbours to the right make room.

    Args:
        at: where its card was let go; it stays as near to that as the line and the others allow.

    Raises:
        EditRefused: there is no such link, or the step is linked already.
    """
    link, step = pipeline.links.get(link_id), pipeline.steps.get(step_id)
    if link is None or step is None:
        raise EditRefused(f"there is no {'link ' + link_id if link is None else 'step ' + step_id}")
    if pipeline.links_of(step_id):
        raise EditRefused(
            f"{step.label} is linked already", advice="Take its links away first; Ctrl+Shift+L does that."
        )
    with pipeline.edit(f"Insert {step.label}") as edit:
        edit.remove_link(link_id)
        if link.is_flow:
            make_room(pipeline, link.source, link.target)
        place = place_on_link(pipeline, link, at)
        edit.move_steps({step_id: free_place(pipeline, *place, without=(step_id,))})
        edit.put_link(replace(link, target=step_id, type=FLOW))
        edit.put_link(replace(link, source=step_id, when="success"))


def delete_and_heal(
    pipeline: Pipeline,
    steps: Iterable[str] = (),
    links: Iterable[str] = (),
    notes: Iterable[str] = (),
    frames: Iterable[str] = (),
) -> tuple[str, ...]:
    """Deletes what is named and links what came before the deleted steps with what came after them.

    Returns:
        The ids of the links that were made.
    """
    gone, cut = tuple(dict.fromkeys(steps)), set(links)
    entries = tuple(_entries(pipeline, gone, cut))
    bridges = [bridge for entry in entries for bridge in _bridges(pipeline, entry, set(gone), cut)]
    made = []
    with pipeline.edit(f"Delete {_name(pipeline, gone)} and heal") as edit:
        delete(pipeline, gone, cut, notes, frames)
        for bridge in sorted(bridges, key=lambda link: not link.is_flow):
            if _is_missing(pipeline, bridge):
                edit.put_link(bridge)
                made.append(bridge.id)
    return tuple(made)


def cut_links(pipeline: Pipeline, links: Iterable[str]) -> None:
    """Removes links, as one undo step."""
    cut = tuple(dict.fromkeys(links))
    with pipeline.edit("Cut link" if len(cut) == 1 else f"Cut {len(cut)} links") as edit:
        for link_id in cut:
            edit.remove_link(link_id)


def _entries(pipeline: Pipeline, gone: tuple[str, ...], cut: set[str]) -> Iterator[Link]:
    """The links that lead from what stays into what goes."""
    inside = set(gone)
    for step in gone:
        for link in pipeline.links_of(step):
            if link.target == step and link.source not in inside and link.id not in cut:
                yield link


def _bridges(pipeline: Pipeline, entry: Link, gone: set[str], cut: set[str]) -> Iterator[Link]:
    """The links that stand for all ways from a link into what goes to what stays behind it; flow before feedback."""
    seen, todo = {entry.target}, deque([entry])
    while todo:
        before = todo.pop()
        for link in pipeline.links_of(before.target):
            if link.source != before.target or link.id in cut:
                continue
            joined = _joined(before, link)
            if link.target not in gone:
                if joined.source != joined.target:
                    yield joined
            elif link.target not in seen:
                seen.add(link.target)
                (todo.append if joined.is_flow else todo.appendleft)(joined)


def _joined(first: Link, second: Link) -> Link:
    """Two links in a row as one: the reverse of inserting a step.

    An outcome that the second one waits for counts for what is now before it: who was told of a failure still is.
    """
    carried = {first.carries, second.carries}
    return Link(
        first.source,
        second.target,
        FLOW if first.is_flow and second.is_flow else FEEDBACK,
        first.when if second.when == "success" else second.when,
        carried.pop() if len(carried) == 1 else "control" if "control" in carried else "any",
    )


def _is_missing(pipeline: Pipeline, bridge: Link) -> bool:
    """Whether the order that a link would give is not there already by another way."""
    if bridge.id in pipeline.links or Link(bridge.source, bridge.target).id in pipeline.links:
        return False
    return not bridge.is_flow or bridge.when != "success" or not pipeline.cycle_with(bridge.target, bridge.source)


def _name(pipeline: Pipeline, steps: tuple[str, ...]) -> str:
    known = [pipeline.steps[s].label for s in steps if s in pipeline.steps]
    return known[0] if len(known) == 1 else f"{len(known)} steps"
