"""Things brought into line, or set apart evenly. A thing is a card, a note, or all the cards of a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from designer.commands.notes import edit_note
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position

Span = tuple[float, float]
LEAST_GAP: Final = 16.0
"""Between things that would lie on each other when they are set apart."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What moves as one.

    Args:
        x: left edge; then top edge, width and height, in canvas units.
        steps: the steps whose cards it is made of.
        note: or the note that it is.
    """

    x: float
    y: float
    width: float
    height: float
    steps: tuple[str, ...] = ()
    note: str | None = None

    def span(self, axis: int) -> Span:
        """From where to where it reaches, across (0) or down (1)."""
        return (self.x, self.x + self.width) if axis == 0 else (self.y, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """One way to bring things into line.

    Args:
        axis: 0 when they move across, 1 when they move down.
        words: behind "Align".
        place: where the line is, by where things reach from and to.
        at: the part of a thing that comes to lie on it: 0 its near edge, 1 its far edge.
    """

    axis: int
    words: str
    place: Callable[[Sequence[Span]], float]
    at: float


def _low(spans: Sequence[Span]) -> float:
    return min(start for start, _ in spans)


def _high(spans: Sequence[Span]) -> float:
    return max(end for _, end in spans)


def _middle(spans: Sequence[Span]) -> float:
    return (_low(spans) + _high(spans)) / 2


LINES: Final[Mapping[str, Line]] = {
    "left": Line(0, "left edges", _low, 0.0),
    "right": Line(0, "right edges", _high, 1.0),
    "top": Line(1, "top edges", _low, 0.0),
    "bottom": Line(1, "bottom edges", _high, 1.0),
    "centre": Line(0, "centres across", _middle, 0.5),
    "middle": Line(1, "centres down", _middle, 0.5),
}


def align(pipeline: Pipeline, things: Sequence[Thing], name: str) -> bool:
    """Brings things into one of `LINES`; returns whether anything had to move."""
    line = LINES[name]
    spans = [thing.span(line.axis) for thing in things]
    place = line.place(spans)
    ways = [place - (start + line.at * (end - start)) for start, end in spans]
    return _shift(pipeline, f"Align {line.words}", things, ways, line.axis)


def distribute(pipeline: Pipeline, things: Sequence[Thing], axis: int) -> bool:
    """Makes the gaps between things equal, across (0) or down (1); returns whether anything had to move.

    The outermost stay where they are, unless the others would lie on each other: then they are spread from the first.
    """
    ordered = sorted(things, key=lambda thing: thing.span(axis))
    spans = [thing.span(axis) for thing in ordered]
    room = _high(spans) - _low(spans) - sum(end - start for start, end in spans)
    gap = max(room / max(len(spans) - 1, 1), LEAST_GAP)
    ways, place = [], spans[0][0]
    for start, end in spans:
        ways.append(place - start)
        place += end - start + gap
    return _shift(pipeline, f"Distribute {'down' if axis else 'across'}", ordered, ways, axis)


def _shift(pipeline: Pipeline, label: str, things: Sequence[Thing], ways: Sequence[float], axis: int) -> bool:
    moved = [(thing, way) for thing, way in zip(things, ways, strict=True) if abs(way) >= 0.01]
    notes = dict(pipeline.notes)  # as they are now: a comment goes with its step, and must not go twice
    with pipeline.edit(label) as edit:
        for thing, way in moved:
            dx, dy = (way, 0.0) if axis == 0 else (0.0, way)
            places: dict[str, Position] = {s: pipeline.positions[s] for s in thing.steps if s in pipeline.positions}
            edit.move_steps({s: (x + dx, y + dy) for s, (x, y) in places.items()})
            if thing.note is not None:
                note = notes[thing.note]
                edit_note(pipeline, note.id, x=note.x + dx, y=note.y + dy)
    return bool(moved)
