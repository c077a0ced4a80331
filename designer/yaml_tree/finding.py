"""Finds what an edit names, and refuses edits that would change more than that."""

from __future__ import annotations

from designer.errors import DesignerError
from designer.yaml_tree.node import Node, Path, is_merge_key
from designer.yaml_tree.shape import Shapes, of_value
from designer.yaml_tree.tree import Tree, walk


class NotEditable(DesignerError):
    """A text cannot be changed in this way; it is as it was.

    Args:
        message: why.
        path: keys and indexes that lead to what was to be changed.
        line: where that is.
        source: the file.
    """

    def __init__(self, message: str, path: Path, line: int | None = None, source: str | None = None) -> None:
        super().__init__(message, path=source, line=line, field=".".join(map(str, path)) or None)
        self.at = path


class Finder:
    """Finds entries where they are written: not behind an alias, not in a merged mapping, not in shared values."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def entry(self, path: Path) -> tuple[Node | None, int]:
        """The container and index of an entry; no container for the whole document.

        Raises:
            NotEditable: there is none, or an alias refers to something around it.
        """
        node, container, index = self.tree.root, None, 0
        for depth, part in enumerate(path):
            self.refuse_shared(node, path)
            found = node.own_index(part) if node.kind == "map" and isinstance(part, str) else None
            if node.kind == "seq" and isinstance(part, int) and 0 <= part < len(node.values):
                found = part
            # What stands behind << may become a merge, or cease to be one.
            if found is None or (node.kind == "map" and is_merge_key(node.keys[found])):
                is_there = self.tree.has(path[: depth + 1])
                message = "the value comes through a merge key (<<)" if is_there else "there is nothing here"
                raise self.refusal(message, path, node.line)
            container, index, node = node, found, node.values[found]
        return container, index

    def value(self, path: Path) -> Node:
        """The node at a path. Raises as `entry`."""
        container, index = self.entry(path)
        return self.tree.root if container is None else container.values[index]

    def outermost(self, path: Path) -> Node:
        """The first brackets on the way to an entry; the whole document without any."""
        nodes = (self.value(path[:depth]) for depth in range(len(path)))
        return next((node for node in nodes if node.flow), self.tree.root)

    def container(self, path: Path, kind: str) -> Node | None:
        """The mapping or list at a path; None when there is nothing, or only empty brackets in a block.

        Raises:
            NotEditable: it is something else, or an alias refers to it.
        """
        outer, _ = self.entry(path)
        node = self.value(path)
        self.refuse_shared(node, path)
        is_null = node.kind == "scalar" and Shapes().scalar(node) == of_value(None, node.anchor)
        if is_null or (node.kind == kind and not node.values and not (outer is not None and outer.flow)):
            return None
        if node.kind != kind:
            raise self.refusal("it is no mapping" if kind == "map" else "it is no list", path, node.line)
        return node

    def key(self, path: Path, node: Node, key: str) -> int:
        """The index of a key in a mapping.

        Raises:
            NotEditable: there is none.
        """
        index = node.own_index(key)
        if index is None:
            raise self.refusal("there is nothing here", (*path, key), node.line)
        return index

    def same_key(self, container: Node, index: int) -> list[int]:
        """The index of an entry, and those of the entries of the mapping with the same key."""
        if container.kind != "map":
            return [index]
        return [i for i, key in enumerate(container.keys) if key.text == container.keys[index].text]

    def is_merged(self, path: Path) -> bool:
        """Whether a key is not written in its mapping, but comes through a merge key."""
        if not path or not self.tree.has(path):
            return False
        parent = self.tree.node(path[:-1])
        return parent.kind == "map" and self.tree.place(path)[0] is not parent

    def refuse_merged(self, path: Path, container: Node) -> None:
        """Refuses to remove a key that a merge key would bring back."""
        if any(other.own_index(str(path[-1])) is not None for other in container.merged()):
            raise self.refusal("the key would come back through a merge key (<<)", path, container.line)

    def refuse_anchors(self, path: Path, changed: list[Node]) -> None:
        """Refuses to change what an alias at another place refers to."""
        inside = {id(node) for top in changed for node in walk(top)} if self.tree.aliases else ()
        for alias in self.tree.aliases:
            if id(alias.target) in inside and id(alias) not in inside:
                raise self._shared(alias, path)

    def refuse_shared(self, node: Node, path: Path) -> None:
        """Refuses to change something within what an alias refers to, or behind an alias."""
        if node.kind == "alias":
            raise self._shared(node, path)
        for alias in self.tree.aliases if node.anchor is not None else ():
            if alias.target is node:
                raise self._shared(alias, path)

    def refuse_new_order(self, path: Path, container: Node, first: int, last: int) -> None:
        """Refuses to change the order of an anchor and an alias of one name."""
        between = [node for value in container.values[first : last + 1] for node in walk(value)]
        names = {node.text for node in between if node.kind == "alias"}
        for node in between:
            if node.anchor in names:
                raise self.refusal(f"the order of &{node.anchor} and *{node.anchor} counts", path, node.line)

    def refusal(self, message: str, path: Path, line: int | None = None) -> NotEditable:
        """The error to raise."""
        return NotEditable(message, path, line, self.tree.source)

    def _shared(self, alias: Node, path: Path) -> NotEditable:
        return self.refusal(f"the value is shared by *{alias.text}, line {alias.line}", path, alias.line)
