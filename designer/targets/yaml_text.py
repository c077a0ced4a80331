"""YAML text the way people write it: keys in order, lists indented, blank lines between parts, comments where wanted.

Every scalar goes through `yaml_io.flow`, so whatever a pipeline holds comes back as the same data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer import yaml_io
from designer.pace import breathe

_LITERAL: Final = re.compile(r"[^\s#][ -~]*(\n[ -~]*)+\Z")
# Words that every reader takes for the text they are; most of a file is made of them, and checking is much faster.
_WORDS: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9][A-Za-z0-9_./-]*)*\Z")
_NOT_TEXT: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])


@dataclass(frozen=True, slots=True)
class Commented:
    """A value with a comment behind it; the comment is the program's, never a person's text."""

    value: Any
    comment: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A list or mapping on one line."""

    value: Any


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand as a literal block, though the first of them begins with ``#``."""

    value: str


def scalar(value: Any) -> str:
    """A scalar or inline value as YAML."""
    if isinstance(value, str) and _WORDS.match(value) and value.lower() not in _NOT_TEXT:
        return value
    return yaml_io.flow(value)


def key(name: str) -> str:
    """A mapping key; ``on`` needs quotes for old readers only, and no reader of these files is one."""
    return name if name == "on" else scalar(name)


def lines(value: Any, indent: int = 0) -> list[str]:
    """A mapping or list as block YAML, each line indented by ``indent`` spaces."""
    found: list[str] = []
    if isinstance(value, Mapping):
        for name, child in value.items():
            breathe()
            found += _entry(" " * indent + key(str(name)) + ":", child, indent + 2)
    else:
        for child in value:
            found += _item(child, indent)
    return found


def _item(child: Any, indent: int) -> list[str]:
    lead = " " * indent + "-"
    if isinstance(child, Mapping) and child:
        nested = lines(child, indent + 2)
        return [f"{lead} {nested[0].lstrip(' ')}", *nested[1:]]
    return _entry(lead, child, indent + 2)


def _entry(lead: str, child: Any, indent: int) -> list[str]:
    if isinstance(child, Commented):
        first, *rest = _entry(lead, child.value, indent)
        return [f"{first}  # {child.comment}", *rest]
    if isinstance(child, Block) and _is_block(child.value.lstrip("# ")):
        return [f"{lead} |", *(" " * indent + line if line else "" for line in child.value[:-1].split("\n"))]
    if isinstance(child, Block):
        return _entry(lead, child.value, indent)
    if isinstance(child, Inline):
        return [f"{lead} {scalar(child.value)}"]
    if isinstance(child, (Mapping, list, tuple)) and child:
        return [lead, *lines(child, indent)]
    if isinstance(child, (Mapping, list, tuple)):
        return [f"{lead} {scalar(child if isinstance(child, Mapping) else list(child))}"]
    if isinstance(child, str) and _is_block(child):
        return [f"{lead} |", *(" " * indent + line if line else "" for line in child[:-1].split("\n"))]
    return [f"{lead} {scalar(child)}"]


def _is_block(text: str) -> bool:
    """Whether a text can stand as a literal block and come back unchanged."""
    return bool(_LITERAL.match(text)) and text.endswith("\n") and not text.endswith("\n\n")
