"""What a step's card shows, worked out from the step and its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from designer.drawing.card_text import below_title, is_guessed, is_kept, is_manual, is_planned, run_count
from designer.model.step import Step
from designer.steps.catalog import Catalog

__all__ = ["SEVERITY_NAMES", "Look", "below_title", "flags_of", "is_manual", "is_planned", "look_of"]

SEVERITY_NAMES: Final = ("", "info", "warning", "error")
"""By their number in the columns: 0 is no finding, 3 the worst."""

MANUAL: Final = 1
PLANNED: Final = 2
GUESSED: Final = 4
KEPT: Final = 8
STACKED: Final = 16
BOX: Final = 32
MARKED: Final = GUESSED | STACKED
"""What the frame of a card shows, as bits of one number."""


@dataclass(frozen=True, slots=True)
class Look:
    """Icon and colour token of a kind: what its sprites differ by."""

    icon: str
    colour: str


def look_of(catalog: Catalog, kind: str) -> Look:
    """The look of a kind, known or not."""
    found = catalog.kind(kind)
    return Look(found.icon, found.colour)


def flags_of(catalog: Catalog, step: Step) -> int:
    """What the frame of a step's card shows."""
    return (
        MANUAL * is_manual(catalog, step)
        + PLANNED * is_planned(step)
        + GUESSED * is_guessed(catalog, step)
        + KEPT * is_kept(catalog, step)
        + STACKED * (run_count(step) is not None)
    )
