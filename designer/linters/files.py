"""Which files are of which format, judged by name and first words, and where an entry of a YAML file stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Final

from designer.errors import DocumentError
from designer.yaml_tree.tree import Tree, parse_all

_YAML: Final = (".yml", ".yaml")
_OBJECT: Final = re.compile(r"^(apiVersion|kind):\s*\S", re.MULTILINE)


def is_workflow(path: str) -> bool:
    """Whether a file is a workflow of GitHub Actions."""
    file = PurePosixPath(path)
    return file.suffix in _YAML and file.parts[-3:-1] == (".github", "workflows")


def is_dockerfile(path: str) -> bool:
    """Whether a file says how an image is built."""
    name = PurePosixPath(path).name
    return any(fnmatch(name, p) for p in ("Dockerfile", "Dockerfile.*", "*.Dockerfile", "Containerfile"))


def is_stage_file(path: str) -> bool:
    """Whether a file describes stages of DVC."""
    return PurePosixPath(path).name == "dvc.yaml"


def is_manifest(path: str, text: str) -> bool:
    """Whether a file holds Kubernetes objects and no templates of them."""
    is_yaml = PurePosixPath(path).suffix in _YAML and not is_workflow(path)
    return is_yaml and "{{" not in text and {m[1] for m in _OBJECT.finditer(text)} == {"apiVersion", "kind"}


def trees(path: str, text: str) -> tuple[Tree, ...]:
    """The documents of a YAML file; none when it cannot be read."""
    try:
        return parse_all(text, path)
    except DocumentError:
        return ()


def line_at(tree: Tree, place: Sequence[str | int]) -> int | None:
    """The line of the deepest entry on the way to a place that is there; None when there is not even the first."""
    found: tuple[str | int, ...] = ()
    for part in place:
        longer = next((p for p in ((*found, part), (*found, str(part))) if tree.has(p)), None)
        if longer is None:
            break
        found = longer
    return tree.key_line(found) if found else None
