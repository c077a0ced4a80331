"""Colours for the text of exported files: keys, strings, comments. By lines, without parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QColor, QFont, QTextBlock, QTextCharFormat, QTextLayout

from designer.drawing.theme import Theme

_KEY = re.compile(r"^\s*(?:- )*\s*([A-Za-z_][\w.-]*|\"[^\"]*\"|'[^']*')(?=\s*:(?:\s|$))")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_PLACEHOLDER = re.compile(r"\$\{\{.*?\}\}|\$\{[^}]*\}")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")
_CONSTANT = re.compile(r"(?<=:\s)(?:true|false|null|-?\d+(?:\.\d+)?)(?=\s*(?:#.*)?$)")
_WORD = re.compile(
    r"^\s*(FROM|RUN|COPY|ENV|WORKDIR|CMD|ENTRYPOINT|ARG|EXPOSE|USER|LABEL)\b"
    r"|\b(def|class|return|import|from|if|elif|else|for|in|with|as|raise|try|except|not|and|or|None|True|False)\b"
)
YAML_ENDINGS = (".yaml", ".yml", ".lock")


class Highlighter:
    """Colours lines that are about to be seen, each once.

    Args:
        is_yaml: keys and constants of YAML; otherwise words of Python and Dockerfiles.
    """

    def __init__(self, theme: Theme, *, is_yaml: bool = True) -> None:
        self._is_yaml = is_yaml
        self._is_diff = False
        self._round = 0  # blocks with this number have their colours
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Takes the colours of a theme."""
        self._key = _format(theme.colour("accent"))
        self._string = _format(theme.colour("ok"))
        self._placeholder = _format(theme.colour("feedback"), bold=True)
        self._comment = _format(theme.colour("ink_soft"), italic=True)
        self._removed = _format(theme.colour("error"))
        self._constant = _format(theme.colour("warning"))
        self._round += 1

    def read_as(self, *, is_yaml: bool, is_diff: bool = False) -> None:
        """Says what the text is."""
        if (is_yaml, is_diff) != (self._is_yaml, self._is_diff):
            self._is_yaml, self._is_diff = is_yaml, is_diff
            self._round += 1

    def colour(self, block: QTextBlock) -> None:
        """Colours a line, if it was not."""
        if block.userState() == self._round:
            return
        block.setUserState(self._round)
        block.layout().setFormats([_stretch(*piece) for piece in self._pieces(block.text())])

    # ------------------------------------------------------------------ inside
    def _pieces(self, text: str) -> Iterator[tuple[int, int, QTextCharFormat]]:
        """Start, end and look; later ones lie above earlier ones."""
        if self._is_diff:
            look = {"+": self._string, "-": self._removed, "@": self._key}.get(text[:1])
            if look is not None:
                yield 0, len(text), look
            return
        if self._is_yaml:
            yield from _found(_KEY, text, self._key, 1)
            yield from _found(_CONSTANT, text, self._constant)
        else:
            yield from _found(_WORD, text, self._key)
        strings = [*_found(_STRING, text, self._string)]
        yield from strings
        yield from _found(_PLACEHOLDER, text, self._placeholder)
        for match in _COMMENT.finditer(text):
            if not any(a < match.start() < b for a, b, _ in strings):
                yield *match.span(), self._comment


def _found(
    pattern: re.Pattern[str], text: str, look: QTextCharFormat, group: int = 0
) -> Iterator[tuple[int, int, QTextCharFormat]]:
    return ((*match.span(group), look) for match in pattern.finditer(text))


def _stretch(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, look
    return made


def _format(colour: str, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    made.setFontItalic(italic)
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
