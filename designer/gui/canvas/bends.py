"""The bends of links on the canvas: which one is chosen, and what keys and menus do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from designer.commands import bends as bend_commands
from designer.drawing.link_ways import evenly, nearest

if TYPE_CHECKING:
    from designer.gui.canvas.back_buffer import Place
    from designer.gui.canvas.batch_renderer import BatchRenderer
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.canvas.overlay_state import OverlayState
    from designer.gui.canvas.scene import Scene
    from designer.gui.canvas.scene_columns import SceneColumns
    from designer.model.snapshot import Position

_RADIUS: Final = 5.0
_REACH: Final = 9.0
SPOT: Final = "bend"


def bend_at(columns: SceneColumns, link: str, x: float, y: float, scale: float) -> int | None:
    """Which bend of a link is at a point."""
    for index, (left, top) in enumerate(columns.ways.bends(columns.links.row[link])):
        if abs(left - x) <= _REACH / scale and abs(top - y) <= _REACH / scale:
            return index
    return None


def chosen(canvas: Canvas) -> tuple[str, int] | None:
    """The bend that keys are about: of a link that is selected."""
    bend = canvas.overlays.state.bend
    if bend is None or bend[0] not in canvas.selection.links:
        return None
    return bend if bend[1] < len(canvas.session.pipeline.bends.get(bend[0], ())) else None


def can_bend(canvas: Canvas, link: str | None) -> bool:
    """Whether a link is drawn between two cards: not at the box of a collapsed frame."""
    columns, found = canvas.scene.columns, canvas.session.pipeline.links.get(link or "")
    if found is None or {found.source, found.target} & columns.homes.keys():
        return False
    return not np.isnan(columns.links["left"][columns.links.row[found.id]])


def add_at(canvas: Canvas, link: str, at: Position) -> None:
    """Adds a bend to a link and chooses it."""
    columns = canvas.scene.columns
    index = columns.ways.index_for(columns.links.row[link], *at)
    canvas.attempt(bend_commands.add_bend, link, index, (float(round(at[0])), float(round(at[1]))))
    canvas.overlays.state.bend = (link, index)
    canvas.refresh()


def add(canvas: Canvas) -> None:
    """Adds a bend in the middle of the longest stretch of the selected link."""
    link = canvas.selection.links[-1]
    columns = canvas.scene.columns
    row = columns.links.row[link]
    points = columns.ways.points(row)
    total = float(np.hypot(*np.diff(points, axis=0).T).sum())
    stops = [0.0, *(nearest(points, *bend)[1] for bend in columns.ways.bends(row)), total]
    gaps = np.diff(stops)
    start = int(gaps.argmax())
    share = (stops[start] + float(gaps[start]) / 2) / max(total, 1e-9)
    x, y = evenly(points, 201)[round(share * 200)].tolist()
    add_at(canvas, link, (x, y))


def choose_next(canvas: Canvas) -> None:
    """Chooses the next bend of the selected link; after the last the first."""
    link = canvas.selection.links[-1]
    count = len(canvas.session.pipeline.bends.get(link, ()))
    now = chosen(canvas)
    canvas.overlays.state.bend = (link, (now[1] + 1) % count if now and now[0] == link else 0)
    canvas.refresh()


def nudge(canvas: Canvas, dx: float, dy: float) -> bool:
    """Moves the chosen bend; False when there is none."""
    bend = chosen(canvas)
    if bend is None:
        return False
    x, y = canvas.session.pipeline.bends[bend[0]][bend[1]]
    canvas.attempt(bend_commands.move_bend, *bend, (x + dx, y + dy))
    return True


def remove_chosen(canvas: Canvas) -> bool:
    """Takes the chosen bend out; False when there is none."""
    bend = chosen(canvas)
    if bend is None:
        return False
    canvas.attempt(bend_commands.remove_bend, *bend)
    canvas.overlays.state.bend = None
    return True


def paint_bends(
    painter: QPainter, scene: Scene, renderer: BatchRenderer, state: OverlayState, place: Place, links: list[str]
) -> None:
    """Handles on the bends of links; the chosen one is filled."""
    rows = scene.columns.links.row
    for link in links:
        handles = scene.columns.ways.bends(rows[link]) if link in rows else ()
        for index, (x, y) in enumerate(state.dragged_bends.get(link, handles)):
            is_chosen = state.bend == (link, index)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(renderer.cards.colours("accent"), 2 * renderer.ratio))
            painter.setBrush(renderer.cards.colours("accent" if is_chosen else "card"))
            radius = (_RADIUS + (1.5 if is_chosen else 0.0)) * renderer.ratio
            painter.drawEllipse(QPointF(x * place.scale + place.x, y * place.scale + place.y), radius, radius)
            painter.restore()
