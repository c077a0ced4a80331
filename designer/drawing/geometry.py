"""The shapes of the drawing: one set of formulas for the canvas and for pictures. Canvas units, y grows downwards.

A link is one cubic Bézier curve, held as eight numbers: start, two control points, end. A flow link leaves its source
on the right and enters its target on the left. A feedback link hangs below: it starts a later run, so it may go back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.model.snapshot import Position
from designer.resources import resource

Floats = npt.NDArray[np.float64]
Curve = Sequence[float]
Area = tuple[float, float, float, float]
"""x, y, width, height."""

CARD_RADIUS: Final = 10.0
STRIPE: Final = 4.0
BROAD_STRIPE: Final = 9.0
TILE: Final[Area] = (14.0, 18.0, 36.0, 36.0)
TILE_RADIUS: Final = 9.0
ICON: Final[Area] = (21.0, 25.0, 22.0, 22.0)
TEXT_LEFT: Final = 60.0
TEXT_WIDTH: Final = CARD_WIDTH - TEXT_LEFT - 12.0
TITLE_SIZE: Final = 13.0
SUBTITLE_SIZE: Final = 11.0

PORT_RADIUS: Final = 5.0
LINK_WIDTH: Final = 1.7
ARROW_LENGTH: Final = 9.0
ARROW_WIDTH: Final = 9.0

BADGE_HEIGHT: Final = 20.0
BADGE_ICON: Final = 12.0
BADGE_OVERHANG: Final = 7.0

GUESS_SIZE: Final = 20.0
STACK_STEP: Final = 4.0
COUNT_HEIGHT: Final = 18.0
COUNT_SIZE: Final = 11.0
BOX_SIGN: Final[Area] = (CARD_WIDTH - 24.0, CARD_HEIGHT - 24.0, 12.0, 12.0)

FRAME_MARGIN: Final = 26.0
FRAME_TITLE: Final = 28.0
FRAME_RADIUS: Final = 16.0
FRAME_EDGE: Final = 0.85
FRAME_TINT: Final = 0.07
"""How opaque the edge and the ground of a frame are."""
FRAME_SIZE: Final = 15.0
NOTE_RADIUS: Final = 6.0
NOTE_MARGIN: Final = 12.0

_OUT = (CARD_WIDTH, CARD_HEIGHT / 2)
_IN = (0.0, CARD_HEIGHT / 2)
_BACK_OUT = (CARD_WIDTH * 0.62, CARD_HEIGHT)
_BACK_IN = (CARD_WIDTH * 0.38, CARD_HEIGHT)


def out_port(place: Position, feedback: bool = False) -> Position:
    """Where links leave a card whose top-left corner is ``place``."""
    dx, dy = _BACK_OUT if feedback else _OUT
    return place[0] + dx, place[1] + dy


def in_port(place: Position, feedback: bool = False) -> Position:
    """Where links enter a card whose top-left corner is ``place``."""
    dx, dy = _BACK_IN if feedback else _IN
    return place[0] + dx, place[1] + dy


def link_curves(sources: Floats, targets: Floats, feedback: npt.NDArray[np.bool_]) -> Floats:
    """Curves of many links at once.

    Args:
        sources: (n, 2) top-left corners of the cards they leave.
        targets: (n, 2) top-left corners of the cards they enter.
        feedback: (n,) which of them are feedback links.

    Returns:
        (n, 8) control points; the end lies an arrow's length before the port.
    """
    curves = flow_curves(sources + _OUT, targets + _IN)
    if feedback.any():
        curves[feedback] = feedback_curves(sources[feedback] + _BACK_OUT, targets[feedback] + _BACK_IN)
    return curves


def flow_curves(starts: Floats, ends: Floats) -> Floats:
    """(n, 8) curves from port to port that leave to the right and arrive from the left."""
    tip = ends[:, 0] - ARROW_LENGTH + 1
    bend = np.maximum(36.0, np.abs(tip - starts[:, 0]) * 0.5)
    bend = np.where(tip < starts[:, 0], np.minimum(bend, 160.0) + 30.0, bend)
    y0, y1 = starts[:, 1], ends[:, 1]
    return np.stack([starts[:, 0], y0, starts[:, 0] + bend, y0, tip - bend, y1, tip, y1], 1)


def feedback_curves(starts: Floats, ends: Floats) -> Floats:
    """(n, 8) curves from bottom edge to bottom edge that hang below both cards."""
    drop = np.clip(44.0 + 0.16 * np.abs(ends[:, 0] - starts[:, 0]), 60.0, 280.0)
    low = np.maximum(starts[:, 1], ends[:, 1]) + drop
    x0, x1, tip = starts[:, 0], ends[:, 0], ends[:, 1] + ARROW_LENGTH - 1
    lean = np.clip((x1 - x0) * 0.1, -60.0, 60.0)
    return np.stack([x0, starts[:, 1], x0 + lean, low, x1 - lean, low, x1, tip], 1)


def link_curve(source: Position, target: Position, feedback: bool = False) -> tuple[float, ...]:
    """The curve of one link between two cards, as eight numbers."""
    curve = link_curves(np.array([source], float), np.array([target], float), np.array([feedback]))
    return tuple(curve[0].tolist())


def side_curve(source: Position, target: Position) -> tuple[float, ...]:
    """A curve between two cards that may lie above each other: from side to side, or from edge to edge."""
    if target[0] - source[0] > CARD_WIDTH + 30:
        start, end = out_port(source), in_port(target)
        bend = (end[0] - start[0]) / 2
        return (*start, start[0] + bend, start[1], end[0] - bend, end[1], *end)
    down = target[1] >= source[1]
    x0, x1 = source[0] + CARD_WIDTH / 2, target[0] + CARD_WIDTH / 2
    y0, y1 = source[1] + CARD_HEIGHT * down, target[1] + CARD_HEIGHT * (not down)
    bend = (y1 - y0) / 2
    return (x0, y0, x0, y0 + bend, x1, y1 - bend, x1, y1)


def curve_boxes(curves: Floats, margin: float = 0.0) -> Floats:
    """(n, 4) left, top, right, bottom of boxes that surely hold the curves."""
    x, y = curves[:, 0::2], curves[:, 1::2]
    return np.stack([x.min(1) - margin, y.min(1) - margin, x.max(1) + margin, y.max(1) + margin], 1)


def flattened(curves: Floats, segments: int) -> Floats:
    """(n, segments + 1, 2) points along curves, the ends included."""
    t = np.linspace(0.0, 1.0, segments + 1)
    weights = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3])
    points: Floats = np.stack([curves[:, 0::2] @ weights, curves[:, 1::2] @ weights], 2)
    return points


def point_on(curve: Curve, t: float) -> Position:
    """The point of a curve at parameter t, 0 to 1: where a link's label stands."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(w * p for w, p in zip(weights, curve[0::2], strict=True))
    y = sum(w * p for w, p in zip(weights, curve[1::2], strict=True))
    return x, y


def distances(curves: Floats, x: float, y: float, segments: int = 16) -> Floats:
    """(n,) distances from a point to curves."""
    points = flattened(curves, segments)
    start, along = points[:, :-1], np.diff(points, axis=1)
    away = np.array([x, y]) - start
    share = np.clip((away * along).sum(2) / np.maximum((along * along).sum(2), 1e-9), 0, 1)
    nearest: Floats = np.hypot(*np.moveaxis(away - share[:, :, None] * along, 2, 0)).min(1)
    return nearest


def crosses(lines: Floats, start: Position, end: Position) -> npt.NDArray[np.bool_]:
    """(n,) whether lines of (n, m, 2) points cross the straight line between two places.

    Two pieces cross when the ends of each lie on both sides of the other.
    """
    a, b = np.array(start, float), np.array(end, float)
    side = _side(b - a, lines - a)
    along = np.diff(lines, axis=1)
    ends = _side(along, a - lines[:, :-1]), _side(along, b - lines[:, :-1])
    met: npt.NDArray[np.bool_] = (side[:, :-1] * side[:, 1:] <= 0) & (ends[0] * ends[1] <= 0)
    return np.asarray(met.any(axis=1))


def _side(way: Floats, to: Floats) -> Floats:
    """On which side of ways places lie: the sign of the cross product."""
    sides: Floats = way[..., 0] * to[..., 1] - way[..., 1] * to[..., 0]
    return sides


def arrow_head(curve: Curve, feedback: bool = False) -> tuple[Position, Position, Position]:
    """Tip and the two back corners of a link's arrow head: flow points right, feedback points up."""
    x, y = curve[6], curve[7]
    half = ARROW_WIDTH / 2
    if feedback:
        return (x, y - ARROW_LENGTH + 1), (x - half, y + 1), (x + half, y + 1)
    return (x + ARROW_LENGTH - 1, y), (x - 1, y - half), (x - 1, y + half)


def badge_area(place: Position, count: int) -> Area:
    """The pill at a card's top right corner: a severity's shape and, from two findings on, their number."""
    width = BADGE_HEIGHT if count < 2 else BADGE_HEIGHT + (10.0 if count < 10 else 17.0)
    return place[0] + CARD_WIDTH + BADGE_OVERHANG - width, place[1] - BADGE_HEIGHT / 2, width, BADGE_HEIGHT


def severity_shape(severity: str, centre: Position, radius: float) -> tuple[Position, ...]:
    """Corners of a severity's shape: octagon for errors, triangle for warnings; empty for the circle of infos."""
    x, y = centre
    if severity == "error":
        angles = np.pi / 8 + np.arange(8) * np.pi / 4
        return tuple((x + radius * float(np.cos(a)), y + radius * float(np.sin(a))) for a in angles)
    if severity == "warning":
        r = radius * 1.12
        return ((x, y - r), (x + r * 1.02, y + r * 0.78), (x - r * 1.02, y + r * 0.78))
    return ()


SEVERITY_GLYPHS: Final = {
    "error": ((-0.38, -0.38, 0.38, 0.38), (-0.38, 0.38, 0.38, -0.38)),
    "warning": ((0, -0.42, 0, 0.12), (0, 0.50, 0, 0.51)),
    "info": ((0, -0.02, 0, 0.48), (0, -0.46, 0, -0.45)),
}
"""Strokes drawn upon a severity's shape, in units of its radius: a cross, an exclamation mark, an i."""


def kind_icon_path(icon: str) -> Path:
    """The SVG file of a kind's icon: 24 x 24, drawn in ``currentColor``."""
    return resource("icons", f"{icon}.svg")


def guess_area(place: Position) -> Area:
    """The question mark at a card's top left corner."""
    return place[0] - BADGE_OVERHANG, place[1] - GUESS_SIZE / 2, GUESS_SIZE, GUESS_SIZE


def count_area(place: Position, text: str) -> Area:
    """The pill at a card's bottom right corner that says how often the step runs."""
    width = 12.0 + 7.5 * len(text)
    return (
        place[0] + CARD_WIDTH + BADGE_OVERHANG - width,
        place[1] + CARD_HEIGHT - COUNT_HEIGHT / 2,
        width,
        COUNT_HEIGHT,
    )
