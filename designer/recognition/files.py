"""What the files that a step reads and writes say about its kind: data in and data out is preparation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from designer.recognition.patterns import Pattern

UNKNOWN: Final = "unknown"  # the sort of a path that is like no other


@dataclass(frozen=True, slots=True)
class FileSignal:
    """Sorts of files read and written that speak for a kind.

    Args:
        id: its name in the data file.
        kind: slug of the kind it speaks for.
        strength: how much it says.
        reads: sorts of which it reads at least one; nothing when that does not matter.
        writes: sorts of which it writes at least one.
        reads_no: sorts of which it reads none.
        writes_no: sorts of which it writes none.
    """

    id: str
    kind: str
    strength: float
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    reads_no: frozenset[str] = frozenset()
    writes_no: frozenset[str] = frozenset()

    def fits(self, reads: frozenset[str], writes: frozenset[str]) -> bool:
        """Whether a step that reads and writes these sorts is meant."""
        wanted = (not self.reads or self.reads & reads) and (not self.writes or self.writes & writes)
        return bool(wanted) and not self.reads_no & reads and not self.writes_no & writes


@dataclass(frozen=True, slots=True)
class Files:
    """Sorts of files, and what they speak for.

    Args:
        sorts: name of each sort and what its paths look like; the first that fits counts.
        signals: what they speak for.
    """

    sorts: Mapping[str, Pattern]
    signals: tuple[FileSignal, ...]

    def sorts_of(self, paths: Sequence[str]) -> frozenset[str]:
        """The sorts of some paths."""
        return frozenset(map(self._sort, paths))

    def speaking(self, reads: frozenset[str], writes: frozenset[str]) -> Iterator[FileSignal]:
        """The signals that fit the sorts read and written."""
        return (signal for signal in self.signals if signal.fits(reads, writes))

    def _sort(self, path: str) -> str:
        return next((name for name, pattern in self.sorts.items() if pattern.found_in(path)), UNKNOWN)
