"""Steps that run once for each combination of a matrix: the references to it in their texts, and what they stand for.

``${matrix.model}`` in a command or a path is the value of the axis ``model`` in the run at hand. Each target writes it
in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

REFERENCE: Final = re.compile(r"\$\{matrix\.([A-Za-z_][A-Za-z0-9_-]*)\}")


def references(text: str) -> tuple[str, ...]:
    """The axes that a text names, each once, in order."""
    return tuple(dict.fromkeys(REFERENCE.findall(text)))


def rewritten(text: str, reference: Callable[[str], str], rest: Callable[[str], str] = str) -> str:
    """A text in the words of a target.

    Args:
        text: with references.
        reference: what a target writes for an axis.
        rest: what it makes of the text between them.
    """
    parts = REFERENCE.split(text)  # text, axis, text, axis, ... text
    return "".join(reference(part) if n % 2 else rest(part) for n, part in enumerate(parts))


def expanded(text: str, runs: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """A text for each run of a matrix, with the values filled in; each result once."""
    return tuple(dict.fromkeys(_filled(text, run) for run in runs))


def _filled(text: str, run: Mapping[str, Any]) -> str:
    return rewritten(text, lambda axis: value_text(run.get(axis, "")))


def value_text(value: Any) -> str:
    """A value of an axis as it stands in a command."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
