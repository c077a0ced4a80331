"""F5: the canvas alone, step by step, with a laser and a spotlight; nothing can be changed by accident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.hit_test import card_hit
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.tools.table import ERASER, LASER, PEN, SELECT
from designer.gui.presenting.order import presented
from designer.gui.presenting.stage import Stage

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.main_window import MainWindow

SCALE: Final = 1.6
"""How large cards are shown: texts are read from the back of a room."""
_MARGIN: Final = 16
_KEY = Qt.Key
_ON: Final = (_KEY.Key_Right, _KEY.Key_PageDown, _KEY.Key_Space, _KEY.Key_Down, _KEY.Key_Return, _KEY.Key_Enter)
_BACK: Final = (_KEY.Key_Left, _KEY.Key_PageUp, _KEY.Key_Up, _KEY.Key_Backspace)
_TOOLS: Final = {_KEY.Key_K: LASER, _KEY.Key_P: PEN, _KEY.Key_E: ERASER}
GOES_ON_WITH: Final = frozenset({"file.save"})
"""Actions that do not end presenting."""
_HINT: Final = "→ next · ← back · K laser · P pen · S spotlight · Esc ends it"


@dataclass(frozen=True, slots=True)
class Slide:
    """One thing to show.

    Args:
        title: what the sign says.
        card: the card in the middle; empty for a view that somebody keeps as a bookmark.
        bookmark: the number of that.
    """

    title: str
    card: str = ""
    bookmark: int = -1


class Presenter(QObject):
    """Shows the document in front: first all of it, then its bookmarks, or card by card, at last all of it again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._stage = Stage(window)
        self._canvas: Canvas | None = None
        self._slides: list[Slide] = []
        self._index = 0
        self._sign: QLabel | None = None

    @property
    def is_on(self) -> bool:
        return self._canvas is not None

    @property
    def card(self) -> str | None:
        """The card that is shown now; None while all of them are, or a bookmark is."""
        slide = self.slide
        return slide.card if slide is not None and slide.card else None

    @property
    def slide(self) -> Slide | None:
        """What is shown now; None while everything is."""
        return self._slides[self._index - 1] if 0 < self._index <= len(self._slides) else None

    @property
    def sign(self) -> str:
        """What stands at the lower edge."""
        return self._sign.text() if self._sign is not None else ""

    def start(self, *, here: bool = False) -> None:
        """Begins with everything, or with the card that is selected: then bookmarks are left out."""
        if self.is_on:
            return
        canvas = self._canvas = self._window.desk.canvas
        self._slides = [] if here else self._bookmarks()
        self._slides = self._slides or self._cards(canvas)
        cards = [slide.card for slide in self._slides]
        selected = canvas.focused().card
        self._index = cards.index(selected) + 1 if here and selected in cards else 0
        self._stage.clear()
        canvas.choose(Selection())
        canvas.take_tool(LASER.name)
        canvas.setFocus()
        canvas.installEventFilter(self)
        self._sign = QLabel(canvas)
        self._sign.setProperty("look", "tool")
        self._sign.show()
        self._show()

    def stop(self) -> None:
        """Brings everything back as it was."""
        canvas, self._canvas = self._canvas, None
        if canvas is None:
            return
        canvas.removeEventFilter(self)
        canvas.on_top.spotlight.turn(False)
        canvas.set_highlight()
        canvas.take_tool(SELECT.name)
        if self._sign is not None:
            self._sign.deleteLater()
            self._sign = None
        self._stage.restore()

    def go(self, by: int) -> None:
        """Shows the next card, or the one before."""
        self._index = min(max(self._index + by, 0), len(self._slides) + 1)
        self._show()

    # ------------------------------------------------------------------ what is shown
    def _bookmarks(self) -> list[Slide]:
        return [Slide(b.name, bookmark=number) for number, b in enumerate(self._window.tabs.current.bookmarks.all)]

    @staticmethod
    def _cards(canvas: Canvas) -> list[Slide]:
        scene = canvas.scene
        rows = scene.columns.steps.row
        return [Slide(scene.words_of(rows[card]).title, card) for card in presented(scene)]

    def _show(self) -> None:
        canvas, slide, card = self._canvas, self.slide, self.card
        if canvas is None:
            return
        if slide is not None and slide.bookmark >= 0:
            canvas.set_highlight()
            self._window.tabs.current.bookmarks.go(slide.bookmark)
            self._tell()
            return
        with canvas.motion.of_view():
            area = canvas.overlays.area_of(card_hit(card)) if card else None
            if card is None or area is None:
                canvas.set_highlight()
                canvas.fit_all()
            else:
                steps = set(canvas.scene.steps_of(card))
                links = canvas.scene.pipeline.links.values()
                canvas.set_highlight(steps, [k.id for k in links if k.target in steps], "accent")
                x, y = area[0] + CARD_WIDTH / 2, area[1] + CARD_HEIGHT / 2
                canvas.view.scale = SCALE
                canvas.view.centre(x, y, canvas.width(), canvas.height())
                canvas.refresh()
        self._tell()

    def _tell(self) -> None:
        canvas, sign, slide = self._canvas, self._sign, self.slide
        if canvas is None or sign is None:
            return
        title = f"{self._index} of {len(self._slides)}: {slide.title}" if slide is not None else "Everything"
        sign.setText(f"{title}    {_HINT}")
        sign.setAccessibleName(sign.text())
        sign.adjustSize()
        sign.move(_MARGIN, canvas.height() - sign.height() - _MARGIN)
        sign.raise_()

    # ------------------------------------------------------------------ what people do
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # no key of the window works meanwhile: those below do
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._key(event)
            return True
        if kind == QEvent.Type.ContextMenu:
            return True
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and self._canvas is not None:
            self._canvas.on_top.spotlight.move(event.position())
        if kind == QEvent.Type.Resize:
            self._tell()
        return False

    def _key(self, event: QKeyEvent) -> None:
        key, canvas = _KEY(event.key()), self._canvas
        if canvas is None:
            return
        if key == _KEY.Key_Escape:
            if not canvas.cancel_gesture():
                self.stop()
        elif key in _ON or key in _BACK:
            canvas.cancel_gesture()
            self.go(1 if key in _ON else -1)
        elif key in (_KEY.Key_Home, _KEY.Key_End):
            self.go((len(self._slides) + 1) * (1 if key == _KEY.Key_End else -1))
        elif key == _KEY.Key_S and not event.modifiers():
            canvas.on_top.spotlight.turn(not canvas.on_top.spotlight.is_on)
        elif key in _TOOLS and not event.modifiers():
            canvas.take_tool(_TOOLS[key].name)
            self._tell()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._with_control(event)

    def _with_control(self, event: QKeyEvent) -> None:
        """A presenter takes a stroke back or draws it again, and saves; all else waits."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == _KEY.Key_Y or (event.key() == _KEY.Key_Z and shifted):
            self._window.redo()
        elif event.key() == _KEY.Key_Z:
            self._window.undo()
        elif event.key() == _KEY.Key_S:
            self._window.registry.trigger("file.save")
