"""The question about a guessed step, with the answers a click away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from designer.drawing.card_text import KEPT_TEXT, is_guessed, is_kept, why_guessed
from designer.gui.appearance import Appearance
from designer.gui.panels.flow_row import FlowRow
from designer.model.step import Step
from designer.steps.catalog import Catalog
from designer.steps.likely import likely_kinds

_SHORT = 3


def has_question(catalog: Catalog, step: Step) -> bool:
    """Whether somebody should look at what a step of a file was taken for."""
    return is_guessed(catalog, step) or (is_kept(catalog, step) and step.get("confidence") != "confirmed")


class GuessCard(QFrame):
    """What was guessed and why: yes, one of the likeliest other kinds, or any kind."""

    answered = Signal(str)  # slug of the kind

    def __init__(self, step: Step, catalog: Catalog, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAccessibleName("How sure the program is of the kind")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        kept = is_kept(catalog, step)
        question = f"{KEPT_TEXT}. What does it do?" if kept else why_guessed(step)
        self.question = QLabel(question, self)
        self.question.setWordWrap(True)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.question)
        row = FlowRow(6)
        self.buttons: dict[str, QPushButton] = {}
        if not kept:
            self._answer(row, f"Yes, {catalog.kind(step.kind).title}", step.kind, is_first=True)
        for kind in likely_kinds(catalog, step, _SHORT):
            self._answer(row, kind.title, kind.slug)
        self.more = QPushButton("Another kind…", self)
        self.more.setMenu(kinds_menu(self, catalog, appearance, self.answered.emit))
        row.addWidget(self.more)
        column.addWidget(row)

    def _answer(self, row: FlowRow, text: str, slug: str, *, is_first: bool = False) -> None:
        button = QPushButton(text, self)
        if is_first:
            button.setProperty("look", "primary")
        button.clicked.connect(lambda: self.answered.emit(slug))
        self.buttons[slug] = button
        row.addWidget(button)


def answers_menu(
    parent: QWidget, step: Step, catalog: Catalog, appearance: Appearance, answer: Callable[[str], object]
) -> QMenu:
    """The same answers as a menu, for the mark on the card."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    own = catalog.kind(step.kind)
    for text, kind in [(f"&Yes, {own.title}", own), *((k.title, k) for k in likely_kinds(catalog, step, _SHORT))]:
        action = menu.addAction(appearance.kind_icon(kind), text)
        action.triggered.connect(lambda _=False, slug=kind.slug: answer(slug))
    menu.addMenu(kinds_menu(menu, catalog, appearance, answer))
    return menu


def kinds_menu(parent: QWidget, catalog: Catalog, appearance: Appearance, answer: Callable[[str], object]) -> QMenu:
    """All kinds, by their groups in the palette."""
    menu = QMenu("&Another kind", parent)
    for group, kinds in catalog.groups().items():
        inner = menu.addMenu(group)
        for kind in kinds:
            action = inner.addAction(appearance.kind_icon(kind), kind.title)
            action.triggered.connect(lambda _=False, slug=kind.slug: answer(slug))
    return menu
