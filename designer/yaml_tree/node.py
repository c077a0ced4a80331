"""A value in a YAML text, with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]

MERGE: Final = "<<"


@dataclass(slots=True, eq=False)
class Node:
    """A scalar, a mapping, a list, or an alias (``*name``). Two nodes are equal only when they are the same one.

    Args:
        kind: ``scalar``, ``map``, ``seq`` or ``alias``.
        start: offset of its first character, behind its anchor and tag.
        end: offset behind its last character; line ends, comments and blank lines below do not count.
        outer: offset of its anchor or tag; ``start`` when it has none.
        tail: offset where the parser stopped; only behind a block scalar it is not ``end``.
        column: of the first character, from 0.
        line: 1-based line of ``start``.
        last_line: 1-based line of its last character.
        text: of a scalar as it is read; of an alias the name.
        style: of a scalar: ``'``, ``"``, ``|``, ``>`` or empty when it is plain.
        plain: whether a scalar has neither quotes nor a tag, so that it may be a number.
        flow: whether a mapping or list stands in brackets.
        anchor: its name, None without one.
        tag: its tag as resolved, None without one.
        keys: of a mapping, in the order of the text, repeated ones included.
        values: of a mapping, beside ``keys``, or the items of a list.
        target: what an alias stands for.
    """

    kind: str
    start: int
    end: int
    outer: int
    tail: int
    column: int = 0
    line: int = 0
    last_line: int = 0
    text: str = ""
    style: str = ""
    plain: bool = False
    flow: bool = False
    anchor: str | None = None
    tag: str | None = None
    keys: list[Node] = field(default_factory=list)
    values: list[Node] = field(default_factory=list)
    target: Node | None = None
    _indexes: dict[str, int] | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nothing is written where the value would stand."""
        return self.kind == "scalar" and self.start == self.end and not self.style

    @property
    def is_block(self) -> bool:
        """Whether it is a mapping or list with one entry under the other."""
        return self.kind in ("map", "seq") and not self.flow

    @property
    def is_block_scalar(self) -> bool:
        """Whether it is a text below ``|`` or ``>``."""
        return self.style in ("|", ">")

    def resolved(self) -> Node:
        """What an alias stands for, everything else itself."""
        return self.target if self.target is not None else self

    def own_index(self, key: str) -> int | None:
        """Where a mapping has a key itself, not through a merge key; the last one when it stands there twice."""
        if self._indexes is None:
            self._indexes = {each.text: index for index, each in enumerate(self.keys)}
        return self._indexes.get(key)

    def pairs(self) -> Iterable[tuple[Node, Node]]:
        """Keys and values of a mapping; nothing for anything else."""
        return zip(self.keys, self.values, strict=True) if self.kind == "map" else ()

    def merged(self) -> list[Node]:
        """The mappings that merge keys (``<<``) bring in, those that count more first."""
        found: list[Node] = []
        for key, value in self.pairs() if self.own_index(MERGE) is not None else ():
            if is_merge(key, value):
                inner = value.resolved()
                found.extend([inner] if inner.kind == "map" else [item.resolved() for item in inner.values])
        return found


def is_merge_key(key: Node) -> bool:
    """Whether a key merges the mappings that stand behind it."""
    return key.text == MERGE and key.plain


def is_merge(key: Node, value: Node) -> bool:
    """Whether a pair is a merge key with mappings to merge."""
    if not is_merge_key(key):
        return False
    inner = value.resolved()
    if inner.kind == "seq":
        return all(item.resolved().kind == "map" for item in inner.values)
    return inner.kind == "map"
