"""Plain data as DVC's own YAML reader sees it, where that is not YAML 1.2: ``1_000``, ``0b11``, dates, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from designer.yaml_io import scalar_value
from designer.yaml_tree.node import Node, is_merge

_DIGITS: Final = re.compile(r"[-+]?(0b[01_]+|[0-9][0-9_]*)\Z")
_DATE: Final = re.compile(r"\d{4}-\d\d?-\d\d?([Tt ].*)?\Z")

Spelling = Callable[[Node], str | None]


class Dated(str):
    """A text that is a date to DVC, which it can neither fill in nor take for text."""

    __slots__ = ()


def plain_data(node: Node, spelling: Spelling = lambda key: key.text) -> Any:
    """The data of a node, aliases and merge keys resolved.

    Args:
        node: where to begin.
        spelling: the name of a key; None leaves the entry out.
    """
    node = node.resolved()
    if node.kind == "scalar":
        return _value(node)
    if node.kind == "seq":
        return [plain_data(item, spelling) for item in node.values]
    found: dict[str, Any] = {}
    for other in reversed(node.merged()):
        found.update(plain_data(other, spelling))
    for key, value in zip(node.keys, node.values, strict=True):
        name = None if is_merge(key, value) else spelling(key)
        if name is not None:
            found[name] = plain_data(value, spelling)
    return found


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
