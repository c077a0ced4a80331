"""Pen strokes: from the points of a pointer to a short text and to the curve that is drawn; no Qt.

A stroke's text is the letter `d` (a version) and then, for each point, how far it is from the one before, across and
down, in tenths of a canvas unit: zigzag numbers of five bits a character, the lowest first, 32 where more follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from designer.drawing.geometry import Area, Floats
from designer.model.snapshot import Position

PEN_WIDTH: Final = 3.0
PENS: Final = {
    "ink": "ink",
    "blue": "accent",
    "red": "error",
    "green": "ok",
    "orange": "warning",
    "purple": "feedback",
}
"""Names of pens, and the tokens of a theme that they draw with."""
MOST_POINTS: Final = 20_000
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES: Final = {letter: value for value, letter in enumerate(_LETTERS)}
_VERSION: Final = "d"
_UNIT: Final = 10.0
_MORE: Final = 32
_SHARP: Final = 0.35  # cosine of the angle from which on a bend is a corner


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke as a document keeps it.

    Args:
        ink: its points from the corner of its area, as text.
        area: the box of its points.
    """

    ink: str
    area: Area


def pen_token(name: str) -> str:
    """The token of a theme that a pen draws with; unknown pens write like text."""
    return PENS.get(name, "ink")


def stroke(points: Sequence[Position], tolerance: float) -> Stroke:
    """What to keep of the way of a pointer.

    Args:
        points: at least one, in canvas units.
        tolerance: how far the kept line may lie beside the drawn one.
    """
    kept = simplified(np.asarray(points[:MOST_POINTS], float), tolerance)
    corner = np.floor(kept.min(0))
    width, height = (np.ceil(np.maximum(kept.max(0) - corner, 1.0) * _UNIT) / _UNIT).tolist()
    return Stroke(encoded(kept - corner), (float(corner[0]), float(corner[1]), width, height))


def simplified(points: Floats, tolerance: float) -> Floats:
    """The points of a line without those that lie nearly between others (Ramer, Douglas and Peucker)."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        furthest = int(away.argmax())
        if away[furthest] > tolerance:
            middle = first + 1 + furthest
            keep[middle] = True
            parts += [(first, middle), (middle, last)]
    return points[keep]


def encoded(points: Floats) -> str:
    """Points as text."""
    whole = np.rint(points * _UNIT).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
    return _VERSION + "".join(_word(int(step)) for step in steps)


@lru_cache(4096)
def decoded(ink: str) -> Floats:
    """(n, 2) points of a stroke's text, not to be changed; of a broken text what can be read, but at least one."""
    steps: list[int] = []
    value = shift = 0
    for letter in ink.removeprefix(_VERSION) if ink.startswith(_VERSION) else "":
        part = _VALUES.get(letter)
        if part is None or shift > 40 or len(steps) >= 2 * MOST_POINTS:
            break
        value |= (part & (_MORE - 1)) << shift
        if part & _MORE:
            shift += 5
            continue
        steps.append((value >> 1) ^ -(value & 1))
        value = shift = 0
    pairs = np.array(steps[: len(steps) // 2 * 2], float).reshape(-1, 2)
    points: Floats = pairs.cumsum(0) / _UNIT if len(pairs) else np.zeros((1, 2))
    return points


def curve(points: Floats) -> Floats:
    """(n - 1, 3, 2) both control points and the end of each piece of the line that is drawn through points.

    It passes every point; where the way turns sharply it keeps its corner.
    """
    along = np.diff(points, axis=0)
    length = np.hypot(along[:, 0], along[:, 1])
    ways = along / np.maximum(length, 1e-9)[:, None]
    slopes = np.zeros_like(points)
    if len(points) > 2:
        before, after = length[:-1, None], length[1:, None]
        slope = ways[:-1] * after + ways[1:] * before  # as a circle through the three points would have it
        slope /= np.maximum(np.hypot(slope[:, 0], slope[:, 1]), 1e-9)[:, None]
        is_round = (ways[:-1] * ways[1:]).sum(1) > _SHARP
        slopes[1:-1] = slope * is_round[:, None]
    reach = length[:, None] / 3
    return np.stack([points[:-1] + slopes[:-1] * reach, points[1:] - slopes[1:] * reach, points[1:]], 1)


def distance(ink: str, x: float, y: float) -> float:
    """How far a point is from a stroke, both seen from the corner of its area."""
    points = decoded(ink)
    if len(points) == 1:
        return float(np.hypot(*(points[0] - (x, y))))
    start, along = points[:-1], np.diff(points, axis=0)
    away = np.array([x, y]) - start
    share = np.clip((away * along).sum(1) / np.maximum((along * along).sum(1), 1e-9), 0, 1)
    rest = away - share[:, None] * along
    return float(np.hypot(rest[:, 0], rest[:, 1]).min())


def _distances(points: Floats, first: Floats, last: Floats) -> Floats:
    """How far points are from the straight piece between two others."""
    along = last - first
    away = points - first
    share = np.clip((away @ along) / max(float(along @ along), 1e-9), 0, 1)
    rest = away - share[:, None] * along
    found: Floats = np.hypot(rest[:, 0], rest[:, 1])
    return found


def _word(step: int) -> str:
    value = (step << 1) ^ (step >> 63)
    letters = []
    while value >= _MORE:
        letters.append(_LETTERS[(value & (_MORE - 1)) | _MORE])
        value >>= 5
    letters.append(_LETTERS[value])
    return "".join(letters)
