"""Short messages over the canvas that go away by themselves and never take the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS = 6_000
WITH_BUTTON_MS = 12_000
_MARGIN = 20


class Toast(QFrame):
    """One message at the bottom of its parent, with at most one button.

    A new message replaces the last. It stays while the pointer or the keyboard is on it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "toast")
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self)
        self._action: Callable[[], None] = lambda: None
        self._button.clicked.connect(self._act)
        close = QPushButton("Close", self)
        close.setAccessibleName("Close the message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(10)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fade)
        self._board = parent
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The message that is shown; empty when none is."""
        return self._label.text() if not self.isHidden() else ""

    def withdraw(self) -> None:
        """Hides a message that offers something: the document is another one than it was said about."""
        if not self._button.isHidden():
            self.hide()

    def say(self, text: str, button: str = "", action: Callable[[], None] | None = None) -> None:
        """Shows a message, with a button when it offers something."""
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._action = action or (lambda: None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(WITH_BUTTON_MS if button else SHOWN_MS)

    def press_button(self) -> None:
        """Does what the button offers."""
        self._act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        self.hide()
        self._action()

    def _fade(self) -> None:
        focus = self.window().focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start(SHOWN_MS)
        else:
            self.hide()

    def _place(self) -> None:
        area = self._board.rect()
        width = min(640, area.width() - 2 * _MARGIN)
        self._label.setMinimumWidth(max(0, min(360, width - 200)))
        self.setMaximumWidth(width)
        self.adjustSize()
        x = (area.width() - self.width()) // 2
        self.move(max(x, 0), area.height() - self.height() - _MARGIN)
