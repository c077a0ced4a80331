"""What the canvas asks of the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint


@dataclass(frozen=True, slots=True)
class QuickAddRequest:
    """A wish for a new step.

    Args:
        x: wanted place in the scene.
        y: wanted place in the scene.
        from_step: a step that the new one is to be linked with.
        as_source: whether the link runs from that step to the new one; else the other way.
        link: a link that the new step is to be put on.
        global_pos: where to open the list of kinds, on the screen.
    """

    x: float
    y: float
    from_step: str | None
    as_source: bool
    link: str | None
    global_pos: QPoint
