"""Sticky notes that stand beside a card: a layout keeps room for them and takes them along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot
from types import MappingProxyType
from typing import Final

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH, GAP_X, GAP_Y
from designer.drawing.arranging import Box
from designer.model.snapshot import Position
from designer.model.step import Note

_BESIDE: Final = GAP_X
_BELOW: Final = GAP_Y / 4


@dataclass(frozen=True, slots=True)
class Company:
    """A card with the notes beside it.

    Args:
        box: the room that they take together.
        card: where the card stands in it, seen from its corner.
        notes: the same of the notes, by id.
    """

    box: Box
    card: Position
    notes: Mapping[str, Position]


NOBODY: Final[Mapping[str, Company]] = MappingProxyType({})


def notes_beside(notes: Iterable[Note], places: Mapping[str, Position]) -> dict[str, list[Note]]:
    """Notes by the card that is nearest to them; those that stand by themselves are left out."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        distances = ((_distance(note, place), step) for step, place in places.items())
        near, step = min(distances, default=(_BESIDE + 1, ""))
        if near <= _BESIDE:
            found.setdefault(step, []).append(note)
    return found


def company(place: Position, notes: Iterable[Note]) -> Company:
    """What a card at a place and the notes beside it take; notes that hide it come to stand below it."""
    at = {note.id: _aside(note, (note.x - place[0], note.y - place[1])) for note in notes}
    sizes = {note.id: (note.width, note.height) for note in notes}
    left = min(0.0, *(x for x, _ in at.values()))
    top = min(0.0, *(y for _, y in at.values()))
    right = max(CARD_WIDTH, *(x + sizes[i][0] for i, (x, _) in at.items()))
    bottom = max(CARD_HEIGHT, *(y + sizes[i][1] for i, (_, y) in at.items()))
    box = Box(right - left, bottom - top, -left, CARD_HEIGHT / 2 - top)
    return Company(box, (-left, -top), {i: (x - left, y - top) for i, (x, y) in at.items()})


def _aside(note: Note, at: Position) -> Position:
    hides = -note.width < at[0] < CARD_WIDTH and -note.height < at[1] < CARD_HEIGHT
    return (at[0], CARD_HEIGHT + _BELOW) if hides else at


def _distance(note: Note, place: Position) -> float:
    x, y = place
    dx = max(note.x - (x + CARD_WIDTH), x - (note.x + note.width), 0.0)
    dy = max(note.y - (y + CARD_HEIGHT), y - (note.y + note.height), 0.0)
    return hypot(dx, dy)
