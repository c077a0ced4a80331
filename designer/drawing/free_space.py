"""Where a new box fits without lying on another one."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""x, y, width, height; the place is the top-left corner, in canvas units."""


class FreeSpace:
    """Boxes that are taken.

    Args:
        boxes: what is there already.
        gap: least distance kept between two boxes.
    """

    def __init__(self, boxes: Iterable[Box] = (), gap: float = 0.0) -> None:
        self._boxes = list(boxes)
        self._gap = gap

    def take(self, box: Box) -> None:
        self._boxes.append(box)

    def nearest(self, x: float, y: float, width: float, height: float, also: Iterable[Box] = ()) -> tuple[float, float]:
        """The free place straight above or below ``(x, y)`` that is nearest to it; below when both are.

        Args:
            also: boxes that are in the way this time only.
        """
        blocked = sorted(
            (top - height - self._gap, top + tall + self._gap)
            for left, top, wide, tall in (*self._boxes, *also)
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
