"""How a file is laid out, and new values laid out like it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from designer.yaml_tree.node import Node
from designer.yaml_tree.scalars import flow, has_lines, literal, scalar, word

_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of a file.

    Args:
        indent: columns from a key to the keys below it.
        dash: columns from a key to the dashes of the list below it.
        gap: blanks behind a dash.
        quote: the quotes used where quotes are needed.
        has_flow_lists: whether lists of words stand in brackets.
        pad: what stands inside of braces, a blank or nothing.
        has_literals: whether texts of several lines may be literal blocks; else they are quoted.
    """

    indent: int = 2
    dash: int = 2
    gap: int = 1
    quote: str = "'"
    has_flow_lists: bool = False
    pad: str = ""
    has_literals: bool = True

    def entry(self, key: str, value: Any, column: int) -> list[str]:
        """The lines of a mapping entry; the first begins at its key, the others at the left margin."""
        if value is None:
            return [self.word(key) + ":"]
        return self._hung(self.word(key) + ":", value, column, column + self.dash)

    def item(self, value: Any, column: int) -> list[str]:
        """The lines of a list item whose dash stands in a column."""
        inner = column + 1 + self.gap
        if isinstance(value, (dict, list)) and not self.is_inline(value):
            lines = self.block(value, inner)
            return ["-" + " " * self.gap + lines[0], *lines[1:]]
        return self._hung("-", value, column, inner, " " * self.gap)

    def block(self, value: Any, column: int) -> list[str]:
        """The lines of a mapping or list that is not empty."""
        lines: list[str] = []
        if isinstance(value, dict):
            entries = [self.entry(k, v, column) for k, v in value.items()]
        else:
            entries = [self.item(v, column) for v in value]
        for entry in entries:
            lines.append(" " * column + entry[0] if lines else entry[0])
            lines.extend(entry[1:])
        return lines

    def is_inline(self, value: Any) -> bool:
        """Whether a value stands on the line of its key in this file."""
        if isinstance(value, dict):
            return not value
        if isinstance(value, list):
            is_short = self.has_flow_lists and not any(isinstance(v, (dict, list)) for v in value)
            return not value or (is_short and not has_lines(value) and len(flow(value)) <= _WIDTH)
        return not (isinstance(value, str) and "\n" in value)

    def inline(self, value: Any, style: str = "") -> str:
        """A value on one line, outside of brackets."""
        if isinstance(value, (dict, list)):
            return flow(value, pad=self.pad)
        return self.word(value, style) if isinstance(value, str) else scalar(value)

    def word(self, text: str, style: str = "") -> str:
        """A text on one line, in the quotes of the file when it needs some."""
        found = word(text, style)
        return word(text, self.quote) if not style and found != text else found

    def literal(self, text: str, column: int) -> list[str] | None:
        """A text as a literal block below something that stands in a column."""
        return literal(text, max(column, 0) + self.indent, self.indent) if self.has_literals else None

    def _hung(self, head: str, value: Any, column: int, list_column: int, gap: str = " ") -> list[str]:
        if self.is_inline(value):
            return [head + gap + self.inline(value)]
        if isinstance(value, str):
            lines = self.literal(value, column)
            return [head + gap + lines[0], *lines[1:]] if lines else [head + gap + self.inline(value)]
        inner = list_column if isinstance(value, list) else column + self.indent
        lines = self.block(value, inner)
        return [head, " " * inner + lines[0], *lines[1:]]


def layout_of(root: Node, text: str) -> Layout:
    """The habits of a text, each by majority."""
    votes: dict[str, Counter[Any]] = {name: Counter() for name in ("indent", "dash", "gap", "quote", "lists", "pad")}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        _vote(node, text, votes)
        waiting.extend(node.values)
    return Layout(
        indent=_most(votes["indent"], 2),
        dash=_most(votes["dash"], 2),
        gap=_most(votes["gap"], 1),
        quote=_most(votes["quote"], "'"),
        has_flow_lists=_most(votes["lists"], False),
        pad=_most(votes["pad"], ""),
    )


def _vote(node: Node, text: str, votes: dict[str, Counter[Any]]) -> None:
    if node.kind == "scalar" and node.style in ("'", '"'):
        votes["quote"][node.style] += 1
    elif node.kind == "map" and node.flow and node.values:
        votes["pad"][" " if text[node.start + 1 : node.start + 2] == " " else ""] += 1
    elif node.kind == "map":
        for key, value in node.pairs():
            _vote_below(key, value, votes)
    elif node.kind == "seq" and not node.flow and node.values[0].line == node.line:
        votes["gap"][min(max(node.values[0].outer - node.start - 1, 1), 4)] += 1


def _vote_below(key: Node, value: Node, votes: dict[str, Counter[Any]]) -> None:
    if value.kind == "seq" and value.values and all(v.kind == "scalar" for v in value.values):
        votes["lists"][value.flow] += 1
    if not value.is_block or value.line == key.line:
        return
    offset = value.column - key.column
    if value.kind == "seq" and 0 <= offset <= 8:
        votes["dash"][offset] += 1
    elif value.kind == "map" and 0 < offset <= 8:
        votes["indent"][offset] += 1


def _most(counted: Counter[Any], usual: Any) -> Any:
    return counted.most_common(1)[0][0] if counted else usual


def with_comment(remark: str, comment: str) -> str:
    """Another comment in the place of the rest of a line; its distance stays."""
    if not comment:
        return ""
    gap = remark.split("#")[0] if "#" in remark else ""
    return (gap or " ") + "# " + comment
