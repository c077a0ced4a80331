"""Changes of a YAML text that touch only what they name, each checked by reading the text again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from designer.errors import DocumentError
from designer.yaml_tree.finding import Finder, NotEditable
from designer.yaml_tree.node import Node, Path
from designer.yaml_tree.planning import Planner
from designer.yaml_tree.refining import refine_list, refine_map
from designer.yaml_tree.scalars import has_lines, word
from designer.yaml_tree.shape import Changes, Entry, Shape, Shapes, arranged, new_key, of_value, outcomes
from designer.yaml_tree.splice import Plan, Splice, replacements, spliced
from designer.yaml_tree.tree import Tree, parse

__all__ = ["Editor", "NotEditable"]


class Editor:
    """A YAML text that can be edited. Paths are as in `Tree`.

    Each edit replaces only the pieces of the text that it must, reads the result, and compares it with the same edit
    on what the text said before. When they differ nothing is changed. What an alias refers to is not edited, because
    that would change the alias too.

    Args:
        text: the whole file.
        source: its name, for messages.

    Raises:
        DocumentError: the text cannot be read.
    """

    def __init__(self, text: str, source: str) -> None:
        self._tree = parse(text, source)

    @property
    def text(self) -> str:
        """The text with all edits."""
        return self._tree.text

    @property
    def tree(self) -> Tree:
        """The newest text, read."""
        return self._tree

    def set(self, path: Path, value: Any, comment: str | None = None) -> None:
        """Replaces a value; the same value again changes nothing.

        Of a mapping or list only the entries are replaced that differ, when it has some that stay.

        Args:
            path: what to replace; a key that comes through a merge key gets a value of its own.
            value: plain data.
            comment: replaces the comment at the end of the value's line; empty removes it.

        Raises:
            NotEditable: it cannot be done without changing something else.
        """
        if comment is not None and not comment.isprintable():
            raise self._find.refusal("a comment has one line", path)
        if self._find.is_merged(path):
            self.add(path[:-1], str(path[-1]), value)
            return
        old = self._find.value(path)
        wanted = of_value(value, old.anchor)
        if comment is None and (Shapes().of(old) == wanted or self._refined(path, old, value)):
            return
        with self._all_or_nothing():
            if has_lines(value):
                self._unfold(path)
            container, index = self._find.entry(path)
            old = self._find.value(path)
            self._find.refuse_anchors(path, [old])
            plans = Planner(self._tree).replacements(container, index, value, comment, self._find.outermost(path))
            self._apply(path, plans, {old: lambda _: wanted})

    def add(self, path: Path, key: str, value: Any, after: str | None = None, before: str | None = None) -> None:
        """Adds a key to a mapping: at its end, or behind or before another key.

        Raises:
            NotEditable: the key is there, or there is no mapping.
        """
        node = self._find.container(path, "map")
        if node is None:
            self.set(path, {key: value})
            return
        if node.own_index(key) is not None:
            raise self._find.refusal("the key is there already", (*path, key), node.line)
        index = len(node.keys)
        if after is not None:
            index = self._find.key(path, node, after) + 1
        elif before is not None:
            index = self._find.key(path, node, before)
        self._insert(path, index, key, value)

    def append(self, path: Path, value: Any) -> None:
        """Adds an item at the end of a list.

        Raises:
            NotEditable: there is no list.
        """
        node = self._find.container(path, "seq")
        self.insert(path, 0 if node is None else len(node.values), value)

    def insert(self, path: Path, index: int, value: Any) -> None:
        """Adds an item to a list; the items from ``index`` on move down.

        Raises:
            NotEditable: there is no list, or no such place in it.
        """
        node = self._find.container(path, "seq")
        if not 0 <= index <= (0 if node is None else len(node.values)):
            raise self._find.refusal("there is no such place in the list", (*path, index))
        if node is None:
            self.set(path, [value])
        else:
            self._insert(path, index, None, value)

    def delete(self, path: Path) -> None:
        """Removes an entry with the comment lines glued to it; a container that becomes empty gets empty brackets.

        Raises:
            NotEditable: something else refers to what stands there.
        """
        container, index = self._find.entry(path)
        if container is None:
            raise self._find.refusal("the whole document cannot be deleted", path)
        self._find.refuse_merged(path, container)
        gone = self._find.same_key(container, index)
        nodes = [group[i] for group in (container.keys, container.values) if group for i in gone]
        self._find.refuse_anchors(path, nodes)
        planner = Planner(self._tree)
        plans = planner.removals(container, gone)
        if len(gone) == len(container.values) and not container.flow:
            empty: Any = {} if container.kind == "map" else []
            plans = planner.replacements(*self._find.entry(path[:-1]), empty, None, self._tree.root)
        order: list[Entry] = [i for i in range(len(container.values)) if i not in gone]
        self._apply(path, plans, {container: arranged(container, order)})

    def rename(self, path: Path, new_name: str) -> None:
        """Gives a key another name; its place and value stay.

        Raises:
            NotEditable: the name is taken, or it is no key.
        """
        container, index = self._find.entry(path)
        if container is None or container.kind != "map":
            raise self._find.refusal("only a key can be renamed", path)
        if new_name == container.keys[index].text:
            return
        if container.own_index(new_name) is not None:
            raise self._find.refusal(f"the key {new_name} is there already", path, container.line)
        self._find.refuse_merged(path, container)
        keys = [container.keys[i] for i in self._find.same_key(container, index)]
        self._find.refuse_anchors(path, keys)
        plan = [Splice(k.start, k.end, word(new_name, k.style, in_flow=container.flow)) for k in keys]
        self._apply(path, [plan], {k: _named(new_name, k.anchor) for k in keys})

    def move(self, path: Path, index: int) -> None:
        """Moves an item within its list, to the index that it has afterwards.

        Raises:
            NotEditable: it is no item, or there is no such place.
        """
        container, old = self._find.entry(path)
        if container is None or container.kind != "seq" or not 0 <= index < len(container.values):
            raise self._find.refusal("there is no such place in the list", path)
        if old == index:
            return
        self._find.refuse_new_order(path, container, min(old, index), max(old, index))
        order: list[int] = list(range(len(container.values)))
        order.insert(index, order.pop(old))
        plans = Planner(self._tree).reorderings(container, order)
        self._apply(path, plans, {container: arranged(container, order)})

    def substitute(self, path: Path, old: str, new: str) -> None:
        """Replaces a piece of a text wherever it occurs in it; the rest of the text keeps its bytes.

        Raises:
            NotEditable: it is no text, or the piece is not in it.
        """
        node = self._find.value(path)
        if node.kind != "scalar" or not old or old not in node.text:
            raise self._find.refusal(f"there is no text with {old!r}", path, node.line)
        wanted = node.text.replace(old, new)
        source = self.text[node.start : node.end]
        plans = []
        if source.count(old) == node.text.count(old):  # else it is written in another way there: escaped or folded
            plans = [replacements(source, old, new, node.start)]
        self._change_text(path, node, wanted, plans)

    def set_lines(self, path: Path, first: int, last: int, text: str) -> None:
        """Replaces some lines of a text of several lines.

        Args:
            path: the text.
            first: 1-based line within the text, not within the file.
            last: inclusive; ``first - 1`` inserts before ``first``.
            text: the new lines; empty removes the old ones.

        Raises:
            NotEditable: it is no text, or has no such lines.
        """
        node = self._find.value(path)
        old = node.text.split("\n")
        count = len(old) - (old[-1] == "")
        if node.kind != "scalar" or not 1 <= first <= last + 1 <= count + 1:
            raise self._find.refusal("there are no such lines", path, node.line)
        new = text.removesuffix("\n").split("\n") if text else []
        wanted = "\n".join([*old[: first - 1], *new, *old[last:]])
        is_simple = node.style == "|" and node.last_line - node.line == count and (new or first <= last)
        plans = Planner(self._tree).some_lines(node, first, last, new) if is_simple else ()
        self._change_text(path, node, wanted, plans)

    @property
    def _find(self) -> Finder:
        return Finder(self._tree)

    def _change_text(self, path: Path, node: Node, wanted: str, plans: Iterable[Plan]) -> None:
        """Changes a part of a text, or all of it when that does not hold."""
        self._find.refuse_anchors(path, [node])
        try:
            self._apply(path, plans, {node: lambda _: of_value(wanted, node.anchor)})
        except NotEditable:
            self.set(path, wanted)

    def _insert(self, path: Path, index: int, key: str | None, value: Any) -> None:
        with self._all_or_nothing():
            if has_lines(value):
                self._unfold((*path, index))
            node = self._find.value(path)
            order: list[Entry] = list(range(len(node.values)))
            order.insert(index, (key or "", value))
            plans = Planner(self._tree).insertions(node, index, key, value, depth=len(path))
            self._apply((*path, index if key is None else key), plans, {node: arranged(node, order)})

    def _refined(self, path: Path, old: Node, value: Any) -> bool:
        """Replaces only the entries of a mapping or list that differ; False when it must be replaced as a whole."""
        if not value or not old.values:
            return False
        try:
            with self._all_or_nothing():
                if old.kind == "map" and isinstance(value, dict):
                    return refine_map(self, path, old, value)
                return old.kind == "seq" and isinstance(value, list) and refine_list(self, path, old, value)
        except NotEditable:
            return False

    def _unfold(self, path: Path) -> None:
        """Turns brackets on the way to an entry into blocks, from the outermost in, as far as they are on one line."""
        for depth in range(len(path)):
            container, index = self._find.entry(path[:depth])
            node = self._find.value(path[:depth])
            if node.flow:
                plans = list(Planner(self._tree).unfoldings(container, index))
                if not plans or (container is not None and container.flow):
                    return
                self._apply(path[:depth], plans, {})

    def _apply(self, path: Path, plans: Iterable[Plan], changes: Changes) -> None:
        """Takes the first plan whose result says what it shall say."""
        wanted = outcomes(self._tree.root, self.text, changes)
        problem = ""
        for plan in plans:
            try:
                tree = parse(spliced(self.text, plan), self._tree.source)
            except (DocumentError, ValueError) as e:
                problem = f" ({e.message if isinstance(e, DocumentError) else e})"
                continue
            if Shapes().of(tree.root) in wanted:
                self._tree = tree
                return
        line = self._tree.key_line(path) if self._tree.has(path) else None
        raise self._find.refusal(f"the edit would change something else{problem}", path, line)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        tree = self._tree
        try:
            yield
        except BaseException:
            self._tree = tree
            raise


def _named(name: str, anchor: str | None) -> Callable[[Shapes], Shape]:
    return lambda _: new_key(name, anchor)
