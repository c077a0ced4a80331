"""Reversible records of what an edit did. Undo swaps `before` and `after`; nothing else is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

STEPS: Final = "steps"
LINKS: Final = "links"
NOTES: Final = "notes"
FRAMES: Final = "frames"
POSITIONS: Final = "positions"
BENDS: Final = "bends"
FACTS: Final = "facts"
TABLES: Final = (STEPS, LINKS, NOTES, FRAMES, POSITIONS, BENDS, FACTS)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one table before and after.

    Args:
        table: one of `TABLES`.
        key: id of the row: step id, link id, name of a fact ...
        before: the row, None if it was not there.
        after: the row, None if it is gone.
        rank: the row's place in the order of its table; comes back with it on undo.
    """

    table: str
    key: str
    before: Any
    after: Any
    rank: int

    def reversed(self) -> Change:
        return Change(self.table, self.key, self.after, self.before, self.rank)


@dataclass(frozen=True, slots=True)
class Transaction:
    """A labelled batch of changes: one gesture, one undo step."""

    label: str
    changes: tuple[Change, ...]

    def reversed(self) -> Transaction:
        return Transaction(self.label, tuple(c.reversed() for c in reversed(self.changes)))

    def keys(self, table: str) -> frozenset[str]:
        """Ids of the rows of one table that this batch touched."""
        return frozenset(c.key for c in self.changes if c.table == table)

    @property
    def is_layout_only(self) -> bool:
        """Whether only places changed: nothing the analyzer or a target could see."""
        return all(c.table in (POSITIONS, BENDS, NOTES) for c in self.changes)
