"""Judges reading and editing of YAML without using any of the editor's own checks."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from designer import yaml_io
from designer.errors import DocumentError
from designer.yaml_tree.editor import Editor, NotEditable
from designer.yaml_tree.node import Path
from designer.yaml_tree.tree import Tree, parse, walk

WORDS = [
    "on",
    "yes",
    "12:30",
    "1_000",
    "0777",
    "3.10",
    "a: b",
    "# x",
    "",
    " lead",
    "trail ",
    "-",
    "- a",
    "*a",
    "&a",
    "<<",
]
WORDS += [
    "null",
    "é😀",
    "${{ x }}",
    "a, b",
    "[x]",
    "{y}",
    "it's",
    '"q"',
    "a\tb",
    "a\nb\n",
    "a\nb",
    "\n a\n",
    "a\n\n",
    "\r",
    "x",
]
WORDS += [
    "a\n\nb\n\n",
    "echo a\n  b\n",
    "#!x\n",
    "\ta\nb",
    "a \nb\n",
    "\x85",
    "\ufeff",
    "a:\n- b\n",
    "---",
    "...",
    "? a",
    "=",
    "y",
]
KEYS = ["new", "on", "a b", "3", "x: y", "#k", "", "<<", "it's", "[", "null", "é"]


class Broken(Exception):
    """Something came out that must not; the text says what and how."""


def check_reading(text: str) -> Tree | None:
    """Reads a text and compares with the other reader where that one reads it; None when it is refused."""
    try:
        tree = parse(text, "file")
    except DocumentError:
        return None
    try:
        other = yaml_io.load(text, "file")
    except DocumentError:
        other = None
    else:
        # Merge keys and anchors of keys mean nothing to the other reader.
        is_plain = "<<" not in text and not any(key.anchor for node in walk(tree.root) for key in node.keys)
        if is_plain and not same(other, tree.data()):
            raise Broken(f"two readings of {text!r}: {other!r} and {tree.data()!r}")
    for path in paths(tree):
        first, last = tree.lines(path)
        node = tree.node(path)
        if not (0 <= node.start <= node.end <= len(text) and 1 <= first <= node.line and node.line <= last):
            raise Broken(f"{path} of {text!r} stands at {first}..{last}, {node}")
    return tree


def paths(tree: Tree) -> Iterator[Path]:
    """Every path of a document that leads through no alias."""
    waiting: list[tuple[Path, Any]] = [((), tree.root)]
    while waiting:
        path, node = waiting.pop()
        yield path
        for index, value in enumerate(node.values):
            part = node.keys[index].text if node.kind == "map" else index
            if tree.has((*path, part)):
                waiting.append(((*path, part), value))


def random_edits(rng: random.Random, text: str, number: int) -> Counter[str]:
    """Applies edits one after the other and judges each."""
    editor = Editor(text, "file")
    counts: Counter[str] = Counter()
    for _ in range(number):
        before, tree = editor.text, editor.tree
        name, change, expect, may_go = random_edit(rng, tree)
        try:
            change(editor)
        except NotEditable as e:
            counts["refused"] += 1
            if editor.text != before:
                raise Broken(f"{name} on {before!r} was refused ({e}) and changed the text") from None
            if "something else" in e.message:
                counts[f"by its check: {name.split('(')[0]}"] += 1
            continue
        counts["edited"] += 1
        judge(name, before, tree, editor.text, expect, may_go)
        if len(editor.text) > 40_000:
            break
    return counts


def _is_repeated(tree: Tree, path: Path) -> bool:
    return any(other == path for other, _ in tree.duplicates)


def judge(
    name: str, before: str, tree: Tree, after: str, expect: Callable[[Any], Any], may_go: tuple[int, int] | None
) -> None:
    """Raises `Broken` when an edit has gone wrong."""
    wanted, found = expect(tree.data()), parse(after, "file").data()
    has_end = before.endswith(("\n", "\r"))
    if not same(wanted, found) and (has_end or not same(without_ends(wanted), without_ends(found))):
        raise Broken(f"{name} on {before!r} gave {after!r}: {found!r} instead of {wanted!r}")
    if may_go is not None:
        first, last = may_go
        old, new = lines_of(before), lines_of(after)
        above, below = old[: first - 1], old[last:]
        kept_above = new[: len(above)] == above
        kept_below = new[len(new) - len(below) :] == below if below else True
        if not kept_above or not kept_below or len(new) < len(above) + len(below):
            raise Broken(f"{name} on {before!r} gave {after!r}: a line outside of {first}..{last} is lost")


def lines_of(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def random_edit(
    rng: random.Random, tree: Tree
) -> tuple[str, Callable[[Editor], None], Callable[[Any], Any], tuple[int, int] | None]:
    """An edit, what it makes of the data, and the lines that it may change."""
    name, change, expect, may_go = _random_edit(rng, tree, path := rng.choice(list(paths(tree))))
    # All entries with a repeated key go at once.
    return name, change, expect, None if _is_repeated(tree, path) else may_go


def _random_edit(
    rng: random.Random, tree: Tree, path: Path
) -> tuple[str, Callable[[Editor], None], Callable[[Any], Any], tuple[int, int] | None]:
    value = random_value(rng)
    sort = rng.choice(("set", "set", "add", "insert", "delete", "delete", "rename", "move", "substitute", "lines"))
    region = outer_lines(tree, path)
    is_adding = sort in ("add", "insert") and tree.node(path).is_block
    if is_adding:
        region = _around(tree, path)
    if sort == "set":
        comment = rng.choice((None, None, None, "v1", ""))
        if tree.node(path).is_block:
            region = _around(tree, path)  # comments inside of a block that is replaced
        return f"set({path}, {value!r}, {comment!r})", lambda e: e.set(path, value, comment), _put(path, value), region
    if sort == "add":
        key = rng.choice(KEYS)
        after = rng.choice([None, None, *tree.keys(path)])
        change = lambda e: e.add(path, key, value, after=after)  # noqa: E731
        return f"add({path}, {key!r}, {value!r}, {after!r})", change, _put((*path, key), value), region
    if sort == "insert":
        data = tree.data(path)
        index = rng.randint(0, len(data)) if isinstance(data, list) else 0
        name = f"insert({path}, {index}, {value!r})"
        return name, lambda e: e.insert(path, index, value), _inserted(path, index, value), region
    if sort == "delete":
        return f"delete({path})", lambda e: e.delete(path), _deleted(path), _around(tree, path)
    if sort == "rename":
        key = rng.choice(KEYS)
        return (
            f"rename({path}, {key!r})",
            lambda e: e.rename(path, key),
            _renamed(path, key),
            outer_lines(tree, path[:-1]),
        )
    if sort == "move":
        index = rng.randint(0, 4)
        return f"move({path}, {index})", lambda e: e.move(path, index), _moved(path, index), _around(tree, path[:-1])
    return _text_edit(rng, tree, path, sort, region)


def _text_edit(
    rng: random.Random, tree: Tree, path: Path, sort: str, region: tuple[int, int]
) -> tuple[str, Callable[[Editor], None], Callable[[Any], Any], tuple[int, int] | None]:
    text = tree.node(path).text
    if sort == "substitute":
        at = rng.randint(0, max(len(text) - 1, 0))
        old, new = text[at : at + rng.randint(1, 4)], rng.choice(WORDS)
        name = f"substitute({path}, {old!r}, {new!r})"
        return name, lambda e: e.substitute(path, old, new), _put(path, text.replace(old, new)), region
    lines = text.split("\n")
    count = len(lines) - (lines[-1] == "")
    first = rng.randint(1, max(count, 1))
    last = rng.randint(first - 1, max(count, first - 1))
    new = rng.choice(WORDS)
    wanted = "\n".join([*lines[: first - 1], *(new.removesuffix("\n").split("\n") if new else []), *lines[last:]])
    name = f"set_lines({path}, {first}, {last}, {new!r})"
    return name, lambda e: e.set_lines(path, first, last, new), _put(path, wanted), region


def outer_lines(tree: Tree, path: Path) -> tuple[int, int]:
    """The lines of an entry, or of the outermost brackets that it stands in."""
    for depth in range(len(path) + 1):
        if tree.node(path[:depth]).flow:
            path = path[:depth]
            break
    first, last = tree.lines(path)
    return (first, last) if path else (1, len(lines_of(tree.text)))


def _around(tree: Tree, path: Path) -> tuple[int, int]:
    """The lines of an entry with the comments and blank lines around it that may go or move with it."""
    lines = lines_of(tree.text.removeprefix("\ufeff"))
    first, last = outer_lines(tree, path)
    if path and len(tree.keys(path[:-1]) or tree.data(path[:-1])) <= 1:
        first, last = outer_lines(tree, path[:-1])  # brackets come in its place
    is_behind_dash = path and tree.node(path[:-1]).line == first
    if path and not tree.node(path[:-1]).flow:
        while first > 1 and (not lines[first - 2].strip() or lines[first - 2].strip().startswith("#")):
            first -= 1
        while last < len(lines) and (not lines[last].strip() or lines[last].strip().startswith("#")):
            last += 1
        if is_behind_dash:
            last = max(last, tree.lines(path[:-1])[1])  # what follows an entry behind a dash comes in its place
    return first, last


def random_value(rng: random.Random, depth: int = 0) -> Any:
    """Plain data of any sort."""
    sort = rng.randint(0, 9 if depth < 2 else 6)
    if sort < 5:
        return rng.choice(WORDS)
    if sort < 7:
        return rng.choice((None, True, False, 0, -3, 1.5, 1e300, 10**30, 0.1))
    if sort == 7:
        return [random_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {rng.choice(KEYS): random_value(rng, depth + 1) for _ in range(rng.randint(0, 3))}


def same(a: Any, b: Any) -> bool:
    """Equality with types; the order of keys does not count."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(v, b[k]) for k, v in a.items())
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b or (a != a and b != b))


def without_ends(value: Any) -> Any:
    """Data with one line end less at the end of each text."""
    if isinstance(value, dict):
        return {k: without_ends(v) for k, v in value.items()}
    if isinstance(value, list):
        return [without_ends(v) for v in value]
    return value.removesuffix("\n") if isinstance(value, str) else value


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _put(path: Path, value: Any) -> Callable[[Any], Any]:
    def expected(data: Any) -> Any:
        if not path:
            return value
        found = copy.deepcopy(data)
        parent = _at(found, path[:-1])
        if parent is None:
            return _put(path[:-1], {path[-1]: value})(data)
        parent[path[-1]] = value
        return found

    return expected


def _inserted(path: Path, index: int, value: Any) -> Callable[[Any], Any]:
    def expected(data: Any) -> Any:
        items = list(_at(data, path) or [])
        items.insert(index, value)
        return _put(path, items)(data)

    return expected


def _deleted(path: Path) -> Callable[[Any], Any]:
    def expected(data: Any) -> Any:
        found = copy.deepcopy(data)
        del _at(found, path[:-1])[path[-1]]
        return found

    return expected


def _renamed(path: Path, key: str) -> Callable[[Any], Any]:
    def expected(data: Any) -> Any:
        found = copy.deepcopy(data)
        parent = _at(found, path[:-1])
        parent[key] = parent.pop(path[-1])
        return found

    return expected


def _moved(path: Path, index: int) -> Callable[[Any], Any]:
    def expected(data: Any) -> Any:
        items = list(_at(data, path[:-1]))
        items.insert(index, items.pop(path[-1]))
        return _put(path[:-1], items)(data)

    return expected
