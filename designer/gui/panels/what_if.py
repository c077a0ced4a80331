"""What if a step fails, is removed, or its data drifts: the answer in sentences, each shown on the canvas."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.analysis.what_if.consequences import (
    DANGER,
    DRIFTS,
    FAILS,
    REMOVED,
    SIGNS,
    Claim,
    Consequences,
    Group,
    titled,
)
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.canvas.signs import LOOKS
from designer.gui.latest import Job, Latest
from designer.gui.panels.flow_row import FlowRow
from designer.gui.panels.proof_tree import ProofTree, Row
from designer.model.changes import Transaction
from designer.session.reviewing import later_what_if
from designer.session.session import Session

PAUSE_MS: Final = 40
MOST_ROWS: Final = 60  # sentences of one question; nobody reads hundreds
MOST_OPEN: Final = 5  # sentences; more are folded, so that every question is in sight
_EVENTS: Final = {FAILS: "fails", REMOVED: "is removed", DRIFTS: "sees its data drift"}
_EMPTY: Final = "Select a step: here stands what happens when it fails, is removed, or its data drifts."


class WhatIfPanel(QWidget):
    """Follows the selected step while it is seen."""

    answered = Signal(object)  # Consequences | None: what the canvas should show
    claim_chosen = Signal(object, object)  # Consequences, Claim

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._step = ""
        self._event = FAILS
        self._is_seen = False
        self._answer: Consequences | None = None
        self._work = Latest(self._prepare, PAUSE_MS, self)
        self._work.ready.connect(self._receive)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)  # names of steps are other people's
        self.title.setProperty("look", "heading")
        self.title.setWordWrap(True)
        self.summary = QLabel(_EMPTY, self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        choices = FlowRow(6)
        for event, words in _EVENTS.items():
            choices.addWidget(self._button(event, words))
        self.tree = ProofTree("What would happen", appearance, self)
        self.tree.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(choices)
        column.addWidget(self.summary)
        column.addWidget(self.tree, 1)
        bridge.changed.connect(self._on_change)
        self._show_answer(None)

    # ------------------------------------------------------------------ asking
    @property
    def answer(self) -> Consequences | None:
        return self._answer

    @property
    def is_idle(self) -> bool:
        """Whether the answer is of the newest question."""
        return self._work.is_idle

    def ask(self, step: str, event: str | None = None) -> None:
        """Asks about a step; without an event about the one that was asked last."""
        self._step, self._event = step, event or self._event
        self.buttons[self._event].setChecked(True)
        self._work.ask()

    def follow(self, steps: tuple[str, ...]) -> None:
        """Goes along with the selection while it is seen."""
        if len(steps) != 1:
            return
        self._step = steps[0]
        if self._is_seen:
            self._work.ask()

    def set_seen(self, is_seen: bool) -> None:
        """Whether the panel is in front."""
        if is_seen == self._is_seen:
            return
        self._is_seen = is_seen
        if not is_seen:
            self.answered.emit(None)
        elif self._step:
            self._work.ask()

    def close_work(self) -> None:
        """Ends the thread."""
        self._work.close()

    # ------------------------------------------------------------------ inside
    def _button(self, event: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setCheckable(True)
        button.setProperty("look", "switch")
        button.setChecked(event == self._event)
        button.clicked.connect(lambda: self.ask(self._step, event))
        self._group.addButton(button)
        self.buttons[event] = button
        return button

    def _prepare(self) -> Job:
        return later_what_if(self._session, self._step, self._event)

    def _receive(self, answer: Consequences | None) -> None:
        self._show_answer(answer)
        if self._is_seen:
            self.answered.emit(answer)

    def _show_answer(self, answer: Consequences | None) -> None:
        self._answer = answer
        self.title.setText(f"What if {self.name_of(answer.step)} …" if answer else "What if …")
        self.summary.setText(titled(answer.gist, self.name_of) if answer else _EMPTY)
        for button in self.buttons.values():
            button.setEnabled(answer is not None)
        self.tree.show_rows([self._row(group) for group in answer.groups] if answer else [])

    def _row(self, group: Group) -> Row:
        rows = [self._claim(claim, number) for number, claim in enumerate(group.claims[:MOST_ROWS])]
        number = len(group.claims)
        if number > MOST_ROWS:
            rows.append(Row("more", f"And {number - MOST_ROWS} more."))
        count = f": {number}" if number > MOST_OPEN else ""
        return Row(group.title, f"{group.title}{count}", rows=tuple(rows), is_open=number <= MOST_OPEN)

    def _claim(self, claim: Claim, number: int) -> Row:
        code = f" ({claim.code})" if claim.code and claim.code not in claim.text else ""
        text = f"{titled(claim.sentence, self.name_of)}{code}"
        word, key = SIGNS[claim.sign], f"{number}"
        return Row(key, text, LOOKS[claim.sign], claim.steps, claim.links, f"{word}: {text}", word, subject=claim)

    def name_of(self, step: str) -> str:
        """The title of a step."""
        found = self._session.pipeline.steps.get(step)
        return found.label if found else step

    def _on_chosen(self, row: Row) -> None:
        if isinstance(row.subject, Claim) and self._answer is not None:
            self.claim_chosen.emit(self._answer, row.subject)

    def _on_change(self, transaction: Transaction) -> None:
        if not self._step or transaction.is_layout_only:
            return
        if self._step not in self._session.pipeline.steps:
            self._step = ""
            self._show_answer(None)
        elif self._is_seen:
            self._work.ask()


def danger_links(answer: Consequences) -> list[str]:
    """The links of the paths on which something still reaches production."""
    return [link for claim in answer.claims if claim.sign == DANGER for link in claim.links]
