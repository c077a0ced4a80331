"""A bar above the canvas for what should stay in sight: a task, an error of a file, a change on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance

Offer = tuple[str, Callable[[], None]]
_ICONS = {"task": ("info", "accent"), "error": ("error", "error"), "warning": ("warning", "warning")}


class InfoBar(QFrame):
    """One message with buttons; hidden while there is none."""

    left = Signal()  # by somebody who had the keyboard here; told before the bar goes
    closed = Signal()  # by one of its buttons, after what that does
    turned = Signal()  # it came or went

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setProperty("look", "bar")
        self.tone = ""
        self._icon = QLabel(self)
        self._title = QLabel(self)
        self._title.setProperty("look", "heading")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 10, 12, 10)
        self._row.setSpacing(12)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        self._buttons: list[QPushButton] = []
        appearance.changed.connect(self._draw_icon)
        self.hide()

    @property
    def message(self) -> str:
        """Title and text of what is shown; empty when nothing is."""
        return "" if self.isHidden() else f"{self._title.text()}\n{self._text.text()}"

    def tell(self, tone: str, title: str, text: str = "", offers: Iterable[Offer] = (), close: str = "Close") -> None:
        """Shows a message.

        Args:
            tone: ``task``, ``error`` or ``warning``.
            offers: buttons with what they do; each also closes the bar.
            close: text of the button that only closes it; empty for none.
        """
        self.tone = tone
        self.setProperty("tone", tone)
        self.style().polish(self)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}")
        self._draw_icon()
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        only_close: list[Offer] = [(close, lambda: None)] if close else []
        self._buttons = [self._button(*offer) for offer in (*offers, *only_close)]
        self.show()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.turned.emit()

    def withdraw(self, message: str) -> None:
        """Closes the bar if it still shows that message: what it said holds no longer."""
        if message and self.message == message:
            self.hide()
            self.closed.emit()

    def _button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(self._leave)
        button.clicked.connect(action)
        button.clicked.connect(self.closed)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def _leave(self) -> None:
        """Hides the bar; the keyboard goes on to a place of our choice, not to what happens to be next."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.left.emit()
        self.hide()

    def press(self, text: str) -> None:
        """Presses the button with that text."""
        next(b for b in self._buttons if b.text() == text).click()

    def _draw_icon(self) -> None:
        name, token = _ICONS.get(self.tone, _ICONS["task"])
        self._icon.setPixmap(self._appearance.picture(name, token, 20))
