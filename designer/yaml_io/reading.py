"""Plain data with the place of every value, built from the parser's events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from designer.errors import DocumentError
from designer.pace import breathe, uncollected
from designer.yaml_io.events import MAX_DEPTH, MAX_NODES, check_tag, check_text, mistake, parser_events, too_many
from designer.yaml_io.scalars import STARTS, scalar_value

Path = tuple[str | int, ...]


class Span(NamedTuple):
    """Where a value stands: 1-based first line and character offsets into the text (without a byte order mark)."""

    line: int
    start: int
    end: int


@dataclass(slots=True)
class Parsed:
    """Plain data together with the place of each value and key, by path of keys and indexes."""

    data: Any
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of a value, or of the nearest thing around it that has one."""
        while path:
            span = self.keys.get(path) or self.values.get(path)
            if span:
                return span.line
            path = path[:-1]
        span = self.values.get(())
        return span.line if span else None


class _Builder:
    """Turns parser events into data with places; no recursion, so depth costs no stack."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.parsed = Parsed(None)
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0

    def fail(self, message: str, mark: Any, advice: str = "") -> DocumentError:
        return mistake(message, mark, self.source, advice)

    def add(self, number: int, mark: Any) -> None:
        self.count += number
        if self.count > MAX_NODES:
            raise too_many(mark, self.source)

    def build(self) -> Parsed:
        # Each frame: [container, path, pending key or None, nodes when opened, anchor, start mark]
        check_text(self.text, self.source)
        stack: list[list[Any]] = []
        documents = 0
        for event in parser_events(self.text, self.source):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event, stack)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                breathe()
                check_tag(event, self.source)
                self.add(2, event.start_mark)  # they cost twice as much as scalars
                if len(stack) >= MAX_DEPTH:
                    raise self.fail(f"nested deeper than {MAX_DEPTH} levels", event.start_mark)
                container: Any = {} if kind is yaml.MappingStartEvent else []
                path = self.attach(container, event, stack)
                stack.append([container, path, None, self.count, event.anchor, event.start_mark])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                container, path, _, opened, anchor, start = stack.pop()
                self.parsed.values[path] = Span(start.line + 1, start.index, event.end_mark.index)
                if anchor:
                    self.anchors[anchor] = (container, self.count - opened + 2)
            elif kind is yaml.AliasEvent:
                self.alias(event, stack)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self.fail("more than one YAML document in the file", event.start_mark, "Keep one.")
        return self.parsed

    def scalar(self, event: Any, stack: list[list[Any]]) -> None:
        # Nine of ten events are scalars: this is written for speed.
        if event.tag is not None:
            check_tag(event, self.source)
        mark = event.start_mark
        self.count += 1
        if self.count > MAX_NODES:
            self.add(0, mark)
        place = Span(mark.line + 1, mark.index, event.end_mark.index)
        value = event.value
        frame = stack[-1] if stack else None
        if frame is not None and frame[2] is None and type(frame[0]) is dict:
            self.key(value, place, frame)
            return
        if event.implicit[0] and value[:1] in STARTS:  # neither quoted nor tagged as text
            try:
                value = scalar_value(value, plain=True)
            except ValueError:
                raise self.fail("the number has too many digits", mark) from None
        self.parsed.values[self.attach(value, event, stack)] = place
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)

    def key(self, key: str, place: Span, frame: list[Any]) -> None:
        path = (*frame[1], key)
        if key in frame[0]:
            raise DocumentError(
                "the key stands twice in one place",
                path=self.source,
                line=place.line,
                field=".".join(map(str, path)),
                advice="Rename or remove one of the two.",
            )
        frame[2] = key
        self.parsed.keys[path] = place

    def alias(self, event: Any, stack: list[list[Any]]) -> None:
        if event.anchor not in self.anchors:
            raise self.fail(f"the alias *{event.anchor} has no anchor before it", event.start_mark)
        value, size = self.anchors[event.anchor]
        self.add(size, event.start_mark)
        self.attach(value, event, stack)

    def attach(self, value: Any, event: Any, stack: list[list[Any]]) -> Path:
        if not stack:
            self.parsed.data = value
            return ()
        frame = stack[-1]
        container, path, key = frame[0], frame[1], frame[2]
        if isinstance(container, list):
            container.append(value)
            return (*path, len(container) - 1)
        if key is None:
            raise self.fail("a mapping key must be a single word or text", event.start_mark)
        container[key] = value
        frame[2] = None
        return (*path, key)


def parse(text: str, source: str) -> Parsed:
    """Reads one YAML document with the place of every value.

    Args:
        text: the whole file.
        source: its name, for messages.

    Raises:
        DocumentError: not YAML, duplicate keys, tags, aliases that explode, or nested too deep.
    """
    with uncollected():  # halves the time on large files
        return _Builder(text.removeprefix("\ufeff"), source).build()


def load(text: str, source: str) -> Any:
    """The plain data of one YAML document. Raises as `parse`."""
    return parse(text, source).data
