"""How far what satisfies the rules is proven: a line, and below it every principle and the linters that are missing."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance
from designer.gui.finding_rows import PRINCIPLES
from designer.gui.panels.evidence_parts import FoldLine, MissingCard, soft_label
from designer.gui.panels.form import clear
from designer.session.evidence import LEVELS, Evidence, Proof, by_level, places
from designer.session.session import Session

_MEANING = {
    "declared": "stated in the drawing; no file says it",
    "exported": "the files say it: without it they would be others",
    "linted": "linters read these lines and found no error",
    "ran": "these very lines were run, and succeeded",
}

MOST_ROWS: Final = 60  # merits of one level; nobody reads hundreds
_USUAL = "Proven: 28 exported, 8 declared; 8 linters missing"  # keeps its room from the start


def counted(counts: dict[str, int]) -> str:
    """``27 linted, 2 declared``: the most proven first; levels without any are left out."""
    return ", ".join(f"{counts[level]} {level}" for level in reversed(LEVELS) if counts[level])


class EvidenceSection(QWidget):
    """Stands under the score. Folded, it is one line."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._proof: Proof | None = None
        self._open: set[str] = set()
        self.line = FoldLine(self)
        self.line.keep_room(_USUAL)
        self.principles: dict[str, FoldLine] = {}
        self.missing: dict[str, MissingCard] = {}
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(14, 2, 0, 4)
        self._column.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.line)
        outer.addWidget(self._inside)
        self._inside.hide()
        self.hide()
        self.line.turned.connect(self._inside.setVisible)
        appearance.changed.connect(self._fill)

    def expect(self) -> None:
        """Keeps the line's place for the evidence that is being worked out: the list below must not jump later."""
        if self._proof is None and self._session.pipeline.steps:
            self._tell("not known yet")
            self.line.setEnabled(False)
            self.show()

    def show_proof(self, proof: Proof | None) -> None:
        """Shows evidence; None while nobody wants any."""
        self._proof = proof
        self.setVisible(proof is not None and bool(self._session.pipeline.steps))
        if proof is None:
            self._inside.hide()
            self.line.setChecked(False)
            return
        self.line.setEnabled(True)
        missing = [m for m in proof.linted.missing if not m.is_optional]
        lacking = f"; {_counted(len(missing), 'linter')} missing" if missing else ""
        counts = proof.counts()
        self._tell(f"{counted(counts) or 'nothing yet'}{lacking}")
        rows = "".join(f"<br>{counts[level]} <b>{level}</b>: {_MEANING[level]}" for level in reversed(LEVELS))
        self.line.setToolTip(f"How far what satisfies the rules is proven:{rows}")
        self._fill()

    # ------------------------------------------------------------------ inside
    def _tell(self, words: str) -> None:
        text = f"Proven: {words}"
        self.line.show_text(escape(text), text)

    def _fill(self) -> None:
        clear(self._column)
        self.principles, self.missing = {}, {}
        if self._proof is None:
            return
        for principle in PRINCIPLES:
            self._add_principle(principle, self._proof)
        for missing in self._proof.linted.missing:
            if not missing.is_optional:
                card = MissingCard(missing, self._appearance, self._inside)
                self.missing[missing.slug] = card
                self._column.addWidget(card)
        problems = [f"{use.name} {use.problem}." for use in self._proof.linted.uses if use.problem]
        if problems:
            self._column.addWidget(soft_label(escape(" ".join(problems)), self._inside))

    def _add_principle(self, principle: str, proof: Proof) -> None:
        found = [e for e in proof.evidence if proof.principles.get(e.code) == principle]
        if not found:
            return
        line = FoldLine(self._inside)
        text = f"{principle.capitalize()}: {counted(proof.counts(principle))}"
        line.show_text(escape(text), text)
        body = QLabel(self._inside)
        body.setTextFormat(Qt.TextFormat.RichText)
        body.setWordWrap(True)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.setContentsMargins(18, 0, 0, 6)

        def turn(is_open: bool) -> None:
            if is_open and not body.text():  # long, and seldom looked at
                body.setText("".join(self._level(level, same) for level, same in by_level(found)))
            body.setVisible(is_open)
            (self._open.add if is_open else self._open.discard)(principle)

        turn(principle in self._open)
        line.setChecked(principle in self._open)
        line.turned.connect(turn)
        self.principles[principle] = line
        self._column.addWidget(line)
        self._column.addWidget(body)

    def _level(self, level: str, found: list[Evidence]) -> str:
        """The merits of one level; what all of them lack for the next is said once."""
        lacking = dict.fromkeys(e.lacking for e in found if e.lacking)
        tools = ", ".join(dict.fromkeys(tool for e in found for tool in e.tools))
        by = f" by {escape(tools)}" if tools else ""
        rows = "".join(self._row(e, with_lack=len(lacking) > 1) for e in found[:MOST_ROWS])
        rows += f"<p>And {len(found) - MOST_ROWS} more.</p>" if len(found) > MOST_ROWS else ""
        after = f"<p>Next: {escape(next(iter(lacking)))}.</p>" if len(lacking) == 1 else ""
        return f"<p><b>{level.capitalize()}</b>{by}</p>{rows}{after}"

    def _row(self, evidence: Evidence, *, with_lack: bool) -> str:
        step = self._session.pipeline.steps.get(evidence.at)
        holds = self._proof.holds.get(evidence.code, "") if self._proof else ""
        soft = self._appearance.theme.colour("ink_soft")
        proof = escape(places(evidence.where) if evidence.where else evidence.why)
        lacking = f"<br>Next: {escape(evidence.lacking)}." if with_lack and evidence.lacking else ""
        head = f"{evidence.code} at {escape(step.label if step else evidence.at)}: {escape(holds)}."
        return f"<p>{head}<br><span style='color:{soft}'>{proof}</span>{lacking}</p>"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
