"""The rows of the outline, written bit by bit: thousands take longer than a glance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem

from designer.analysis.finding import Finding
from designer.model.step import Step

ROW: Final = Qt.ItemDataRole.UserRole
STEP, LINK, NOTE, FINDING = "step", "link", "note", "finding"
Told = tuple[Step, tuple[tuple[str, str], ...], tuple[Finding, ...]]  # with id and words of each link
Items = dict[tuple[str, str], QTreeWidgetItem]


class Writing:
    """Rows of all steps that nobody sees before the last one is written.

    Args:
        told: what they tell, by step.
        write: writes the row of a step and those below it, and puts the latter down in its second argument.
    """

    def __init__(self, told: Mapping[str, Told], write: Callable[[QTreeWidgetItem, Items, Told], None]) -> None:
        self.told = dict(told)
        self.items: Items = {}
        self.tops: list[QTreeWidgetItem] = []
        self._todo = iter(self.told.values())
        self._write = write

    def go_on(self, rows: int | None = None) -> bool:
        """Writes so many rows, or all that are missing; says whether all are written."""
        written = 0
        for told in self._todo:
            step, links, findings = told
            item = QTreeWidgetItem()
            item.setData(0, ROW, (STEP, step.id))
            self.tops.append(item)
            self.items[STEP, step.id] = item
            self._write(item, self.items, told)
            written += 1 + len(links) + len(findings)
            if rows is not None and written >= rows:
                return False
        return True
