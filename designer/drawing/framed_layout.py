"""Places for cards in frames: each frame's steps together, frames in frames, nothing on anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.commands.placement import CARD_HEIGHT, GAP_Y
from designer.drawing.arranging import NO_BOXES, NOWHERE, Arranged, Box
from designer.drawing.frame_levels import GROUND, FrameLevels
from designer.drawing.frame_tree import is_collapsed, title_width
from designer.drawing.geometry import FRAME_MARGIN, FRAME_TITLE
from designer.drawing.notes_beside import NOBODY, Company
from designer.drawing.packing import arranged
from designer.model.snapshot import Position, Snapshot

_BETWEEN_FILES = GAP_Y + CARD_HEIGHT  # so that a missing step finds room between two of them
_CARD = Box()
_INSIDE: Position = (FRAME_MARGIN, FRAME_MARGIN + FRAME_TITLE)


@dataclass(frozen=True, slots=True)
class _Part:
    """Cards, or a frame, that are laid out.

    Args:
        box: the room it takes.
        places: of its cards, seen from its corner.
        corner: where it belongs, when it stood somewhere before.
    """

    box: Box
    places: Mapping[str, Position]
    corner: Position | None = None


class FramedLayout:
    """Lays out all cards of a pipeline; files whose steps wait for those of another file stand right of it.

    Args:
        snapshot: the pipeline.
        boxes: what cards take with all that stands beside them; those not named are as large as a card.
        before: top-left corners of these boxes in the drawing that there is.
        beside: what collapsed frames take with all that stands beside them, by id of the frame.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        boxes: Mapping[str, Box] = NO_BOXES,
        before: Mapping[str, Position] = NOWHERE,
        beside: Mapping[str, Company] = NOBODY,
    ) -> None:
        self._frames = snapshot.frames
        self._levels = FrameLevels(snapshot)
        self._boxes, self._before, self._beside = boxes, before, beside

    def places(self) -> Arranged:
        """Top-left corners of all boxes; of a new drawing they begin at (0, 0)."""
        part = self._inside(GROUND)
        return Arranged(_moved(part.places, part.corner or (0.0, 0.0)), part.corner is not None)

    def _framed(self, frame_id: str) -> _Part:
        part = self._inside(frame_id)
        frame = self._frames.get(frame_id)
        if frame is None:
            return part  # what stands in no file, beside files
        width = max(part.box.width + 2 * FRAME_MARGIN, title_width(frame.title))
        box = Box(width, part.box.height + 2 * FRAME_MARGIN + FRAME_TITLE, level=part.box.level + _INSIDE[1])
        corner = (part.corner[0] - _INSIDE[0], part.corner[1] - _INSIDE[1]) if part.corner else None
        if not is_collapsed(frame):
            return _Part(box, _moved(part.places, _INSIDE), corner)
        beside = self._beside.get(frame_id)
        dx, dy = beside.card if beside else (0.0, 0.0)
        places = _moved(part.places, (_INSIDE[0] + dx, _INSIDE[1] + dy))
        return _Part(beside.box if beside else _CARD, places, corner and (corner[0] - dx, corner[1] - dy))

    def _inside(self, frame_id: str) -> _Part:
        """Frames and cards beside each other; a link of a step in a frame is one of the frame."""
        level = self._levels.of(frame_id)
        parts = {unit: self._framed(inner) for unit, inner in level.frames.items()}
        boxes = {u: parts[u].box if u in parts else self._boxes.get(u, _CARD) for u in level.units}
        before = {u: self._before[u] for u in level.units if u in self._before}
        before |= {unit: part.corner for unit, part in parts.items() if part.corner}
        found = arranged(boxes, level.flow, _BETWEEN_FILES if level.has_files else GAP_Y, before, level.feedback)
        left = min((x for x, _ in found.places.values()), default=0.0)
        top = min((y for _, y in found.places.values()), default=0.0)
        corners = _moved(found.places, (-left, -top))
        places: dict[str, Position] = {}
        for unit, corner in corners.items():
            places |= _moved(parts[unit].places, corner) if unit in parts else {unit: corner}
        width = max((corners[u][0] + box.width for u, box in boxes.items()), default=0.0)
        height = max((corners[u][1] + box.height for u, box in boxes.items()), default=0.0)
        met = [corners[u][1] + boxes[u].level for u in level.linked_outside]
        middle = sum(met) / len(met) if met else height / 2
        return _Part(Box(width, height, level=middle), places, (left, top) if found.is_kept else None)


def _moved(places: Mapping[str, Position], by: Position) -> dict[str, Position]:
    return {step: (x + by[0], y + by[1]) for step, (x, y) in places.items()}
