"""A YAML file as a tree: what it says, and where in the text it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from designer.errors import DocumentError
from designer.pace import uncollected
from designer.yaml_io import scalar_value
from designer.yaml_tree.building import Builder, after_blanks, key_start
from designer.yaml_tree.lines import Lines
from designer.yaml_tree.node import Node, Path, is_merge


class Tree:
    """One document of a YAML text. Paths are tuples of keys and indexes; aliases and merge keys are followed.

    Args:
        text: the whole file, byte order mark and line ends as they are.
        source: its name, for messages.
        root: the outermost node.
        lines: the lines of the text.
    """

    def __init__(self, text: str, source: str, root: Node, lines: Lines) -> None:
        self.text = text
        self.source = source
        self.root = root
        self.line_table = lines

    def has(self, path: Path) -> bool:
        """Whether there is something at a path."""
        try:
            self.node(path)
        except KeyError:
            return False
        return True

    def node(self, path: Path) -> Node:
        """The node at a path. An alias is only followed when the path goes on behind it.

        Raises:
            KeyError: there is nothing.
        """
        node = self.root
        for depth, part in enumerate(path):
            found = _child(node.resolved(), part)
            if found is None:
                raise KeyError(path[: depth + 1])
            container, index = found
            node = container.values[index]
        return node

    def place(self, path: Path) -> tuple[Node, int]:
        """The mapping or list that an entry stands in, and its index in there.

        Raises:
            KeyError: there is nothing.
        """
        found = _child(self.node(path[:-1]).resolved(), path[-1]) if path else None
        if found is None:
            raise KeyError(path)
        return found

    def data(self, path: Path = ()) -> Any:
        """Plain data in YAML 1.2 types, aliases and merge keys resolved; of keys that stand twice the last counts."""
        return plain(self.node(path), _typed)

    def raw(self, path: Path = ()) -> Any:
        """As `data`, with every scalar as the text that stands there."""
        return plain(self.node(path), _text)

    def keys(self, path: Path = ()) -> tuple[str, ...]:
        """The keys of a mapping, merged ones included; none for anything else."""
        node = self.node(path).resolved()
        return tuple(_keys(node)) if node.kind == "map" else ()

    def lines(self, path: Path = ()) -> tuple[int, int]:
        """First and last line of an entry, its key or dash included, comments and blank lines around it not."""
        if not path:
            return self.root.line, self.root.last_line
        container, index = self.place(path)
        return self.entry_line(container, index), container.values[index].last_line

    def key_line(self, path: Path) -> int:
        """The line of an entry's key or dash."""
        return self.lines(path)[0]

    def entry_start(self, container: Node, index: int) -> int:
        """Offset of the key, or of the dash in a block list, that an entry begins with."""
        if container.kind == "map":
            key = container.keys[index]
            return key.outer if container.flow else key_start(self.text, key)
        if container.flow:
            return container.values[index].outer
        if index == 0:
            return container.start
        return after_blanks(self.text, container.values[index - 1].tail)

    def entry_line(self, container: Node, index: int) -> int:
        """The line that an entry begins in."""
        return self.line_table.of(self.entry_start(container, index))

    @cached_property
    def duplicates(self) -> tuple[tuple[Path, int], ...]:
        """Keys that repeat one before them in the same mapping, with their lines."""
        return tuple(_duplicates(self.root))

    @cached_property
    def aliases(self) -> tuple[Node, ...]:
        """Every alias, in the order of the text."""
        found = [node for node in walk(self.root) if node.kind == "alias"] if "*" in self.text else []
        return tuple(sorted(found, key=lambda node: node.start))


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, keys included; aliases are not followed."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.keys
        waiting += found.values


def parse(text: str, source: str) -> Tree:
    """Reads the one document of a text.

    Args:
        text: the whole file.
        source: its name, for messages.

    Raises:
        DocumentError: no YAML, tags of others, several documents, nested too deep, or too many values.
    """
    trees = parse_all(text, source)
    if len(trees) > 1:
        line = trees[1].root.line
        raise DocumentError("more than one YAML document in the file", path=source, line=line, advice="Keep one.")
    return trees[0]


def parse_all(text: str, source: str) -> tuple[Tree, ...]:
    """Reads every document of a text, at least one; offsets and lines count from the beginning of the file.

    Raises:
        DocumentError: as `parse`.
    """
    with uncollected():
        builder = Builder(text, source)
        roots = builder.build()
    if not roots:
        roots = [_nothing(builder.lines)]
    return tuple(Tree(text, source, root, builder.lines) for root in roots)


def _nothing(lines: Lines) -> Node:
    end = len(lines.text)
    line = lines.of(end)
    return Node("scalar", end, end, end, end, end - lines.start(line), line, line, plain=True)


def _child(node: Node, part: str | int) -> tuple[Node, int] | None:
    if node.kind == "seq":
        is_item = isinstance(part, int) and 0 <= part < len(node.values)
        return (node, int(part)) if is_item else None
    if node.kind != "map" or not isinstance(part, str):
        return None
    index = node.own_index(part)
    if index is not None and not is_merge(node.keys[index], node.values[index]):
        return node, index
    for other in node.merged():
        found = _child(other, part)
        if found is not None:
            return found
    return None


def _keys(node: Node) -> dict[str, None]:
    found: dict[str, None] = {}
    for other in node.merged():
        found.update(_keys(other))
    pairs = node.pairs()
    found.update({key.text: None for key, value in pairs if not is_merge(key, value)})
    return found


def _typed(node: Node) -> Any:
    try:
        return scalar_value(node.text, node.plain)
    except ValueError:
        return node.text


def _text(node: Node) -> str:
    return node.text


def plain(node: Node, leaf: Callable[[Node], Any], spelling: Callable[[Node], str | None] = _text) -> Any:
    """The data of a node, aliases and merge keys resolved; the parser has bounded depth and size.

    Args:
        node: where to begin.
        leaf: the value of a scalar.
        spelling: the name of a key; None leaves the entry out.
    """
    node = node.resolved()
    if node.kind == "scalar":
        return leaf(node)
    if node.kind == "seq":
        return [plain(item, leaf, spelling) for item in node.values]
    found: dict[str, Any] = {}
    for other in reversed(node.merged()):
        found.update(plain(other, leaf, spelling))
    for key, value in node.pairs():
        name = None if is_merge(key, value) else spelling(key)
        if name is not None:
            found[name] = plain(value, leaf, spelling)
    return found


def _duplicates(root: Node) -> list[tuple[Path, int]]:
    found: list[tuple[Path, int]] = []
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        seen: set[str] = set()
        for index, value in enumerate(node.values):
            part: str | int = index
            if node.kind == "map":
                part = node.keys[index].text
                if part in seen:
                    found.append(((*path, part), node.keys[index].line))
                seen.add(part)
            waiting.append(((*path, part), value))
    return sorted(found, key=lambda pair: pair[1])
