"""Actions by commit: the commit and the version behind it are one edit."""

from __future__ import annotations

import re
from typing import Final

from designer.targets.github_actions.pins import Pins, load_pins
from designer.yaml_tree.editor import Editor
from designer.yaml_tree.node import Path
from designer.yaml_tree.tree import Tree

_COMMIT: Final = re.compile(r"[0-9a-f]{40}\Z")
_VERSION: Final = re.compile(r"(tag=|pin@|ratchet:\S*@)?v?\d+(\.\d+)*\S*\Z", re.IGNORECASE)


def is_movable(uses: str) -> bool:
    """Whether an action or image is named by something that its owner can move."""
    if uses.startswith(("./", "$/")) or not uses:
        return False
    if uses.startswith("docker://"):
        return "@sha256:" not in uses
    return not _COMMIT.match(uses.rpartition("@")[2])


def is_version(comment: str) -> bool:
    """Whether a comment behind an action only says its version."""
    return bool(_VERSION.match(comment.strip()))


def version_of(uses: str) -> str:
    """The version of a commit that the table of pins knows; empty for any other."""
    found = _pin(load_pins(), uses)
    return found[1] if found and uses.endswith(found[0]) else ""


def pinned(uses: str) -> tuple[str, str] | None:
    """``uses`` by the commit of the table of pins, and the version of that; None for actions that it does not know."""
    found = _pin(load_pins(), uses)
    return (f"{uses.rpartition('@')[0] or uses}@{found[0]}", found[1]) if found else None


def pin(editor: Editor, path: Path) -> str:
    """Names an action by its commit; returns what there is to say about it, empty when that is nothing."""
    uses = str(editor.tree.raw(path))
    found = pinned(uses)
    if found is None:
        return f"{uses} is not in the table of pins: look its commit up and write it in yourself"
    editor.set(path, found[0], comment=found[1])
    old = uses.rpartition("@")[2].lstrip("v").partition(".")[0]
    new = found[1].lstrip("v").partition(".")[0]
    if old != new:
        return f"{uses} is pinned at {found[1]}, another major version: read what changed in it"
    return ""


def comment_behind(tree: Tree, path: Path) -> str:
    """The comment on the line of a value, without its ``#``."""
    node = tree.node(path)
    rest = tree.text[node.end :].partition("\n")[0]
    mark = re.match(r"[ \t]+#[ \t]*(.*?)\s*\Z", rest)
    return mark[1] if mark else ""


def _pin(pins: Pins, uses: str) -> tuple[str, str] | None:
    """Commit and version of an action, whatever folder of its repository is meant; case does not count."""
    wanted = uses.rpartition("@")[0].lower() or uses.lower()
    for name, found in pins.actions.items():
        if wanted == name.lower() or wanted.startswith(f"{name.lower()}/"):
            return found
    return None
