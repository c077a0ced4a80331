"""Values are changed in their smallest parts: one entry of a matrix, one variable, some lines of a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from designer.targets.differences import same
from designer.yaml_tree.editor import Editor
from designer.yaml_tree.node import Path

# The order in which people expect the keys; a new one goes behind the nearest of those before it.
WORKFLOW_KEYS: Final = ("name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs")
JOB_KEYS: Final = (
    "name", "needs", "if", "permissions", "runs-on", "environment", "concurrency", "timeout-minutes",
    "continue-on-error", "strategy", "container", "services", "outputs", "env", "defaults", "uses", "with", "secrets",
    "steps",
)  # fmt: skip
STEP_KEYS: Final = (
    "name", "id", "if", "continue-on-error", "timeout-minutes", "env", "uses", "with", "working-directory", "shell",
    "run",
)  # fmt: skip


def put(editor: Editor, path: Path, value: Any, order: Sequence[str] = ()) -> None:
    """Makes the value at a path another one: changed, added, or gone when it is None."""
    if not editor.tree.has(path):
        if value is not None:
            add(editor, path, value, order)
    elif value is None:
        editor.delete(path)
    else:
        change(editor, path, value)


def add(editor: Editor, path: Path, value: Any, order: Sequence[str] = ()) -> None:
    """Adds a key where people expect it."""
    parent, key = path[:-1], str(path[-1])
    present = editor.tree.keys(parent)
    rank = {k: n for n, k in enumerate(order)}
    before = [k for k in present if rank.get(k, len(rank)) < rank.get(key, len(rank))]
    if before:
        editor.add(parent, key, value, after=max(before, key=lambda k: rank[k]))
    elif present and key in rank and not (parent == () and _has_header(editor, present[0])):
        editor.add(parent, key, value, before=present[0])
    elif present and key in rank:
        editor.add(parent, key, value, after=present[0])
    else:
        editor.add(parent, key, value)


def _has_header(editor: Editor, first: str) -> bool:
    """Whether comments run from the top of a file to its first key: they stay on top."""
    above = editor.text.split("\n")[: editor.tree.key_line((first,)) - 1]
    return bool(above) and all(line.lstrip("\ufeff").startswith("#") for line in above)


def change(editor: Editor, path: Path, value: Any) -> None:
    """Makes a value that is there another one; parts that stay are not touched."""
    old = editor.tree.data(path)
    if same(old, value):
        return
    if isinstance(old, Mapping) and isinstance(value, Mapping) and set(old) & set(value):
        _change_mapping(editor, path, old, value)
    elif isinstance(old, list) and isinstance(value, (list, tuple)) and old and value:
        _change_list(editor, path, old, list(value))
    elif isinstance(old, str) and isinstance(value, str):
        change_text(editor, path, value)
    else:
        editor.set(path, plain(value))


def change_text(editor: Editor, path: Path, value: str) -> None:
    """Makes a text another one; of a literal block only the lines that differ are written anew."""
    old = str(editor.tree.data(path))
    if old == value:
        return
    if editor.tree.node(path).style == "|" and "\n" in value and value.endswith("\n") == old.endswith("\n"):
        a, b = old.rstrip("\n").split("\n"), value.rstrip("\n").split("\n")
        head = _common(a, b)
        tail = min(_common(a[::-1], b[::-1]), min(len(a), len(b)) - head)
        if head + tail > 0 and len(old) - len(old.rstrip("\n")) == len(value) - len(value.rstrip("\n")):
            editor.set_lines(path, head + 1, len(a) - tail, "\n".join(b[head : len(b) - tail]))
            return
    if not _change_words(editor, path, old, value):
        editor.set(path, value)


def _change_words(editor: Editor, path: Path, old: str, value: str) -> bool:
    """Changes the words that differ in a text that runs over several lines and is read as one."""
    node = editor.tree.node(path)
    if node.line == node.last_line or "\n" in old.rstrip("\n") or "\n" in value.rstrip("\n"):
        return False
    a, b = old.split(" "), value.split(" ")
    head = _common(a, b)
    tail = min(_common(a[::-1], b[::-1]), min(len(a), len(b)) - head)
    if head and head + tail >= min(len(a), len(b)):
        head -= 1  # words come or go only: one that stays is part of the piece, so that it is not empty
    piece, changed = " ".join(a[head : len(a) - tail]), " ".join(b[head : len(b) - tail])
    if not piece.strip() or old.count(piece) != 1 or editor.text[node.start : node.end].count(piece) != 1:
        return False
    editor.substitute(path, piece, changed)
    return True


def plain(value: Any) -> Any:
    """Plain lists and mappings, whatever kind of them the pipeline holds."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def _change_mapping(editor: Editor, path: Path, old: Mapping[str, Any], value: Mapping[str, Any]) -> None:
    for key in [k for k in old if k not in value]:
        editor.delete((*path, key))
    for key, inner in value.items():
        if key in old:
            change(editor, (*path, key), inner)
        else:
            editor.add(path, key, plain(inner))


def _change_list(editor: Editor, path: Path, old: list[Any], value: list[Any]) -> None:
    matcher = SequenceMatcher(None, [_word(v) for v in old], [_word(v) for v in value], autojunk=False)
    if not matcher.get_matching_blocks()[0].size:
        editor.set(path, plain(value))
        return
    for tag, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        shared = min(i2 - i1, j2 - j1)
        for n in range(shared):
            change(editor, (*path, i1 + n), value[j1 + n])
        for n in reversed(range(i1 + shared, i2)):
            editor.delete((*path, n))
        for n in range(j1 + shared, j2):
            at = i1 + n - j1
            size = len(editor.tree.data(path))
            editor.append(path, plain(value[n])) if at >= size else editor.insert(path, at, plain(value[n]))


def _word(value: Any) -> str:
    return f"{type(value).__name__} {value!r}"


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
