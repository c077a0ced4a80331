"""The picture in focus mode: what is dimmed, a veil over it, and the lineage of the selection on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QPainter

from designer.drawing.geometry import LINK_WIDTH
from designer.gui.canvas.ghosts import GhostCard
from designer.gui.canvas.lineage import Lineage
from designer.gui.canvas.viewport import Bounds

if TYPE_CHECKING:
    from designer.gui.canvas.batch_renderer import BatchRenderer
    from designer.gui.canvas.scene_columns import Ints

VEIL: Final = 0.55  # of the ground over what is dimmed: edges and links can still be told from it
_THICK: Final = 1.6  # links of the lineage, compared with others
_THICK_UP_TO: Final = 300  # more of them in view would take too long


def paint_dimmed(
    painter: QPainter,
    renderer: BatchRenderer,
    lineage: Lineage,
    steps: Ints,
    links: Ints,
    at: tuple[float, float, float],
    area: Bounds,
    clip: tuple[int, int, int, int],
) -> None:
    """Draws frames, links, missing steps, cards and notes of an area.

    What is dimmed has no texts and no badges, and links of the lineage are thicker: strength alone tells nothing.

    Args:
        steps: rows in view.
        links: rows in view.
        at: scale and origin.
        clip: what is drawn, in device pixels.
    """
    board, ratio, lifted = renderer.board, renderer.ratio, renderer.lifted_notes
    dimmed, clear = (frozenset(renderer.scene.frames) - lineage.frames, lineage.frames)
    kept, lit = lineage.steps[steps], lineage.links[links]
    own: list[GhostCard] = []
    others: list[GhostCard] = []
    for ghost in renderer.scene.ghosts_in(area):
        (own if _belongs(ghost, renderer, lineage) else others).append(ghost)
    notes = frozenset(renderer.scene.pipeline.notes)

    board.frames(painter, *at, area, ratio, (dimmed - renderer.lifted_frames).__contains__)
    if not lit.all():
        renderer.links.paint(painter, links[~lit], *at)
    renderer.paint_ghosts(painter, others, *at)
    if not kept.all():
        renderer.paint_cards(painter, steps[~kept], *at, blank=True)
    board.notes(painter, *at, area, lifted | lineage.notes)
    painter.fillRect(*clip, renderer.cards.colours("canvas", VEIL))

    board.frames(painter, *at, area, ratio, (clear - renderer.lifted_frames).__contains__)
    if lit.any():
        few = int(lit.sum()) <= _THICK_UP_TO
        renderer.links.paint(painter, links[lit], *at, width=LINK_WIDTH * (_THICK if few else 1.0))
    renderer.paint_ghosts(painter, own, *at)
    if kept.any():
        renderer.paint_cards(painter, steps[kept], *at)
    board.notes(painter, *at, area, lifted | (notes - lineage.notes))


def _belongs(ghost: GhostCard, renderer: BatchRenderer, lineage: Lineage) -> bool:
    """Whether all that a missing step would stand between is in the lineage."""
    columns = renderer.scene.columns
    ends = (*ghost.after, *ghost.before)
    return bool(ends) and all(lineage.has_card(columns.steps.row.get(columns.homes.get(s, s))) for s in ends)
