"""Whole pixels for places between them."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from designer.drawing.geometry import Floats

_UP: Final = 0.5 + 1e-6  # what is a half but for the last digits of a number is one, too
ASIDE: Final = 0.0137
"""Pixels that texts are drawn aside: a base line just between two pixels would be on one or the other as it comes."""
ACROSS: Final = 1 / 64
"""The same, across, for words at a place of their own: Qt cuts places of letters off after 64ths, towards 0; with
another part of a pixel, letters left of the picture's edge would stand otherwise than the same letters in it."""


def pixel(place: float) -> int:
    """The nearest one; of two the right or lower one.

    `round` would take the even one of two: what stands between pixels would be drawn one pixel beside its old picture
    after the view was moved by an odd number of them.
    """
    return math.floor(place + _UP)


def pixels(places: Floats) -> Floats:
    """The nearest ones, as `pixel`."""
    return np.floor(places + _UP)
