"""A text as the steps of the parser, checked before it costs anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

from designer.errors import DocumentError
from designer.pace import breathe

MAX_DEPTH = 60
MAX_NODES = 800_000  # about 2 s of reading; a document of 50,000 steps has 650,000
MAX_LINES = 450_000  # list items on one line included
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CORE_TAGS = {"tag:yaml.org,2002:" + t for t in ("str", "map", "seq", "int", "float", "bool", "null")}

_PLAINLY: Final = {
    "did not find expected node content": "a value is missing here, or a bracket before it is not closed",
    "did not find expected key": "a key is expected here; the indent may be wrong",
    "did not find expected '-' indicator": "a list item with '-' is expected here; the indent may be wrong",
    "mapping values are not allowed in this context": "a ':' stands where no key can be; quotes may be missing",
    "block sequence entries are not allowed in this context": "a list item '-' stands where none can be",
    "found character that cannot start any token": "no value may begin with this character (a tab, @ or `)",
}
"""What the parser says in its own terms, for people."""


def mistake(message: str, mark: Any, source: str, advice: str = "") -> DocumentError:
    """An error with the line of a mark."""
    line = mark.line + 1 if mark is not None else None
    return DocumentError(message, path=source, line=line, advice=advice)


def too_many(mark: Any, source: str) -> DocumentError:
    """The error for texts that would cost too much."""
    return mistake("the file holds too many values", mark, source, "Shorten it, or remove nested aliases (*name).")


def check_tag(event: Any, source: str) -> None:
    """Refuses tags of others."""
    tag = event.tag
    if tag and tag != "!" and tag not in _CORE_TAGS:
        raise mistake(f"the tag {tag} is not supported", event.start_mark, source, "Write plain values.")


def check_text(text: str, source: str) -> None:
    """Refuses texts that are too long, or that no YAML can hold."""
    if text.count("\n") + text.count(",") > MAX_LINES:
        message = f"more than {MAX_LINES:,} lines and list items"
        raise DocumentError(message, path=source, advice="A file for this program is much shorter.")
    bad = _FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        message = f"the control character U+{ord(bad.group()):04X} is not allowed in YAML"
        raise DocumentError(message, path=source, line=line, advice="Remove it.")


def parser_events(text: str, source: str) -> Iterator[Any]:
    """What the library sees, its mistakes told in plain words."""
    try:
        yield from yaml.parse(text, Loader=_Parser)
    except yaml.MarkedYAMLError as e:
        problem = " ".join(str(e.problem or e.context or "not valid YAML").split())
        problem = _PLAINLY.get(problem, problem)
        raise mistake(problem, e.problem_mark or e.context_mark, source, "Correct the YAML.") from None


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
    check_text(text, source)
    depth = 0
    for count, event in enumerate(parser_events(text, source)):
        kind, mark = type(event), event.start_mark
        start, end = mark.index, event.end_mark.index
        if count > MAX_NODES:
            raise too_many(mark, source)
        if kind is yaml.ScalarEvent:
            if event.tag is not None:
                check_tag(event, source)
            style = event.style or ""
            yield Event("scalar", start, end, event.value, event.anchor, event.tag, style, event.implicit[0])
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            breathe()
            check_tag(event, source)
            depth += 1
            if depth > MAX_DEPTH:
                raise mistake(f"nested deeper than {MAX_DEPTH} levels", mark, source)
            name = "map" if kind is yaml.MappingStartEvent else "seq"
            yield Event(name, start, end, "", event.anchor, event.tag, is_flow=bool(event.flow_style))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            depth -= 1
            yield Event("end", start, end)
        elif kind is yaml.AliasEvent:
            yield Event("alias", start, end, anchor=event.anchor)
        elif kind is yaml.DocumentStartEvent:
            yield Event("document", start, end)
