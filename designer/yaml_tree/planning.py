"""Ways to make an edit, the nicest first; which of them holds is found out by reading the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from designer.yaml_tree.blocks import BlockEdits
from designer.yaml_tree.flows import FlowEdits
from designer.yaml_tree.layout import Layout, layout_of
from designer.yaml_tree.node import Node
from designer.yaml_tree.scalars import flow, has_lines
from designer.yaml_tree.splice import Plan, Splice, shared_ends
from designer.yaml_tree.tree import Tree


class Planner:
    """Plans edits of one text."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.layout = layout_of(tree.root, tree.text)
        self.blocks = BlockEdits(tree, self.layout)
        self.flows = FlowEdits(tree, self.layout)

    def insertions(self, node: Node, index: int, key: str | None, value: Any, *, depth: int) -> Iterator[Plan]:
        """A new entry in a mapping or list that stands ``depth`` keys deep."""
        if node.flow:
            yield self.flows.insert(node, index, self.flows.entry(key, value))
            return
        loose = self._is_loose(node, value, depth)
        for layout in self._layouts(value):
            lines = layout.item(value, node.column) if key is None else layout.entry(key, value, node.column)
            yield self.blocks.insert(node, index, lines, loose=loose)

    def replacements(
        self, container: Node | None, index: int, value: Any, comment: str | None, outermost: Node
    ) -> Iterator[Plan]:
        """Another value for an entry; ``outermost`` are the brackets around it that no others are around."""
        if container is not None and container.flow:
            plan = self.flows.replace(container, index, value)
            remark = [] if comment is None else self.flows.remark(outermost, container.values[index], comment)
            if remark is not None:
                yield [*plan, *remark]
            return
        old = self.tree.root if container is None else container.values[index]
        if old.style == "|" and isinstance(value, str) and comment is None:
            yield from self._differing_lines(old, value)
        if old.flow and old.values and value and isinstance(value, (dict, list)) and not has_lines(value):
            yield self.blocks.replace_on_line(container, index, flow(value, pad=self.layout.pad), comment)
        for layout in self._layouts(value):
            for keeps in (True, False) if old.is_block else (True,):
                yield BlockEdits(self.tree, layout).replace(container, index, value, comment, keeps_comments=keeps)

    def removals(self, container: Node, gone: Sequence[int]) -> Iterator[Plan]:
        """Entries away, but not all of a block."""
        if container.flow:
            yield self.flows.remove(container, gone)
            return
        # Blank lines belong to a text above that keeps them (``|+``), or would come to it.
        for below, above in ((True, True), (False, False), (True, False)):
            removed = [self.blocks.remove(container, index, below=below, above=above) for index in gone]
            yield [splice for plan in removed for splice in plan]

    def reorderings(self, container: Node, order: Sequence[int]) -> Iterator[Plan]:
        """The entries in another order."""
        plan = (self.flows if container.flow else self.blocks).reorder(container, order)
        yield plan
        lines = self.tree.line_table
        yield [*plan, Splice(len(lines.text), len(lines.text), lines.line_end(lines.count))]

    def unfoldings(self, container: Node | None, index: int) -> Iterator[Plan]:
        """Brackets on one line as a block."""
        node = self.tree.root if container is None else container.values[index]
        sources = self.flows.as_block(node)
        if sources:
            yield self.blocks.unfold(container, index, sources)

    def _differing_lines(self, old: Node, value: str) -> Iterator[Plan]:
        """Only the lines of a literal block that differ, where it ends as before."""
        a, b = old.text.split("\n"), value.split("\n")
        if "\n" not in value or (a[-1] == "") != (b[-1] == "") or old.last_line - old.line != len(a) - (a[-1] == ""):
            return
        above, below = shared_ends(a, b)
        if above + below:
            yield from self.some_lines(old, above + 1, len(a) - below, b[above : len(b) - below])

    def some_lines(self, node: Node, first: int, last: int, new: Sequence[str]) -> Iterator[Plan]:
        """Other lines in a literal block; with ``last`` before ``first`` they come before ``first``."""
        lines = self.tree.line_table
        start, stop = lines.start(node.line + first), lines.stop(node.line + last)
        newline, pad = lines.line_end(node.line), " " * self.blocks.body_indent(node)
        body = newline.join(pad + line if line else "" for line in new)
        if last < first:
            yield [Splice(stop, stop, newline + body)]
        elif new:
            yield [Splice(start, stop, body)]
        else:
            yield [Splice(start, lines.start(node.line + last + 1), "")]

    def _is_loose(self, node: Node, value: Any, depth: int) -> bool:
        """Whether a blank line sets a new entry off; a single job looks up how the file does it elsewhere."""
        if len(node.values) > 1 or not isinstance(value, dict):
            return self.blocks.is_loose(node)
        return depth == 1 and self.tree.root.is_block and self.blocks.is_loose(self.tree.root)

    def _layouts(self, value: Any) -> Iterator[Layout]:
        """Literal blocks first; where they cannot hold a text, quotes can."""
        yield self.layout
        if has_lines(value):
            yield replace(self.layout, has_literals=False)
