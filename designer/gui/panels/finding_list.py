"""The cards of findings by principle: headings, waived ones that can be folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.analysis.rulebook import OWN
from designer.gui.finding_rows import GROUPS, NO_ROWS, FindingRows, Group, Key, group_of, key_of
from designer.gui.panels.finding_card import FindingCard
from designer.gui.panels.finding_section import NEAR, Section, Span
from designer.gui.panels.laying_out import all_at_once
from designer.gui.panels.waived_card import WaivedToggle

TITLES: Final = {OWN: "Own rules"}
MOST_CARDS: Final = 60  # of more findings only the cards near what is in sight are made
_PITCH: Final = 62.0  # of a card that nobody has seen yet, with the gap below it


class FindingList:
    """Fills a column; cards are kept as long as their findings are there, and near what is in sight.

    Args:
        column: is filled.
        inside: the widget that it lies in.
        card_of: the card of a finding, made when there is none yet and kept in `cards`.
    """

    def __init__(self, column: QVBoxLayout, inside: QWidget, card_of: Callable[[Finding], FindingCard]) -> None:
        self.cards: dict[Key, FindingCard] = {}
        self.toggles: dict[str, WaivedToggle] = {}
        self._column = column
        self._inside = inside
        self._card_of = card_of
        self._rows = NO_ROWS
        self._sections: dict[Group, Section] = {}
        self._headings: dict[str, QLabel] = {}
        self._spans: dict[Group, Span] = {}
        self._folded: set[str] = set()  # groups whose waived findings are hidden
        self._pitch = _PITCH

    @property
    def is_long(self) -> bool:
        """Whether not all cards are there."""
        return self._rows.number > MOST_CARDS

    @property
    def in_order(self) -> Iterator[FindingCard]:
        """The cards that are there, from top to bottom."""
        for section in self._sections.values():
            for finding in section.shown:
                if key_of(finding) in self.cards:
                    yield self.cards[key_of(finding)]

    def reveal(self, finding: Finding, rows: FindingRows) -> None:
        """Lets the card of a finding be there and be seen once these rows are shown."""
        group, is_waived = group_of(finding), finding.waived is not None
        if is_waived:
            self._folded.discard(group)
        found = rows.groups.get((group, is_waived), ())
        place = next((n for n, f in enumerate(found) if key_of(f) == key_of(finding)), None)
        if place is not None and rows.number > MOST_CARDS:
            start, end = self._spans.get((group, is_waived), (0, 0))
            if not start <= place < end:
                self._spans[group, is_waived] = max(0, place - NEAR), min(len(found), place + NEAR + 1)

    def show(self, rows: FindingRows) -> None:
        """Shows all groups that have something in them; cards, headings and gaps that stay are left alone."""
        self._rows = rows
        self._measure()
        groups = [(name, is_waived) for name in GROUPS for is_waived in (False, True)]
        groups = [group for group in groups if rows.groups.get(group)]
        with all_at_once(self._column):
            if groups != [*self._sections]:
                self._empty()
                for group in groups:
                    self._add_section(group)
            self._fill_sections()
        self._order_keys()

    def unplaced(self) -> list[Key]:
        """The cards that stand nowhere any more."""
        placed = {id(card) for card in self.in_order}
        return [key for key, card in self.cards.items() if id(card) not in placed]

    def drop(self, keys: Iterable[Key]) -> None:
        """Takes cards away for good."""
        for key in keys:
            gone = self.cards.pop(key)
            gone.hide()
            gone.deleteLater()

    def follow(self, top: int, bottom: int) -> bool:
        """Makes the cards near what is in sight, and drops those far from it; says whether there were any.

        Args:
            top: the first pixel of the list in sight.
            bottom: the last one.
        """
        if not self.is_long:
            return False
        self._measure()
        changed = {}
        for group, section in self._sections.items():
            cards = [self.cards[key_of(f)] for f in section.shown if key_of(f) in self.cards]
            wanted = section.wanted(top, bottom, cards, self._pitch) if not self._is_folded(group) else (0, 0)
            if wanted != section.span:
                changed[group] = wanted
        if changed:
            self._refill(changed)
        return bool(changed)

    # ------------------------------------------------------------------ inside
    def _refill(self, spans: Mapping[Group, Span]) -> None:
        """Gives sections other cards."""
        with all_at_once(self._column):
            for group, span in spans.items():
                self._sections[group].span = self._spans[group] = span
                self._sections[group].fill(self._card_of, self._pitch)
        self.drop([key for key in self.unplaced() if not self._has_focus(key)])
        self._order_keys()

    def _measure(self) -> None:
        """How high a card is with the gap below it, on average."""
        heights = [card.height() for card in self.cards.values() if not card.is_open and card.isVisible()]
        if len(heights) > NEAR:
            self._pitch = sum(heights) / len(heights) + 6

    def _is_folded(self, group: Group) -> bool:
        return group[1] and group[0] in self._folded

    def _has_focus(self, key: Key) -> bool:
        focus = self._inside.focusWidget()
        return focus is not None and focus.hasFocus() and self.cards[key].isAncestorOf(focus)

    def _empty(self) -> None:
        for section in self._sections.values():
            section.clear()
        for widget in (*self._headings.values(), *self.toggles.values()):
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        while self._column.takeAt(0) is not None:
            pass
        self._sections, self._headings, self.toggles = {}, {}, {}

    def _add_section(self, group: Group) -> None:
        """Adds a section behind the others, with its heading where there is none yet."""
        name, is_waived = group
        if name not in self._headings:
            heading = self._headings[name] = QLabel(self._inside)
            heading.setProperty("look", "section")
            heading.setContentsMargins(0, 8, 0, 0)
            self._column.addWidget(heading)
            heading.show()
        if is_waived:
            toggle = self.toggles[name] = WaivedToggle(name, self._inside)
            toggle.clicked.connect(lambda: self._fold_waived(name))
            self._column.addWidget(toggle)
            toggle.show()
        self._sections[group] = Section(self._inside)
        self._column.addLayout(self._sections[group].box)

    def _fill_sections(self) -> None:
        for name, heading in self._headings.items():
            title, number = TITLES.get(name, name.capitalize()), len(self._rows.groups.get((name, False), ()))
            heading.setText(f"{title}  ·  {number}")
        for name, toggle in self.toggles.items():
            toggle.show_count(len(self._rows.groups[name, True]), is_open=name not in self._folded)
        room = 2 * NEAR  # for cards of sections that were never seen, at the top
        for group, section in self._sections.items():
            found = section.findings = self._rows.groups[group]
            first, last = self._spans.get(group, (0, max(0, room))) if self.is_long else (0, len(found))
            section.span = min(first, len(found)), min(last, len(found))
            section.is_shown = not self._is_folded(group)
            section.fill(self._card_of, self._pitch)
            room -= section.span[1] - section.span[0]

    def _fold_waived(self, group: str) -> None:
        self._folded ^= {group}
        self._fill_sections()

    def _order_keys(self) -> None:
        """Tab goes from top to bottom, also where cards were made later than those below them."""
        if self.is_long:
            for card, following in pairwise(self.in_order):
                QWidget.setTabOrder(card.last_stop, following.head)
