"""Sets of steps as ints: bit i stands for step i.

Python's ints do unions and intersections of a thousand steps in some tens of nanoseconds, which keeps the analysis
near-linear without any library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, count, islice
from operator import add
from typing import Final, TypeVar

T = TypeVar("T")
_DIGITS: Final = bytes.maketrans(b"01", b"\0\1")
# Measured at 64 to 10,000 places: the quickest way to the members depends on how many there are.
_FEW: Final = 16
_SPARSE: Final = 8  # one member among so many places


def bits(mask: int) -> Iterator[int]:
    """The members of a set, in ascending order."""
    number = mask.bit_count()
    if number <= _FEW:
        return _few(mask)
    return _sparse(mask) if number * _SPARSE < mask.bit_length() else compress(count(), _digits(mask))


def lowest(mask: int) -> int | None:
    """The first member of a set; None of an empty one."""
    return (mask & -mask).bit_length() - 1 if mask else None


def first(mask: int, number: int) -> Iterator[int]:
    """The first members of a set, at most so many, whatever its size."""
    return islice(_few(mask), number)


def chosen(mask: int, rows: Sequence[T]) -> tuple[T, ...]:
    """The rows of the members of a set, in ascending order."""
    if mask.bit_count() * _SPARSE < mask.bit_length() or mask.bit_count() <= _FEW:
        return tuple(map(rows.__getitem__, bits(mask)))
    return tuple(compress(rows, _digits(mask)))


def _digits(mask: int) -> bytes:
    return f"{mask:b}"[::-1].encode().translate(_DIGITS)


def _sparse(mask: int) -> Iterator[int]:
    """Before each member come the gaps so far and the other members."""
    gaps = f"{mask:b}"[::-1].split("1")
    gaps.pop()
    return map(add, accumulate(map(len, gaps)), count())


def _few(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def members(steps: Iterable[int]) -> int:
    """Some steps as a set."""
    found = 0
    for step in steps:
        found |= 1 << step
    return found


def union(masks: Iterable[int]) -> int:
    """All members of some sets."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def spread(start: int, neighbours: Sequence[int]) -> int:
    """A set of steps with all that is reached from it over neighbours."""
    found, fresh = start, start
    while fresh:
        reached = 0
        for step in bits(fresh):
            reached |= neighbours[step]
        fresh = reached & ~found
        found |= fresh
    return found
