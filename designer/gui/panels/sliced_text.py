"""Puts long texts into an editor in slices, so that the window goes on answering."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

SLICE: Final = 1_200  # lines at once: some milliseconds
_BREAKS: Final = re.compile("\r\n|[\r\n\u2029\ufdd0\ufdd1]")
_UNUSUAL: Final = re.compile("[\r\u2029\ufdd0\ufdd1]")


class SlicedText(QObject):
    """Writes only what differs from what is there; a short text is there at once.

    Args:
        editor: whose text it is; nobody else writes to it.
    """

    filled = Signal()  # the whole text is there, after it was not

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._wanted = ""
        self._there = [""]  # lines of the editor
        self._todo: list[str] = []  # lines that take the place of those from `_place` to `_end`
        self._place = self._end = 0
        editor.setUndoRedoEnabled(False)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def text(self) -> str:
        """What is shown, or will be in a moment."""
        return self._wanted

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there."""
        return not self._timer.isActive()

    def show(self, text: str) -> None:
        """Shows another text."""
        if text == self._wanted:
            return
        self._wanted = text
        new, old = _lines(text), self._there
        same = _same_at_start(old, new)
        behind = _same_at_start(old[same:][::-1], new[same:][::-1])
        self._place, self._end, self._todo = same, len(old) - behind, new[same : len(new) - behind]
        self._write()
        if self._is_left():
            self._timer.start()
        else:
            self._timer.stop()

    # ------------------------------------------------------------------ inside
    def _is_left(self) -> bool:
        return bool(self._todo) or self._place < self._end

    def _go_on(self) -> None:
        self._write()
        if not self._is_left():
            self._timer.stop()
            self.filled.emit()

    def _write(self) -> None:
        """Puts the next lines in the place of as many old ones; the last ones in the place of what is left."""
        lines, self._todo = self._todo[:SLICE], self._todo[SLICE:]
        gone = min(SLICE, self._end - self._place) if self._todo or not lines else self._end - self._place
        gone = min(gone, 2 * SLICE)
        first, last = self._place, self._place + gone
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        self._replace(cursor, first, last, lines)
        cursor.endEditBlock()
        for number in range(first, first + len(lines) + 1):
            self._editor.document().findBlockByNumber(number).setUserState(-1)  # not coloured any more
        self._there[first:last] = lines
        self._place += len(lines)
        self._end += len(lines) - gone

    def _replace(self, cursor: QTextCursor, first: int, last: int, lines: list[str]) -> None:
        """Lines from `first` to before `last` become others, with the line breaks that go with them."""
        document, count = self._editor.document(), len(self._there)
        end = document.characterCount() - 1
        text = "\n".join(lines)
        if last < count:
            start, end = (document.findBlockByNumber(n).position() for n in (first, last))
            text += "\n" if lines else ""
        elif first < count:
            start = document.findBlockByNumber(first).position() - (0 if lines else 1)
        else:
            start, text = end, f"\n{text}" if lines else ""
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)


def _lines(text: str) -> list[str]:
    """The lines as the editor counts them."""
    return _BREAKS.split(text) if _UNUSUAL.search(text) else text.split("\n")


def _same_at_start(a: list[str], b: list[str]) -> int:
    """How many lines are the same at the start of both."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
