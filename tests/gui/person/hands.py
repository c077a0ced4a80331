"""Pointer and keyboard of a person: events enter at the window, as a display would bring them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QKeySequence, QMouseEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

NONE = Qt.KeyboardModifier.NoModifier
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
EVENTS = {
    "press": QMouseEvent.Type.MouseButtonPress,
    "move": QMouseEvent.Type.MouseMove,
    "release": QMouseEvent.Type.MouseButtonRelease,
}


class Hands:
    """Places are of the screen. Every press and every key is one gesture: it may become one undo step.

    Args:
        window: the main window; popups over it get what they would get.
    """

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.gestures = 0
        self._held = Qt.MouseButton.NoButton
        self._over: QWidget | None = None  # Python forgets the system's window together with the widget

    # ------------------------------------------------------------------ pointer
    def point(self, at: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        """Moves the pointer to a place; what is held down stays down."""
        at = self._inside(at)
        QCursor.setPos(at)
        window = self._window_at(at)
        if window is not None:
            here = QPointF(window.mapFromGlobal(at))
            event = QMouseEvent(EVENTS["move"], here, QPointF(at), Qt.MouseButton.NoButton, self._held, held)
            QApplication.sendEvent(window, event)
        QApplication.processEvents()

    def press(self, at: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        at = self._inside(at)
        self.point(at, held)
        self.gestures += 1
        window = self._window_at(at)
        if window is not None:
            self._held = button
            QTest.mousePress(window, button, held, window.mapFromGlobal(at))

    def release(self, at: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        at = self._inside(at)
        window = self._window_at(at)
        self._held = Qt.MouseButton.NoButton
        if window is not None and isValid(window):
            QTest.mouseRelease(window, button, held, window.mapFromGlobal(at))
        QApplication.processEvents()

    def click(self, at: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        self.press(at, held, button)
        self.release(at, held, button)

    def double_click(self, at: QPoint) -> None:
        self.point(at)
        self.gestures += 2
        window = self._window_at(at)
        if window is not None:
            QTest.mouseDClick(window, LEFT, NONE, window.mapFromGlobal(at))
        QApplication.processEvents()

    def drag(self, way: Iterable[QPoint], held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        start, *rest = way
        self.press(start, held, button)
        for at in rest:
            self.point(at, held)
        self.release(rest[-1] if rest else start, held, button)

    def wheel(self, at: QPoint, turn: QPoint, held: Qt.KeyboardModifier = NONE, pixels: QPoint | None = None) -> None:
        window = self._window_at(at)
        if window is None:
            return
        here, buttons = QPointF(window.mapFromGlobal(at)), Qt.MouseButton.NoButton
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            window, QWheelEvent(here, QPointF(at), pixels or QPoint(), turn, buttons, held, phase, False)
        )
        QApplication.processEvents()

    # ------------------------------------------------------------------ keyboard
    def key(self, keys: str) -> None:
        """Presses keys as menus write them: ``Ctrl+Z``."""
        self.gestures += 1
        combination = QKeySequence(keys)[0]
        window = self._keyboard_window()
        if window is not None:
            QTest.keyClick(window, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def hold(self, key: Qt.Key, down: bool) -> None:
        window = self._keyboard_window()
        if window is not None:
            (QTest.keyPress if down else QTest.keyRelease)(window, key)

    def type(self, text: str) -> None:
        window = self._keyboard_window()
        for letter in text:
            if window is not None:
                QTest.keyClick(window, letter)
        QApplication.processEvents()

    # ------------------------------------------------------------------ inside
    def _inside(self, at: QPoint) -> QPoint:
        """The nearest place in the window: Qt refuses made events beside it."""
        if QApplication.activePopupWidget() is not None:
            return at
        area = self.window.geometry().adjusted(1, 1, -2, -2)
        x, y = min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom())
        return QPoint(x, y)

    def _window_at(self, at: QPoint) -> QWindow | None:
        popup = QApplication.activePopupWidget()  # gets what happens beside it as well: Qt sees to that
        if popup is None or not popup.geometry().contains(at):
            popup = QApplication.topLevelAt(at) or self.window
        self._over = popup
        return _handle_of(popup) or _handle_of(self.window)

    def _keyboard_window(self) -> QWindow | None:
        popup = QApplication.activePopupWidget()
        self._over = popup
        over = _handle_of(popup) if popup is not None else None
        if over is not None:
            return over
        own, focus = _handle_of(self.window), QGuiApplication.focusWindow()
        if focus is not own and QApplication.activeModalWidget() is None:
            self.window.activateWindow()  # another one was closed or left open: keys of the window want it in front
            QApplication.processEvents()
        return _handle_of(self.window)


def _handle_of(widget: QWidget) -> QWindow | None:
    """The window of the system; Python may still know an earlier one that is gone."""
    handle = widget.windowHandle()
    if handle is None or isValid(handle):
        return handle
    windows = [w for w in QGuiApplication.topLevelWindows() if isValid(w)]
    return next((w for w in windows if w.winId() == widget.winId()), None)
