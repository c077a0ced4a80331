"""What is looked for in texts: the data file, read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from designer import yaml_io
from designer.errors import DesignerError, ResourceError
from designer.recognition.patterns import Pattern
from designer.resources import resource

_SHAPE_KEYS: Final = {"id", "says", "near", "name", "pattern", "is_password", "is_key", "not_local"}
_LINE_KEYS: Final = {
    *("id", "kind", "near", "program", "where", "but", "instead", "to", "says", "target", "into"),
}
_VARIABLE_KEYS: Final = {"id", "kind", "name", "value", "host", "says"}


@dataclass(frozen=True, slots=True)
class Shape:
    """Credentials that are known by their shape.

    Args:
        id: name of the signal.
        says: what they are, for people.
        near: words of which one must stand in the text.
        name: what a variable for one is called.
        pattern: the shape; the group ``secret``, if any, is what nobody may read.
        is_password: whether the value must look like a password besides.
        is_key: whether it must look drawn by chance.
        not_local: whether those for a machine that is not left do not count.
    """

    id: str
    says: str
    near: tuple[str, ...]
    name: str
    pattern: Pattern
    is_password: bool = False
    is_key: bool = False
    not_local: bool = False


@dataclass(frozen=True, slots=True)
class LineSignal:
    """What one command line shows.

    Args:
        programs: what is called; empty for anything.
        where: must be found in the line; the group ``what``, if any, is what is shown and mended.
        but: must not be found in it.
        target: must fit what ``what`` holds.
        into: must fit the command that reads what this one prints.
        to: ``remote`` when the line must name a machine that is not this one, ``host`` when the group ``host`` does.
        instead: what may be written in place of ``what``.
    """

    id: str
    kind: str
    says: str
    near: tuple[str, ...]
    programs: frozenset[str]
    where: Pattern
    but: Pattern | None = None
    target: Pattern | None = None
    into: Pattern | None = None
    to: str = ""
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class VariableSignal:
    """What a variable shows by its name and value; ``host`` finds the machine that it is about, if one."""

    id: str
    kind: str
    says: str
    name: Pattern
    value: Pattern
    host: Pattern | None = None


@dataclass(frozen=True)
class HazardBook:
    """Everything that is looked for.

    Args:
        texts: further single patterns and word lists, by section and name.
    """

    shapes: tuple[Shape, ...]
    lines: tuple[LineSignal, ...]
    variables: tuple[VariableSignal, ...]
    no_value: Pattern
    no_shape: Pattern
    hex: tuple[float, int]
    base64: tuple[float, int]
    password_length: int
    wrappers: Mapping[str, int]
    pairs: tuple[tuple[str, ...], ...]
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    @cached_property
    def pair_heads(self) -> frozenset[str]:
        """First words of the phrases that stand in front of a command."""
        return frozenset(pair[0] for pair in self.pairs)

    @cached_property
    def programs(self) -> re.Pattern[str]:
        """Names of programs of which one must be called for anything but a line signal to be found."""
        heads = {
            phrase[0]
            for section in ("installs.pip", "installs.conda", "images.run")
            for phrase in self.phrases[section]
        }
        names = sorted(heads | self.words["fetched.fetch"])
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b|http://|train", re.IGNORECASE)


def load_hazards(path: Path | None = None) -> HazardBook:
    """Reads the data file.

    Raises:
        ResourceError: it cannot be read, or an entry is wrong.
    """
    path = path or resource("hazards.yaml")
    try:
        parsed = yaml_io.parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as e:
        raise ResourceError(f"cannot be read ({e})", path=str(path)) from e
    except DesignerError as e:
        raise ResourceError(e.message, path=e.path, line=e.line, field=e.field, advice=e.advice) from e
    try:
        return _book(parsed.data)
    except KeyError as e:
        raise ResourceError(f"{e.args[0]!r} is missing", path=str(path), line=1) from e
    except (TypeError, ValueError, AttributeError) as e:
        raise ResourceError(f"is no list of hazards ({e})", path=str(path), line=1) from e


def _book(data: Mapping[str, Any]) -> HazardBook:
    assigned, wrappers = data["assigned"], data["wrappers"]
    patterns, words, phrases = (
        dict[str, Pattern](),
        dict[str, frozenset[str]](),
        dict[str, tuple[tuple[str, ...], ...]](),
    )
    for section in ("assigned", "hosts", "remotes", "fetched", "installs", "images", "actions", "data"):
        for name, value in data[section].items():
            key = f"{section}.{name}"
            if isinstance(value, list):
                phrases[key] = tuple(tuple(phrase.split()) for phrase in value)
            elif name in _WORD_LISTS:
                words[key] = frozenset(value.split())
            elif isinstance(value, str):
                patterns[key] = Pattern(value)
    return HazardBook(
        tuple(map(_shape, data["credentials"])),
        tuple(map(_line, data["commands"])),
        tuple(map(_variable, data["variables"])),
        Pattern("|".join(data["no_value"])),
        Pattern("|".join(data["no_shape"])),
        (float(assigned["hex"]["bits"]), int(assigned["hex"]["length"])),
        (float(assigned["base64"]["bits"]), int(assigned["base64"]["length"])),
        int(assigned["password_length"]),
        {word: n for n, name in enumerate(("none", "one")) for word in wrappers[name].split()},
        tuple(tuple(phrase.split()) for phrase in wrappers["pairs"]),
        patterns,
        words | {"wrappers.valued": frozenset(wrappers["valued"])},
        phrases,
    )


_WORD_LISTS: Final = {"programs", "fetch", "runs", "between", "tools", "valued", "unknown"}


def _checked(data: Mapping[str, Any], keys: set[str]) -> Mapping[str, Any]:
    strange = [key for key in data if key not in keys]
    if strange:
        raise ValueError(f"{strange[0]!r} is not known in the entry {data.get('id')!r}")
    return data


def _shape(row: Mapping[str, Any]) -> Shape:
    data = _checked(row, _SHAPE_KEYS)
    return Shape(
        str(data["id"]),
        str(data["says"]),
        tuple(data["near"]),
        str(data["name"]),
        Pattern(data["pattern"]),
        *(bool(data.get(key)) for key in ("is_password", "is_key", "not_local")),
    )


def _line(row: Mapping[str, Any]) -> LineSignal:
    data = _checked(row, _LINE_KEYS)
    but, target, into = (Pattern(data[key]) if key in data else None for key in ("but", "target", "into"))
    return LineSignal(
        str(data["id"]),
        str(data["kind"]),
        str(data["says"]),
        tuple(data["near"]),
        frozenset(str(data.get("program", "")).split()),
        Pattern(data["where"]),
        but,
        target,
        into,
        str(data.get("to", "")),
        data.get("instead"),
    )


def _variable(row: Mapping[str, Any]) -> VariableSignal:
    data = _checked(row, _VARIABLE_KEYS)
    host = Pattern(data["host"]) if "host" in data else None
    return VariableSignal(
        str(data["id"]), str(data["kind"]), str(data["says"]), Pattern(data["name"]), Pattern(data["value"]), host
    )
