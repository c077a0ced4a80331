"""The search for ways of some links, apart from the drawing: another thread may do it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from designer.drawing.geometry import Floats
from designer.drawing.link_ways import ROUND, SHARP, rounded
from designer.drawing.routing import slots_of, ways_round
from designer.gui.canvas.columns import Ints

Found = dict[int, Floats]
"""Row of a link -> (m, 2) points along its way; the others are plain curves."""


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
        straight: with straight angles only.
    """

    rows: Ints
    stamps: Ints
    cards: Floats
    ends: tuple[tuple[str, str], ...]
    sources: Floats
    targets: Floats
    feedback: npt.NDArray[np.bool_]
    straight: bool

    def found(self) -> Found:
        """Searches."""
        slots = slots_of(self.ends)
        ways = ways_round(self.cards, self.sources, self.targets, self.feedback, slots, every=self.straight)
        by_length: dict[int, list[int]] = {}
        for number, way in ways.items():
            by_length.setdefault(len(way), []).append(number)
        result: Found = {}
        for numbers in by_length.values():
            points = rounded(np.stack([ways[n] for n in numbers]), SHARP if self.straight else ROUND)
            result.update(zip(self.rows[numbers].tolist(), points, strict=True))
        return result
