"""Places of cards that the program worked out, not a person."""

from __future__ import annotations

from collections.abc import Mapping

from designer.model.snapshot import Position


class AutomaticLayouts:
    """The layouts that a session made itself, each as a snapshot has it: they do not change.

    They are written only once a person moves or adds a card: a file without a layout stays one.
    """

    def __init__(self, first: Mapping[str, Position]) -> None:
        self._layouts = [first]

    def add(self, positions: Mapping[str, Position]) -> None:
        """One more that the program made."""
        self._layouts.append(positions)

    def explain(self, positions: Mapping[str, Position]) -> bool:
        """Whether all cards stand where one of the layouts put them."""
        return any(all(layout.get(i) == p for i, p in positions.items()) for layout in self._layouts)
