"""Missing steps of the newest report, where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Area, Floats, side_curve
from designer.drawing.ghost_places import ghost_places
from designer.gui.canvas.looks import Look, look_of
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position
from designer.steps.catalog import Catalog

if TYPE_CHECKING:
    from designer.analysis.finding import Finding


@dataclass(frozen=True, slots=True)
class GhostCard:
    """A missing step as it is drawn.

    Args:
        finding: what it would mend.
        curves: (n, 8) curves to the steps it belongs between.
    """

    finding: Finding
    look: Look
    title: str
    x: float
    y: float
    after: tuple[str, ...]
    before: tuple[str, ...]
    curves: Floats

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the scene lies on it."""
        return self.x <= x <= self.x + CARD_WIDTH and self.y <= y <= self.y + CARD_HEIGHT


def ghost_cards(
    findings: Sequence[Finding],
    pipeline: Pipeline,
    catalog: Catalog,
    frames: Mapping[str, Area],
    positions: Mapping[str, Position],
) -> list[GhostCard]:
    """One card for each missing step: findings that miss the same kind beside the same cards share one.

    Args:
        frames: areas of the open frames by id.
        positions: where each step is seen.
    """
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
    framed = {area: pipeline.frames[i].steps for i, area in frames.items()}
    notes = [(n.x, n.y, n.width, n.height) for n in pipeline.notes.values()]
    places = ghost_places(positions, ghosts, notes, framed)
    cards = []
    for finding, ghost, place in zip(chosen, ghosts, places, strict=True):
        if place is not None:
            after = tuple(s for s in ghost.after if s in positions)
            before = tuple(s for s in ghost.before if s in positions)
            title = ghost.title or catalog.kind(ghost.kind).title
            curves = _curves(place, [positions[s] for s in after], [positions[s] for s in before])
            look = look_of(catalog, ghost.kind)
            cards.append(GhostCard(finding, look, title, place[0], place[1], after, before, curves))
    return cards


def _curves(
    place: tuple[float, float], after: Sequence[tuple[float, float]], before: Sequence[tuple[float, float]]
) -> Floats:
    curves = [side_curve(p, place) for p in after] + [side_curve(place, p) for p in before]
    return np.array(curves, float).reshape(-1, 8)
