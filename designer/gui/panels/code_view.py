"""Text of one file, coloured, with marked lines; a click says which line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontDatabase, QMouseEvent, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from designer.gui.appearance import Appearance
from designer.gui.panels.gutter import BROKEN, Gutter
from designer.gui.panels.highlighter import YAML_ENDINGS, Highlighter
from designer.gui.panels.sliced_text import SlicedText

_MANY: Final = 50  # marks


class CodeView(QPlainTextEdit):
    """Read-only text in a fixed-width font."""

    line_clicked = Signal(int)  # 1-based

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self._marked: list[tuple[int, int]] = []
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self._text = SlicedText(self)
        self._text.filled.connect(self._on_filled)
        self._goal: int | None = None  # a line to be shown that is not there yet
        self._highlighter = Highlighter(appearance.theme)
        self.gutter = Gutter(self)
        self.gutter.hide()
        self.verticalScrollBar().valueChanged.connect(lambda _: self._on_scroll())
        appearance.changed.connect(self._redraw)
        self._set_font()

    def show_file(self, path: str, text: str, *, is_diff: bool = False) -> None:
        """Shows a file; the place in view stays when the same file was shown before."""
        self._highlighter.read_as(is_yaml=path.endswith(YAML_ENDINGS), is_diff=is_diff)
        self._goal = None
        if text != self._text.text:
            place = self.verticalScrollBar().value()
            self._text.show(text)
            self.verticalScrollBar().setValue(place)
        self.setAccessibleName(f"Text of {path}")

    def mark(self, spans: Iterable[tuple[int, int]], *, scroll: bool = False) -> None:
        """Marks lines (1-based, inclusive) and brings those that are named first into view."""
        wanted = list(spans)
        self._marked = sorted(wanted)
        self._paint_marks()
        if wanted and scroll:
            self._go_to(wanted[0][0])

    def show_changes(self, changes: Mapping[int, str] | None) -> None:
        """Numbers the lines and marks those that differ from the file; None hides both."""
        self.gutter.changes = changes or {}
        self.gutter.setVisible(changes is not None)
        self.gutter.setAccessibleName(self.gutter.describe())
        self.setAccessibleDescription(self.gutter.describe() if changes else "")
        self.fit_gutter()
        self._paint_marks()

    def fit_gutter(self) -> None:
        """Gives the strip with the numbers the room that they need."""
        width = 0 if self.gutter.isHidden() else self.gutter.sizeHint().width()
        self.setViewportMargins(width, 0, 0, 0)
        inside = self.contentsRect()
        self.gutter.setGeometry(QRect(inside.left(), inside.top(), width, inside.height()))
        self.gutter.update()

    def visible_lines(self, bottom: int) -> Iterator[tuple[int, QRect]]:
        """Numbers and places of the lines in view, down to a pixel, for the strip beside them."""
        block = self.firstVisibleBlock()
        while block.isValid():
            area = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if area.top() > bottom:
                return
            yield block.blockNumber() + 1, QRect(0, round(area.top()), self.gutter.width(), round(area.height()))
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        block, bottom = self.firstVisibleBlock(), self.contentOffset().y() + self.viewport().height()
        while block.isValid():
            self._highlighter.colour(block)
            if self.blockBoundingGeometry(block).translated(self.contentOffset()).top() > bottom:
                break
            block = block.next()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_gutter()
        self._on_scroll()

    @property
    def marked(self) -> list[tuple[int, int]]:
        return list(self._marked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_clicked.emit(self.cursorForPosition(event.position().toPoint()).blockNumber() + 1)

    # ------------------------------------------------------------------ inside
    def _go_to(self, line: int) -> None:
        """Brings a line into the middle, or as soon as it is there."""
        self._goal = None if self._text.is_whole else line
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def _on_filled(self) -> None:
        self._paint_marks()
        if self._goal is not None:
            self._go_to(self._goal)

    def _paint_marks(self) -> None:
        broken = [(n, n) for n, change in self.gutter.changes.items() if change == BROKEN]
        self.setExtraSelections([*self._marks("error", broken), *self._marks("accent", self._in_sight(self._marked))])

    def _in_sight(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """All of some marks; of very many only those near what is in sight."""
        if len(spans) <= _MANY:
            return spans
        top = self.firstVisibleBlock().blockNumber() + 1
        page = max(1, self.verticalScrollBar().pageStep())
        return [(first, last) for first, last in spans if last >= top - page and first <= top + 2 * page]

    def _on_scroll(self) -> None:
        if len(self._marked) > _MANY:
            self._paint_marks()

    def _marks(self, token: str, spans: Iterable[tuple[int, int]]) -> Iterator[QTextEdit.ExtraSelection]:
        ground = self.appearance.colour(token)
        ground.setAlphaF(0.16)
        document = self.document()
        for first, last in _joined(spans):
            start, end = document.findBlockByNumber(first - 1), document.findBlockByNumber(last - 1)
            if not start.isValid():
                continue
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(ground)
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.cursor = QTextCursor(start)
            if end.isValid() and end != start:
                past = min(end.position() + end.length(), document.characterCount() - 1)
                mark.cursor.setPosition(past, QTextCursor.MoveMode.KeepAnchor)
            yield mark

    def _set_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.fontInfo().pointSizeF() * 0.95)
        self.setFont(font)

    def _redraw(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(font.pointSizeF() * self.appearance.text_size / 100 * 0.95)
        self.setFont(font)
        self._highlighter.set_theme(self.appearance.theme)
        self.viewport().update()
        self.fit_gutter()
        self._paint_marks()


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of lines in their order; those that touch are one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
