"""When the welcome cards are there: while the canvas is empty and nobody chose to draw freely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from designer.gui.welcome import BLANK, LESSON, REPOSITORY, Welcome
from designer.session.templates import load_templates

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


class WelcomeHost:
    """Shows and hides the cards of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._cards: Welcome | None = None

    @property
    def cards(self) -> Welcome | None:
        """The cards while they are shown."""
        return self._cards

    def leave(self) -> None:
        """Takes the cards away: another canvas comes to the front."""
        if self._cards is not None:
            self._cards.hide()
            self._cards.deleteLater()
            self._cards = None

    def refresh(self) -> None:
        """Shows the cards on an empty pipeline, as soon as its canvas is there; takes them away from any other."""
        if not self._is_wanted:
            self.leave()
        elif self._cards is None:
            QTimer.singleShot(0, self._window, self._make)

    def dismiss(self) -> None:
        """Leaves the empty canvas to drawing."""
        self._window.tabs.current.wants_blank = True
        self.leave()
        self._window.desk.canvas.setFocus()

    # ------------------------------------------------------------------ inside
    @property
    def _is_wanted(self) -> bool:
        tab = self._window.tabs.current
        return tab.desk.is_empty and not tab.wants_blank

    def _make(self) -> None:
        if not self._is_wanted or self._cards is not None:
            return
        window = self._window
        cards = Welcome(window.desktop.appearance, lambda: load_templates().values(), window.desk.canvas)
        cards.chosen.connect(self._choose)
        cards.template_chosen.connect(window.files.open_template)
        cards.show()
        self._cards = cards

    def _choose(self, name: str) -> None:
        if name == BLANK:
            self.dismiss()
        else:
            self._window.registry.trigger({LESSON: "file.lesson", REPOSITORY: "file.open_folder"}[name])
