"""Replaces of a mapping or list only the entries that differ, edit by edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer.yaml_tree.node import Node, Path
from designer.yaml_tree.shape import Shapes, of_value
from designer.yaml_tree.splice import shared_ends

if TYPE_CHECKING:
    from designer.yaml_tree.editor import Editor


def refine_map(editor: Editor, path: Path, old: Node, value: dict[str, Any]) -> bool:
    """Sets, adds and deletes the keys of a mapping that differ; False when none stays or one stands there twice."""
    keys = [key.text for key in old.keys]
    if not set(keys) & set(value) or len(set(keys)) < len(keys) or old.merged():
        return False
    for key in keys:
        if key not in value:
            editor.delete((*path, key))
    before = None
    for key, new in value.items():
        if key in keys:
            editor.set((*path, key), new)
        elif before is None:
            editor.add(path, key, new, before=next(k for k in keys if k in value))
        else:
            editor.add(path, key, new, after=before)
        before = key
    return True


def refine_list(editor: Editor, path: Path, old: Node, value: list[Any]) -> bool:
    """Sets, inserts and deletes the items of a list that differ; False when none stays."""
    olds, news = [Shapes().of(item) for item in old.values], [of_value(item) for item in value]
    above, below = shared_ends(olds, news)
    if not above + below and not all(isinstance(item, dict) for item in value):
        return False
    both = range(above, min(len(olds), len(news)) - below)
    for index in both:
        editor.set((*path, index), value[index])
    for _ in range(len(olds) - len(news)):
        editor.delete((*path, both.stop))
    for index in range(both.stop, len(news) - below if len(news) > len(olds) else 0):
        editor.insert(path, index, value[index])
    return True
