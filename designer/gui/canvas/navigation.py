"""Where an arrow key leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import Qt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.hit_test import Hit, card_hit
from designer.gui.canvas.overlays import Overlays
from designer.gui.canvas.scene import Scene
from designer.model.graph_queries import reachable
from designer.model.pipeline import Pipeline

ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def neighbour(scene: Scene, overlays: Overlays, start: Hit, dx: int, dy: int) -> Hit | None:
    """The next step, note or missing step: along links for left and right, else the nearest in that direction."""
    area = overlays.area_of(start)
    if area is None:
        return None
    here = np.array([area[0] + area[2] / 2, area[1] + area[3] / 2])
    if dx and start.part != "notes":
        linked = _linked(scene, start, forward=dx > 0)
        if linked:
            return min(linked, key=lambda hit: _distance(overlays, hit, here))
    return _nearest(scene, overlays, start, here, dx, dy)


def _linked(scene: Scene, start: Hit, forward: bool) -> list[Hit]:
    if start.ghost is not None:
        homes = scene.columns.homes
        return [card_hit(homes.get(s, s)) for s in (start.ghost.before if forward else start.ghost.after)]
    own = scene.steps_of(start.card)
    ends = [
        link.target if forward else link.source
        for step in own
        for link in scene.pipeline.links_of(step)
        if link.is_flow and (link.source if forward else link.target) == step
    ]
    homes = scene.columns.homes
    found = [card_hit(homes.get(end, end)) for end in dict.fromkeys(ends) if end not in own]
    # Missing steps only where no real one follows: they are also nearest above or below.
    beside = [g for g in scene.ghosts if start.key in (g.after if forward else g.before)]
    return found or [Hit("ghosts", g.title, "", g) for g in beside]


def _distance(overlays: Overlays, hit: Hit, here: np.ndarray) -> float:
    area = overlays.area_of(hit)
    if area is None:
        return float("inf")
    return float(np.hypot(area[0] + area[2] / 2 - here[0], area[1] + area[3] / 2 - here[1]))


def _nearest(scene: Scene, overlays: Overlays, start: Hit, here: np.ndarray, dx: int, dy: int) -> Hit | None:
    steps = scene.columns.steps
    others = [Hit("notes", n) for n in scene.pipeline.notes] + [Hit("ghosts", g.title, "", g) for g in scene.ghosts]
    areas = [overlays.area_of(hit) or (0.0, 0.0, 0.0, 0.0) for hit in others]
    cards = np.stack([steps["x"] + CARD_WIDTH / 2, steps["y"] + CARD_HEIGHT / 2], 1)
    boxes = np.array([(x + w / 2, y + h / 2) for x, y, w, h in areas], float).reshape(-1, 2)
    away = np.concatenate([cards, boxes]) - here
    along = away @ (dx, dy)
    across = np.abs(away @ (dy, dx))
    # In front of us and rather ahead than aside; a step aside counts double.
    cost = np.where((along > 4) & (across <= along * 2.5 + 1), along + 2 * across, np.inf)
    cost[np.isnan(along)] = np.inf
    best = int(cost.argmin()) if len(cost) else -1
    if best < 0 or not np.isfinite(cost[best]):
        return None
    if best < len(cards):
        return card_hit(steps.ids[best] or "")
    return others[best - len(cards)]


def followers(pipeline: Pipeline, steps: Iterable[str], forward: bool) -> tuple[str, ...]:
    """The steps themselves and everything that follows them along flow links, or comes before them."""
    nearby: dict[str, list[str]] = {}
    for link in pipeline.links.values():
        if link.is_flow:
            start, end = (link.source, link.target) if forward else (link.target, link.source)
            nearby.setdefault(start, []).append(end)
    found = reachable(steps, nearby)
    return (*steps, *(s for s in pipeline.steps if s in found))
