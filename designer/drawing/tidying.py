"""Tidy: new places for all steps or for some, near to the old ones, notes beside them included."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_Y
from designer.drawing.framed_layout import FramedLayout
from designer.drawing.free_space import Box as Area
from designer.drawing.free_space import free_shift
from designer.drawing.grouping import Grouping, grouping
from designer.drawing.notes_beside import company, notes_beside
from designer.model.snapshot import Position, Snapshot
from designer.model.step import Note


@dataclass(frozen=True, slots=True)
class Tidied:
    """New top-left corners.

    Args:
        steps: by id, of all steps that were arranged.
        notes: by id, of the notes that stand beside them.
    """

    steps: Mapping[str, Position]
    notes: Mapping[str, Position] = field(default_factory=dict)

    def moved(self, dx: float, dy: float) -> Tidied:
        if not dx and not dy:
            return self
        steps = {step: (x + dx, y + dy) for step, (x, y) in self.steps.items()}
        return Tidied(steps, {note: (x + dx, y + dy) for note, (x, y) in self.notes.items()})


def tidy(snapshot: Snapshot, only: Collection[str] | None = None) -> Tidied:
    """Columns from left to right; a drawing that stands in columns already changes as little as possible.

    What is arranged covers nothing else: a drawing of all steps moves down where a note would hide one of its cards,
    one of some steps goes to the nearest free place.

    Args:
        snapshot: the pipeline.
        only: ids of the steps to arrange; None for all of them.
    """
    chosen = snapshot if only is None else _part(snapshot, frozenset(only))
    groups = grouping(snapshot.frames, snapshot.positions)
    seen = {s: p for s, p in snapshot.positions.items() if s not in groups.homes}
    seen |= {box.steps[0]: box.place for box in groups.boxes.values()}  # one step stands for its box
    notes = [n for n in snapshot.notes.values() if not n.step]  # a comment goes with its step anyway
    beside = _among(notes_beside([n for n in notes if n.takes_room], seen), chosen)
    tidied = _arranged(chosen, beside, groups)
    alone = [n for n in notes if n.takes_room and n.id not in tidied.notes]
    strokes = _among(notes_beside([n for n in notes if not n.takes_room], seen), chosen)
    tidied = replace(tidied, notes={**tidied.notes, **_along(strokes, snapshot.positions, tidied.steps)})
    if only is None:
        return tidied.moved(0, _way_below(tidied.steps, alone))
    return tidied.moved(*free_shift(_areas(chosen, tidied), _others(snapshot, chosen, alone), GAP_Y / 4))


def _part(snapshot: Snapshot, only: Collection[str]) -> Snapshot:
    """Some steps with the links among them, and what their frames hold of them."""
    frames = {i: replace(f, steps=tuple(s for s in f.steps if s in only)) for i, f in snapshot.frames.items()}
    return replace(
        snapshot,
        steps={i: s for i, s in snapshot.steps.items() if i in only},
        links={i: k for i, k in snapshot.links.items() if k.source in only and k.target in only},
        frames={i: f for i, f in frames.items() if f.steps},
        positions={i: p for i, p in snapshot.positions.items() if i in only},
    )


def _among(beside: Mapping[str, list[Note]], chosen: Snapshot) -> dict[str, list[Note]]:
    return {step: notes for step, notes in beside.items() if step in chosen.steps}


def _along(
    strokes: Mapping[str, list[Note]], before: Mapping[str, Position], after: Mapping[str, Position]
) -> dict[str, Position]:
    """What was drawn round a card goes as far as that."""
    ways = {step: _from(after[step], before[step], -1) for step in strokes}
    return {n.id: (n.x + ways[step][0], n.y + ways[step][1]) for step, notes in strokes.items() for n in notes}


def _arranged(snapshot: Snapshot, beside: Mapping[str, list[Note]], groups: Grouping) -> Tidied:
    boxes = {step: company(groups.place(step, snapshot.positions), notes) for step, notes in beside.items()}
    closed = {groups.homes[step]: boxes.pop(step) for step in beside if step in groups.homes}
    before = dict(snapshot.positions)
    for step, found in boxes.items():
        x, y = before[step]
        before[step] = (x - found.card[0], y - found.card[1])
    corners = FramedLayout(snapshot, {s: c.box for s, c in boxes.items()}, before, closed).places().places
    steps = {step: corners[step] for step in snapshot.steps}
    steps |= {step: _from(corners[step], found.card) for step, found in boxes.items()}
    notes = {note: _from(corners[step], way) for step, found in boxes.items() for note, way in found.notes.items()}
    for frame, box in grouping(snapshot.frames, steps).boxes.items() if closed else ():
        if frame in closed:
            corner = _from(box.place, closed[frame].card, -1)
            notes |= {note: _from(corner, way) for note, way in closed[frame].notes.items()}
    return Tidied(steps, notes)


def _from(place: Position, way: Position, times: int = 1) -> Position:
    return place[0] + way[0] * times, place[1] + way[1] * times


def _way_below(places: Mapping[str, Position], notes: Collection[Note]) -> float:
    """How far down a drawing must go until none of its cards lies on a note."""
    down, hidden = 0.0, True
    while hidden:
        hidden = False
        for note in notes:
            beside = [y + down for x, y in places.values() if note.x - CARD_WIDTH < x < note.x + note.width]
            if any(note.y - CARD_HEIGHT < y < note.y + note.height for y in beside):
                down += note.y + note.height + GAP_Y - min(beside)
                hidden = True  # what was above another note may lie on it now
    return down


def _areas(chosen: Snapshot, tidied: Tidied) -> list[Area]:
    """What was arranged takes: cards or boxes, notes, and frames round more than is in them."""
    groups = grouping(chosen.frames, tidied.steps)
    cards = [(*p, CARD_WIDTH, CARD_HEIGHT) for s, p in tidied.steps.items() if s not in groups.homes]
    boxes = [(*box.place, CARD_WIDTH, CARD_HEIGHT) for box in groups.boxes.values()]
    sizes = {n.id: (n.width, n.height) for n in chosen.notes.values() if n.takes_room}
    notes = [(*p, *sizes[n]) for n, p in tidied.notes.items() if n in sizes]
    return [*cards, *boxes, *groups.areas.values(), *notes]


def _others(snapshot: Snapshot, chosen: Snapshot, alone: Collection[Note]) -> list[Area]:
    """What must not be covered: all that stays, with the frames that nothing of what was arranged is in."""
    groups = grouping(snapshot.frames, snapshot.positions)
    cards = [(*p, CARD_WIDTH, CARD_HEIGHT) for s, p in snapshot.positions.items() if s not in chosen.steps]
    frames = [a for i, a in groups.areas.items() if not chosen.steps.keys() & set(snapshot.frames[i].steps)]
    boxes = [
        (*b.place, CARD_WIDTH, CARD_HEIGHT) for b in groups.boxes.values() if not chosen.steps.keys() & set(b.steps)
    ]
    hidden = groups.homes.keys()
    shown = [
        c
        for c, s in zip(cards, (s for s in snapshot.positions if s not in chosen.steps), strict=True)
        if s not in hidden
    ]
    return [*shown, *frames, *boxes, *((n.x, n.y, n.width, n.height) for n in alone)]
