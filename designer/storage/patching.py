"""Writing a change into the text of a document: what did not change keeps its bytes and its comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.pace import breathe
from designer.storage.entries import Entry, EntryCutter, NotPatchable, Place
from designer.storage.writing import entry_text, fits_one_line, flow_text, item_text
from designer.yaml_io import Parsed

# By key: comments above an entry, its own lines, new entries behind it, what is below it.
# None stands for the beginning: what is new and before all others.
Pieces = dict[str | None, list[str]]


def patched(text: str, parsed: Parsed, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """A document's text with the differences between two states of its data written into it.

    Args:
        text: without a byte order mark, lines ended by newline characters.
        parsed: the same text, parsed.
        old: the data that was read from it, in canonical form.
        new: the data it shall hold, in canonical form. What is in the text but in neither stays.

    Raises:
        NotPatchable: it must be written as a whole.
    """
    cutter = EntryCutter(text, parsed)
    if not cutter.is_block(()):
        raise NotPatchable
    places = cutter.mapping_places(())
    root_end = parsed.values[()].end
    end = root_end if root_end >= len(text) else cutter.line_start(root_end)
    return text[: places[0].line] + _Patch(cutter).block(places, end, old, new) + text[end:]


@dataclass(frozen=True, slots=True)
class _Item:
    """A word of a block list, where lists are handled as mappings."""

    text: str


class _Patch:
    """Rewrites blocks of entries."""

    def __init__(self, cutter: EntryCutter) -> None:
        self.cutter = cutter

    def block(self, places: Sequence[Place], end: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
        """The text from the first entry to ``end``, with changed, new and removed entries."""
        indent = self.cutter.indent(places[0].line)
        entries = self.cutter.entries(places, end)
        pieces: Pieces = {None: [""]}
        for entry in entries:
            breathe()
            key = entry.place.key
            if key in old and key not in new:
                _drop(entry, pieces, is_last=entry is entries[-1])
            elif key in new and not same(old.get(key), new[key]):
                pieces[key] = [entry.head, self.changed(entry, old.get(key), new[key], indent), "", entry.tail]
            else:
                pieces[key] = [entry.head, entry.body, "", entry.tail]
        self.insert(pieces, old, new, indent)
        ordered = [None, *_in_order([k for k in pieces if k is not None], old, new)]
        return _joined([part for key in ordered for part in pieces[key]])

    def insert(self, pieces: Pieces, old: Mapping[str, Any], new: Mapping[str, Any], indent: int) -> None:
        """Adds what is new behind the entry that it follows."""
        written = set(pieces)
        before = None
        for key, value in new.items():
            if key in written:
                before = key
            elif not (key in old and same(old[key], value)):
                text = item_text(value.text, indent) if isinstance(value, _Item) else entry_text(key, value, indent)
                place = min(2, len(pieces[before]) - 1)
                pieces[before][place] = _joined([pieces[before][place], text])

    def changed(self, entry: Entry, old: Any, new: Any, indent: int) -> str:
        """The lines of an entry that has another value."""
        path = entry.place.path
        if self.cutter.is_block(path):
            value = self.cutter.value(path)
            if isinstance(value, dict) and isinstance(old, dict) and isinstance(new, dict) and set(value) & set(new):
                return self.inside(entry, self.cutter.mapping_places(path), old, new)
            old_items, new_items = _items(old), _items(new)
            if isinstance(value, list) and len(old_items) == len(value) and set(old_items) & set(new_items):
                return self.inside(entry, self.cutter.list_places(path, list(old_items)), old_items, new_items)
        if isinstance(new, _Item):
            return self.on_its_line(entry, new.text) or item_text(new.text, indent)
        return self.on_its_line(entry, new) or entry_text(entry.place.key, new, indent)

    def inside(self, entry: Entry, places: Sequence[Place], old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
        return self.cutter.text[entry.start : places[0].line] + self.block(places, entry.end, old, new)

    def on_its_line(self, entry: Entry, new: Any) -> str:
        """The line of an entry with another value on it, the comment behind it kept; empty when that cannot be."""
        text = self.cutter.text
        span = self.cutter.parsed.values.get(entry.place.path)
        if span is None or entry.body.count("\n") > 1 or span.end > entry.end or _has_lines(new):
            return ""
        before = text[entry.start : span.start]
        # Whoever wrote a mapping or a list on one line gets it back on one line.
        was_flow = bool(self.cutter.value(entry.place.path)) and text[span.start] in "{["
        if isinstance(new, dict) and new and not was_flow:
            return ""
        if isinstance(new, list) and not was_flow and not fits_one_line(new, len(before)):
            return ""
        gap = " " if before.endswith(":") else ""
        return before + gap + flow_text(new) + text[span.end : entry.end]


def same(a: Any, b: Any) -> bool:
    """Equality that tells ``true`` from ``1``; the order of keys does not count, NaN equals itself."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(v, b[k]) for k, v in a.items())
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b or (a != a and b != b))


def _drop(entry: Entry, pieces: Pieces, *, is_last: bool) -> None:
    """Leaves out an entry, but neither loose comments below it nor the blank lines below the whole block."""
    above = pieces[next(reversed(pieces))]
    if "#" in entry.tail:
        above.append(entry.tail)
    elif is_last and len(above) == 4:
        above[3] = (above[3].rstrip("\n \t") and above[3]) or entry.tail


def _in_order(keys: list[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Keys in the order of the text, unless the new data has the common ones in another order than the old data."""
    there = set(keys)
    wanted = [k for k in new if k in there and k in old]
    if wanted == [k for k in old if k in there and k in new]:
        return keys
    known = set(wanted)
    rest = iter(wanted)
    return [next(rest) if k in known else k for k in keys]


def _items(value: Any) -> dict[str, Any]:
    """A list of words or links as a mapping, a link by its ends; empty when it is no such list."""
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        return {}
    items = {v.partition(" [")[0]: _Item(v) for v in value}
    return items if len(items) == len(value) else {}


def _has_lines(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_lines, value.values()))
    if isinstance(value, list):
        return any(map(_has_lines, value))
    return isinstance(value, str) and "\n" in value


def _joined(parts: Sequence[str]) -> str:
    """Pieces of text one after the other, each on lines of its own."""
    pieces = [p for p in parts if p]
    return "".join(p if p.endswith("\n") or i + 1 == len(pieces) else p + "\n" for i, p in enumerate(pieces))
