"""Changes of a YAML text that touch only what they name, each checked by reading the text again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from designer.errors import DesignerError, DocumentError
from designer.yaml_tree.blocks import BlockEdits
from designer.yaml_tree.flows import FlowEdits
from designer.yaml_tree.layout import Layout, layout_of
from designer.yaml_tree.node import Node, Path, is_merge
from designer.yaml_tree.scalars import flow, has_lines, word
from designer.yaml_tree.shape import Shape, Shapes, mapping, new_key, of_value, sequence
from designer.yaml_tree.splice import Plan, Splice, spliced
from designer.yaml_tree.tree import Tree, parse, walk

Changes = Mapping[Node, Callable[[Shapes], Shape]]
# An entry of a container after an edit: one that was there, or a new one (key and value).
Entry = int | tuple[str, Any]


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


class Editor:
    """A YAML text that can be edited. Paths are as in `Tree`.

    Each edit replaces only the pieces of the text that it must, reads the result, and compares it with the same edit
    on what the text said before. When they differ nothing is changed.

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

        Args:
            path: what to replace.
            value: plain data.
            comment: replaces the comment at the end of the value's line; empty removes it.

        Raises:
            NotEditable: it cannot be done without changing something else.
        """
        if self._is_merged(path):
            self.add(path[:-1], str(path[-1]), value)  # a merged key gets a value of its own
            return
        container, index = self._locate(path)
        if container is not None and container.flow and has_lines(value):
            with _Undo(self):
                self._unfold(path)
                self.set(path, value, comment)
            return
        old = self._tree.root if container is None else container.values[index]
        new = of_value(value, old.anchor)
        if Shapes().of(old) == new and comment is None:
            return
        self._keep_anchors(path, [old])
        self._apply(path, self._replacements(container, index, value, comment), {old: lambda _: new})

    def add(self, path: Path, key: str, value: Any, after: str | None = None, before: str | None = None) -> None:
        """Adds a key to a mapping: at its end, or behind or before another key.

        Raises:
            NotEditable: the key is there, or there is no mapping.
        """
        node = self._target(path, "map")
        if node is None:
            self.set(path, {key: value})
            return
        if node.own_index(key) is not None:
            raise self._refusal("the key is there already", (*path, key), node.keys[node.own_index(key) or 0].line)
        index = len(node.keys)
        if after is not None:
            index = self._index_of(path, node, after) + 1
        elif before is not None:
            index = self._index_of(path, node, before)
        self._insert(path, node, index, key, value)

    def append(self, path: Path, value: Any) -> None:
        """Adds an item at the end of a list.

        Raises:
            NotEditable: there is no list.
        """
        node = self._target(path, "seq")
        self.insert(path, 0 if node is None else len(node.values), value)

    def insert(self, path: Path, index: int, value: Any) -> None:
        """Adds an item to a list; the items from ``index`` on move down.

        Raises:
            NotEditable: there is no list, or no such place in it.
        """
        node = self._target(path, "seq")
        if not 0 <= index <= (0 if node is None else len(node.values)):
            raise self._refusal("there is no such place in the list", (*path, index))
        if node is None:
            self.set(path, [value])
        else:
            self._insert(path, node, index, None, value)

    def delete(self, path: Path) -> None:
        """Removes an entry with the comment lines glued to it; a container that becomes empty gets empty brackets.

        Raises:
            NotEditable: something else refers to what stands there.
        """
        container, index = self._locate(path)
        if container is None:
            raise self._refusal("the whole document cannot be deleted", path)
        self._refuse_merged(path, container)
        gone = self._same_key(container, index)
        self._keep_anchors(
            path, [container.values[i] for i in gone] + [container.keys[i] for i in gone if container.keys]
        )
        order = [i for i in range(len(container.values)) if i not in gone]
        self._apply(path, self._removals(path, container, gone), {container: _arranged(container, order)})

    def rename(self, path: Path, new_key: str) -> None:
        """Gives a key another name; its place and value stay.

        Raises:
            NotEditable: the name is taken, or it is no key.
        """
        container, index = self._locate(path)
        if container is None or container.kind != "map":
            raise self._refusal("only a key can be renamed", path)
        if new_key == container.keys[index].text:
            return
        taken = container.own_index(new_key)
        if taken is not None:
            raise self._refusal(f"the key {new_key} is there already", path, container.keys[taken].line)
        self._refuse_merged(path, container)
        keys = [container.keys[i] for i in self._same_key(container, index)]
        self._keep_anchors(path, keys)
        plan = [Splice(k.start, k.end, word(new_key, k.style, in_flow=container.flow)) for k in keys]
        self._apply(path, iter([plan]), {k: _key_named(new_key, k.anchor) for k in keys})

    def move(self, path: Path, index: int) -> None:
        """Moves an item within its list, to the index that it has afterwards.

        Raises:
            NotEditable: it is no item, or there is no such place.
        """
        container, old = self._locate(path)
        if container is None or container.kind != "seq" or not 0 <= index < len(container.values):
            raise self._refusal("there is no such place in the list", path)
        self._reorder(path, container, old, index)

    def move_key(self, path: Path, after: str | None = None) -> None:
        """Moves a key within its mapping: behind another key, or to the beginning.

        Raises:
            NotEditable: it is no key, or there is no such key.
        """
        container, old = self._locate(path)
        if container is None or container.kind != "map":
            raise self._refusal("only a key can be moved", path)
        new = 0
        if after is not None:
            new = self._index_of(path[:-1], container, after)
            new += 1 if new < old else 0
        self._reorder(path, container, old, new)

    def substitute(self, path: Path, old: str, new: str) -> None:
        """Replaces a piece of a scalar wherever it occurs in it; the rest of the scalar keeps its bytes.

        Raises:
            NotEditable: it is no text, or the piece is not in it.
        """
        container, index = self._locate(path)
        node = self._tree.root if container is None else container.values[index]
        if node.kind != "scalar" or not old or old not in node.text:
            raise self._refusal(f"there is no text with {old!r}", path, node.line)
        wanted = node.text.replace(old, new)
        source = self.text[node.start : node.end]
        if source.count(old) == node.text.count(old):
            plan = list(_occurrences(source, old, new, node.start))
            try:
                self._apply(path, iter([plan]), {node: lambda _: of_value(wanted, node.anchor)})
                return
            except NotEditable:
                pass  # written in another way there: escaped, folded, or no text any more
        self.set(path, wanted)

    def set_lines(self, path: Path, first: int, last: int, text: str) -> None:
        """Replaces some lines of a text of several lines.

        Args:
            path: the scalar.
            first: 1-based line within the text, not within the file.
            last: inclusive; ``first - 1`` inserts before ``first``.
            text: the new lines; empty removes the old ones.

        Raises:
            NotEditable: it is no text, or has no such lines.
        """
        container, index = self._locate(path)
        node = self._tree.root if container is None else container.values[index]
        old = node.text.split("\n")
        count = len(old) - (old[-1] == "")
        if node.kind != "scalar" or not 1 <= first <= last + 1 <= count + 1:
            raise self._refusal("there are no such lines", path, node.line)
        new = text.removesuffix("\n").split("\n") if text else []
        wanted = "\n".join([*old[: first - 1], *new, *old[last:]])
        if node.style == "|" and node.last_line - node.line == count and first <= last:
            try:
                plan = self._line_splice(node, first, last, new)
                self._apply(path, iter([plan]), {node: lambda _: of_value(wanted, node.anchor)})
                return
            except NotEditable:
                pass  # the block cannot hold these lines as it stands
        self.set(path, wanted)

    # Finding

    def _is_merged(self, path: Path) -> bool:
        """Whether a key is not written in its mapping, but comes through a merge key."""
        if not path or not self._tree.has(path):
            return False
        parent = self._tree.node(path[:-1])
        return parent.kind == "map" and self._tree.place(path)[0] is not parent

    def _locate(self, path: Path) -> tuple[Node | None, int]:
        """The container and index of an entry that is written where the path says, not at another place."""
        node, container, index = self._tree.root, None, 0
        for depth, part in enumerate(path):
            if node.kind == "alias":
                raise self._shared(node, path)
            self._refuse_shared(node, path)
            found = node.own_index(part) if node.kind == "map" and isinstance(part, str) else None
            if node.kind == "seq" and isinstance(part, int) and 0 <= part < len(node.values):
                found = part
            if found is None or (node.kind == "map" and is_merge(node.keys[found], node.values[found])):
                if self._tree.has(path[: depth + 1]):
                    raise self._refusal("the value comes through a merge key (<<)", path, node.line)
                raise self._refusal("there is nothing of this name", path, node.line)
            container, index, node = node, found, node.values[found]
        return container, index

    def _target(self, path: Path, kind: str) -> Node | None:
        """The mapping or list at a path; None when nothing or empty brackets without a line stand there."""
        container, index = self._locate(path)
        node = self._tree.root if container is None else container.values[index]
        if node.kind == "alias":
            raise self._shared(node, path)
        self._refuse_shared(node, path)
        is_null = node.kind == "scalar" and Shapes().scalar(node) == of_value(None, node.anchor)
        is_empty = node.kind == kind and not node.values and not (container is not None and container.flow)
        if is_null or is_empty:
            return None
        if node.kind != kind:
            raise self._refusal("it is no mapping" if kind == "map" else "it is no list", path, node.line)
        return node

    def _index_of(self, path: Path, node: Node, key: str) -> int:
        index = node.own_index(key)
        if index is None:
            raise self._refusal("there is nothing of this name", (*path, key), node.line)
        return index

    def _same_key(self, container: Node, index: int) -> list[int]:
        """The index of an entry, and those of the entries before it with the same key."""
        if container.kind != "map":
            return [index]
        return [i for i, key in enumerate(container.keys) if key.text == container.keys[index].text]

    def _keep_anchors(self, path: Path, changed: list[Node]) -> None:
        """Refuses to change what an alias at another place refers to."""
        inside = {id(node) for top in changed for node in walk(top)}
        for alias in self._tree.aliases:
            if id(alias.target) in inside and id(alias) not in inside:
                raise self._shared(alias, path)

    def _refuse_shared(self, node: Node, path: Path) -> None:
        """Refuses to change something within what an alias refers to."""
        for alias in self._tree.aliases if node.anchor is not None else ():
            if alias.target is node:
                raise self._shared(alias, path)

    def _refuse_merged(self, path: Path, container: Node) -> None:
        """Refuses to remove a key that a merge key would bring back."""
        if any(other.own_index(str(path[-1])) is not None for other in container.merged()):
            raise self._refusal("the key would come back through a merge key (<<)", path, container.line)

    def _shared(self, alias: Node, path: Path) -> NotEditable:
        return self._refusal(f"the value is shared by *{alias.text}, line {alias.line}", path, alias.line)

    # Changing

    def _insert(self, path: Path, node: Node, index: int, key: str | None, value: Any) -> None:
        if node.flow and has_lines(value):
            with _Undo(self):
                if self._unfold((*path, "")):
                    new = self._target(path, node.kind)
                    if new is not None:
                        self._insert(path, new, index, key, value)
                    return
        order: list[Entry] = list(range(len(node.values)))
        order.insert(index, (key or "", value))
        plans = self._insertions(path, node, index, key, value)
        self._apply((*path, key if key is not None else index), plans, {node: _arranged(node, order)})

    def _insertions(self, path: Path, node: Node, index: int, key: str | None, value: Any) -> Iterator[Plan]:
        layout = self._layout()
        if node.flow:
            edits = FlowEdits(self._tree, layout)
            if not edits.has_brackets(node):
                raise self._refusal("the mapping has no brackets of its own", path, node.line)
            yield edits.insert(node, index, edits.entry(key, value))
            return
        blocks = BlockEdits(self._tree, layout)
        loose = self._is_loose(blocks, path, node, value)
        for habits in _with_and_without_literals(layout, value):
            lines = habits.item(value, node.column) if key is None else habits.entry(key, value, node.column)
            yield blocks.insert(node, index, lines, loose=loose)

    def _is_loose(self, blocks: BlockEdits, path: Path, node: Node, value: Any) -> bool:
        if len(node.values) > 1 or not path or not isinstance(value, dict):
            return blocks.is_loose(node)
        return node.column > 0 and len(path) == 1 and blocks.is_loose(self._tree.root)

    def _replacements(self, container: Node | None, index: int, value: Any, comment: str | None) -> Iterator[Plan]:
        if container is not None and container.flow:
            if comment is not None:
                raise self._refusal("a value in brackets has no comment of its own", (), container.line)
            yield FlowEdits(self._tree, self._layout()).replace(container, index, value)
            return
        layout = self._layout()
        old = self._tree.root if container is None else container.values[index]
        if old.flow and old.values and isinstance(value, (dict, list)) and not has_lines(value):
            blocks = BlockEdits(self._tree, layout)
            yield blocks.replace_on_line(container, index, flow(value, pad=layout.pad), comment)
        for habits in _with_and_without_literals(layout, value):
            yield BlockEdits(self._tree, habits).replace(container, index, value, comment)

    def _removals(self, path: Path, container: Node, gone: list[int]) -> Iterator[Plan]:
        edits = FlowEdits(self._tree, self._layout())
        if container.flow:
            if not edits.has_brackets(container):
                raise self._refusal("the mapping has no brackets of its own", path, container.line)
            yield edits.remove(container, gone)
            return
        blocks = BlockEdits(self._tree, self._layout())
        if len(gone) == len(container.values):
            outer, index = self._locate(path[:-1])
            yield blocks.replace(outer, index, {} if container.kind == "map" else [])
            return
        for tidy in (True, False):
            yield [splice for i in gone for splice in blocks.remove(container, i, tidy=tidy)]

    def _reorder(self, path: Path, container: Node, old: int, new: int) -> None:
        if old == new:
            return
        if len(self._same_key(container, old)) > 1:
            raise self._refusal("the key stands twice in one place", path, container.keys[old].line)
        order = list(range(len(container.values)))
        order.insert(new, order.pop(old))
        edits = (FlowEdits if container.flow else BlockEdits)(self._tree, self._layout())
        plan = edits.reorder(container, order)
        end = len(self.text)
        with_end = [*plan, Splice(end, end, self._tree.line_table.line_end(self._tree.line_table.count))]
        if self._tree.aliases:
            self._keep_bindings(path, container, min(old, new), max(old, new))
        self._apply(path, iter([plan, with_end]), {container: _arranged(container, order)})

    def _keep_bindings(self, path: Path, container: Node, first: int, last: int) -> None:
        """Refuses to change the order of anchors of one name and their aliases."""
        between = [node for value in container.values[first : last + 1] for node in walk(value)]
        names = {node.text for node in between if node.kind == "alias"}
        for node in between:
            if node.anchor in names:
                raise self._refusal(f"the order of &{node.anchor} and *{node.anchor} counts", path, node.line)

    def _unfold(self, path: Path) -> bool:
        """Turns the outermost brackets on the way to an entry into a block, when they are on one line."""
        for depth in range(len(path)):
            container, index = self._locate(path[:depth])
            node = self._tree.root if container is None else container.values[index]
            if node.flow:
                sources = FlowEdits(self._tree, self._layout()).as_block(node)
                if not sources or (container is not None and container.flow):
                    return False
                plan = BlockEdits(self._tree, self._layout()).unfold(container, index, sources)
                self._apply(path, iter([plan]), {})
                self._unfold(path)
                return True
        return False

    def _line_splice(self, node: Node, first: int, last: int, new: list[str]) -> Plan:
        lines = self._tree.line_table
        start, stop = lines.start(node.line + first), lines.stop(node.line + last)
        indent = BlockEdits(self._tree, Layout()).body_indent(node)
        newline = lines.line_end(node.line)
        if not new:
            return [Splice(start, lines.start(node.line + last + 1), "")]
        return [Splice(start, stop, newline.join(" " * indent + line if line else "" for line in new))]

    def _layout(self) -> Layout:
        return layout_of(self._tree.root, self.text)

    def _apply(self, path: Path, plans: Iterator[Plan], changes: Changes) -> None:
        """Takes the first plan whose result says what it shall say."""
        wanted = Shapes(changes).of(self._tree.root)
        problem = ""
        for plan in plans:
            try:
                tree = parse(spliced(self.text, plan), self._tree.source)
            except (DocumentError, ValueError) as e:
                problem = e.message if isinstance(e, DocumentError) else str(e)
                continue
            found = Shapes().of(tree.root)
            if found == wanted or found == self._with_last_line_end(changes):
                self._tree = tree
                return
        line = self._tree.key_line(path) if path and self._tree.has(path) else None
        raise self._refusal("the edit would change something else" + (f" ({problem})" if problem else ""), path, line)

    def _with_last_line_end(self, changes: Changes) -> Shape | None:
        """What is wanted where a block scalar at the end of a file without a line end gets one from new lines below."""
        node = self._tree.root
        while node.values and node.is_block:
            node = node.values[-1]
        if not node.is_block_scalar or self.text.endswith(("\n", "\r")):
            return None
        return Shapes(changes, gained=node).of(self._tree.root)

    def _refusal(self, message: str, path: Path, line: int | None = None) -> NotEditable:
        return NotEditable(message, path, line, self._tree.source)


def _with_and_without_literals(layout: Layout, value: Any) -> Iterator[Layout]:
    """A literal block first; where it cannot hold a text, quotes can."""
    yield layout
    if has_lines(value):
        yield replace(layout, has_literals=False)


def _arranged(container: Node, order: Sequence[Entry]) -> Callable[[Shapes], Shape]:
    """The shape of a container with its entries in an order, new ones among them."""

    def shape(shapes: Shapes) -> Shape:
        old = shapes.pairs(container) if container.kind == "map" else []
        if container.kind == "map":
            pairs = [old[e] if isinstance(e, int) else (new_key(e[0]), of_value(e[1])) for e in order]
            return mapping(container.anchor, pairs)
        items = [shapes.of(container.values[e]) if isinstance(e, int) else of_value(e[1]) for e in order]
        return sequence(container.anchor, items)

    return shape


def _key_named(name: str, anchor: str | None) -> Callable[[Shapes], Shape]:
    return lambda _: new_key(name, anchor)


def _occurrences(source: str, old: str, new: str, offset: int) -> Iterator[Splice]:
    at = source.find(old)
    while at >= 0:
        yield Splice(offset + at, offset + at + len(old), new)
        at = source.find(old, at + len(old))


class _Undo:
    """Gives an editor its text back when something goes wrong halfway."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.tree = editor.tree

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self.editor._tree = self.tree
