"""What comes before and after some cards: the rest can be dimmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from designer.gui.canvas.scene_columns import Ints, SceneColumns, box_key
from designer.gui.canvas.selection import Selection
from designer.model.step import Frame

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lineage:
    """Which rows of the columns belong to it; all others are dimmed.

    Args:
        steps: for each row of steps.
        links: for each row of links.
        cards: ids of the steps and boxes in it.
        frames: ids of the open frames with a card in it.
        notes: ids of the selected notes.
    """

    steps: Mask
    links: Mask
    cards: frozenset[str]
    frames: frozenset[str]
    notes: frozenset[str]

    def has_card(self, row: int | None) -> bool:
        """Whether the card in a row belongs to it."""
        return row is not None and row < len(self.steps) and bool(self.steps[row])


class FlowRows:
    """The flow links among rows of cards, sorted once so that a search from any card only touches what it finds."""

    def __init__(self, columns: SceneColumns) -> None:
        links, self._number = columns.links, len(columns.steps.ids)
        flow = ~links["feedback"] & (links["source"] >= 0)
        source, target = links["source"][flow], links["target"][flow]
        self._after, self._before = _Ends(source, target, self._number), _Ends(target, source, self._number)

    def before(self, rows: Ints) -> Mask:
        """The cards themselves and all that leads to them."""
        return self._reached(rows, self._before)

    def after(self, rows: Ints) -> Mask:
        """The cards themselves and all that follows them."""
        return self._reached(rows, self._after)

    def _reached(self, start: Ints, ends: _Ends) -> Mask:
        found = bytearray(self._number)
        todo = [row for row in start.tolist() if row >= 0]
        for row in todo:
            found[row] = 1
        first, rows = ends.first, ends.rows
        while todo:
            row = todo.pop()
            for end in rows[first[row] : first[row + 1]]:
                if not found[end]:
                    found[end] = 1
                    todo.append(end)
        return np.frombuffer(found, np.uint8).astype(bool)


class _Ends:
    """For each card the cards at the other ends of its links: ``rows[first[card] : first[card + 1]]``."""

    def __init__(self, source: Ints, target: Ints, number: int) -> None:
        order = np.argsort(source, kind="stable")
        self.first: list[int] = np.searchsorted(source[order], np.arange(number + 1)).tolist()
        self.rows: list[int] = target[order].tolist()


def lineage_of(
    columns: SceneColumns, flow: FlowRows, chosen: Selection, framed: Iterable[str], frames: Mapping[str, Frame]
) -> Lineage | None:
    """Everything that leads to what is selected or follows it along flow links; None when nothing is selected.

    Args:
        framed: the selected steps with those in selected frames.
        frames: all frames of the document.
    """
    links = columns.links
    own = columns.cards_of((*framed, *map(box_key, chosen.frames)))
    rows = links.rows_of(chosen.links)
    before, after = np.append(own, links["source"][rows]), np.append(own, links["target"][rows])
    if not len(before):
        return None
    steps = flow.before(before) | flow.after(after)
    inside = np.append(steps, False)  # the last one is for rows of nothing: index -1
    lit = inside[links["source"]] & inside[links["target"]]
    cards = frozenset(columns.steps.ids[row] or "" for row in np.flatnonzero(steps).tolist())
    homes = columns.homes
    around = (f.id for f in frames.values() if any(homes.get(s, s) in cards for s in f.steps))
    return Lineage(steps, lit, cards, frozenset(around), frozenset(chosen.notes))
