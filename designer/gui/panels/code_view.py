"""Text of one file, coloured, with marked lines; a click says which line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QMouseEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from designer.gui.appearance import Appearance
from designer.gui.panels.highlighter import YAML_ENDINGS, Highlighter


class CodeView(QPlainTextEdit):
    """Read-only text in a fixed-width font."""

    line_clicked = Signal(int)  # 1-based

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._marked: list[tuple[int, int]] = []
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self._highlighter = Highlighter(self.document(), appearance.theme)
        appearance.changed.connect(self._redraw)
        self._set_font()

    def show_file(self, path: str, text: str, *, is_diff: bool = False) -> None:
        """Shows a file; the place in view stays when the same file was shown before."""
        place = self.verticalScrollBar().value()
        self._highlighter.is_diff = is_diff
        self._highlighter.is_yaml = path.endswith(YAML_ENDINGS)
        if text != self.toPlainText():
            self.setPlainText(text)
            self.verticalScrollBar().setValue(place)
        self.setAccessibleName(f"Text of {path}")

    def mark(self, spans: Iterable[tuple[int, int]], *, scroll: bool = False) -> None:
        """Marks lines (1-based, inclusive) and brings the first of them into view."""
        self._marked = sorted(spans)
        self._paint_marks()
        if self._marked and scroll:
            cursor = QTextCursor(self.document().findBlockByNumber(self._marked[0][0] - 1))
            self.setTextCursor(cursor)
            self.centerCursor()

    @property
    def marked(self) -> list[tuple[int, int]]:
        return list(self._marked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_clicked.emit(self.cursorForPosition(event.position().toPoint()).blockNumber() + 1)

    # ------------------------------------------------------------------ inside
    def _paint_marks(self) -> None:
        ground = self._appearance.colour("accent")
        ground.setAlphaF(0.16)
        marks = []
        for first, last in self._marked:
            for number in range(first - 1, last):
                block = self.document().findBlockByNumber(number)
                if not block.isValid():
                    break
                mark = QTextEdit.ExtraSelection()
                mark.format.setBackground(ground)
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                mark.cursor = QTextCursor(block)
                marks.append(mark)
        self.setExtraSelections(marks)

    def _set_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.fontInfo().pointSizeF() * 0.95)
        self.setFont(font)

    def _redraw(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(font.pointSizeF() * self._appearance.text_size / 100 * 0.95)
        self.setFont(font)
        self._highlighter.set_theme(self._appearance.theme)
        self._paint_marks()
