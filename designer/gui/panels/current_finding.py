"""Which finding is the current one, and which comes next."""

from __future__ import annotations

from designer.analysis.finding import Finding
from designer.gui.finding_rows import FindingRows, Key, key_of


class CurrentFinding:
    """The finding whose place the canvas marks; its place in the list is kept when it goes away."""

    def __init__(self) -> None:
        self.key: Key | None = None
        self._place = 0
        self._is_mending = False  # it is being mended: the next report may offer another
        self._mended: Key | None = None  # what the offered one took the place of
        self.is_offer = False  # it is only offered: nobody asked to see its place yet

    def take(self, key: Key | None, rows: FindingRows) -> bool:
        """Makes another finding the current one, or none; says whether it was another."""
        if key == self.key and not self.is_offer:
            return False
        self.key, self.is_offer = key, False
        if key is not None and key in rows.places:
            self._place = rows.places[key]
        elif self._place >= len(rows.found):
            self._place = 0
        return True

    def expect_mended(self, finding: Finding) -> None:
        """It is being mended: where it is the current one, the one after it is offered next."""
        self._is_mending = key_of(finding) == self.key
        self._mended = self.key if self._is_mending else None

    def next(self, step: int, rows: FindingRows) -> Finding:
        """The one so many behind it, round and round; there is at least one."""
        is_known = self.key in rows.places
        here = rows.places[self.key] if self.key is not None and is_known else self._place
        # Behind a finding that was just mended comes the one that took its place.
        start = here if (is_known and not self.is_offer) or step < 0 else here - 1
        return rows.found[(start + step) % len(rows.found)]

    def nearest(self, rows: FindingRows) -> Finding:
        """The one at its place, or the last one."""
        return rows.found[min(self._place, len(rows.found) - 1)]

    def offered(self, rows: FindingRows, *, is_gone: bool) -> Finding | None:
        """After a report: what is offered in the place of the one that was mended, or that one, if it came back."""
        was_mending, self._is_mending = self._is_mending, False
        if self.is_offer and self._mended is not None and self._mended in rows.places:
            finding, self._mended = rows.by_key[self._mended], None
        elif is_gone and was_mending and rows.found:
            finding = self.nearest(rows)
        else:
            return None
        self.key, self.is_offer = key_of(finding), True
        return finding
