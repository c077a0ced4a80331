"""Links, frames and sticky notes as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import (
    FRAME_EDGE,
    FRAME_RADIUS,
    FRAME_SIZE,
    FRAME_TINT,
    LINK_WIDTH,
    NOTE_MARGIN,
    NOTE_RADIUS,
    Area,
    Curve,
    arrow_head,
    link_curve,
    point_on,
)
from designer.drawing.link_shapes import Shape
from designer.drawing.link_ways import middle
from designer.drawing.svg_elements import element, note, number, polygon, rectangle, text
from designer.drawing.text_fit import elide, text_width, wrap
from designer.drawing.theme import Theme
from designer.model.snapshot import Position
from designer.model.step import Frame, Link, Note

_WHEN = {"always": "always", "failure": "on failure"}
_LABEL_SIZE = 10.0
_NOTE_SIZE = 12.0
_NOTE_LINE = 17.0


def link(
    link: Link, source: Position, target: Position, theme: Theme, *, implied: bool = False, shape: Shape | None = None
) -> str:
    """A curve with its arrow head, or the way that a link takes; a condition other than success is written on it.

    Feedback is dashed, and so is what a tool implies.
    """
    feedback = not link.is_flow
    curve = link_curve(source, target, feedback)
    colour = theme.colour("feedback" if feedback else "link")
    dashes = "7 5" if feedback or implied else None
    words = "starts a later run of" if feedback else "goes to"
    line = element(
        "path",
        d=shape.data(number) if shape else path(curve),
        fill="none",
        stroke=colour,
        stroke_width=LINK_WIDTH,
        stroke_dasharray=dashes,
    )
    spoken = note("title", f"{link.source} {words} {link.target}")
    parts = [spoken, line, polygon(arrow_head(curve, feedback), fill=colour)]
    label = _WHEN.get(link.when, "")
    if label:
        parts.append(_label(label, middle(shape.points) if shape else point_on(curve, 0.5), colour, theme))
    return element("g", *parts)


def path(curve: Curve) -> str:
    """A curve as path data."""
    x0, y0, x1, y1, x2, y2, x3, y3 = map(number, curve)
    return f"M {x0} {y0} C {x1} {y1} {x2} {y2} {x3} {y3}"


def _label(words: str, middle: Position, colour: str, theme: Theme) -> str:
    width = text_width(words, _LABEL_SIZE) + 14
    area = (middle[0] - width / 2, middle[1] - 9, width, 18.0)
    return rectangle(area, 9.0, fill=theme.colour("canvas"), stroke=colour) + text(
        words, middle[0], middle[1] + 3.5, _LABEL_SIZE, theme.colour("ink_soft"), text_anchor="middle"
    )


def ghost_links(place: Position, before: Iterable[Position], after: Iterable[Position], theme: Theme) -> str:
    """Faint dashed links from the steps before a missing step and to those after it."""
    curves = [_ghost_curve(other, place) for other in before] + [_ghost_curve(place, other) for other in after]
    style: Mapping[str, str | float] = {"fill": "none", "stroke": theme.colour("ghost"), "stroke_width": 1.2}
    return "".join(element("path", d=path(c), stroke_dasharray="4 5", stroke_opacity=0.7, **style) for c in curves)


def missing_link(source: Position, target: Position, theme: Theme) -> str:
    """A link that should be there; one that would run backwards is feedback."""
    feedback = target[0] <= source[0]
    curve = link_curve(source, target, feedback)
    colour = theme.colour("ghost")
    line = element("path", d=path(curve), fill="none", stroke=colour, stroke_width=LINK_WIDTH, stroke_dasharray="2 5")
    return element("g", note("title", "Missing link"), line, polygon(arrow_head(curve, feedback), fill=colour))


def _ghost_curve(source: Position, target: Position) -> Curve:
    """From the right to the left side where there is room; else from the lower or upper side to the one it faces."""
    if source[0] + CARD_WIDTH <= target[0]:
        return link_curve(source, target)
    falls = target[1] > source[1]
    x0, x1 = source[0] + CARD_WIDTH * 0.75, target[0] + CARD_WIDTH * 0.25
    y0, y1 = (source[1] + CARD_HEIGHT, target[1]) if falls else (source[1], target[1] + CARD_HEIGHT)
    middle = (y0 + y1) / 2
    return (x0, y0, x0, middle, x1, middle, x1, y1)


def frame(frame: Frame, area: Area, theme: Theme) -> str:
    """A titled area behind its cards."""
    colour = theme.colour("frame")
    title = elide(frame.title, FRAME_SIZE, area[2] - 32, bold=True)
    edge: dict[str, str | float | None] = {"stroke": colour, "stroke_opacity": FRAME_EDGE}
    return rectangle(area, FRAME_RADIUS, fill=colour, fill_opacity=FRAME_TINT, **edge) + text(
        title, area[0] + 16, area[1] + 27, FRAME_SIZE, theme.colour("ink_soft"), font_weight="600"
    )


def sticky_note(sticky: Note, theme: Theme) -> str:
    """A note with as many of its lines as fit."""
    area = (sticky.x, sticky.y, sticky.width, sticky.height)
    room = max(1, int((sticky.height - 2 * NOTE_MARGIN + 4) // _NOTE_LINE))
    lines = wrap(sticky.text, _NOTE_SIZE, sticky.width - 2 * NOTE_MARGIN, room)
    ink = theme.colour("note_ink")
    parts = [rectangle(area, NOTE_RADIUS, fill=theme.note_colour(sticky.colour), stroke=ink, stroke_opacity=0.12)]
    for i, line in enumerate(lines):
        y = sticky.y + NOTE_MARGIN + _NOTE_SIZE + i * _NOTE_LINE
        parts.append(text(line, sticky.x + NOTE_MARGIN, y, _NOTE_SIZE, ink))
    return element("g", note("title", sticky.text), *parts)
