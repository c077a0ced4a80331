"""The lines of a text: where each begins and ends, whatever its line end."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_BREAK: Final = re.compile(r"\r\n?|\n")
_BLANK: Final = re.compile(r"[ \t]*\Z")


class Lines:
    """A text cut at LF, CRLF and CR, as editors do. Line numbers count from 1.

    A byte order mark belongs to no line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        if "\r" in text:
            self.starts = [0, *(m.end() for m in _BREAK.finditer(text))]
        else:
            self.starts = [0]
            found = text.find("\n")
            while found >= 0:
                self.starts.append(found + 1)
                found = text.find("\n", found + 1)
        if text.startswith("\ufeff"):
            self.starts[0] = 1

    def of(self, offset: int) -> int:
        """The line that a character stands in."""
        return max(bisect_right(self.starts, offset), 1)

    def start(self, line: int) -> int:
        """Offset of the first character of a line; the end of the text for lines behind the last one."""
        return self.starts[line - 1] if line <= len(self.starts) else len(self.text)

    def stop(self, line: int) -> int:
        """Offset behind the last character of a line, before its line end."""
        end = self.start(line + 1)
        while end > self.start(line) and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def content(self, line: int) -> str:
        """A line without its line end."""
        return self.text[self.start(line) : self.stop(line)]

    def indent(self, line: int) -> int:
        """Blanks at the beginning of a line."""
        content = self.content(line)
        return len(content) - len(content.lstrip(" "))

    def is_blank(self, line: int) -> bool:
        """Whether a line holds nothing to see; lines behind the end are not blank, they do not exist."""
        return 1 <= line <= self.count and bool(_BLANK.match(self.content(line)))

    @property
    def count(self) -> int:
        """How many lines there are; a line end at the very end begins no new one."""
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def line_end(self, line: int) -> str:
        """The line end in use around a line: its own, else that of a line before it, else LF."""
        for number in range(min(line, len(self.starts)), 0, -1):
            end = self.text[self.stop(number) : self.start(number + 1)]
            if end:
                return end
        return "\n"
