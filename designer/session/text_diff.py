"""Unified diffs of texts."""

from __future__ import annotations

import difflib

NOTHING = "/dev/null"


def unified_diff(old: str, new: str, old_name: str, new_name: str) -> str:
    """A diff that ``patch`` and ``git apply`` understand; empty when the texts are the same.

    Args:
        old: the text as it is.
        new: the text as it would be.
        old_name: path of the old text, or ``/dev/null`` when there is none.
        new_name: path of the new text.
    """
    before = old_name if old_name == NOTHING else f"a/{old_name}"
    lines = difflib.unified_diff(_lines(old), _lines(new), before, f"b/{new_name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends a line, as in every other diff program."""
    *whole, rest = text.split("\n")
    return [line + "\n" for line in whole] + ([rest] if rest else [])


ADDED, CHANGED, REMOVED = "added", "changed", "removed"


def line_changes(old: str, new: str) -> dict[int, str]:
    """What became of the lines of a text.

    Returns:
        1-based number of a line of ``new`` to ``added``, ``changed``, or ``removed`` where lines above it are gone.
    """
    if old == new:
        return {}
    before, after = _lines(old), _lines(new)
    found: dict[int, str] = {}
    for tag, i, j, first, last in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "delete":
            found.setdefault(min(first, len(after) - 1) + 1, REMOVED)
        elif tag != "equal":
            pairs = j - i if tag == "replace" else 0
            found |= {n + 1: CHANGED if n - first < pairs else ADDED for n in range(first, last)}
    return found
