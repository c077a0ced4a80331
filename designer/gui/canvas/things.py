"""What is selected as things that are aligned: cards, notes, and frames by what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.commands.aligning import Thing
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.hit_test import Hit

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas


def selected_things(canvas: Canvas) -> list[Thing]:
    """Steps in a selected frame belong to it, also when they are selected themselves."""
    pipeline, chosen = canvas.session.pipeline, canvas.selection
    found: list[Thing] = []
    taken: set[str] = set()
    for key in chosen.frames:
        steps = tuple(s for s in pipeline.frames[key].steps if s in pipeline.positions and s not in taken)
        if steps:
            taken.update(steps)
            found.append(_frame(canvas, key, steps))
    for step in chosen.steps:
        if step in pipeline.positions and step not in taken:
            found.append(Thing(*pipeline.positions[step], CARD_WIDTH, CARD_HEIGHT, (step,)))
    notes = (pipeline.notes[key] for key in chosen.notes)
    found.extend(Thing(n.x, n.y, n.width, n.height, note=n.id) for n in notes)
    return found


def _frame(canvas: Canvas, key: str, steps: tuple[str, ...]) -> Thing:
    box = canvas.overlays.area_of(Hit("frames", key)) if key in canvas.scene.groups.boxes else None
    if box is not None:
        return Thing(*box, steps)
    places = [canvas.session.pipeline.positions[s] for s in steps]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    right, bottom = max(x for x, _ in places) + CARD_WIDTH, max(y for _, y in places) + CARD_HEIGHT
    return Thing(left, top, right - left, bottom - top, steps)
