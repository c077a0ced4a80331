"""The cards of findings by principle: headings, waived ones that can be folded away, more when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.analysis.rulebook import OWN
from designer.analysis.waiver import PRINCIPLE as WAIVERS
from designer.gui.panels.finding_card import FindingCard
from designer.gui.panels.score_board import PRINCIPLES
from designer.gui.panels.waived_card import WaivedToggle

GROUPS: Final = (*PRINCIPLES, "structure", OWN, WAIVERS)
TITLES: Final = {OWN: "Own rules"}
MOST_CARDS: Final = 60  # a principle; more are made when somebody asks

Key = tuple[str, ...]


def key_of(finding: Finding) -> Key:
    """What makes two findings the same one after an edit: rule, place, model line, missing kind, waived or not."""
    kind = finding.ghost.kind if finding.ghost else ""
    waived = finding.waived.code if finding.waived else ""
    return (finding.code, finding.at, finding.line, kind, finding.about, waived)


def group_of(finding: Finding) -> str:
    """The group of the list that a finding stands in."""
    return finding.principle if finding.principle in GROUPS else OWN


def by_group(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the list."""
    known = {name: number for number, name in enumerate(GROUPS)}
    return tuple(sorted(findings, key=lambda f: known.get(f.principle, len(known))))


class FindingList:
    """Fills a column; cards are kept as long as their findings are there.

    Args:
        column: is filled.
        inside: the widget that it lies in.
        card_of: the card of a finding, made when there is none yet and kept in `cards`.
        refill: fills everything again, once somebody asked for more.
    """

    def __init__(
        self,
        column: QVBoxLayout,
        inside: QWidget,
        card_of: Callable[[Finding], FindingCard],
        refill: Callable[[], None],
    ) -> None:
        self.cards: dict[Key, FindingCard] = {}
        self.toggles: dict[str, WaivedToggle] = {}
        self._column = column
        self._inside = inside
        self._card_of = card_of
        self._refill = refill
        self._folded: set[str] = set()  # groups whose waived findings are hidden
        self._limits = dict.fromkeys(GROUPS, MOST_CARDS)
        self._number = 0  # of all open findings

    def reveal(self, finding: Finding, number: int) -> None:
        """Lets the card of a finding be made and seen; ``number`` of all findings."""
        group = group_of(finding)
        self._limits[group] = max(self._limits[group], number)
        if finding.waived:
            self._folded.discard(group)

    def drop(self, keys: Iterable[Key]) -> None:
        """Takes cards away for good."""
        for key in keys:
            gone = self.cards.pop(key)
            gone.hide()
            gone.deleteLater()

    def empty(self, kept: Collection[QWidget]) -> None:
        """Empties the column; the cards stay alive, and what is to be kept."""
        alive = {id(widget) for widget in (*self.cards.values(), *kept)}
        self.toggles = {}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and id(widget) not in alive:
                widget.hide()
                widget.deleteLater()

    def add(self, found: Sequence[Finding], waived: Sequence[Finding]) -> None:
        """Adds all groups that have something in them."""
        self._number = len(found)
        in_group: dict[str, list[Finding]] = {group: [] for group in GROUPS}
        for finding in found:
            in_group[group_of(finding)].append(finding)
        for group, open_ in in_group.items():
            hidden = [f for f in waived if group_of(f) == group]
            if open_ or hidden:
                self._add_open(group, open_)
            if hidden:
                self._add_waived(group, hidden)

    # ------------------------------------------------------------------ inside
    def _add_open(self, group: str, found: list[Finding]) -> None:
        heading = QLabel(f"{TITLES.get(group, group.capitalize())}  ·  {len(found)}", self._inside)
        heading.setProperty("look", "section")
        heading.setContentsMargins(0, 8, 0, 0)
        self._column.addWidget(heading)
        for finding in found[: self._limits[group]]:
            self._column.addWidget(self._card_of(finding))
        rest = len(found) - self._limits[group]
        if rest > 0:
            more = QPushButton(f"Show {rest} more", self._inside)
            more.setProperty("look", "link")
            more.clicked.connect(lambda: self._show_all(group))
            self._column.addWidget(more)

    def _add_waived(self, group: str, waived: list[Finding]) -> None:
        toggle = WaivedToggle(len(waived), group, is_open=group not in self._folded, parent=self._inside)
        toggle.clicked.connect(lambda: self._fold_waived(group))
        self.toggles[group] = toggle
        self._column.addWidget(toggle)
        for finding in waived:
            card = self._card_of(finding)
            card.setVisible(group not in self._folded)
            self._column.addWidget(card)

    def _fold_waived(self, group: str) -> None:
        self._folded ^= {group}
        self.toggles[group].set_open(group not in self._folded)
        for card in self.cards.values():
            if card.finding.waived and group_of(card.finding) == group:
                card.setVisible(group not in self._folded)

    def _show_all(self, group: str) -> None:
        self._limits[group] = self._number
        self._refill()
