"""Colours for the text of exported files: keys, strings, comments. By lines, without parsing."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

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


class Highlighter(QSyntaxHighlighter):
    """Colours one document.

    Args:
        is_yaml: keys and constants of YAML; otherwise words of Python and Dockerfiles.
    """

    def __init__(self, document: QTextDocument, theme: Theme, *, is_yaml: bool = True) -> None:
        super().__init__(document)
        self.is_yaml = is_yaml
        self.is_diff = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Takes the colours of a theme."""
        self._key = _format(theme.colour("accent"))
        self._string = _format(theme.colour("ok"))
        self._placeholder = _format(theme.colour("feedback"), bold=True)
        self._comment = _format(theme.colour("ink_soft"), italic=True)
        self._removed = _format(theme.colour("error"))
        self._constant = _format(theme.colour("warning"))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if self.is_diff:
            look = {"+": self._string, "-": self._removed, "@": self._key}.get(text[:1])
            if look is not None:
                self.setFormat(0, len(text), look)
            return
        if self.is_yaml:
            self._colour(_KEY, text, self._key, 1)
            self._colour(_CONSTANT, text, self._constant)
        else:
            self._colour(_WORD, text, self._key)
        self._colour(_STRING, text, self._string)
        self._colour(_PLACEHOLDER, text, self._placeholder)
        strings = [m.span() for m in _STRING.finditer(text)]
        for match in _COMMENT.finditer(text):
            if not any(a < match.start() < b for a, b in strings):
                self.setFormat(match.start(), match.end() - match.start(), self._comment)

    def _colour(self, pattern: re.Pattern[str], text: str, look: QTextCharFormat, group: int = 0) -> None:
        for match in pattern.finditer(text):
            self.setFormat(match.start(group), match.end(group) - match.start(group), look)


def _format(colour: str, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    made.setFontItalic(italic)
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
