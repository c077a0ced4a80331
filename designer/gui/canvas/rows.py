"""Rows of columns by id that are added and removed one at a time without moving the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt


class Rows:
    """Columns of equal length; a freed row is filled with `empty` and used again.

    Args:
        columns: name to (dtype, width, empty value); width 0 makes a plain column, n a column of n numbers.
    """

    def __init__(self, columns: dict[str, tuple[Any, int, Any]]) -> None:
        self._spec = columns
        self.ids: list[str | None] = []
        self.row: dict[str, int] = {}
        self._free: list[int] = []
        self._columns = {
            name: np.full((0, width) if width else 0, empty, dtype) for name, (dtype, width, empty) in columns.items()
        }

    def __len__(self) -> int:
        return len(self.row)

    def __contains__(self, key: object) -> bool:
        return key in self.row

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A column, rows of nothing included."""
        return self._columns[name][: len(self.ids)]

    def add(self, keys: Iterable[str]) -> npt.NDArray[np.int64]:
        """Rows for new ids."""
        rows = []
        for key in keys:
            if self._free:
                row = self._free.pop()
                self.ids[row] = key
            else:
                row = len(self.ids)
                self.ids.append(key)
            self.row[key] = row
            rows.append(row)
        self._grow()
        return np.array(rows, np.int64)

    def remove(self, key: str) -> int:
        """Empties the row of an id and returns its number."""
        row = self.row.pop(key)
        self.ids[row] = None
        self._free.append(row)
        for name, (_, _, empty) in self._spec.items():
            self._columns[name][row] = empty
        return row

    def rows_of(self, keys: Iterable[str]) -> npt.NDArray[np.int64]:
        """Rows of those ids that are there."""
        return np.array([self.row[key] for key in keys if key in self.row], np.int64)

    def _grow(self) -> None:
        needed = len(self.ids)
        if needed <= len(next(iter(self._columns.values()))):
            return
        have = len(next(iter(self._columns.values())))
        room = max(64, needed * 3 // 2 if have else needed * 9 // 8)  # what is opened does not grow by half
        for name, (dtype, width, empty) in self._spec.items():
            grown = np.full((room, width) if width else room, empty, dtype)
            old = self._columns[name]
            grown[: len(old)] = old
            self._columns[name] = grown
