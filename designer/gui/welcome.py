"""What an empty canvas shows: four ways to begin, and the one key to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance
from designer.session.templates import Template

CARD = QSize(250, 116)
LESSON, TEMPLATE, REPOSITORY, BLANK = "lesson", "template", "repository", "blank"
_CARDS = (
    (LESSON, "brain", "&Open the lesson", "A workflow with problems. Find and fix them."),
    (TEMPLATE, "file-text", "Start from a &template", "A sound beginning for your own pipeline."),
    (REPOSITORY, "download", "Open a &repository…", "Workflows and dvc.yaml files that you have already."),
    (BLANK, "plus", "&Blank canvas", "Draw freely, at the whiteboard for example."),
)


class Welcome(QWidget):
    """Four cards over the whole canvas; clicks and drops beside the cards go to the canvas."""

    chosen = Signal(str)
    template_chosen = Signal(object)  # Template

    def __init__(self, appearance: Appearance, templates: Callable[[], Iterable[Template]], parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._board = parent
        self._templates = templates
        self.setAccessibleName("Ways to begin")
        title = QLabel("What would you like to do?", self)
        title.setProperty("look", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint = QLabel("Press <b>A</b> to add a step, or drag one from the left. <b>Ctrl+K</b> finds everything.", self)
        hint.setProperty("look", "soft")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        grid = QGridLayout()
        grid.setSpacing(14)
        self.cards: dict[str, QPushButton] = {}
        for number, (name, _, text, help_text) in enumerate(_CARDS):
            card = self._card(name, text, help_text)
            grid.addWidget(card, number // 2, number % 2)
        self.setProperty("look", "cover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setSpacing(20)
        column.addStretch(1)
        column.addWidget(title)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(grid)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addWidget(hint)
        column.addStretch(1)
        appearance.changed.connect(self._draw_icons)
        self._draw_icons()
        parent.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ inside
    def _card(self, name: str, text: str, help_text: str) -> QPushButton:
        card = QPushButton(self)
        card.setProperty("look", "choice")
        card.setAccessibleName(text.replace("&", ""))
        card.setAccessibleDescription(help_text)
        card.setText(f"{text}")
        card.setToolTip(help_text)
        card.setIconSize(QSize(26, 26))
        card.setMinimumSize(CARD)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(18, 0, 16, 16)
        inside.addStretch(1)
        words = QLabel(help_text, card)
        words.setProperty("look", "soft")
        words.setWordWrap(True)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(words)
        card.clicked.connect(lambda: self._choose(name))
        self.cards[name] = card
        return card

    def _choose(self, name: str) -> None:
        if name == TEMPLATE:
            self._ask_template()
        else:
            self.chosen.emit(name)

    def _ask_template(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for template in self._templates():
            action = QAction(template.title, menu)
            action.setToolTip(template.help)
            action.triggered.connect(lambda _=False, chosen=template: self.template_chosen.emit(chosen))
            menu.addAction(action)
        card = self.cards[TEMPLATE]
        menu.popup(card.mapToGlobal(card.rect().bottomLeft()))

    def _draw_icons(self) -> None:
        for name, icon, *_ in _CARDS:
            self.cards[name].setIcon(self._appearance.icon(icon, "accent"))

    def _place(self) -> None:
        self.setGeometry(self._board.rect())
