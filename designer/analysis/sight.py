"""How far something looks from the step that it judges or tells of."""

from __future__ import annotations

from enum import IntEnum


class Sight(IntEnum):
    """As long as an edit touched nothing in sight, the answer about a step is what it was.

    Facts of the pipeline, and which steps are on a circle or serve a model line, are in sight of all.
    """

    STEP = 0
    """The step itself and its own links."""
    WITNESSES = 1
    """Besides, the steps that would prove it if their attributes were right, and where a later run would start."""
    BEFORE = 2
    """Steps before it, what these state and how they are linked with each other and with it."""
    WAYS = 3
    """Steps before and after it, steps that name it, what these state and how they are linked with each other."""
    PART = 4
    """All that hangs together with it over links of any sort and over steps that name others."""
    EVERYTHING = 5
    """The whole pipeline."""
