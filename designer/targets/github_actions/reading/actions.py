"""References to actions and reusable workflows: ``owner/name/folder@version``, ``./folder``, ``docker://image``."""

from __future__ import annotations

import posixpath
import re
from typing import Final

_COMMIT: Final = re.compile(r"[0-9a-f]{40}\Z")
_DIGEST: Final = re.compile(r"@sha256:[0-9a-f]{64}\Z")
_BRANCHES: Final = ("master", "main", "develop", "HEAD")  # of GitHub's own actions, whose tags count as pinned enough
_WORKFLOWS: Final = ".github/workflows/"


def is_local(uses: str) -> bool:
    """Whether it stands in the same repository."""
    return uses.startswith("./")


def name(uses: str) -> str:
    """Without its version, in small letters: ``actions/upload-artifact``."""
    return uses.partition("@")[0].strip().lower()


def short_name(uses: str) -> str:
    """The last word of its name: ``upload-artifact``; of an image its name without a tag."""
    words = [w for w in uses.partition("@")[0].split("/") if w not in (".", "..", "")]
    last = words[-1] if words else ""
    return last.partition(":")[0].removesuffix(".yml").removesuffix(".yaml")


def is_pinned(uses: str) -> bool | None:
    """Whether nobody can swap what it means; None where that is no question: one's own, a tag of GitHub's."""
    if uses.startswith("docker://"):
        return bool(_DIGEST.search(uses))
    if is_local(uses) or uses.startswith("$/") or "@" not in uses:
        return None
    if uses.startswith(("actions/", "github/")):
        return False if uses.rpartition("@")[2].strip() in _BRANCHES else None
    return bool(_COMMIT.match(uses.rpartition("@")[2].strip()))


def local_path(uses: str, workflow: str) -> str:
    """Where a local reference leads, relative to the opened folder; empty when it leaves the repository.

    Args:
        uses: begins with ``./``.
        workflow: path of the file in which it stands; ``.github/workflows/`` in it shows the root of the repository.
    """
    root, mark, _ = workflow.rpartition(_WORKFLOWS)
    inside = posixpath.normpath(uses)
    if inside.startswith(("..", "/")):
        return ""
    return posixpath.join(root, inside) if mark else inside
