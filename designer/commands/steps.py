"""Commands on steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from designer.commands.placement import free_place, place_between
from designer.errors import EditRefused
from designer.model.edit import Edit
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position, Snapshot
from designer.model.step import NO_ATTRIBUTES, Frame, Link, Note, Step, free_id, frozen
from designer.steps.catalog import Catalog

CONFIRMED: Final = "confirmed"
"""The confidence of a kind that a person has agreed to."""


def add_step(
    pipeline: Pipeline,
    catalog: Catalog,
    kind: str,
    *,
    at: Position | None = None,
    attributes: Mapping[str, Any] | None = None,
    step_id: str | None = None,
    title: str = "",
    after: str | None = None,
    before: str | None = None,
) -> str:
    """Adds a step and returns its id.

    Args:
        at: wanted place of the card; the nearest free one is taken. None places it beside its neighbours.
        step_id: wanted id; made unique when taken.
        after: a step that gets a flow link to the new one.
        before: a step that gets a flow link from the new one.
    """
    new = free_id(step_id or kind, pipeline.steps)
    neighbours = ([after] if after else [], [before] if before else [])
    place = free_place(pipeline, *at) if at else place_between(pipeline, *neighbours)
    with pipeline.edit(f"Add {title or catalog.kind(kind).title}") as edit:
        edit.put_step(Step(new, kind, title, frozen(attributes or {})))
        edit.move_steps({new: place})
        if after:
            edit.put_link(Link(after, new))
        if before:
            edit.put_link(Link(new, before))
    return new


def delete(
    pipeline: Pipeline,
    steps: Iterable[str] = (),
    links: Iterable[str] = (),
    notes: Iterable[str] = (),
    frames: Iterable[str] = (),
) -> None:
    """Deletes what is named; links of deleted steps go with them."""
    groups = [tuple(dict.fromkeys(ids)) for ids in (steps, links, notes, frames)]
    with pipeline.edit(_delete_label(pipeline, *groups)) as edit:
        for link_id in groups[1]:
            edit.remove_link(link_id)
        for step_id in groups[0]:
            edit.remove_step(step_id)
        for note_id in groups[2]:
            edit.remove_note(note_id)
        for frame_id in groups[3]:
            edit.remove_frame(frame_id)


def _delete_label(pipeline: Pipeline, steps: tuple[str, ...], *others: tuple[str, ...]) -> str:
    if len(steps) == 1 and not any(others) and steps[0] in pipeline.steps:
        return f"Delete {pipeline.steps[steps[0]].label}"
    called = {pipeline.notes[n].word for n in others[1] if n in pipeline.notes}
    words = ("step", "link", called.pop() if len(called) == 1 else "note", "frame")
    names = zip((steps, *others), words, strict=True)
    parts = [f"{len(ids)} {name}{'s' if len(ids) > 1 else ''}" for ids, name in names if ids]
    return f"Delete {', '.join(parts)}" if parts else "Delete nothing"


def rename(pipeline: Pipeline, step_id: str, title: str) -> None:
    """Gives a step another title; an empty one shows the id again. The id stays: files refer to it."""
    step = _step(pipeline, step_id)
    with pipeline.edit(f"Rename {step.label}") as edit:
        edit.put_step(replace(step, title=" ".join(title.split())))


def change_id(pipeline: Pipeline, step_id: str, new_id: str) -> None:
    """Changes the name of a step that files refer to, together with all that mentions it.

    Raises:
        EditRefused: the new id is taken or no id.
    """
    step = _step(pipeline, step_id)
    if new_id == step_id:
        return
    names = {step_id: new_id}
    with pipeline.edit(f"Change id of {step.label}") as edit:
        edit.rename_step(step_id, new_id)
        for other in tuple(pipeline.steps.values()):
            edit.put_step(_mentioning(other, names))
        edit.set_facts({"assessed": _reassessed(pipeline.facts.get("assessed"), step_id, new_id)})


def set_attributes(pipeline: Pipeline, step_id: str, changes: Mapping[str, Any]) -> None:
    """States facts about a step; the value None takes one back."""
    step = _step(pipeline, step_id)
    names = ", ".join(name.replace("_", " ") for name in changes)
    with pipeline.edit(f"Set {names} of {step.label}") as edit:
        edit.put_step(step.with_attributes(changes))


def set_kind(pipeline: Pipeline, catalog: Catalog, step_id: str, kind: str) -> None:
    """Swaps a step's kind, keeping its links, its title and every fact that the new kind also has."""
    step = _step(pipeline, step_id)
    old, new = catalog.fields(step.kind), catalog.fields(kind)
    lost = {name: None for name in step.attributes if name in old and name not in new}
    lost |= {name: None for name, value in step.attributes.items() if name in new and new[name].type.problem(value)}
    if step.get("tool") in set(catalog.kind(step.kind).tools) - set(catalog.kind(kind).tools):
        lost["tool"] = None
    with pipeline.edit(f"Change {step.label} to {catalog.kind(kind).title}") as edit:
        edit.put_step(replace(step.with_attributes(lost), kind=kind))


def confirm_kind(pipeline: Pipeline, catalog: Catalog, step_id: str, kind: str | None = None) -> None:
    """A person says what kind a step of a file is: as the program guessed, or another one."""
    step = _step(pipeline, step_id)
    wanted = kind or step.kind
    title = catalog.kind(wanted).title
    with pipeline.edit(f"Confirm {step.label} as {title}") as edit:
        if kind:
            set_kind(pipeline, catalog, step_id, kind)
        edit.put_step(pipeline.steps[step_id].with_attributes({"confidence": CONFIRMED}))


def move(pipeline: Pipeline, places: Mapping[str, Position]) -> None:
    """Moves cards to new places (top-left corners, canvas units)."""
    label = f"Move {len(places)} steps"
    if len(places) == 1:
        label = f"Move {_step(pipeline, next(iter(places))).label}"
    with pipeline.edit(label) as edit:
        edit.move_steps(places)


def tidy(pipeline: Pipeline, places: Mapping[str, Position], notes: Mapping[str, Position] = NO_ATTRIBUTES) -> None:
    """Moves cards, and notes beside them, to the places a layout worked out.

    Bends go along with a link that moves as a whole; those of other links that moved are taken away: they were made
    for the old places.
    """
    with pipeline.edit("Tidy layout") as edit:
        ways = {step: _way(pipeline.positions.get(step), place) for step, place in places.items()}
        for link_id in tuple(pipeline.bends):
            link = pipeline.links[link_id]
            if ways.get(link.source, (0.0, 0.0)) != ways.get(link.target, (0.0, 0.0)):
                edit.bend_link(link_id, ())
        edit.move_steps(places)
        for note_id, (x, y) in notes.items():
            edit.put_note(replace(pipeline.notes[note_id], x=x, y=y))


def _way(start: Position | None, end: Position) -> Position | None:
    return (round(end[0] - start[0], 2), round(end[1] - start[1], 2)) if start else None


def duplicate(
    pipeline: Pipeline,
    step_ids: Iterable[str],
    offset: Position = (40.0, 40.0),
    notes: Iterable[str] = (),
    frames: Iterable[str] = (),
) -> dict[str, str]:
    """Copies steps, the links among them, notes and frames; returns the new id of each step."""
    fragment = excerpt(pipeline.snapshot(), step_ids, notes)
    fragment = replace(fragment, frames={i: f for i, f in pipeline.frames.items() if i in set(frames)})
    label = "Duplicate" if len(fragment.steps) != 1 else f"Duplicate {next(iter(fragment.steps.values())).label}"
    return insert_fragment(pipeline, fragment, offset, label)


def excerpt(snapshot: Snapshot, step_ids: Iterable[str], note_ids: Iterable[str] = ()) -> Snapshot:
    """The named steps and notes with the links among the steps, and the frames that all of their steps come from.

    Frames of files of others stay: they say where their steps stand.
    """
    wanted = set(step_ids)
    steps = {i: s for i, s in snapshot.steps.items() if i in wanted}
    links = {i: k for i, k in snapshot.links.items() if k.source in steps and k.target in steps}
    notes = set(note_ids)
    return Snapshot(
        steps=steps,
        links=links,
        notes={i: n for i, n in snapshot.notes.items() if i in notes},
        frames={i: f for i, f in snapshot.frames.items() if _is_whole(f, wanted)},
        positions={i: p for i, p in snapshot.positions.items() if i in steps},
        bends={i: b for i, b in snapshot.bends.items() if i in links},
    )


def _is_whole(frame: Frame, wanted: set[str]) -> bool:
    return len(frame.steps) > 1 and wanted.issuperset(frame.steps) and "role" not in frame.extra


def set_facts(pipeline: Pipeline, changes: Mapping[str, Any]) -> None:
    """States facts about the pipeline itself; the value None takes one back."""
    with pipeline.edit(f"Set {', '.join(name.replace('_', ' ') for name in changes)} of the pipeline") as edit:
        edit.set_facts(changes)


def insert_fragment(pipeline: Pipeline, fragment: Snapshot, offset: Position, label: str) -> dict[str, str]:
    """Adds all that a fragment holds, moved by an offset; returns the new id of each of its steps."""
    names: dict[str, str] = {}
    taken = dict.fromkeys(pipeline.steps)
    for step_id in fragment.steps:
        names[step_id] = free_id(step_id, taken)
        taken[names[step_id]] = None
    with pipeline.edit(label) as edit:
        for step_id, step in fragment.steps.items():
            edit.put_step(_mentioning(replace(step, id=names[step_id]), names))
            x, y = fragment.positions.get(step_id) or place_between(pipeline, (), ())
            edit.move_steps({names[step_id]: (x + offset[0], y + offset[1])})
        for link in fragment.links.values():
            copy = _renamed(link, names)
            edit.put_link(copy)
            edit.bend_link(copy.id, ((x + offset[0], y + offset[1]) for x, y in fragment.bends.get(link.id, ())))
        for note in fragment.notes.values():
            pinned = names.get(note.step, "")
            _insert_note(pipeline, edit, replace(note, step=pinned), offset)
        for frame in fragment.frames.values():
            inside = tuple(names[s] for s in frame.steps if s in names)
            edit.put_frame(Frame(free_id(frame.id, pipeline.frames), frame.title, inside, frame.extra))
    return names


def _insert_note(pipeline: Pipeline, edit: Edit, note: Note, offset: Position) -> None:
    new = free_id(note.id, pipeline.notes)
    edit.put_note(replace(note, id=new, x=note.x + offset[0], y=note.y + offset[1]))


def _mentioning(step: Step, names: Mapping[str, str]) -> Step:
    """The step with the new ids of the steps that its facts name."""
    found = {}
    for attribute in ("target", "reference"):
        value = step.get(attribute)
        if isinstance(value, str) and value in names and (attribute, value) != ("reference", "training"):
            found[attribute] = names[value]
    return step.with_attributes(found) if found else step


def _reassessed(assessed: Any, step_id: str, new_id: str) -> Any:
    """The remembered questions (``CODE@step``) with the new id of a step."""
    if not isinstance(assessed, list):
        return assessed
    parts = [str(entry).partition("@") for entry in assessed]
    return [f"{code}@{new_id if step == step_id else step}" if at else code for code, at, step in parts]


def _renamed(link: Link, names: Mapping[str, str]) -> Link:
    return replace(link, source=names.get(link.source, link.source), target=names.get(link.target, link.target))


def _step(pipeline: Pipeline, step_id: str) -> Step:
    step = pipeline.steps.get(step_id)
    if step is None:
        raise EditRefused(f"there is no step {step_id}")
    return step
