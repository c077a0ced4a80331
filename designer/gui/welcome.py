"""What an empty canvas shows: four ways to begin, and the one key to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from designer.gui.appearance import Appearance
from designer.session.templates import Template

_CARD_WIDTH, _CARD_HEIGHT = 270, 92
_GAP, _EDGE, _AIR, _BESIDE = 14, 24, 6, 14
_SPACING = 20
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
        title = self._title = QLabel("What would you like to do?", self)
        title.setProperty("look", "title")
        title.setWordWrap(True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint = self._hint = QLabel(
            "Press <b>A</b> to add a step, or drag one from the left. <b>Ctrl+K</b> finds everything.", self
        )
        hint.setProperty("look", "soft")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self.cards = {name: Choice(text, help_text, self) for name, _, text, help_text in _CARDS}
        for name, card in self.cards.items():
            card.clicked.connect(lambda _=False, name=name: self._choose(name))
        self.setProperty("look", "cover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(_SPACING)
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(self._sign)
        column.addWidget(title)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self._grid)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addWidget(hint)
        column.addStretch(1)
        appearance.changed.connect(self._draw)
        parent.installEventFilter(self)
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ inside
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

    def _draw(self) -> None:
        """Icons and sizes as they are now: cards are as wide as the widest title needs."""
        self._sign.setPixmap(self._appearance.picture("app", "accent", 56))
        edge = self._appearance.grown(26).width()
        for name, icon, *_ in _CARDS:
            self.cards[name].picture.setPixmap(self._appearance.picture(icon, "accent", edge))
        self._place()

    def _place(self) -> None:
        """Two cards beside each other where there is room, else one; what does not fit is left out, the sign first."""
        self.setGeometry(self._board.rect())
        cards = list(self.cards.values())
        helps = [card.help for card in cards]
        for part in (self._sign, self._hint, *helps):
            part.show()
        for card in cards:
            card.setMinimumWidth(0)
        wide = min(max(_CARD_WIDTH, *(card.title_width() for card in cards)), max(self.width() - 2 * _EDGE, 1))
        columns = 2 if self.width() >= 2 * wide + _GAP + 2 * _EDGE else 1
        rows = -(-len(cards) // columns)
        for parts in ((), (self._sign,), helps, (self._hint,)):
            for part in parts:
                part.hide()
            high = max(card.height_for(wide) for card in cards)
            if rows * (high + _GAP) + self._around() <= self.height():
                break
        for number, card in enumerate(cards):
            card.setFixedSize(wide, high)
            self._grid.addWidget(card, number // columns, number % columns)

    def _around(self) -> int:
        """What all but the cards takes of the height."""
        room = max(self.width() - 2 * _EDGE, 1)
        shown = [label for label in (self._sign, self._title, self._hint) if not label.isHidden()]
        highs = [
            label.heightForWidth(room) if label.hasHeightForWidth() else label.sizeHint().height() for label in shown
        ]
        return 2 * _EDGE + sum(high + _SPACING for high in highs)


class Choice(QPushButton):
    """A card: an icon with a title, and below them what it does.

    Args:
        title: with the letter that chooses it marked.
    """

    def __init__(self, title: str, help_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "choice")
        self.setAccessibleName(title.replace("&", ""))
        self.setAccessibleDescription(help_text)
        self.setToolTip(help_text)
        self.picture, self.title, self.help = QLabel(self), QLabel(title, self), QLabel(help_text, self)
        self.title.setBuddy(self)  # Alt and its letter click the card
        self.title.setProperty("look", "heading")
        self.help.setProperty("look", "soft")
        self.title.setWordWrap(True)
        self.help.setWordWrap(True)
        words = self._words = QVBoxLayout()
        words.setSpacing(6)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.help)
        words.addStretch(1)
        inside = self._inside = QHBoxLayout(self)
        inside.setContentsMargins(18, 16, 18, 16)
        inside.setSpacing(_BESIDE)
        inside.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addLayout(words, 1)
        for label in (self.picture, self.title, self.help):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def title_width(self) -> int:
        """How wide it must be for its title to stand on one line."""
        self.title.ensurePolished()
        margins = self._inside.contentsMargins()
        words = self.title.fontMetrics().horizontalAdvance(self.accessibleName()) + _AIR
        return words + self.picture.sizeHint().width() + _BESIDE + margins.left() + margins.right()

    def height_for(self, width: int) -> int:
        """How high it must be at a width to show everything."""
        self._words.invalidate()  # it does not hear of words that were hidden just now
        self._inside.invalidate()
        least = 0 if self.help.isHidden() else _CARD_HEIGHT
        return max(least, self._inside.totalHeightForWidth(width))
