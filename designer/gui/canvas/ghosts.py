"""Missing steps and links of the newest report, where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.free_space import Box, FreeSpace
from designer.drawing.geometry import Area, Floats, link_curve, point_on, side_curve
from designer.drawing.ghost_places import ghost_places, room_beside
from designer.drawing.grouping import Grouping
from designer.gui.canvas.looks import Look, look_of
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position, Snapshot
from designer.model.step import FLOW
from designer.pace import breathe
from designer.steps.catalog import Catalog

if TYPE_CHECKING:
    from designer.analysis.finding import Finding


CHIP: Final = 26.0
"""Edge of the mark on a missing link."""


@dataclass(frozen=True, slots=True)
class GhostCard:
    """A missing step as it is drawn; of a missing link, the mark in its middle.

    Args:
        finding: what it would mend.
        look: of the kind that is missing; None for a link.
        curves: (n, 8) curves to the steps it belongs between, or of the missing links.
    """

    finding: Finding
    look: Look | None
    title: str
    x: float
    y: float
    after: tuple[str, ...]
    before: tuple[str, ...]
    curves: Floats = field(compare=False)  # arrays have no single answer to whether they are equal

    @property
    def width(self) -> float:
        return CHIP if self.look is None else CARD_WIDTH

    @property
    def height(self) -> float:
        return CHIP if self.look is None else CARD_HEIGHT

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the scene lies on it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class GhostRoom:
    """Where missing steps can be drawn; good until something moves.

    Args:
        positions: where each step is seen.
        frames: areas of the open frames, with their steps.
        space: what cards and notes leave.
    """

    positions: Mapping[str, Position]
    frames: Mapping[Area, frozenset[str]]
    space: FreeSpace

    @classmethod
    def of(cls, pipeline: Pipeline | Snapshot, groups: Grouping, cards: Floats) -> GhostRoom:
        """The room in a pipeline with its frames, and the (n, 2) places of its cards."""
        frames = {area: groups.steps_in(i) for i, area in groups.areas.items()}
        return cls(groups.places(pipeline.positions), frames, room_beside(cards, _note_boxes(pipeline)))


def ghost_cards(
    findings: Sequence[Finding],
    pipeline: Pipeline | Snapshot,
    catalog: Catalog,
    room: GhostRoom,
) -> list[GhostCard]:
    """One card for each missing step, one mark for each missing link; findings that miss the same share one.

    Args:
        room: of the same pipeline, as it is drawn.
    """
    positions = room.positions
    wanted: dict[tuple[str, frozenset[Position], frozenset[Position]], Finding] = {}
    for finding in findings:
        ghost = finding.ghost
        if ghost is not None and ghost.kind and finding.waived is None and finding.autofix is not None:
            near_after, near_before = (
                frozenset(positions[s] for s in ids if s in positions) for ids in (ghost.after, ghost.before)
            )
            wanted.setdefault((ghost.kind, near_after, near_before), finding)
    chosen = list(wanted.values())
    ghosts = [finding.ghost for finding in chosen if finding.ghost is not None]
    places = ghost_places(positions, ghosts, _note_boxes(pipeline), room.frames, room.space)
    cards = []
    for finding, ghost, place in zip(chosen, ghosts, places, strict=True):
        breathe()
        if place is not None:
            after = tuple(s for s in ghost.after if s in positions)
            before = tuple(s for s in ghost.before if s in positions)
            title = ghost.title or catalog.kind(ghost.kind).title
            curves = _curves(place, [positions[s] for s in after], [positions[s] for s in before])
            look = look_of(catalog, ghost.kind)
            cards.append(GhostCard(finding, look, title, place[0], place[1], after, before, curves))
    return cards + _missing_links(findings, positions)


def _note_boxes(pipeline: Pipeline | Snapshot) -> list[Box]:
    return [(n.x, n.y, n.width, n.height) for n in pipeline.notes.values() if n.takes_room]


def _missing_links(findings: Sequence[Finding], positions: Mapping[str, Position]) -> list[GhostCard]:
    found: dict[tuple[object, ...], GhostCard] = {}
    for finding in findings:
        ghost = finding.ghost
        if ghost is None or ghost.kind or finding.waived is not None or finding.autofix is None:
            continue
        after = tuple(s for s in ghost.after if s in positions)
        before = tuple(s for s in ghost.before if s in positions)
        pairs = [(positions[a], positions[b]) for a in after for b in before if positions[a] != positions[b]]
        if pairs:
            curves = [link_curve(a, b, ghost.link != FLOW or b[0] <= a[0]) for a, b in pairs]
            x, y = point_on(curves[0], 0.5)
            title = f"Link from {', '.join(after)} to {', '.join(before)}"
            shape = np.array(curves, float).reshape(-1, 8)
            card = GhostCard(finding, None, title, x - CHIP / 2, y - CHIP / 2, after, before, shape)
            found.setdefault((after, before, ghost.link), card)
    return list(found.values())


def _curves(
    place: tuple[float, float], after: Sequence[tuple[float, float]], before: Sequence[tuple[float, float]]
) -> Floats:
    curves = [side_curve(p, place) for p in after] + [side_curve(place, p) for p in before]
    return np.array(curves, float).reshape(-1, 8)


class GhostLayer:
    """Missing steps and links with what is asked of all of them at once; to be made in any thread.

    Args:
        cards: in the order they are drawn.
        margin: around each of them in `boxes`.
    """

    def __init__(self, cards: Sequence[GhostCard] = (), margin: float = 0.0) -> None:
        self.cards = cards
        low = np.array([(g.x, g.y) for g in cards], float).reshape(-1, 2)
        high = low + np.array([(g.width, g.height) for g in cards], float).reshape(-1, 2)
        self.bounds = (*low.min(0).tolist(), *high.max(0).tolist()) if cards else None  # of the cards alone
        owners = np.repeat(np.arange(len(cards)), [len(g.curves) for g in cards])
        if len(owners):
            points = np.concatenate([g.curves.reshape(-1, 4, 2) for g in cards])
            np.minimum.at(low, owners, points.min(1))
            np.maximum.at(high, owners, points.max(1))
        self.boxes: Floats = np.concatenate([low - margin, high + margin], 1)  # with curves: left, top, right, bottom
        self._rows = {(g.finding.code, g.title, g.x, g.y, g.curves.tobytes()): row for row, g in enumerate(cards)}

    def seen_in(self, area: tuple[float, float, float, float]) -> list[GhostCard]:
        """Those that can be seen in an area: left, top, right, bottom."""
        left, top, right, bottom = self.boxes.T
        seen = (left < area[2]) & (right > area[0]) & (top < area[3]) & (bottom > area[1])
        return [self.cards[row] for row in np.flatnonzero(seen).tolist()]

    def differs_from(self, other: GhostLayer) -> Floats:
        """Boxes of what is drawn in one of two only."""
        mine, others = (
            one.boxes[[row for key, row in one._rows.items() if key not in two._rows]]
            for one, two in ((self, other), (other, self))
        )
        return np.concatenate([mine, others])
