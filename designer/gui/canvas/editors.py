"""Editing text in place: notes, titles of frames and of steps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from designer.drawing.theme import Theme


class LineEditor(QLineEdit):
    """One line over a title. Enter and leaving keep the text, Escape drops it."""

    finished = Signal(object)  # the text, or None

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._done = False
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._finish(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()  # a line edit would pass the key on, and the canvas would open what is selected
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._keep()

    def _keep(self) -> None:
        self._finish(self.text())

    def _finish(self, text: str | None) -> None:
        if not self._done:
            self._done = True
            self.finished.emit(text)


class NoteEditor(QPlainTextEdit):
    """Text of a note. Escape, Ctrl+Enter and leaving keep it; undo takes it back."""

    finished = Signal(object)

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._done = False
        self.setTabChangesFocus(True)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (enter and with_control):
            self._finish()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._finish()

    def _finish(self) -> None:
        if not self._done:
            self._done = True
            self.finished.emit(self.toPlainText())


class InPlace(QObject):
    """Opens at most one editor over the canvas and takes it away again.

    Args:
        surface: the widget it stands on.
    """

    def __init__(self, surface: QWidget) -> None:
        super().__init__(surface)
        self._surface = surface
        self.editor: LineEditor | NoteEditor | None = None
        self._apply: Callable[[str], None] | None = None

    def line(self, text: str, area: QRect, font: QFont, apply: Callable[[str], None]) -> None:
        """Edits one line; ``apply`` gets the text unless it was dropped."""
        self.close()
        self._open(LineEditor(text, self._surface), area, font, apply)

    def note(
        self,
        text: str,
        area: QRect,
        font: QFont,
        colours: tuple[str, str],
        apply: Callable[[str], None],
        hint: str = "",
        edge: str = "",
    ) -> None:
        """Edits a text of several lines on a ground of its colours (ground, ink); an empty one shows the hint."""
        self.close()
        editor = NoteEditor(text, self._surface)
        editor.setPlaceholderText(hint)
        editor.setAccessibleName(hint or "Text of the note")
        ground, ink = colours
        border = f"1px solid {edge}" if edge else "0"
        look = f"background: {ground}; color: {ink}; border: {border}; padding: 4px;"
        editor.setStyleSheet(f"QPlainTextEdit {{ {look} }}")
        self._open(editor, area, font, apply)

    def close(self) -> None:
        """Keeps what was typed and ends editing."""
        if self.editor is not None:
            self.editor.clearFocus()

    def _open(self, editor: LineEditor | NoteEditor, area: QRect, font: QFont, apply: Callable[[str], None]) -> None:
        self.editor, self._apply = editor, apply
        editor.setFont(font)
        editor.setGeometry(area)
        editor.finished.connect(self._finished)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finished(self, text: str | None) -> None:
        editor, apply = self.editor, self._apply
        self.editor = self._apply = None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self._surface.setFocus(Qt.FocusReason.OtherFocusReason)
        if text is not None and apply is not None:
            apply(text)


def scaled(font: QFont, scale: float) -> QFont:
    """A font of the drawing at a zoom, never too small to type in."""
    made = QFont(font)
    made.setPixelSize(max(10, round(font.pixelSize() * scale)))
    return made


def paper(theme: Theme, name: str) -> tuple[str, str]:
    """Ground and ink of a note."""
    return theme.note_colour(name), theme.colour("note_ink")
