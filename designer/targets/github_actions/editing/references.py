"""What expressions name: jobs, steps, variants. They are found, renamed, and checked to still lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from designer.yaml_tree.editor import Editor
from designer.yaml_tree.node import Node, Path
from designer.yaml_tree.tree import Tree

_EXPRESSION: Final = re.compile(r"\$\{\{.{0,2000}?\}\}", re.DOTALL)
_STRING: Final = re.compile(r"'(?:[^']|'')*'")
_NAME: Final = re.compile(
    r"(?<![\w.-])(?:github\.event\.(?=inputs))?(needs|steps|jobs|matrix|inputs|secrets)"
    r"\s*(?:\.\s*([\w-]+)|\[\s*'([\w-]+)'\s*\])"
)
_OUTPUT: Final = re.compile(r"\s*\.\s*outputs\s*\.\s*([\w-]+)")


def scalars(tree: Tree) -> Iterator[tuple[Path, Node]]:
    """Every text of a file with its path; what an alias stands for is met once, where it is written."""
    waiting: list[tuple[Path, Node]] = [((), tree.root)]
    while waiting:
        path, node = waiting.pop()
        if node.kind == "scalar":
            yield path, node
        for index, value in enumerate(node.values):
            waiting.append(((*path, node.keys[index].text if node.kind == "map" else index), value))


def expressions(path: Path, text: str) -> list[str]:
    """The expressions of a text; that of an ``if`` needs no braces."""
    if path and path[-1] == "if" and "${{" not in text:
        return [text]
    return _EXPRESSION.findall(text) if "${{" in text else []


def names(expression: str) -> Iterator[tuple[str, str, str]]:
    """``(context, name, output)`` for each job, step, variant, input or secret that is named, in small letters."""
    plain = expression
    for match in _NAME.finditer(plain):
        if not _is_quoted(plain, match.start()):
            output = _OUTPUT.match(plain, match.end())
            yield match[1].lower(), (match[2] or match[3]).lower(), output[1].lower() if output else ""


def renamed(expression: str, contexts: tuple[str, ...], old: str, new: str) -> str:
    """An expression with another name for a job or step."""

    def one(match: re.Match[str]) -> str:
        name = match[2] or match[3]
        if match[1] not in contexts or name.lower() != old.lower() or _is_quoted(expression, match.start()):
            return match[0]
        return match[0][: match.start(2 if match[2] else 3) - match.start()] + new + ("']" if match[3] else "")

    return _NAME.sub(one, expression)


def rename_in(editor: Editor, below: Path, contexts: tuple[str, ...], old: str, new: str) -> None:
    """Renames a job or step in all expressions below a path."""
    for path, node in list(scalars(editor.tree)):
        if path[: len(below)] != below:
            continue
        found = [e for e in expressions(path, node.text) if renamed(e, contexts, old, new) != e]
        for piece, changed in _pieces(found, node.text, contexts, old, new):
            editor.substitute(path, piece, changed)


def _pieces(found: list[str], text: str, contexts: tuple[str, ...], old: str, new: str) -> Iterator[tuple[str, str]]:
    """What to replace by what in a text: only the names, where the same letters stand nowhere else."""
    real = [(e, m) for e in found for m in _NAME.finditer(e) if not _is_quoted(e, m.start())]
    pieces = Counter(m[0] + e[m.end() : m.end() + 1] for e, m in real)
    changes = {p: renamed(p, contexts, old, new) for p in pieces}
    changes = {p: c for p, c in changes.items() if p != c}
    if any(text.count(p) != pieces[p] for p in changes):
        changes = {e: renamed(e, contexts, old, new) for e in found}
    yield from changes.items()


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of plain data with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))


def _is_quoted(expression: str, at: int) -> bool:
    return any(m.start() < at < m.end() for m in _STRING.finditer(expression))
