"""Pieces of a text replaced by others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple


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


def reordered(text: str, pieces: Sequence[tuple[int, int]], order: Sequence[int]) -> Plan:
    """Pieces of a text in another order; what stands between them stays where it is."""
    sources = (text[slice(*pieces[index])] for index in order)
    return [Splice(*piece, new) for piece, new in zip(pieces, sources, strict=True) if text[slice(*piece)] != new]


def shared_ends(a: Sequence[Any], b: Sequence[Any]) -> tuple[int, int]:
    """How many things two sequences have in common at the beginning, and of the rest at the end."""
    shortest = min(len(a), len(b))
    above = next((i for i in range(shortest) if a[i] != b[i]), shortest)
    below = next((i for i in range(shortest - above) if a[-1 - i] != b[-1 - i]), shortest - above)
    return above, below


def replacements(text: str, old: str, new: str, offset: int = 0) -> Plan:
    """Each occurrence of a piece of a text replaced.

    Args:
        offset: where the text begins in the whole.
    """
    return [Splice(offset + m.start(), offset + m.end(), new) for m in re.finditer(re.escape(old), text)]
