"""Rows by id that keep their order when a deleted row comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.model.changes import Change


class Table(dict[str, Any]):
    """An ordered mapping of ids to records in which each row has a rank: its place in the order."""

    def __init__(self, rows: Mapping[str, Any] | None = None) -> None:
        super().__init__(rows or {})
        self.ranks = {key: rank for rank, key in enumerate(self)}
        self.next_rank = len(self)
        self._ordered = True

    def change(self, name: str, key: str, after: Any, rank: int | None = None) -> Change | None:
        """The record of setting a row, None when nothing would change. Nothing is written yet.

        Args:
            rank: place in the order of a row that is not there yet; None puts it last.
        """
        before = self.get(key)
        if before == after and repr(before) == repr(after):  # 1 == True == 1.0, but not to a person or a rule
            return None
        last = self.next_rank if rank is None else rank
        return Change(name, key, before, after, self.ranks.get(key, last))

    def write(self, change: Change) -> None:
        """Carries out one change."""
        if change.after is None:
            del self[change.key]
            del self.ranks[change.key]
            return
        if change.key not in self:
            self.ranks[change.key] = change.rank
            self._ordered = self._ordered and change.rank >= self.next_rank
            self.next_rank = max(self.next_rank, change.rank + 1)
        self[change.key] = change.after

    def in_order(self) -> Table:
        """Itself, sorted by rank first if rows came back; cheap when none did."""
        if not self._ordered:
            rows = [(key, self[key]) for key in sorted(self, key=self.ranks.__getitem__)]
            self.clear()
            self.update(rows)
            self._ordered = True
        return self
