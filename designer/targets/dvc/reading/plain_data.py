"""Plain data as DVC's own YAML reader sees it, where that is not YAML 1.2: ``1_000``, ``0b11``, dates, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from designer.yaml_io import scalar_value
from designer.yaml_tree.node import Node
from designer.yaml_tree.tree import plain

_DIGITS: Final = re.compile(r"[-+]?(0b[01_]+|[0-9][0-9_]*)\Z")
_DATE: Final = re.compile(r"\d{4}-\d\d?-\d\d?([Tt ].*)?\Z")


class Dated(str):
    """A text that is a date to DVC, which it can neither fill in nor take for text."""

    __slots__ = ()


def plain_data(node: Node, spelling: Callable[[Node], str | None] = lambda key: key.text) -> Any:
    """The data of a node, aliases and merge keys resolved; ``spelling`` is the name of a key, None leaves it out."""
    return plain(node, _value, spelling)


def text_only(key: Node) -> str | None:
    """Keys of values that templates can name: numbers and the like are none."""
    return key.text if is_text(key) else None


def as_said(key: Node) -> str:
    """A key as DVC says it in the name of a stage: ``1.10`` is the number 1.1."""
    value = _value(key)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def is_text(key: Node) -> bool:
    """Whether a key is text to DVC."""
    return isinstance(_value(key), str)


def dates(value: Any) -> Iterator[Dated]:
    """The dates in plain data."""
    if isinstance(value, Dated):
        yield value
    elif isinstance(value, (list, Mapping)):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from dates(each)


def _value(node: Node) -> Any:
    try:
        value = scalar_value(node.text, node.plain)
    except ValueError:
        return node.text
    if not node.plain or not isinstance(value, str):
        return value
    digits = value.replace("_", "")
    if _DIGITS.match(value) and digits[-1:].isalnum():
        return int(digits, 0 if "b" in digits else 10)
    return Dated(value) if _DATE.match(value) else value
