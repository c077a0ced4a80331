"""What frames make of the cards: nested areas, and boxes that stand for all the steps of a collapsed frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.commands.notes import COLLAPSED
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import FRAME_MARGIN, FRAME_SIZE, FRAME_TITLE, Area
from designer.drawing.text_fit import text_width
from designer.model.snapshot import Position
from designer.model.step import NO_ATTRIBUTES, Frame, Step
from designer.steps.catalog import Catalog
from designer.steps.kind import StepKind

ROLE: Final = "role"
FILE, JOB = "file", "job"
_WIDEST_TITLE: Final = 560.0
_TELLING: Final = ("deploys", "trains", "registers", "evaluates", "packages", "triggers_training")
_BESIDE: Final = ("versions", "notifies", "documents", "waits_for_person")


@dataclass(frozen=True, slots=True)
class Box:
    """A collapsed frame: one card-like box in the place of its title.

    Args:
        place: top-left corner; the box is as large as a card.
        steps: ids of all steps that it stands for, in the order of the frame.
    """

    frame: Frame
    place: Position
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The frames of a picture.

    Args:
        areas: of the frames that are drawn open, outer ones first.
        boxes: the collapsed ones that can be seen, by frame id.
        homes: step id -> id of the frame in whose box it is hidden.
    """

    areas: Mapping[str, Area] = field(default_factory=lambda: NO_ATTRIBUTES)
    boxes: Mapping[str, Box] = field(default_factory=lambda: NO_ATTRIBUTES)
    homes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)

    def place(self, step: str, positions: Mapping[str, Position]) -> Position:
        """Where a step, or the box that hides it, is drawn."""
        home = self.homes.get(step)
        return positions[step] if home is None else self.boxes[home].place

    def places(self, positions: Mapping[str, Position]) -> Mapping[str, Position]:
        """Where each step, or the box that hides it, is drawn."""
        return _Seen(self, positions) if self.homes else positions


class _Seen(Mapping[str, Position]):
    """Looked up when asked for: few of many are."""

    def __init__(self, groups: Grouping, positions: Mapping[str, Position]) -> None:
        self._groups, self._positions = groups, positions

    def __getitem__(self, step: str) -> Position:
        return self._groups.place(step, self._positions)

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)

    def __contains__(self, step: object) -> bool:
        return step in self._positions


class FrameTree:
    """Frames in frames, with the areas they take.

    Args:
        frames: by id.
        positions: top-left corners of the cards.
    """

    def __init__(self, frames: Mapping[str, Frame], positions: Mapping[str, Position]) -> None:
        self._frames, self._positions = frames, positions
        self.inner = nesting(frames.values())
        self.parent = {inside: frame for frame, found in self.inner.items() for inside in found}
        self.whole: dict[str, Area] = {}  # as if the frame itself were open; outer frames come last
        self.shown: dict[str, Area] = {}  # a collapsed one takes the room of a card
        for frame_id in reversed(self.inner):
            boxes = self.units(frame_id).values()
            if boxes:
                area = self.whole[frame_id] = around(boxes, frames[frame_id].title)
                closed = is_collapsed(frames[frame_id])
                self.shown[frame_id] = (area[0], area[1], CARD_WIDTH, CARD_HEIGHT) if closed else area

    def units(self, frame_id: str | None) -> dict[str, Area]:
        """What stands side by side directly in a frame, or on the ground: frames as ``[id]``, and cards, by id."""
        inner = self.inner[frame_id] if frame_id is not None else [i for i in self.inner if i not in self.parent]
        steps = self._frames[frame_id].steps if frame_id is not None else self._positions
        inside = {step for i in inner for step in self._frames[i].steps}
        found = {f"[{i}]": self.shown[i] for i in inner if i in self.shown}
        cards = (s for s in steps if s in self._positions and s not in inside)
        return found | {s: (*self._positions[s], CARD_WIDTH, CARD_HEIGHT) for s in cards}

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


def grouping(frames: Mapping[str, Frame], positions: Mapping[str, Position]) -> Grouping:
    """Areas and boxes of frames; those without a placed step are left out."""
    if not frames:
        return Grouping()
    tree = FrameTree(frames, positions)
    homes = {step: home for step, home in tree.homes().items() if home in tree.whole}
    hidden = {i for home in set(homes.values()) for i in tree.below(home)}
    areas = {i: tree.whole[i] for i in tree.inner if i in tree.whole and i not in hidden}
    steps: dict[str, list[str]] = {}
    for step, home in homes.items():
        steps.setdefault(home, []).append(step)
    boxes = {i: Box(frames[i], tree.whole[i][:2], tuple(found)) for i, found in steps.items()}
    return Grouping(areas, boxes, homes)


def is_collapsed(frame: Frame) -> bool:
    """Whether a frame is drawn as one box."""
    return frame.extra.get(COLLAPSED) is True


def nesting(frames: Iterable[Frame]) -> dict[str, tuple[str, ...]]:
    """Ids of the frames directly inside each frame; outer frames come first.

    A frame lies inside another one that has all of its steps. Of two with the same steps the file holds the job,
    and the one that was drawn earlier the later one.
    """
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
    return {frame_id: tuple(found) for frame_id, found in inside.items()}


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


def telling_kind(catalog: Catalog, steps: Iterable[Step]) -> str:
    """The kind that says most about what some steps are for; empty without steps.

    A release counts more than a training, both more than what prepares or tells of them; among equals the most
    frequent kind, and of those the first.
    """
    counts = Counter(step.kind for step in steps)
    return min(counts, key=lambda slug: (_rank(catalog.kind(slug)), -counts[slug]), default="")


def _rank(kind: StepKind) -> int:
    telling = (i for i, capability in enumerate(_TELLING) if kind.can(capability))
    return next(telling, len(_TELLING) + (not kind.capabilities or any(map(kind.can, _BESIDE))))
