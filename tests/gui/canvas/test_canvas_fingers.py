"""Wheel, touchpad and touch screen, by real events."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Native = Qt.NativeGestureType


class Clock:
    """A clock that goes on when it is told to."""

    now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(hands: Any) -> Clock:
    made = hands.canvas.fingers.focal.clock = Clock()
    return made


def native(hands: Any, kind: Native, at: tuple[int, int], value: float = 0.0, delta: QPointF | None = None) -> None:
    here = QPointF(*at)
    on_screen = QPointF(hands.canvas.mapToGlobal(here.toPoint()))
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, here, here, on_screen, value, delta or QPointF(), 1)
    QApplication.sendEvent(hands.canvas, event)


def place_of(hands: Any, point: tuple[float, float]) -> tuple[float, float]:
    """Where a point of the scene is seen."""
    x, y = hands.canvas.view.to_view(*point)
    return x, y


def test_a_pinch_zooms_by_what_the_fingers_say_around_where_it_began(hands: Any, clock: Clock) -> None:
    point = hands.canvas.view.to_scene(400, 300)
    native(hands, Native.BeginNativeGesture, (400, 300))
    for number in range(5):
        clock.now += 0.3  # slow fingers: the gesture goes on until its end is told
        native(hands, Native.ZoomNativeGesture, (400 + 60 * number, 300), 0.1)
    native(hands, Native.EndNativeGesture, (700, 300))
    assert hands.canvas.view.scale == pytest.approx(1.1**5, rel=1e-3)
    assert place_of(hands, point) == pytest.approx((400, 300), abs=3)


@pytest.mark.parametrize(("gap", "is_same"), [(0.05, True), (0.2, False)])
def test_without_a_beginning_events_within_a_tenth_of_a_second_are_one_gesture(
    hands: Any, clock: Clock, gap: float, is_same: bool
) -> None:
    native(hands, Native.ZoomNativeGesture, (400, 300), 0.1)
    focus = (400, 300) if is_same else (900, 500)
    clock.now += gap
    point = hands.canvas.view.to_scene(*focus)
    native(hands, Native.ZoomNativeGesture, (900, 500), 0.2)
    assert place_of(hands, point) == pytest.approx(focus, abs=1)


def test_after_half_a_second_a_gesture_has_ended_even_when_nobody_said_so(hands: Any, clock: Clock) -> None:
    native(hands, Native.BeginNativeGesture, (400, 300))
    clock.now += 0.6
    point = hands.canvas.view.to_scene(900, 500)
    native(hands, Native.ZoomNativeGesture, (900, 500), 0.2)
    assert place_of(hands, point) == pytest.approx((900, 500), abs=1)


def test_two_fingers_that_move_a_native_gesture_pan(hands: Any) -> None:
    x, y = hands.canvas.view.x, hands.canvas.view.y
    native(hands, Native.PanNativeGesture, (400, 300), 0.0, QPointF(12, -7))
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x + 12, y - 7)


@pytest.mark.parametrize("value", [-5.0, 400.0])
def test_one_event_with_nonsense_does_not_throw_the_view_away(hands: Any, value: float) -> None:
    native(hands, Native.ZoomNativeGesture, (400, 300), value)
    assert 0.5 <= hands.canvas.view.scale <= 2.0


def test_fingers_on_a_touch_screen_take_the_drawing_along(hands: Any) -> None:
    canvas, device = hands.canvas, QTest.createTouchDevice()
    middle = QPoint(500, 300)
    point = canvas.view.to_scene(middle.x(), middle.y())
    # (half the distance of the fingers, where their middle is)
    way = [(40, (500, 300)), (50, (500, 300)), (60, (510, 305)), (80, (540, 320)), (100, (560, 330)), (120, (580, 340))]
    for number, (half, (x, y)) in enumerate(way):
        touch = QTest.touchEvent(canvas, device)
        left, right = QPoint(x - half, y), QPoint(x + half, y)
        if number == 0:
            touch.press(0, left, canvas).press(1, right, canvas).commit()
        else:
            touch.move(0, left, canvas).move(1, right, canvas).commit()
    QTest.touchEvent(canvas, device).release(0, left, canvas).release(1, right, canvas).commit()
    assert canvas.view.scale > 1.5
    assert place_of(hands, point) == pytest.approx((580, 340), abs=25)


# ---------------------------------------------------------------------- wheel and two fingers
def turn(hands: Any, angle: QPoint, held: Any = NONE, pixels: QPoint | None = None) -> None:
    hands.wheel(QPointF(300, 200), angle, held, pixels)


def test_two_fingers_pan_by_their_pixels(hands: Any) -> None:
    x, y = hands.canvas.view.x, hands.canvas.view.y
    turn(hands, QPoint(16, -40), NONE, QPoint(7, -19))
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x + 7, y - 19)


def test_a_wheel_pans_down_and_with_shift_to_the_side(hands: Any) -> None:
    x, y = hands.canvas.view.x, hands.canvas.view.y
    turn(hands, QPoint(0, -120))
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x, y - 60)
    turn(hands, QPoint(0, -120), SHIFT)
    assert (hands.canvas.view.x, hands.canvas.view.y) == (x - 60, y - 60)


def test_ctrl_and_two_fingers_zoom_in_proportion_even_when_only_pixels_are_told(hands: Any, clock: Clock) -> None:
    turn(hands, QPoint(0, 12), CTRL, QPoint(0, 6))
    assert hands.canvas.view.scale == pytest.approx(1.2**0.1, rel=1e-3)
    clock.now += 1
    turn(hands, QPoint(), CTRL, QPoint(0, 6))
    assert hands.canvas.view.scale == pytest.approx(1.2**0.2, rel=1e-3)


def test_fingers_that_left_the_touchpad_do_not_zoom_when_ctrl_comes_late(hands: Any) -> None:
    at = QPointF(300, 200)
    event = QWheelEvent(
        at, QPointF(hands.canvas.mapToGlobal(at.toPoint())), QPoint(0, 20), QPoint(0, 40), Qt.MouseButton.NoButton,
        CTRL, Qt.ScrollPhase.ScrollMomentum, False,
    )  # fmt: skip
    QApplication.sendEvent(hands.canvas, event)
    assert hands.canvas.view.scale == 1.0


def test_a_plain_wheel_zooms_for_those_who_want_it_and_a_touchpad_still_pans(hands: Any) -> None:
    hands.canvas.habits.wheel_zooms = True
    turn(hands, QPoint(0, 120))
    assert hands.canvas.view.scale == pytest.approx(1.2)
    y = hands.canvas.view.y
    turn(hands, QPoint(0, 120), CTRL)
    assert hands.canvas.view.scale == pytest.approx(1.2)
    assert hands.canvas.view.y == y + 60
    turn(hands, QPoint(0, 40), NONE, QPoint(0, 20))
    assert hands.canvas.view.scale == pytest.approx(1.2)
