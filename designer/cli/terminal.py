"""What the command line writes on: plain or coloured text of a known width, safe from control characters."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from typing import TextIO

_STYLES = {
    "bold": "1",
    "dim": "2",
    "error": "31",
    "warning": "33",
    "info": "34",
    "ok": "32",
    "+": "32",
    "-": "31",
    "@": "36",
}
_MAX_WIDTH = 100  # longer lines are tiring to read


def clean(text: str) -> str:
    """One line without control characters: names come from files that others wrote."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.splitlines()))


def clean_block(text: str) -> str:
    """Several lines without control characters other than tabs and line feeds."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Standard input and output of one command.

    Args:
        stdin: where a FILE of ``-`` is read from.
        stdout: results.
        stderr: errors and remarks that are not the result.
        width: characters in a line.
        is_terminal: whether the results go to a screen.
        colour: whether to use colour.
    """

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    width: int = 80
    is_terminal: bool = False
    colour: bool = False

    @classmethod
    def of_process(cls, environment: Mapping[str, str] = os.environ) -> Terminal:
        """The terminal of this process. Colour only for people: a terminal, without NO_COLOR (no-color.org)."""
        # A process can be started without them, as window programs are on Windows.
        stdin, stdout, stderr = (s or StringIO() for s in (sys.stdin, sys.stdout, sys.stderr))
        for stream in (stdout, stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        is_terminal = stdout.isatty()
        colour = is_terminal and environment.get("TERM") != "dumb" and not environment.get("NO_COLOR")
        width = max(40, min(shutil.get_terminal_size((80, 24)).columns, _MAX_WIDTH))
        return cls(stdin, stdout, stderr, width, is_terminal, colour)

    def line(self, text: str = "") -> None:
        self.stdout.write(text + "\n")

    def block(self, text: str) -> None:
        """Writes the contents of a file: its bytes, UTF-8, into a pipe; without control characters on a screen."""
        raw = getattr(self.stdout, "buffer", None)
        if self.is_terminal or raw is None:
            self.stdout.write(clean_block(text) if self.is_terminal else text)
            return
        self.stdout.flush()
        raw.write(text.encode("utf-8", "backslashreplace"))

    def remark(self, text: str) -> None:
        """One line beside the result."""
        self.stderr.write(clean(text) + "\n")

    def error(self, message: str) -> None:
        """One line about something that went wrong."""
        self.remark(f"mlops-designer: error: {message}")

    def paint(self, text: str, style: str) -> str:
        """The text in a style; unchanged where there is no colour."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour else text

    def wrap(self, text: str, indent: str, first: str = "") -> str:
        """A paragraph in the width of the terminal.

        Args:
            text: the paragraph.
            indent: start of each line.
            first: start of the first line, of the same width, instead of the indent.
        """
        lines = textwrap.wrap(
            clean(text), self.width, initial_indent=first or indent, subsequent_indent=indent, break_on_hyphens=False
        )  # names of steps stay whole: people copy them
        return "\n".join(lines) if lines else (first or indent).rstrip()

    def elide(self, text: str, used: int) -> str:
        """The start of a text that fits on a line of which some characters are used already."""
        text, room = clean(text), self.width - used
        return text if len(text) <= room else text[: max(room - 3, 0)] + "..."

    def diff(self, text: str) -> None:
        """Writes a unified diff, coloured for people."""
        if not self.colour:
            self.block(text)
            return
        for line in clean_block(text).rstrip("\n").split("\n"):
            style = "bold" if line.startswith(("--- ", "+++ ")) else line[:1]
            self.line(self.paint(line, style) if style in _STYLES else line)

    def bar(self, value: int | None, cells: int = 20) -> str:
        """A score from 0 to 100 as a bar."""
        full, empty = ("█", "░") if self._can_write("█░") else ("#", ".")
        filled = round((value or 0) * cells / 100)
        return full * filled + empty * (cells - filled)

    def _can_write(self, text: str) -> bool:
        try:
            text.encode(getattr(self.stdout, "encoding", None) or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return False
        return True
