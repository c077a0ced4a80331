"""What is said of files that cannot be opened."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from designer.errors import DesignerError


def words_of(failed: Mapping[Path, DesignerError]) -> tuple[str, str]:
    """Title and text: which files, lines and fields are wrong, and what to do."""
    told = [_told(path, error) for path, error in failed.items()]
    if len(told) == 1:
        place, text = told[0]
        return f"Cannot open {place}", text
    return f"Cannot open {len(told)} files", "\n".join(f"{place}: {text}" for place, text in told)


def _told(path: Path, error: DesignerError) -> tuple[str, str]:
    place = f"{path.name}, line {error.line}" if error.line else path.name
    field = f"{error.field}: " if error.field else ""
    text = f"{field}{error.message}. {error.advice}".strip()
    return place, text if field else text[:1].upper() + text[1:]
