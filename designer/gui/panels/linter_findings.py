"""What linters found, as a group of its own behind the findings."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance
from designer.gui.panels.evidence_parts import FoldLine, soft_label
from designer.gui.panels.flow_row import FlowRow
from designer.gui.panels.waived_card import WaivedToggle, waiver_words
from designer.session.evidence import Proof
from designer.session.linter_waivers import waiver_codes
from designer.session.linting import PlacedFinding
from designer.session.session import Session

MOST: Final = 60
_COUNTED: Final = {"error": "error{}", "warning": "warning{}", "info": "info"}
_LINE: Final = 200  # characters of a line that are shown


class LinterCard(QFrame):
    """One finding of a linter.

    Args:
        where: the step and field.
        told: the linter's words and the line that they are about, without credentials.
    """

    chosen = Signal(object)  # PlacedFinding: its step and field should be seen
    lines_wanted = Signal(object)  # PlacedFinding: its line should be in sight, too
    waive_wanted = Signal(object)  # PlacedFinding: it should be waived, or its waiver changed
    remove_waiver_wanted = Signal(object)

    def __init__(
        self, placed: PlacedFinding, where: str, told: tuple[str, str], appearance: Appearance, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.placed = placed
        self._appearance = appearance
        self.setProperty("look", "card")
        finding, (words, line) = placed.finding, told
        look = ("waived", "ink_soft") if placed.waived else (finding.severity, finding.severity)
        self.head = FoldLine(self, appearance.picture(*look, 18))
        soft = appearance.theme.colour("ink_soft")
        sort = f"Waived, {waiver_words(placed.waived)}" if placed.waived else finding.severity.capitalize()
        about = f"{sort} · {where} · {placed.title} {placed.version} {finding.code}"
        short = escape(_short(words))
        shown = f"<s style='color:{soft}'>{short}</s>" if placed.waived else short
        message = f"{shown}<br><span style='color:{soft}'>{escape(about)}</span>"
        self.head.show_text(message, f"{about}. {words}")
        self._details = self._made_details(words, line)
        self._details.hide()
        self.head.turned.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._details)

    def _open(self, is_open: bool) -> None:
        self._details.setVisible(is_open)
        if is_open:
            self.chosen.emit(self.placed)

    def _made_details(self, words: str, line: str) -> QWidget:
        finding = self.placed.finding
        details = QWidget(self)
        column = QVBoxLayout(details)
        column.setContentsMargins(38, 2, 12, 12)
        column.setSpacing(8)
        if len(words) > len(_short(words)):
            column.addWidget(_words(words, details))
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        code = f"<br><code>{escape(line.strip()[:_LINE])}</code>" if line.strip() else ""
        column.addWidget(_words(f"{escape(place)}{code}", details, rich=True))
        row = FlowRow(8)
        self.show_step = QPushButton("Show", details)
        self.show_step.setToolTip("Select the step and show the field")
        self.show_step.clicked.connect(lambda: self.chosen.emit(self.placed))
        self.show_line = QPushButton("Show line", details)
        self.show_line.setToolTip("Show the line in the Files panel")
        self.show_line.clicked.connect(lambda: self.lines_wanted.emit(self.placed))
        for button in (self.show_step, self.show_line, *self._waiver_buttons(details)):
            row.addWidget(button)
        column.addWidget(row)
        if finding.url.startswith("https://"):
            accent = self._appearance.theme.colour("accent")
            link = QLabel(f"<a href='{escape(finding.url)}' style='color:{accent}'>About {finding.code}</a>", details)
            link.setOpenExternalLinks(True)
            link.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            column.addWidget(link)
        return details

    def _waiver_buttons(self, details: QWidget) -> list[QPushButton]:
        """None for what cannot be waived, such as a file that the linter cannot read."""
        is_waived = self.placed.waived is not None
        if not is_waived and not waiver_codes(self.placed.finding):
            return []
        self.waive = QPushButton("Edit waiver…" if is_waived else "Waive…", details)
        if not is_waived:
            self.waive.setToolTip("Say why it is not mended; it is then no longer counted")
        self.waive.clicked.connect(lambda: self.waive_wanted.emit(self.placed))
        if not is_waived:
            return [self.waive]
        self.remove = QPushButton("Remove waiver", details)
        self.remove.setToolTip("The finding counts again. One undo step.")
        self.remove.clicked.connect(lambda: self.remove_waiver_wanted.emit(self.placed))
        return [self.waive, self.remove]


class LinterFindings(QWidget):
    """A line that tells how many there are, and folded below it the programs and a card for each finding."""

    chosen = Signal(object)
    lines_wanted = Signal(object)
    waive_wanted = Signal(object)
    remove_waiver_wanted = Signal(object)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._proof: Proof | None = None
        self.cards: list[LinterCard] = []
        self.waived_toggle: WaivedToggle | None = None
        self._is_folded = False  # the waived ones are hidden
        self.head = FoldLine(self)
        self.head.setToolTip("What programs that know the files' formats say about them; it is not scored")
        self.head.turned.connect(lambda _: self._fill())
        self._none = soft_label("", self)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(6)
        for widget in (self.head, self._none):
            whole.addWidget(widget)
        whole.addLayout(self._column)
        self.hide()
        appearance.changed.connect(self._fill)

    def show_proof(self, proof: Proof | None) -> None:
        """Shows what was found; nothing where no linter was asked."""
        old, self._proof = self._proof, proof
        if proof is not None and old is not None and (proof.linted, proof.notes) == (old.linted, old.notes):
            return
        self._fill()

    # ------------------------------------------------------------------ inside
    def _fill(self) -> None:
        opened = {card.placed for card in self.cards if card.head.isChecked()}
        self.cards, self.waived_toggle = [], None
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        proof = self._proof
        self.setVisible(proof is not None and bool(proof.linted.uses))
        if proof is None or not proof.linted.uses:
            return
        names = escape(", ".join(use.name for use in proof.linted.uses))
        has_some = bool(proof.linted.findings or proof.notes)
        self._none.setText(f"Nothing found by {names}.")
        self._none.setVisible(not has_some)
        self.head.setVisible(has_some)
        self._tell(proof.linted.open, len(proof.linted.waived))
        if has_some and self.head.isChecked():
            self._column.addWidget(soft_label(f"{names}.", self))
            self._add_open(proof, opened)
            self._add_waived(proof, opened)

    def _tell(self, found: tuple[PlacedFinding, ...], waived: int) -> None:
        severities = Counter(f.finding.severity for f in found)
        parts = [
            f"{severities[s]} {word.format('' if severities[s] == 1 else 's')}"
            for s, word in _COUNTED.items()
            if s in severities
        ]
        counts = ", ".join(parts) or "nothing open"
        counts = f"{counts}; {waived} waived" if waived else counts
        ink = self._appearance.theme.colour("ink")
        self.head.show_text(f"<b style='color:{ink}'>Linters</b>  ·  {counts}", f"Linters: {counts}")

    def _add_open(self, proof: Proof, opened: set[PlacedFinding]) -> None:
        found = proof.linted.open
        for placed in found[:MOST]:
            self._add(placed, proof, is_open=placed in opened)
        if len(found) > MOST:
            rest = f"{len(found) - MOST} more: 'mlops-designer evidence FILE' lists all."
            self._column.addWidget(soft_label(rest, self))

    def _add_waived(self, proof: Proof, opened: set[PlacedFinding]) -> None:
        """What somebody waived, struck through; then the waivers that no finding needs."""
        waived = proof.linted.waived[:MOST]
        if waived:
            toggle = WaivedToggle("linters", self)
            toggle.show_count(len(proof.linted.waived), is_open=not self._is_folded)
            toggle.clicked.connect(self._fold_waived)
            self.waived_toggle = toggle
            self._column.addWidget(toggle)
        for placed in waived:
            self._add(placed, proof, is_open=placed in opened)
            self.cards[-1].setVisible(not self._is_folded)
        for note in proof.notes:
            self._column.addWidget(soft_label(escape(f"{note[:1].upper()}{note[1:]}."), self))

    def _fold_waived(self) -> None:
        self._is_folded = not self._is_folded
        if self.waived_toggle is not None:
            self.waived_toggle.set_open(not self._is_folded)
        for card in self.cards:
            if card.placed.waived is not None:
                card.setVisible(not self._is_folded)

    def _add(self, placed: PlacedFinding, proof: Proof, *, is_open: bool) -> None:
        line, words = _line_of(placed, proof), placed.finding.message
        mask = self._session.services.mask([line, words])
        card = LinterCard(placed, self.where(placed), (mask.hide(words), mask.hide(line)), self._appearance, self)
        if is_open:
            card.head.setChecked(True)  # nobody chose it now: who wants to hear is connected below
        card.chosen.connect(self.chosen)
        card.lines_wanted.connect(self.lines_wanted)
        card.waive_wanted.connect(self.waive_wanted)
        card.remove_waiver_wanted.connect(self.remove_waiver_wanted)
        self.cards.append(card)
        self._column.addWidget(card)

    def where(self, placed: PlacedFinding) -> str:
        """``Train model, command``: title of the step and label of its field."""
        step = self._session.pipeline.steps.get(placed.origin.step or "")
        if step is None:
            return "The whole pipeline"
        field = self._session.services.catalog.fields(step.kind).get(placed.origin.field)
        name = field.label if field else placed.origin.field.replace("_", " ")
        return f"{step.label}, {name}" if name else step.label


def _line_of(placed: PlacedFinding, proof: Proof) -> str:
    lines = next((s.files.get(placed.finding.path, "") for s in proof.sides if s.slug == placed.side), "").split("\n")
    number = placed.finding.line
    return lines[number - 1] if number and number <= len(lines) else ""


def _words(text: str, parent: QWidget, *, rich: bool = False) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _short(message: str) -> str:
    message = message[:1].upper() + message[1:]
    return message if len(message) <= _LINE else message[: _LINE - 1].rstrip() + "…"
