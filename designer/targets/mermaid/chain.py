"""One statement of a flowchart: boxes in their shapes, joined by arrows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from designer.targets.mermaid.words import MAX_WORDS, plain_words

_NAME: Final = re.compile(r"(?:\w|[.](?=\w)|-(?=\w))+")
_CLASS: Final = re.compile(r":::[\w-]+")
_SHAPED: Final = re.compile(r"@\{(?P<inside>[^{}]{0,400})\}")
_LABEL: Final = re.compile(r"\blabel\s*:\s*(\"[^\"]*\"|'[^']*'|[^,}]*)")
_STORE: Final = "database"
_SHAPES: Final = (  # longest first; what a shape speaks for
    ("(((", ")))", ""),
    ("((", "))", ""),
    ("([", "])", ""),
    ("[[", "]]", ""),
    ("[(", ")]", _STORE),
    ("{{", "}}", ""),
    ("[/", "/]", ""),
    ("[/", "\\]", ""),
    ("[\\", "\\]", ""),
    ("[\\", "/]", ""),
    ("[", "]", ""),
    ("(", ")", ""),
    ("{", "}", ""),
    (">", "]", ""),
)
_ARROW: Final = re.compile(
    r"(?:\w+@)?(?:(?P<hidden>~~~+)"
    r"|[<xo]?(?P<dotted>-\.+-)(?P<dotted_head>[>xo]?)"
    r"|[<xo]?(?P<thick>==+)(?P<thick_head>[>xo=])"
    r"|[<xo]?(?P<plain>--+)(?P<plain_head>[>xo-]))"
)
_WORDED: Final = re.compile(
    r"[<xo]?(?:--\s*(?P<plain>[^-|>\s\"][^|>\n]{0,200}?|\"[^\"\n]{0,200}\")\s*--+[>xo-]"
    r"|-\.\s*(?P<dotted>[^.|>\s\"-][^|>\n]{0,200}?|\"[^\"\n]{0,200}\")\s*\.+-[>xo]?"
    r"|==\s*(?P<thick>[^=|>\s\"][^|>\n]{0,200}?|\"[^\"\n]{0,200}\")\s*==+[>xo=])"
)
_PIPED: Final = re.compile(r"\s*\|([^|\n]{0,400})\|")


@dataclass(frozen=True, slots=True)
class Corner:
    """A box where it is mentioned: its name, its words where they stand there, and what its shape says."""

    name: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """An arrow."""

    text: str
    is_dotted: bool
    is_seen: bool


class ChainReader:
    """Reads one statement; what is left over stands in ``rest``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.rest = ""

    def read(self) -> tuple[list[list[Corner]], list[Stroke]]:
        """Groups of boxes, and the arrows between one group and the next."""
        groups, strokes = list[list[Corner]](), list[Stroke]()
        group = self._group()
        while group:
            groups.append(group)
            stroke = self._stroke()
            if stroke is None:
                break
            strokes.append(stroke)
            group = self._group()
        self.rest = self._text[self._at :].strip()
        return groups, strokes

    def _group(self) -> list[Corner]:
        """Boxes with ``&`` between them."""
        found = []
        while (corner := self._corner()) is not None:
            found.append(corner)
            if not self._skip(re.compile(r"\s*&\s*")):
                break
        return found

    def _corner(self) -> Corner | None:
        self._skip(re.compile(r"\s+"))
        name = _NAME.match(self._text, self._at)
        if name is None:
            return None
        self._at = name.end()
        words, hint = self._shape()
        self._skip(_CLASS)
        return Corner(name[0], words, hint)

    def _shape(self) -> tuple[str, str]:
        shaped = _SHAPED.match(self._text, self._at)
        if shaped:
            self._at = shaped.end()
            label = _LABEL.search(shaped["inside"])
            words = plain_words(label[1].strip("'")) if label else ""
            return words, _STORE if "cyl" in shaped["inside"] else ""
        for opening, closing, hint in _SHAPES:
            if self._text.startswith(opening, self._at):
                start = self._at + len(opening)
                end = self._end_of(start, closing)
                if end >= 0:
                    self._at = end + len(closing)
                    return plain_words(self._text[start:end]), hint
        return "", ""

    def _end_of(self, start: int, closing: str) -> int:
        """Where the words of a box end; in quotes everything may stand, brackets too."""
        inside = self._text[start:].lstrip()
        if inside.startswith('"'):
            quote = self._text.find('"', self._text.find('"', start) + 1)
            end = self._text.find(closing, quote + 1) if quote >= 0 else -1
            return end if end >= 0 and not self._text[quote + 1 : end].strip() else -1
        end = self._text.find(closing, start, start + MAX_WORDS + len(closing))
        other = {"]": "[", ")": "(", "}": "{"}[closing[-1]]
        return end if end >= 0 and other not in self._text[start:end] else -1

    def _stroke(self) -> Stroke | None:
        self._skip(re.compile(r"\s+"))
        plain, worded = _ARROW.match(self._text, self._at), _WORDED.match(self._text, self._at)
        if plain and not (worded and self._is_word(plain)):
            self._at = plain.end()
            piped = _PIPED.match(self._text, self._at)
            self._at = piped.end() if piped else self._at
            words = plain_words(piped[1]) if piped else ""
            return Stroke(words, plain["dotted"] is not None, plain["hidden"] is None)
        if worded:
            self._at = worded.end()
            words = worded["plain"] or worded["dotted"] or worded["thick"]
            return Stroke(plain_words(words), worded["dotted"] is not None, True)
        return None

    def _is_word(self, arrow: re.Match[str]) -> bool:
        """Whether what looks like a round or crossed end begins a word: ``--ok-->``."""
        return arrow[0][-1] in "xo" and self._text[arrow.end() : arrow.end() + 1].isalnum()

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self._at)
        if match is None:
            return False
        self._at = match.end()
        return True
