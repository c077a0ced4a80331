"""A mapping of a workflow file: its values as YAML means them, as they are written, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from designer.targets.imported import Place, YamlPath
from designer.yaml_tree.tree import Tree


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping: the file itself, a job, a step.

    Args:
        at: keys and indexes that lead to it.
        data: values as YAML means them.
        raw: the same with every scalar as its text; ``3.10`` stays ``3.10``.
    """

    at: YamlPath
    data: Mapping[str, Any]
    raw: Mapping[str, Any]

    @classmethod
    def of(cls, at: YamlPath, data: Any, raw: Any) -> Entry | None:
        """The entry when there is a mapping at that place."""
        return cls(at, data, raw) if isinstance(data, dict) and isinstance(raw, dict) else None

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def text(self, key: str) -> str:
        """A scalar as it is written; empty when it is missing, empty or no scalar."""
        value = self.raw.get(key)
        return value if isinstance(value, str) and self.has(key) else ""

    def value(self, key: str) -> Any:
        """A value of any form, safe to keep: nothing of it is shared with another place."""
        return plain(self.data.get(key))

    def value_or_none(self) -> dict[str, Any] | None:
        """All of it, safe to keep; None when there is nothing."""
        return {key: plain(value) for key, value in self.data.items()} or None

    def inside(self, key: str) -> Entry:
        """The mapping under a key; an empty one when there is none."""
        found = Entry.of((*self.at, key), self.data.get(key), self.raw.get(key))
        return found or Entry((*self.at, key), {}, {})

    def texts(self, without: tuple[str, ...] = ()) -> Iterator[str]:
        """Every scalar in it."""
        for key, value in self.raw.items():
            if key not in without:
                yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:  # `raw` holds nothing but texts, mappings and lists
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def plain(value: Any) -> Any:
    """A copy that shares nothing: an alias in the file gives the same object twice. Not-a-number becomes a word."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def words(value: Any) -> list[str]:
    """A word or a list of words as a list; anything else in it is left out."""
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def place(tree: Tree, at: YamlPath) -> Place:
    """Where something stands; what an alias stands for is shown where it is written."""
    return Place(tree.source, at, *tree.lines(at))


def line(tree: Tree, at: YamlPath) -> int:
    """The line at which something begins."""
    return place(tree, at).first_line
