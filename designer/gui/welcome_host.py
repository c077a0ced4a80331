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

    def watch(self) -> None:
        """Another document: cards stand on its canvas from now on; they come once that is there."""
        self._drop()
        QTimer.singleShot(0, self._window, self.refresh)

    def refresh(self) -> None:
        """Shows the cards on an empty pipeline, takes them away from any other."""
        tab = self._window.tabs.current
        wanted = tab.desk.is_empty and not tab.wants_blank
        if wanted and self._cards is None:
            self._make()
        elif not wanted:
            self._drop()

    def dismiss(self) -> None:
        """Leaves the empty canvas to drawing."""
        self._window.tabs.current.wants_blank = True
        self._drop()
        self._window.desk.canvas.setFocus()

    # ------------------------------------------------------------------ inside
    def _make(self) -> None:
        window = self._window
        cards = Welcome(window.desktop.appearance, lambda: load_templates().values(), window.desk.canvas)
        cards.chosen.connect(self._choose)
        cards.template_chosen.connect(window.files.open_template)
        cards.show()
        self._cards = cards

    def _drop(self) -> None:
        if self._cards is not None:
            self._cards.hide()
            self._cards.deleteLater()
            self._cards = None

    def _choose(self, name: str) -> None:
        if name == BLANK:
            self.dismiss()
        else:
            self._window.registry.trigger({LESSON: "file.lesson", REPOSITORY: "file.open_folder"}[name])
