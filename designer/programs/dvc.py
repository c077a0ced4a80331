"""What DVC is called, and where people get it: it judges exports, and runs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLE: Final = "DVC"
URL: Final = "https://dvc.org"
WAYS: Final[Mapping[str, str]] = {
    "uv": "uv tool install dvc",
    "pipx": "pipx install dvc",
    "macOS": "brew install dvc",
    "Windows": "winget install Iterative.DVC",
}
