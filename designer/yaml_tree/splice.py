"""Pieces of a text replaced by others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Splice(NamedTuple):
    """A piece of a text, by its offsets, and what comes in its place."""

    start: int
    end: int
    new: str


Plan = list[Splice]
"""Splices that make one edit; they do not overlap."""


def spliced(text: str, plan: Sequence[Splice]) -> str:
    """A text with pieces replaced; everything between them stays as it is."""
    parts, at = [], 0
    for start, end, new in sorted(plan, key=lambda splice: splice[:2]):
        if start < at:
            raise ValueError("pieces overlap")
        parts += [text[at:start], new]
        at = end
    return "".join(parts) + text[at:]
