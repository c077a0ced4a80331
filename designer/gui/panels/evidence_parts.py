"""Pieces of what the window says about evidence and linters."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance
from designer.gui.panels.flow_row import FlowRow
from designer.session.linting import Missing


class FoldLine(QToolButton):
    """A line of words that wraps, with an arrow or a picture; a click opens what stands below it."""

    turned = Signal(bool)

    def __init__(self, parent: QWidget, picture: QPixmap | None = None) -> None:
        super().__init__(parent)
        self._has_arrow = picture is None
        self._longest = ""
        self.setProperty("look", "head")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.arrow, self.words = QLabel("▸", self), QLabel(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        row = QHBoxLayout(self)
        edge = (2, 3) if self._has_arrow else (10, 8)
        row.setContentsMargins(*edge, *edge)
        row.setSpacing(8 if self._has_arrow else 10)
        row.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        for label in (self.arrow, self.words):
            label.setProperty("look", "soft" if self._has_arrow else "")
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if picture is not None:
            self.arrow.setPixmap(picture)
        self.toggled.connect(self._turn)

    def show_text(self, html: str, spoken: str) -> None:
        """Shows words.

        Args:
            spoken: the same for screen readers.
        """
        self.words.setText(html)
        self.setAccessibleName(spoken)

    def keep_room(self, longest: str) -> None:
        """Is from now on as high as these words need, so that what stands below does not move when words come."""
        self._longest = longest
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        opens = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or opens.get(key, self.isChecked()) != self.isChecked():
            self.click()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        if self._longest:
            width = max(self.words.width(), 1)
            box = self.words.fontMetrics().boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, self._longest)
            self.words.setMinimumHeight(box.height())

    def _turn(self, is_open: bool) -> None:
        if self._has_arrow:
            self.arrow.setText("▾" if is_open else "▸")
        self.turned.emit(is_open)


class MissingCard(QFrame):
    """A linter that is not there, and how to get it."""

    def __init__(self, missing: Missing, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        link = f"<a href='{escape(missing.url)}' style='color:{appearance.theme.colour('accent')}'>"
        head = QLabel(f"{link}{escape(missing.title)}</a> {escape(missing.reason)}.", self)
        head.setWordWrap(True)
        head.setOpenExternalLinks(True)
        head.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        column.addWidget(head)
        ways = FlowRow(8)
        self.copies: dict[str, QPushButton] = {}
        for system, way in missing.ways.items():
            button = QPushButton(way, self)
            button.setProperty("look", "link")
            button.setToolTip(f"<b>{escape(system)}</b><br>Click to copy this line.")
            button.setAccessibleName(f"Copy how to get {missing.title} with {system}: {way}")
            button.clicked.connect(lambda _=False, text=way: QGuiApplication.clipboard().setText(text))
            ways.addWidget(button)
            self.copies[way] = button
        column.addWidget(ways)


def soft_label(text: str, parent: QWidget) -> QLabel:
    """Wrapped words of less weight."""
    label = QLabel(text, parent)
    label.setProperty("look", "soft")
    label.setWordWrap(True)
    return label
