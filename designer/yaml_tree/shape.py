"""What a text says, literally: anchors, aliases, repeated keys and their order included. An edit is checked by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from designer.yaml_io import scalar_value
from designer.yaml_tree.node import Node, is_merge_key

Shape = tuple[Any, ...]
Entry = int | tuple[str, Any]
"""An entry of a container after an edit: one that was there, or a new one with its key and value."""


Changes = Mapping[Node, "Callable[[Shapes], Shape]"]
"""The nodes that an edit changes, and what they are then."""


class Shapes:
    """Computes shapes of nodes, with some of them taken for changed.

    Args:
        changed: the shapes of nodes that an edit changes.
        gained: a block scalar that gets the line end it lacks, because it stands at the very end of its file.
    """

    def __init__(self, changed: Changes | None = None, gained: Node | None = None) -> None:
        self.changed = changed or {}
        self.gained = gained

    def of(self, node: Node) -> Shape:
        """The shape of a node."""
        if node in self.changed:
            return self.changed[node](self)
        if node.kind == "scalar":
            return self.scalar(node)
        if node.kind == "alias":
            return ("alias", node.text)
        if node.kind == "seq":
            return ("seq", node.anchor, tuple(map(self.of, node.values)))
        return mapping(node.anchor, self.pairs(node))

    def pairs(self, node: Node) -> list[tuple[Shape, Shape]]:
        """The entries of a mapping."""
        return [(self.key(k), self.of(v)) for k, v in node.pairs()]

    def key(self, node: Node) -> Shape:
        """A key; how it is written counts only for the merge key."""
        if node in self.changed:
            return self.changed[node](self)
        return ("key", node.anchor, node.text, is_merge_key(node))

    def scalar(self, node: Node) -> Shape:
        """A scalar by its type and value."""
        if node is self.gained:
            return ("scalar", node.anchor, "str", node.text + "\n")
        try:
            return of_value(scalar_value(node.text, node.plain), node.anchor)
        except ValueError:
            return ("scalar", node.anchor, "number", node.text)


def mapping(anchor: str | None, pairs: Iterable[tuple[Shape, Shape]]) -> Shape:
    """The shape of a mapping."""
    return ("map", anchor, tuple(pairs))


def sequence(anchor: str | None, items: Iterable[Shape]) -> Shape:
    """The shape of a list."""
    return ("seq", anchor, tuple(items))


def new_key(key: str, anchor: str | None = None) -> Shape:
    """The shape of a key that an edit writes."""
    return ("key", anchor, key, False)


def of_value(value: Any, anchor: str | None = None) -> Shape:
    """The shape that plain data has once it is written."""
    if isinstance(value, dict):
        return mapping(anchor, [(new_key(k), of_value(v)) for k, v in value.items()])
    if isinstance(value, list):
        return sequence(anchor, [of_value(v) for v in value])
    # A float is compared by its text: NaN is no other NaN.
    return ("scalar", anchor, type(value).__name__, repr(value) if isinstance(value, float) else value)


def arranged(container: Node, order: Sequence[Entry]) -> Callable[[Shapes], Shape]:
    """The shape of a mapping or list with its entries in an order, new ones among them."""

    def shape(shapes: Shapes) -> Shape:
        if container.kind == "map":
            old = shapes.pairs(container)
            pairs = [old[e] if isinstance(e, int) else (new_key(e[0]), of_value(e[1])) for e in order]
            return mapping(container.anchor, pairs)
        items = [shapes.of(container.values[e]) if isinstance(e, int) else of_value(e[1]) for e in order]
        return sequence(container.anchor, items)

    return shape


def outcomes(root: Node, text: str, changes: Changes) -> list[Shape]:
    """What a text may say after an edit.

    A block scalar at the very end of a file without a line end gets that line end when lines come below it.
    """
    wanted = [Shapes(changes).of(root)]
    last = root
    while last.values and last.is_block:
        last = last.values[-1]
    if last.is_block_scalar and not text.endswith(("\n", "\r")):
        wanted.append(Shapes(changes, gained=last).of(root))
    return wanted
