"""The only writer of a pipeline: an open transaction."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any, Final

from designer.errors import EditRefused
from designer.model.changes import BENDS, FACTS, FRAMES, LINKS, NOTES, POSITIONS, STEPS, Change
from designer.model.snapshot import Bends, Position
from designer.model.step import CARRIES, FEEDBACK, FLOW, STEP_ID, WHEN, Frame, Link, Note, Step
from designer.model.table import Table

_LINK_WORDS: Final = {"type": (FLOW, FEEDBACK), "when": WHEN, "carries": CARRIES}

_LONG_CIRCLE: Final = 20


class Edit:
    """What can be written while a transaction is open. Every method validates, writes and records.

    Args:
        tables: the pipeline's tables.
        write: carries out a change and keeps what is derived from the tables up to date.
        cycle_with: the circle that a flow link between two steps would close.
        links_of: the links that start or end at a step.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        write: Callable[[Change], None],
        cycle_with: Callable[[str, str], tuple[str, ...]],
        links_of: Callable[[str], tuple[Link, ...]],
    ) -> None:
        self._tables = tables
        self._write = write
        self._cycle_with = cycle_with
        self._links_of = links_of
        self.changes: list[Change] = []
        self.is_over = False

    def put_step(self, step: Step) -> None:
        """Adds a step or replaces the one with its id."""
        _check_id(step.id)
        self._put(STEPS, step.id, step)

    def rename_step(self, step_id: str, new_id: str) -> None:
        """Gives a step another id; it, its links and its place keep their places in the order."""
        self._require(STEPS, step_id)
        if new_id in self._tables[STEPS]:
            raise EditRefused(f"there is already a step {new_id}", advice="Choose another id.")
        _check_id(new_id)
        links = self._links_of(step_id)
        self._swap(STEPS, step_id, new_id, replace(self._tables[STEPS][step_id], id=new_id))
        for link in links:
            ends = {end: new_id for end in ("source", "target") if getattr(link, end) == step_id}
            new = replace(link, **ends)
            self._swap(LINKS, link.id, new.id, new)
            if link.id in self._tables[BENDS]:
                self._swap(BENDS, link.id, new.id, self._tables[BENDS][link.id])
        for frame in tuple(self._tables[FRAMES].values()):
            inside = tuple(new_id if s == step_id else s for s in frame.steps)
            self._put(FRAMES, frame.id, replace(frame, steps=inside))
        if step_id in self._tables[POSITIONS]:
            self._swap(POSITIONS, step_id, new_id, self._tables[POSITIONS][step_id])
        for note in self._pinned_to({step_id}):
            self._put(NOTES, note.id, replace(note, step=new_id))

    def remove_step(self, step_id: str) -> None:
        """Removes a step with its links, its place and its mentions in frames; comments on it stay where they are."""
        self._require(STEPS, step_id)
        for link in self._links_of(step_id):
            self.remove_link(link.id)
        for frame in tuple(self._tables[FRAMES].values()):
            if step_id in frame.steps:
                rest = tuple(s for s in frame.steps if s != step_id)
                self._put(FRAMES, frame.id, replace(frame, steps=rest))
        for note in self._pinned_to({step_id}):
            self._put(NOTES, note.id, replace(note, step=""))  # what was said stays
        self._put(POSITIONS, step_id, None)
        self._put(STEPS, step_id, None)

    def put_link(self, link: Link) -> None:
        """Adds a link or replaces the one with its ends and type.

        Raises:
            EditRefused: an unknown step, a step linked to itself, or a flow link that closes a circle.
        """
        self._require(STEPS, link.source)
        self._require(STEPS, link.target)
        for name, words in _LINK_WORDS.items():
            if getattr(link, name) not in words:
                raise EditRefused(f"{name} of link {link.id} must be one of {', '.join(words)}")
        if link.source == link.target:
            raise EditRefused(f"{link.source} cannot be linked to itself", advice="Choose another step.")
        if link.is_flow and link.id not in self._tables[LINKS]:
            self._refuse_cycle(link)
        self._put(LINKS, link.id, link)

    def remove_link(self, link_id: str) -> None:
        """Removes a link with its bends."""
        self._put(BENDS, link_id, None)
        self._remove(LINKS, link_id)

    def bend_link(self, link_id: str, bends: Iterable[Position]) -> None:
        """Sets the points that a link passes, in canvas units, to the hundredth; none makes it find its own way."""
        self._require(LINKS, link_id)
        points = tuple(bends)
        if not all(isfinite(v) for point in points for v in point):
            raise EditRefused(f"the bends of {link_id} must be finite numbers")
        self._put(BENDS, link_id, _rounded(points) or None)

    def put_note(self, note: Note) -> None:
        self._put(NOTES, note.id, note)

    def remove_note(self, note_id: str) -> None:
        self._remove(NOTES, note_id)

    def put_frame(self, frame: Frame) -> None:
        for step_id in frame.steps:
            self._require(STEPS, step_id)
        self._put(FRAMES, frame.id, frame)

    def remove_frame(self, frame_id: str) -> None:
        self._remove(FRAMES, frame_id)

    def move_steps(self, places: Mapping[str, Position]) -> None:
        """Sets the top-left corners of steps' cards, in canvas units, to the hundredth: what a file keeps of them.

        Bends of links whose both ends go the same way, and comments that are pinned to a step, go along.
        """
        carried, pinned = self._carried(places), self._pinned_to(places)
        before = {note.step: self._tables[POSITIONS].get(note.step) for note in pinned}
        for step_id, (x, y) in places.items():
            self._require(STEPS, step_id)
            if not (isfinite(x) and isfinite(y)):
                raise EditRefused(f"the place of {step_id} must be two finite numbers, not {x} and {y}")
            self._put(POSITIONS, step_id, (round(float(x), 2), round(float(y), 2)))
        for link_id, bends in carried.items():
            self._put(BENDS, link_id, bends)
        for note in pinned:
            place = before[note.step]
            if place is not None:
                dx, dy = _way(place, places[note.step])
                self._put(NOTES, note.id, replace(note, x=note.x + dx, y=note.y + dy))

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Sets attributes of the pipeline; the value None removes one."""
        for name, value in facts.items():
            self._put(FACTS, name, value)

    def _pinned_to(self, steps: Container[str]) -> list[Note]:
        return [note for note in self._tables[NOTES].values() if note.step and note.step in steps]

    def _carried(self, places: Mapping[str, Position]) -> dict[str, Bends]:
        """The bends of links whose both ends move by the same way: they go along."""
        before, found = self._tables[POSITIONS], {}
        for link_id, bends in self._tables[BENDS].items():
            link = self._tables[LINKS][link_id]
            if link.source in places and link.target in places and link.source in before and link.target in before:
                ways = {_way(before[end], places[end]) for end in (link.source, link.target)}
                if len(ways) == 1:
                    dx, dy = ways.pop()
                    found[link_id] = _rounded((x + dx, y + dy) for x, y in bends)
        return found

    def _refuse_cycle(self, link: Link) -> None:
        cycle = self._cycle_with(link.source, link.target)
        if cycle:
            raise EditRefused(
                f"a flow link {link.id} would close the circle {_path(cycle)}",
                cycle=cycle,
                advice="Make it a feedback link: it starts a later run.",
            )

    def _remove(self, table: str, key: str) -> None:
        self._require(table, key)
        self._put(table, key, None)

    def _require(self, table: str, key: str) -> None:
        if key not in self._tables[table]:
            raise EditRefused(f"there is no {table.removesuffix('s')} {key}")

    def _swap(self, table: str, key: str, new_key: str, row: Any) -> None:
        """Replaces a row by one with another id in the same place of the order."""
        rank = self._tables[table].ranks[key]
        self._put(table, key, None)
        self._put(table, new_key, row, rank)

    def _put(self, table: str, key: str, after: Any, rank: int | None = None) -> None:
        if self.is_over:
            raise RuntimeError("this edit is over; open another one")
        change = self._tables[table].change(table, key, after, rank)
        if change is not None:
            self._write(change)
            self.changes.append(change)


def _rounded(points: Iterable[Position]) -> Bends:
    return tuple((round(float(x), 2), round(float(y), 2)) for x, y in points)


def _way(start: Position, end: Position) -> Position:
    return round(end[0] - start[0], 2), round(end[1] - start[1], 2)


def _path(cycle: Sequence[str]) -> str:
    """The steps of a circle in order; of a very long one, both ends."""
    shown = cycle if len(cycle) <= _LONG_CIRCLE else (*cycle[: _LONG_CIRCLE // 2], "...", *cycle[-_LONG_CIRCLE // 2 :])
    return " -> ".join(shown)


def _check_id(step_id: str) -> None:
    if not STEP_ID.match(step_id):
        raise EditRefused(
            f"{step_id!r} is not a step id", advice="Use letters, digits, _ and -, starting with a letter or _."
        )
