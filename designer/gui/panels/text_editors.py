"""Editors for several lines: free text, commands, and values made of names and lists."""

from __future__ import annotations

import re
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontDatabase, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from designer import yaml_io
from designer.errors import DesignerError
from designer.gui.panels.field_editor import DIFFERENT, MIXED, FieldEditor

_WORDS: Final = re.compile(r"[^\s:,\[\]{}'\"$#&*!|>%@`][^:\[\]{}'\"$#\n]*")
"""Words with commas between them: nothing that YAML or an expression needs for itself."""
_NOTHING: Final = object()


class _TextBox(QPlainTextEdit):
    """Grows with its text, and says when an edit is finished: the keyboard leaves, or Ctrl+Enter."""

    finished = Signal()
    MOST_LINES = 12

    def __init__(self, lines: int, is_code: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self._is_code = is_code
        self.setTabChangesFocus(True)
        self._take_font()
        self.textChanged.connect(self._fit)
        self.horizontalScrollBar().rangeChanged.connect(self._fit)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the form scrolls on under the pointer

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._take_font()

    def _take_font(self) -> None:
        if self._is_code:
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            font.setPointSizeF(self.font().pointSizeF())
            self.document().setDefaultFont(font)
            self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._fit()

    def _fit(self) -> None:
        lines = min(max(self._lines, self.blockCount()), self.MOST_LINES)
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0  # else it would cover the last line
        line = self.fontMetrics().lineSpacing()
        self.setFixedHeight(round((lines + 0.8) * line) + 12 + below)


class TextEditor(FieldEditor):
    """Several lines of text; code keeps its lines and has letters of one width."""

    LINES = 3

    def __init__(self, placeholder: str = "", *, is_code: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._shown = ""
        self.box = _TextBox(self.LINES, is_code, self)
        self.box.setPlaceholderText(placeholder)
        self.box.finished.connect(self._tell)
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        self._shown = "" if value is None or value is MIXED else str(value)
        self.box.setPlaceholderText(DIFFERENT if value is MIXED else self._placeholder)
        if self.box.toPlainText() != self._shown:
            self.box.setPlainText(self._shown)

    def _tell(self) -> None:
        typed = self.box.toPlainText().rstrip()
        if typed != self._shown.rstrip():
            self._shown = typed
            self.edited.emit(typed or None)


class ValueEditor(FieldEditor):
    """A word, words with commas, or names with values and lists, written in YAML.

    What is no YAML stays in the box with a line that says why, and changes nothing.
    """

    LINES = 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = _NOTHING
        self.box = _TextBox(self.LINES, True, self)
        self.box.finished.connect(self._tell)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("look", "problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self._hold(self.box)
        self._column.addWidget(self.problem)
        self.problem.hide()

    def show_value(self, value: Any) -> None:
        if self.problem.isVisibleTo(self) and value == self._value:
            return  # what was typed waits to be mended
        self._value = value
        self._say("")
        text = "" if value is MIXED else written(value)
        self.box.setPlaceholderText(DIFFERENT if value is MIXED else "")
        if self.box.toPlainText() != text:
            self.box.setPlainText(text)

    def _tell(self) -> None:
        text = self.box.toPlainText()
        if self._value is MIXED and not text.strip():
            return
        try:
            value = value_of(text)
        except DesignerError as e:
            self._say(f"Not used: {e.message}" + (f" (line {e.line})" if e.line and "\n" in text.strip() else ""))
            return
        self._say("")
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def written(value: Any) -> str:
    """A value as people type it: words with commas, else YAML; empty for None."""
    if value is None:
        return ""
    words = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
    if not isinstance(value, dict):
        text = ", ".join(words)
        if _read(text) == (list(value) if isinstance(value, tuple) else value):
            return text
    return yaml_io.block(value).removesuffix("\n...\n").rstrip("\n")


def value_of(text: str) -> Any:
    """The value of what somebody typed; None for nothing.

    Raises:
        DesignerError: it is no YAML.
    """
    text = text.strip("\n").rstrip()
    if not text:
        return None
    if _WORDS.fullmatch(text) and "," in text:
        return [w.strip() for w in text.split(",") if w.strip()]
    return yaml_io.load(text + "\n", "")


def _read(text: str) -> Any:
    try:
        return value_of(text)
    except DesignerError:
        return _NOTHING
