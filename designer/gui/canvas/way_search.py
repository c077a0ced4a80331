"""The search for ways of some links, apart from the drawing: another thread may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from designer.drawing.geometry import Floats
from designer.drawing.lanes import spread
from designer.drawing.link_ways import ROUND, SHARP, rounded
from designer.drawing.routing import slots_of, ways_round
from designer.gui.canvas.columns import Ints
from designer.pace import breathe


class Way(NamedTuple):
    """The (k, 2) corners of a way, and (m, 2) points along it with the corners rounded."""

    corners: Floats
    points: Floats


Found = dict[int, Way]
"""Row of a link -> its way; the others are plain curves."""


@dataclass(frozen=True, slots=True)
class Search:
    """Copies of all that the ways of some links depend on.

    Args:
        rows: of the links.
        stamps: of the links when it began; what has another one since is not asked for any more.
        cards: (n, 2) places of all cards near them.
        ends: ids of the cards that each leaves and enters.
        sources: (k, 2) places of the cards that they leave.
        targets: (k, 2) of those they enter.
        feedback: which are feedback links.
        cards_at: (k, 2) rows of the cards at both ends.
        drawn: ways of other links near them, which stay as they are.
        drawn_at: (l, 2) rows of the cards at their ends.
        straight: with straight angles only.
    """

    rows: Ints
    stamps: Ints
    cards: Floats
    ends: tuple[tuple[str, str], ...]
    sources: Floats
    targets: Floats
    feedback: npt.NDArray[np.bool_]
    cards_at: Ints
    drawn: tuple[Floats, ...]
    drawn_at: Ints
    straight: bool

    def found(self) -> Found:
        """Searches."""
        slots = slots_of(self.ends)
        ways = ways_round(self.cards, self.sources, self.targets, self.feedback, slots, every=self.straight)
        if not ways:
            return {}
        numbers = sorted(ways)
        ends = np.concatenate([self.cards_at[numbers], self.drawn_at])
        apart = spread([*(ways[n] for n in numbers), *self.drawn], ends, self.cards, len(numbers))
        return dict(zip(self.rows[numbers].tolist(), self._rounded(apart), strict=True))

    def _rounded(self, ways: list[Floats]) -> list[Way]:
        by_length: dict[int, list[int]] = {}
        for number, way in enumerate(ways):
            by_length.setdefault(len(way), []).append(number)
        found: dict[int, Way] = {}
        for numbers in by_length.values():
            breathe()
            corners = np.stack([ways[n] for n in numbers])
            points = rounded(corners, SHARP if self.straight else ROUND)
            found.update(zip(numbers, map(Way, corners, points), strict=True))
        return [found[number] for number in range(len(ways))]
