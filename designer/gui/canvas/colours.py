"""A theme's colours as Qt colours."""

from __future__ import annotations

from PySide6.QtGui import QColor

from designer.drawing.theme import Theme


class Colours:
    """Looks tokens up once and keeps the result: painting asks for them thousands of times."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._known: dict[tuple[str, float], QColor] = {}

    def __call__(self, token: str, opacity: float = 1.0) -> QColor:
        """The colour of a token of the theme; do not change the object."""
        return self._colour(self.theme.colour(token), opacity)

    def kind(self, token: str, opacity: float = 1.0) -> QColor:
        """The colour of a step kind's token."""
        return self._colour(self.theme.kind_colour(token), opacity)

    def note(self, name: str) -> QColor:
        """The paper of a sticky note."""
        return self._colour(self.theme.note_colour(name), 1.0)

    def _colour(self, value: str, opacity: float) -> QColor:
        colour = self._known.get((value, opacity))
        if colour is None:
            colour = QColor(value)
            colour.setAlphaF(opacity)
            self._known[value, opacity] = colour
        return colour
