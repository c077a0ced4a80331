"""Where a new box fits without lying on another one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""x, y, width, height; the place is the top-left corner, in canvas units."""
_ASIDE: Final = 145.0  # half a column
_TRIED: Final = 13


class FreeSpace:
    """Boxes that are taken, in the order of their left edges, so that few of many are looked at.

    Args:
        boxes: what is there already.
        gap: least distance kept between two boxes.
        cards: (n, 2) top-left corners of cards that are there, too.
    """

    def __init__(self, boxes: Iterable[Box] = (), gap: float = 0.0, cards: Floats | None = None) -> None:
        self._boxes = sorted(boxes)
        self._gap = gap
        self._cards = np.empty((0, 2)) if cards is None else cards
        self._widest = max((box[2] for box in self._boxes), default=0.0)

    def copy(self) -> FreeSpace:
        """The same boxes; taking one more in the copy leaves this one as it is."""
        copied = FreeSpace(gap=self._gap, cards=self._cards)
        copied._boxes, copied._widest = self._boxes.copy(), self._widest
        return copied

    def take(self, box: Box) -> None:
        insort(self._boxes, box)
        self._widest = max(self._widest, box[2])

    def nearest(self, x: float, y: float, width: float, height: float, also: Iterable[Box] = ()) -> tuple[float, float]:
        """The free place straight above or below ``(x, y)`` that is nearest to it; below when both are.

        Args:
            also: boxes that are in the way this time only.
        """
        start = bisect_left(self._boxes, x - self._gap - self._widest, key=itemgetter(0))
        end = bisect_left(self._boxes, x + width + self._gap, key=itemgetter(0))
        blocked = sorted(
            (top - height - self._gap, top + tall + self._gap)
            for left, top, wide, tall in (*self._boxes[start:end], *self._cards_at(x, x + width), *also)
            if left - self._gap < x + width and x < left + wide + self._gap
        )
        above, below = y, y
        for first, last in blocked:  # ascending: each box that holds us pushes us below it
            if first < below < last:
                below = last
        for first, last in sorted(blocked, key=lambda span: span[1], reverse=True):
            if first < above < last:
                above = first
        return (x, below if below - y <= y - above else above)

    def _cards_at(self, left: float, right: float) -> list[Box]:
        across = self._cards[:, 0]
        near = self._cards[(across - self._gap < right) & (left < across + CARD_WIDTH + self._gap)]
        return [(x, y, CARD_WIDTH, CARD_HEIGHT) for x, y in near.tolist()]


def free_shift(moving: Sequence[Box], fixed: Sequence[Box], gap: float = 0.0) -> tuple[float, float]:
    """The smallest way by which some boxes, moved together, lie on none of the others."""
    if not moving or not fixed:
        return (0.0, 0.0)
    one, other = np.array(moving, float), np.array(fixed, float)
    best, shift = np.inf, (0.0, 0.0)
    for number in range(_TRIED):
        dx = (number + 1) // 2 * _ASIDE * (1 if number % 2 else -1)
        if abs(dx) < best:
            dy = _free_height(one + np.array([dx, 0, 0, 0]), other, gap)
            if abs(dx) + abs(dy) < best:
                best, shift = abs(dx) + abs(dy), (dx, dy)
    return shift


def _free_height(moving: Floats, fixed: Floats, gap: float) -> float:
    """How far down, or up, boxes go until they are free."""
    spans: list[tuple[float, float]] = []
    for x, y, width, height in moving.tolist():
        beside = fixed[(fixed[:, 0] - gap < x + width) & (x < fixed[:, 0] + fixed[:, 2] + gap)]
        spans += zip(
            (beside[:, 1] - gap - y - height).tolist(), (beside[:, 1] + beside[:, 3] + gap - y).tolist(), strict=True
        )
    below = above = 0.0
    for first, last in sorted(spans):
        if first < below < last:
            below = last
    for first, last in sorted(spans, key=itemgetter(1), reverse=True):
        if first < above < last:
            above = first
    return below if below <= -above else above
