"""Wheel, touchpad and touch screen: moving and zooming the view.

While two fingers zoom, what was between them when they came down stays where it is, though the pointer or their middle
drifts. Touchpads say when a gesture begins and ends, or do not: events that follow each other fast belong together.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

if TYPE_CHECKING:
    from designer.gui.canvas.surface import Surface

_NOTCH: Final = 120.0  # what a wheel turns by one step, in eighths of a degree
_STEP: Final = 1.2  # what one step of the wheel zooms by
_SAME_S: Final = 0.1  # events with a shorter gap are one gesture
_ENDS_S: Final = 0.5  # after this long a gesture has ended, whatever was said of it
_LEAST, _MOST = 0.5, 2.0  # what one event may zoom by: a first event with nonsense must not throw the view away


class FocalPoint:
    """The point of the widget that one zoom gesture keeps in its place."""

    def __init__(self) -> None:
        self.clock = time.perf_counter
        self._at: QPointF | None = None
        self._last = 0.0
        self._is_held = False

    def hold(self, at: QPointF) -> None:
        """A gesture begins, and its end will be told."""
        self._at, self._is_held, self._last = at, True, self.clock()

    def release(self) -> None:
        """The gesture has ended."""
        self._at, self._is_held = None, False

    def of(self, at: QPointF) -> QPointF:
        """Where the gesture began that an event at a point belongs to; a new one begins there."""
        now = self.clock()
        gap, self._last = now - self._last, now
        if self._at is None or gap >= (_ENDS_S if self._is_held else _SAME_S):
            self._at, self._is_held = at, False
        return self._at


class Fingers:
    """Handles the events of one surface that only change its view."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._touched = QPointF()  # the middle of the fingers on a touch screen
        self.focal = FocalPoint()

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel, or two fingers on a touchpad: pans, and zooms with Ctrl; the wheel also the other way round."""
        pixels, angle, held = event.pixelDelta(), event.angleDelta(), event.modifiers()
        with_ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        sideways = bool(held & Qt.KeyboardModifier.ShiftModifier)
        is_touchpad = not pixels.isNull()
        # A touchpad's two fingers give pixels: they pan, whatever the wheel does.
        swapped = self._surface.habits.wheel_zooms and not is_touchpad and not sideways
        event.accept()
        if with_ctrl == swapped:
            dx, dy = (pixels.x(), pixels.y()) if is_touchpad else (angle.x() / 2, angle.y() / 2)
            self._pan(*((dy, 0) if sideways and not dx else (dx, dy)))
        elif event.phase() != Qt.ScrollPhase.ScrollMomentum:  # the fingers left before Ctrl came: nobody zooms
            turn = angle.y() or 2 * pixels.y()
            at = self.focal.of(event.position()) if is_touchpad else event.position()
            self._surface.zoom_by(_STEP ** (turn / _NOTCH), at)

    def handle(self, event: QEvent) -> bool:
        """Gestures of touchpads and touch screens; False for all other events."""
        if isinstance(event, QNativeGestureEvent):
            return self._native(event)
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                event.accept(Qt.GestureType.PinchGesture)
                return True
        return False

    # ------------------------------------------------------------------ inside
    def _native(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.BeginNativeGesture:
            self.focal.hold(event.position())
        elif kind == Qt.NativeGestureType.EndNativeGesture:
            self.focal.release()
        elif kind == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(1 + event.value(), self.focal.of(event.position()))
        elif kind == Qt.NativeGestureType.PanNativeGesture:
            self._pan(event.delta().x(), event.delta().y())
        else:
            return False
        return True

    def _pinch(self, pinch: QPinchGesture) -> None:
        """On a touch screen the drawing sticks to the fingers: it goes where their middle goes."""
        at = QPointF(self._surface.mapFromGlobal(pinch.centerPoint()))  # the hot spot is one of the fingers
        if pinch.state() == Qt.GestureState.GestureStarted:
            self._touched = at
        moved = at - self._touched
        self._touched = at
        self._pan(moved.x(), moved.y())
        self._zoom(pinch.scaleFactor(), at)

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._surface.zoom_by(min(max(factor, _LEAST), _MOST), at)

    def _pan(self, dx: float, dy: float) -> None:
        self._surface.view.pan(dx, dy)
        self._surface.update()
