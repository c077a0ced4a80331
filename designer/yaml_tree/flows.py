"""Edits inside of brackets: which pieces of the text to replace by what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from designer.yaml_tree.building import after_blanks
from designer.yaml_tree.layout import Layout, with_comment
from designer.yaml_tree.node import Node
from designer.yaml_tree.scalars import flow, word
from designer.yaml_tree.splice import Plan, Splice, reordered
from designer.yaml_tree.tree import Tree

_CLOSING: Final = re.compile(r"[ \t,\]}]*")


class FlowEdits:
    """Plans edits of mappings and lists in brackets; nothing is checked here.

    Args:
        tree: the text.
        layout: its habits.
    """

    def __init__(self, tree: Tree, layout: Layout) -> None:
        self.tree = tree
        self.text = tree.text
        self.lines = tree.line_table
        self.layout = layout

    def has_brackets(self, container: Node) -> bool:
        """Whether it can get and lose entries: ``[a: 1]`` holds a mapping without brackets of its own."""
        return self.text[container.start : container.start + 1] in ("[", "{")

    def replace(self, container: Node, index: int, value: Any) -> Plan:
        """Another value for an entry."""
        old = container.values[index]
        style = old.style if old.style in ("'", '"') and isinstance(value, str) else ""
        new = flow(value, style, self.layout.pad)
        if not old.is_missing:
            return [Splice(old.start, old.end, new)]
        is_bare = container.kind == "map" and ":" not in self.text[container.keys[index].tail : old.start]
        gap = ": " if is_bare else "" if self.text[old.start - 1].isspace() else " "
        return [Splice(old.start, old.end, gap + new)]

    def remark(self, outermost: Node, old: Node, comment: str) -> Plan | None:
        """Another comment at the end of the line of a value; None where other values share the line."""
        stop = self.lines.stop(old.last_line)
        rest = _CLOSING.match(self.text, old.end, stop)
        at = rest.end() if rest else old.end
        if at < stop and self.text[at] != "#":
            if outermost.last_line != old.last_line:
                return None
            at = outermost.end
        at = len(self.text[:at].rstrip(" \t"))
        return [Splice(at, stop, with_comment(self.text[at:stop], comment))]

    def entry(self, key: str | None, value: Any) -> str:
        """The text of a new entry."""
        new = flow(value, pad=self.layout.pad)
        return new if key is None else f"{word(key, in_flow=True)}: {new}"

    def insert(self, container: Node, index: int, new: str) -> Plan:
        """A new entry at an index."""
        if not self.has_brackets(container):
            before, after = ("{", f", {new}}}") if index else (f"{{{new}, ", "}")
            first, last = container.start, container.end
            return [Splice(first, first, before), Splice(last, last, after)]
        if not container.values:
            pad = self.layout.pad if container.kind == "map" else ""
            return [Splice(container.start + 1, container.end - 1, pad + new + pad)]
        if index == 0:
            start, _ = self.span(container, 0)
            return [Splice(start, start, new + "," + self._break(container, 0))]
        _, end = self.span(container, index - 1)
        comma = self._comma(end)
        gap = self._break(container, index - 1)
        if gap == " " or self.lines.of(end) == self.lines.of(container.end - 1):
            at = end if comma is None or index < len(container.values) else comma + 1
            # A comma behind the last entry stays behind the last entry.
            return [Splice(at, at, f"{',' if at == end else ''}{gap}{new}{',' if at != end else ''}")]
        stop = self.lines.stop(self.lines.of(end if comma is None else comma))
        if comma is None:
            return [Splice(end, end, ","), Splice(stop, stop, gap + new)]
        return [Splice(stop, stop, gap + new + ",")]

    def remove(self, container: Node, indexes: Sequence[int]) -> Plan:
        """Entries away; all of them leaves empty brackets."""
        if not self.has_brackets(container):
            return [Splice(container.start, container.end, "{}")]
        if len(indexes) == len(container.values):
            return [Splice(container.start + 1, container.end - 1, "")]
        return [splice for index in indexes for splice in self._remove_one(container, index, indexes)]

    def _remove_one(self, container: Node, index: int, indexes: Sequence[int]) -> Plan:
        start, end = self.span(container, index)
        comma = self._comma(end)
        first, last = self.lines.of(start), self.lines.of(end if comma is None else comma)
        behind = end if comma is None else comma + 1
        rest = self.text[behind : self.lines.stop(last)].strip()
        is_alone = not self.text[self.lines.start(first) : start].strip() and (not rest or rest.startswith("#"))
        plan: Plan = []
        if comma is None and index > 0 and index - 1 not in indexes:
            before = self.span(container, index - 1)[1]
            mark = self._comma(before)
            if not is_alone:
                return [Splice(before, end, "")]
            if mark is not None:
                plan = [Splice(mark, mark + 1, "")]
        if is_alone:
            return [*plan, Splice(self.lines.start(first), self.lines.start(last + 1), "")]
        if comma is None:
            return [Splice(start, end, "")]
        while self.text[behind : behind + 1] in (" ", "\t"):
            behind += 1
        return [*plan, Splice(start, behind, "")]

    def reorder(self, container: Node, order: Sequence[int]) -> Plan:
        """The entries in another order; commas, comments and line ends between them stay where they are."""
        spans = [self.span(container, index) for index in range(len(order))]
        return reordered(self.text, spans, order)

    def as_block(self, container: Node) -> list[str]:
        """The sources of its entries, for a block in its place; empty when it must stay in brackets."""
        is_one_line = container.line == container.last_line and container.values
        if not is_one_line or not self.has_brackets(container):
            return []
        found = []
        for index, value in enumerate(container.values):
            source = self.text[value.outer : value.end]
            if container.kind == "map":
                key = container.keys[index]
                source = f"{self.text[key.outer : key.end]}: {source}".rstrip()
            else:
                source = f"- {source}"
            found.append(source)
        return found

    def span(self, container: Node, index: int) -> tuple[int, int]:
        """Where an entry begins and ends."""
        value = container.values[index]
        start = container.keys[index].outer if container.kind == "map" else value.outer
        end = max(value.end, container.keys[index].end) if container.kind == "map" else value.end
        return start, end

    def _comma(self, end: int) -> int | None:
        at = after_blanks(self.text, end)
        return at if self.text[at : at + 1] == "," else None

    def _break(self, container: Node, index: int) -> str:
        """What stands between two entries: a blank, or a line end and an indent."""
        start, _ = self.span(container, index)
        line = self.lines.of(start)
        before = self.text[self.lines.start(line) : start]
        if line > container.line and not before.strip():
            return self.lines.line_end(line) + before
        return " "
