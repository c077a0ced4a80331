"""Short movements that show where the view and cards went. All that can be asked is at its goal already.

Only the picture is behind: the view, the columns and the pipeline are what they will be, so nothing waits for a
movement, and any input ends it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from designer.gui.canvas.card_motion import CardMotion, Moved
from designer.gui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from designer.gui.canvas.surface import Surface

LASTS_S: Final = 0.18
_FRAME_MS: Final = 10
_FAR: Final = 2.5  # windows: what lies farther away is shown at once, nothing could be told from a blur
_INPUTS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.NativeGesture,
        QEvent.Type.Gesture,
        QEvent.Type.TouchBegin,
        QEvent.Type.DragEnter,
        QEvent.Type.Resize,
        QEvent.Type.Hide,
    }
)


class Motion(QObject):
    """The movements of one surface: one at a time of the view, one of cards.

    Args:
        surface: what is moved; nothing moves unless its habits say so.
    """

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._surface = surface
        self._start: Viewport | None = None  # the view that the movement began at
        self._began = 0.0
        self._cards = CardMotion(surface)
        self.clock = time.perf_counter
        self._timer = QTimer(surface)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether the picture is still on its way."""
        return self._start is not None or self._cards.is_running

    @contextmanager
    def of_view(self) -> Iterator[None]:
        """What changes the view inside is shown as one movement."""
        before = self.shown()
        yield
        if self._is_wanted() and _is_worth_it(before, self._surface):
            self._start = before
            self._begin()

    def of_cards(self, moved: Moved) -> None:
        """Shows cards, notes and frames move to where they are; not when there are too many in view."""
        if self._is_wanted() and self._cards.begin(moved):
            self._begin()

    def shown(self) -> Viewport:
        """The view as it is drawn now."""
        view, start = self._surface.view, self._start
        return replace(view) if start is None else _between(start, view, self._progress())

    @contextmanager
    def shown_cards(self) -> Iterator[None]:
        """Inside, the columns have the cards where they are drawn now."""
        with self._cards.at(self._progress()):
            yield

    def finish(self) -> None:
        """Puts everything where it belongs."""
        if self.is_running:
            self._start = None
            self._timer.stop()
            self._surface.removeEventFilter(self)
            self._cards.end()
            self._surface.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any input ends it: what is pressed or typed next is about what is there."""
        if event.type() in _INPUTS:
            self.finish()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ inside
    def _is_wanted(self) -> bool:
        surface = self._surface
        return surface.habits.motion and surface.isVisible() and surface.buffer.has_picture

    def _begin(self) -> None:
        self._began = self.clock()
        self._timer.start()
        self._surface.installEventFilter(self)
        self._surface.update()

    def _progress(self) -> float:
        """0 to 1, fast at first."""
        left = 1 - min(max((self.clock() - self._began) / LASTS_S, 0.0), 1.0)
        return 1 - left**3

    def _tick(self) -> None:
        if self._progress() >= 1:
            self.finish()
        else:
            self._surface.update()


def _between(start: Viewport, end: Viewport, share: float) -> Viewport:
    """A view on the way: along a line at one zoom, else towards the point that both views have at the same place."""
    if abs(start.scale - end.scale) < 1e-6:
        x, y = (a + (b - a) * share for a, b in ((start.x, end.x), (start.y, end.y)))
        return Viewport(end.scale, round(x), round(y))
    scale = start.scale * (end.scale / start.scale) ** share
    way = (scale - start.scale) / (end.scale - start.scale)
    x, y = (a + (b - a) * way for a, b in ((start.x, end.x), (start.y, end.y)))
    return Viewport(scale, round(x), round(y))


def _is_worth_it(start: Viewport, surface: Surface) -> bool:
    """Whether the view moved, and not so far that there is nothing to follow."""
    end, size = surface.view, (surface.width(), surface.height())
    if start == end:
        return False
    was, now = start.to_scene(size[0] / 2, size[1] / 2), end.to_scene(size[0] / 2, size[1] / 2)
    scale = min(start.scale, end.scale)
    return abs(was[0] - now[0]) * scale < _FAR * size[0] and abs(was[1] - now[1]) * scale < _FAR * size[1]
