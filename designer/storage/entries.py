"""The text of a block mapping or list, cut into its entries with the comments and blank lines around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from designer.yaml_io import Parsed, Path

_COMMENT: Final = re.compile(r"[ \t]*#")


class NotPatchable(Exception):
    """The text is laid out in a way that cannot be changed piece by piece."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry begins.

    Args:
        key: what it is compared by: its key, or the canonical text of a list item.
        path: where it is in the data.
        line: offset of its first line.
    """

    key: str
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``head`` (comments above it), ``body`` (its own lines), ``tail`` (blank lines and comments below)."""

    place: Place
    head: str
    body: str
    tail: str

    @property
    def start(self) -> int:
        return self.place.line

    @property
    def end(self) -> int:
        return self.place.line + len(self.body)


class EntryCutter:
    """Finds the entries of block mappings and lists in a text.

    Args:
        text: without a byte order mark.
        parsed: the same text, parsed.
    """

    def __init__(self, text: str, parsed: Parsed) -> None:
        self.text = text
        self.parsed = parsed

    def value(self, path: Path) -> Any:
        """The data at a path."""
        found = self.parsed.data
        for part in path:
            found = found[part]
        return found

    def is_block(self, path: Path) -> bool:
        """Whether a mapping or list stands in block style, one entry under the other."""
        span = self.parsed.values.get(path)
        value = self.value(path)
        return bool(span and value and isinstance(value, (dict, list)) and self.text[span.start] not in "{[")

    def mapping_places(self, path: Path) -> list[Place]:
        """Where the entries of a block mapping begin."""
        keys = self.value(path)
        return [Place(k, (*path, k), self._line_of(self.parsed.keys[*path, k].start, "")) for k in keys]

    def list_places(self, path: Path, keys: Sequence[str]) -> list[Place]:
        """Where the items of a block list begin; ``keys`` are what to compare them by."""
        places = []
        for index, key in enumerate(keys):
            span = self.parsed.values.get((*path, index))
            if span is None:
                raise NotPatchable  # an alias
            places.append(Place(key, (*path, index), self._line_of(span.start, "-")))
        return places

    def entries(self, places: Sequence[Place], end: int) -> list[Entry]:
        """Cuts the text between the first place and ``end``."""
        found = []
        above = places[0].line
        for index, place in enumerate(places):
            last = index + 1 == len(places)
            limit = end if last else places[index + 1].line
            stop = max(place.line, min(self._body_end(place.path, place.line), limit))
            below = end if last else self._head_start(limit, stop)
            head = self.text[above : place.line]
            found.append(Entry(place, head, self.text[place.line : stop], self.text[stop:below]))
            above = below
        return found

    def indent(self, offset: int) -> int:
        """Spaces at the beginning of the line that starts at an offset."""
        line = self.text[offset : self.line_end(offset)]
        return len(line) - len(line.lstrip(" "))

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _line_of(self, offset: int, before: str) -> int:
        start = self.line_start(offset)
        if self.text[start:offset].strip(" ") != before:
            raise NotPatchable
        return start

    def _head_start(self, line: int, above: int) -> int:
        """Where the comments begin that stand directly above a line and as far to the right as it."""
        indent = self.indent(line)
        while line > above:
            previous = self.line_start(line - 1)
            if not _COMMENT.match(self.text, previous, line) or self.indent(previous) != indent:
                break
            line = previous
        return line

    def _body_end(self, path: Path, start: int) -> int:
        """Offset behind the last line of a value; comments and blank lines below it do not count."""
        value = self.value(path)
        while self.is_block(path):
            path = (*path, next(reversed(value)) if isinstance(value, Mapping) else len(value) - 1)
            key = self.parsed.keys.get(path)
            start = key.start if key else start
            value = self.value(path)
        span = self.parsed.values.get(path)
        if span is None:
            return self.line_end(start)  # an alias
        return self.line_end(max(start, start + len(self.text[start : span.end].rstrip()) - 1))
