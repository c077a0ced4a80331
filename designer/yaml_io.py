"""The only code that knows the YAML library.

Reading is done from parser events, not from the library's constructors: that gives the line and the span of every
value, keeps ``on``, ``yes`` and ``12:30`` the strings they are in YAML 1.2, builds nothing but plain data, and bounds
depth and alias expansion before they cost anything.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import yaml

from designer.errors import DocumentError

MAX_DEPTH = 60
MAX_NODES = 800_000  # about 2 s of reading; a document of 50,000 steps has 650,000
MAX_LINES = 450_000  # list items on one line included
MAX_DIGITS = 400
Path = tuple[str | int, ...]

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema), not the YAML 1.1 words of the library.
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_INT = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
# What a plain scalar that is no text begins with; "" is the empty one.
_STARTS = {"", *"~nNtTfF+-.0123456789"}
_CORE_TAGS = {"tag:yaml.org,2002:" + t for t in ("str", "map", "seq", "int", "float", "bool", "null")}


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


def scalar_value(text: str, plain: bool) -> Any:
    """What a scalar means in the YAML 1.2 core schema; quoted ones are always strings.

    Raises:
        ValueError: a number of more than `MAX_DIGITS` characters.
    """
    if not plain:
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] in "+-.0123456789":
        if len(text) > MAX_DIGITS and (_FLOAT.match(text) or _OTHER_INT.match(text)):
            raise ValueError("too many digits")
        if _INT.match(text):
            return int(text)
        if _OTHER_INT.match(text):
            return int(text, 0)
        if _FLOAT.match(text):
            return float(text)
        return _SPECIAL.get(text.lower(), text)
    return _SPECIAL.get(text.lower(), text) if text.startswith(".") else text


_PLAINLY: Final = {
    "did not find expected node content": "a value is missing here, or a bracket before it is not closed",
    "did not find expected key": "a key is expected here; the indent may be wrong",
    "did not find expected '-' indicator": "a list item with '-' is expected here; the indent may be wrong",
    "mapping values are not allowed in this context": "a ':' stands where no key can be; quotes may be missing",
    "block sequence entries are not allowed in this context": "a list item '-' stands where none can be",
    "found character that cannot start any token": "no value may begin with this character (a tab, @ or `)",
}
"""What the parser says in its own terms, for people."""


def _mistake(message: str, mark: Any, source: str, advice: str = "") -> DocumentError:
    line = mark.line + 1 if mark is not None else None
    return DocumentError(message, path=source, line=line, advice=advice)


def _too_many(mark: Any, source: str) -> DocumentError:
    return _mistake("the file holds too many values", mark, source, "Shorten it, or remove nested aliases (*name).")


def _check_tag(event: Any, source: str) -> None:
    tag = event.tag
    if tag and tag != "!" and tag not in _CORE_TAGS:
        raise _mistake(f"the tag {tag} is not supported", event.start_mark, source, "Write plain values.")


def _check_text(text: str, source: str) -> None:
    if text.count("\n") + text.count(",") > MAX_LINES:
        message = f"more than {MAX_LINES:,} lines and list items"
        raise DocumentError(message, path=source, advice="A file for this program is much shorter.")
    bad = _FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        message = f"the control character U+{ord(bad.group()):04X} is not allowed in YAML"
        raise DocumentError(message, path=source, line=line, advice="Remove it.")


def _parser_events(text: str, source: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_Parser)
    except yaml.MarkedYAMLError as e:
        problem = " ".join(str(e.problem or e.context or "not valid YAML").split())
        problem = _PLAINLY.get(problem, problem)
        raise _mistake(problem, e.problem_mark or e.context_mark, source, "Correct the YAML.") from None


class Event(NamedTuple):
    """One step of the parser through a text.

    Args:
        kind: ``scalar``, ``alias``, ``map``, ``seq``, ``end`` (of a mapping or list) or ``document``.
        start: offset of its first character, anchor and tag included.
        end: offset behind it, as the parser counts: behind the blank lines below a block scalar.
        text: of a scalar.
        anchor: its own name; of an alias the one that it refers to.
        tag: as resolved; None without one.
        style: of a scalar: ``'``, ``"``, ``|``, ``>`` or empty.
        plain: whether a scalar is neither quoted nor tagged, so that it may be a number.
        is_flow: whether a mapping or list stands in brackets.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    anchor: str | None = None
    tag: str | None = None
    style: str = ""
    plain: bool = False
    is_flow: bool = False


def events(text: str, source: str) -> Iterator[Event]:
    """The steps of the parser, with the checks of `parse`: text, tags, depth and number of values.

    Aliases are not followed; who follows them counts what they stand for against `MAX_NODES`.

    Args:
        text: the whole file without a byte order mark.
        source: its name, for messages.

    Raises:
        DocumentError: as `parse`; several documents and keys that stand twice are allowed.
    """
    _check_text(text, source)
    depth = 0
    for count, event in enumerate(_parser_events(text, source)):
        kind, mark = type(event), event.start_mark
        start, end = mark.index, event.end_mark.index
        if count > MAX_NODES:
            raise _too_many(mark, source)
        if kind is yaml.ScalarEvent:
            if event.tag is not None:
                _check_tag(event, source)
            style = event.style or ""
            yield Event("scalar", start, end, event.value, event.anchor, event.tag, style, event.implicit[0])
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _check_tag(event, source)
            depth += 1
            if depth > MAX_DEPTH:
                raise _mistake(f"nested deeper than {MAX_DEPTH} levels", mark, source)
            name = "map" if kind is yaml.MappingStartEvent else "seq"
            yield Event(name, start, end, "", event.anchor, event.tag, is_flow=bool(event.flow_style))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            depth -= 1
            yield Event("end", start, end)
        elif kind is yaml.AliasEvent:
            yield Event("alias", start, end, anchor=event.anchor)
        elif kind is yaml.DocumentStartEvent:
            yield Event("document", start, end)


def reads_as_text(text: str) -> bool:
    """Whether YAML 1.1 and 1.2 readers both take it for a text when it stands without quotes."""
    if text in {"y", "Y", "n", "N"} or _needs_quotes(text):
        return False
    rules = yaml.SafeLoader.yaml_implicit_resolvers
    return not any(rule.match(text) for _, rule in rules.get(text[:1], []) + rules.get(None, []))


class _Builder:
    """Turns parser events into data with places; no recursion, so depth costs no stack."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.parsed = Parsed(None)
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0

    def fail(self, message: str, mark: Any, advice: str = "") -> DocumentError:
        return _mistake(message, mark, self.source, advice)

    def add(self, number: int, mark: Any) -> None:
        self.count += number
        if self.count > MAX_NODES:
            raise _too_many(mark, self.source)

    def build(self) -> Parsed:
        # Each frame: [container, path, pending key or None, nodes when opened, anchor, start mark]
        _check_text(self.text, self.source)
        stack: list[list[Any]] = []
        documents = 0
        for event in _parser_events(self.text, self.source):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event, stack)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                _check_tag(event, self.source)
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
            _check_tag(event, self.source)
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
        if event.implicit[0] and value[:1] in _STARTS:  # neither quoted nor tagged as text
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
    collecting = gc.isenabled()
    gc.disable()  # halves the time on large files: nothing here is garbage before the end
    try:
        return _Builder(text.removeprefix("\ufeff"), source).build()
    finally:
        if collecting:
            gc.enable()


def load(text: str, source: str) -> Any:
    """The plain data of one YAML document. Raises as `parse`."""
    return parse(text, source).data


def _needs_quotes(text: str) -> bool:
    """Whether a plain text would be read as something else by YAML 1.2; the library only knows 1.1."""
    try:
        return not isinstance(scalar_value(text, plain=True), str)
    except ValueError:
        return True


def _represent_word(dumper: Any, value: str) -> Any:
    has_lines = bool(value) and value.splitlines() != [value]  # double quotes keep them on one line
    style = '"' if has_lines else "'" if _needs_quotes(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _represent_text(dumper: Any, value: str) -> Any:
    lines = value.removesuffix("\n").split("\n")
    literal = len(lines) > 1 or value.endswith("\n")
    # A literal block cannot hold everything; what it cannot is quoted.
    if literal and lines[-1] and all(x.isprintable() and not x[-1:].isspace() for x in lines):
        style = None if lines[0][:1].isspace() or not lines[0] else "|"
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    return _represent_word(dumper, value)


class _FlowDumper(_Dumper):  # type: ignore[misc]
    """Everything on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _BlockDumper(_FlowDumper):
    """Block style with literal blocks for texts of several lines."""


_BlockDumper.add_representer(str, _represent_text)
_FlowDumper.add_representer(str, _represent_word)


def block(value: Any) -> str:
    """A value as block YAML, keys in the order given; ends with a newline."""
    text: str = yaml.dump(value, Dumper=_BlockDumper, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def flow(value: Any) -> str:
    """A value on one line, quoted where any YAML reader, 1.1 or 1.2, would take it for something else."""
    text: str = yaml.dump(
        value, Dumper=_FlowDumper, sort_keys=False, allow_unicode=True, width=1_000_000_000, default_flow_style=True
    )
    return text.removesuffix("\n").removesuffix("\n...").rstrip("\n")
