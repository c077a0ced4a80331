"""What frames make of the cards: nested areas, and boxes that stand for all the steps of a collapsed frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from designer.drawing.frame_tree import FrameTree
from designer.drawing.geometry import Area
from designer.model.snapshot import Position
from designer.model.step import NO_ATTRIBUTES, Frame, Step
from designer.steps.catalog import Catalog
from designer.steps.kind import StepKind

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
        tree: what they were worked out from.
    """

    areas: Mapping[str, Area] = field(default_factory=lambda: NO_ATTRIBUTES)
    boxes: Mapping[str, Box] = field(default_factory=lambda: NO_ATTRIBUTES)
    homes: Mapping[str, str] = field(default_factory=lambda: NO_ATTRIBUTES)
    tree: FrameTree | None = field(default=None, compare=False, repr=False)

    def moved(self, positions: Mapping[str, Position], steps: Iterable[str]) -> Grouping:
        """The same frames after some of the placed steps have moved."""
        if self.tree is None:
            return self
        tree = self.tree.moved(positions, steps)
        areas = {i: tree.whole[i] for i in self.areas}
        boxes = dict(self.boxes)
        for frame_id, box in self.boxes.items():
            if tree.whole[frame_id][:2] != box.place:
                boxes[frame_id] = replace(box, place=tree.whole[frame_id][:2])
        return Grouping(areas, boxes, self.homes, tree)

    def steps_in(self, frame_id: str) -> frozenset[str]:
        """All steps of a frame."""
        return self.tree.members[frame_id] if self.tree else frozenset()

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
    return Grouping(areas, boxes, homes, tree)


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
