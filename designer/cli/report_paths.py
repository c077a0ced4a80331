"""Paths as other programs want them: relative to the root of the repository, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from designer.cli.checked import Spot
from designer.session.configuration_files import repository_root


def report_root() -> Path:
    """The folder that paths in reports are relative to: what a CI job checked out, else the repository around."""
    here, workspace = Path.cwd(), os.environ.get("GITHUB_WORKSPACE")
    if workspace and here.is_relative_to(workspace):
        return Path(workspace)
    return repository_root(here)


def relative(spot: Spot, root: Path) -> str | None:
    """The path below the root; None when it lies elsewhere."""
    path = Path(spot.absolute)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def uri(spot: Spot, root: Path) -> tuple[str, bool]:
    """The file as a URI, and whether that is relative to the root."""
    below = relative(spot, root)
    if below is not None:
        return quote(below.encode("utf-8", "surrogateescape")), True
    return Path(spot.absolute).as_uri(), False
