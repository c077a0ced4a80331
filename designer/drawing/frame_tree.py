"""Frames in frames: which lies in which, and the areas they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Final

from designer.commands.notes import COLLAPSED
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import FRAME_MARGIN, FRAME_SIZE, FRAME_TITLE, Area
from designer.drawing.text_fit import text_width
from designer.model.snapshot import Position
from designer.model.step import Frame

ROLE: Final = "role"
FILE, JOB = "file", "job"
_WIDEST_TITLE: Final = 560.0


class FrameTree:
    """Frames in frames, with the areas they take.

    Args:
        frames: by id.
        positions: top-left corners of the cards.
    """

    def __init__(self, frames: Mapping[str, Frame], positions: Mapping[str, Position]) -> None:
        self._frames, self._positions = frames, positions
        self.inner, self._holders = _nested(frames.values())
        self._cards: dict[str, tuple[str, ...]] = {}  # frame -> steps that stand in it and in none inside it
        self.members = {frame.id: frozenset(frame.steps) for frame in frames.values()}
        self.parent = {inside: frame for frame, found in self.inner.items() for inside in found}
        self.whole: dict[str, Area] = {}  # as if the frame itself were open; outer frames come last
        self.shown: dict[str, Area] = {}  # a collapsed one takes the room of a card
        for frame_id in reversed(self.inner):
            self._measure(frame_id)

    def moved(self, positions: Mapping[str, Position], steps: Iterable[str]) -> FrameTree:
        """The same frames after some of the placed steps have moved."""
        tree = copy(self)
        tree._positions, tree.whole, tree.shown = positions, dict(self.whole), dict(self.shown)
        touched = {frame_id for step in steps for frame_id in self._holders.get(step, ())}
        for frame_id in reversed(self.inner):
            if frame_id in touched:
                tree._measure(frame_id)
        return tree

    def _measure(self, frame_id: str) -> None:
        boxes = self.units(frame_id).values()
        if boxes:
            area = self.whole[frame_id] = around(boxes, self._frames[frame_id].title)
            closed = is_collapsed(self._frames[frame_id])
            self.shown[frame_id] = (area[0], area[1], CARD_WIDTH, CARD_HEIGHT) if closed else area

    def units(self, frame_id: str | None) -> dict[str, Area]:
        """What stands side by side directly in a frame, or on the ground: frames as ``[id]``, and cards, by id."""
        inner = self.inner[frame_id] if frame_id is not None else [i for i in self.inner if i not in self.parent]
        found = {f"[{i}]": self.shown[i] for i in inner if i in self.shown}
        cards = (s for s in self._direct(frame_id, inner) if s in self._positions)
        return found | {s: (*self._positions[s], CARD_WIDTH, CARD_HEIGHT) for s in cards}

    def _direct(self, frame_id: str | None, inner: Iterable[str]) -> tuple[str, ...]:
        """Steps directly in a frame or on the ground; of a frame, worked out once."""
        known = None if frame_id is None else self._cards.get(frame_id)
        if known is None:
            inside = {step for i in inner for step in self._frames[i].steps}
            steps = self._positions if frame_id is None else self._frames[frame_id].steps
            known = tuple(s for s in steps if s not in inside)
            if frame_id is not None:
                self._cards[frame_id] = known
        return known

    def steps_of(self, unit: str) -> tuple[str, ...]:
        """Ids of the steps of a unit."""
        return self._frames[unit[1:-1]].steps if unit[0] == "[" else (unit,)

    def homes(self) -> dict[str, str]:
        """Step -> the outermost collapsed frame around it."""
        homes: dict[str, str] = {}
        for frame_id in self.inner:
            if is_collapsed(self._frames[frame_id]):
                for step in self._frames[frame_id].steps:
                    homes.setdefault(step, frame_id)
        return homes

    def below(self, frame_id: str) -> Iterator[str]:
        """A frame and all that lie in it."""
        yield frame_id
        for inside in self.inner[frame_id]:
            yield from self.below(inside)


def is_collapsed(frame: Frame) -> bool:
    """Whether a frame is drawn as one box."""
    return frame.extra.get(COLLAPSED) is True


def nesting(frames: Iterable[Frame]) -> dict[str, tuple[str, ...]]:
    """Ids of the frames directly inside each frame; outer frames come first.

    A frame lies inside another one that has all of its steps. Of two with the same steps the file holds the job,
    and the one that was drawn earlier the later one.
    """
    return _nested(frames)[0]


def _nested(frames: Iterable[Frame]) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """What lies inside each frame, and the frames around each step, outer ones first."""
    ordered = sorted(frames, key=_outer_first)
    holders: dict[str, list[str]] = {}  # step -> frames around it, outer ones first
    members = {frame.id: frozenset(frame.steps) for frame in ordered}
    inside: dict[str, list[str]] = {frame.id: [] for frame in ordered}
    for frame in ordered:
        around = holders.get(frame.steps[0], []) if frame.steps else []
        parent = next((i for i in reversed(around) if members[frame.id] <= members[i]), None)
        if parent is not None:
            inside[parent].append(frame.id)
        for step in frame.steps:
            holders.setdefault(step, []).append(frame.id)
    return {frame_id: tuple(found) for frame_id, found in inside.items()}, holders


def _outer_first(frame: Frame) -> tuple[int, bool]:
    return -len(frame.steps), frame.extra.get(ROLE) == JOB


def around(boxes: Iterable[Area], title: str = "") -> Area:
    """The area of a frame around boxes of which there is at least one; its title stands on top and fits in."""
    found = list(boxes)
    left, top = min(b[0] for b in found) - FRAME_MARGIN, min(b[1] for b in found) - FRAME_MARGIN - FRAME_TITLE
    right, bottom = max(b[0] + b[2] for b in found) + FRAME_MARGIN, max(b[1] + b[3] for b in found) + FRAME_MARGIN
    return left, top, max(right - left, title_width(title)), bottom - top


def title_width(title: str) -> float:
    """How wide a frame must be for its title; very long ones are cut."""
    return min(text_width(title, FRAME_SIZE, bold=True) + 2 * FRAME_MARGIN, _WIDEST_TITLE)
