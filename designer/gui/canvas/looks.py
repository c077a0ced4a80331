"""What a step's card shows, worked out from the step and its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from designer.drawing.card_text import is_manual, is_planned, subtitle
from designer.steps.catalog import Catalog

__all__ = ["SEVERITY_NAMES", "Look", "is_manual", "is_planned", "look_of", "subtitle"]

SEVERITY_NAMES: Final = ("", "info", "warning", "error")
"""By their number in the columns: 0 is no finding, 3 the worst."""


@dataclass(frozen=True, slots=True)
class Look:
    """Icon and colour token of a kind: what its sprites differ by."""

    icon: str
    colour: str


def look_of(catalog: Catalog, kind: str) -> Look:
    """The look of a kind, known or not."""
    found = catalog.kind(kind)
    return Look(found.icon, found.colour)
