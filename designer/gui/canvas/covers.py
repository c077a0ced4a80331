"""What stands over the drawing, such as the map, and how far the view moves so that a thing is not under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

Cover = Callable[[], QRectF | None]
"""The part of the view that something hides now; None while it hides nothing."""
_GAP: Final = 10.0  # pixels to a cover
_EDGE: Final = 4.0  # pixels to the edge of the view, at least


def way_out(box: QRectF, covers: Iterable[QRectF], view: QSizeF) -> QPointF:
    """The shortest way for a box, across or down, to where no cover hides it; none where there is no such place."""
    hidden = [cover.adjusted(-_GAP, -_GAP, _GAP, _GAP) for cover in covers]
    inside = QRectF(QPointF(0, 0), view).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    if not _is_hidden(box, hidden):
        return QPointF()
    ways = [way for cover in hidden for way in _ways(box, cover)]
    clear = [w for w in ways if inside.contains(box.translated(w)) and not _is_hidden(box.translated(w), hidden)]
    return min(clear, key=QPointF.manhattanLength, default=QPointF())


def _ways(box: QRectF, cover: QRectF) -> tuple[QPointF, ...]:
    """To its left and right, above and below it."""
    return (
        QPointF(cover.left() - box.right(), 0),
        QPointF(cover.right() - box.left(), 0),
        QPointF(0, cover.top() - box.bottom()),
        QPointF(0, cover.bottom() - box.top()),
    )


def _is_hidden(box: QRectF, covers: Iterable[QRectF]) -> bool:
    return any(box.intersects(cover) for cover in covers)
