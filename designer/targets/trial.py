"""Scripted edits of a file that was read, and the proof that an edit changed only the lines that it had to touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from designer.model.snapshot import Snapshot

Lines = tuple[int, int]
"""First and last line, 1-based, inclusive; ``(n, n - 1)`` is the gap in front of line n, where lines may be added."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One edit that a person could make.

    Args:
        name: what is done, ``set time limit``.
        wanted: the pipeline after the edit.
        touches: lines of the text before the edit that may change, move or go; every other line stays, in order.
    """

    name: str
    wanted: Snapshot
    touches: tuple[Lines, ...]


def stray_line(before: str, after: str, touches: Iterable[Lines]) -> int | None:
    """The first line, counted in the text before, from which on the lines outside of ``touches`` are not as they were.

    The lines outside form blocks. The first block must begin the new text, the last one must end it, and all must
    stand in it in their order, unchanged; None when they do.
    """
    old, new = _lines(before), _lines(after)
    blocks = list(_blocks(len(old), touches))
    first, last = blocks[0], blocks[-1]
    if len(blocks) == 1:
        return None if old == new else _difference(old, new)
    head, tail = old[first[0] : first[1]], old[last[0] : last[1]]
    if new[: len(head)] != head:
        return _difference(head, new)
    end = len(new) - len(tail)
    if end < len(head) or new[end:] != tail:
        return last[0] + 1
    position = len(head)
    for start, stop in blocks[1:-1]:
        found = _find(new, old[start:stop], position, end)
        if found is None:
            return start + 1
        position = found + stop - start
    return None


def _lines(text: str) -> list[str]:
    """Lines with their carriage returns; a last line without an end counts as if it had one."""
    lines = text.split("\n")
    if lines[-1]:
        lines[-1] = lines[-1] + "\r" if len(lines) > 1 and lines[-2].endswith("\r") else lines[-1]
        lines.append("")
    return lines


def _blocks(count: int, touches: Iterable[Lines]) -> Iterator[tuple[int, int]]:
    """Runs of lines between the touched ones, as offsets; the first and the last one may be empty."""
    start = 0
    for first, last in sorted(touches):
        if start <= first - 1:
            yield start, first - 1
        start = max(start, last)
    yield min(start, count), count


def _find(lines: Sequence[str], block: Sequence[str], start: int, end: int) -> int | None:
    if not block:
        return start
    wanted = list(block)
    for at in range(start, end - len(wanted) + 1):
        if lines[at] == wanted[0] and list(lines[at : at + len(wanted)]) == wanted:
            return at
    return None


def _difference(old: Sequence[str], new: Sequence[str]) -> int:
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return same + 1
