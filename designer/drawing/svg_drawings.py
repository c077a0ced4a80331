"""Notes, texts and strokes as SVG. Comments are talk about the drawing, and no part of pictures."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from designer.drawing.strokes import PEN_WIDTH, curve, decoded, pen_token
from designer.drawing.svg_elements import element, note, number, text
from designer.drawing.svg_links import sticky_note
from designer.drawing.text_fit import wrap
from designer.drawing.theme import Theme
from designer.drawing.writing import TEXT_LINE, TEXT_SIZE
from designer.model.step import COMMENT, INK, TEXT, Note


def in_pictures(notes: Iterable[Note]) -> list[Note]:
    """Those that a picture shows."""
    return [n for n in notes if n.form != COMMENT]


def drawn(thing: Note, theme: Theme) -> str:
    """One of them."""
    return {INK: _stroke, TEXT: _text}.get(thing.form, sticky_note)(thing, theme)


def _stroke(thing: Note, theme: Theme) -> str:
    points = decoded(thing.ink) + np.array([thing.x, thing.y])
    data = [f"M {_pair(points[0].tolist())}"]
    if len(points) == 1:
        data.append(f"L {_pair(points[0].tolist())}")
    data += [f"C {' '.join(map(_pair, piece))}" for piece in curve(points).tolist()]
    return element(
        "path",
        d=" ".join(data),
        fill="none",
        stroke=theme.colour(pen_token(thing.colour)),
        stroke_width=PEN_WIDTH,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def _text(thing: Note, theme: Theme) -> str:
    room = max(1, int(thing.height // TEXT_LINE))
    lines = wrap(thing.text, TEXT_SIZE, thing.width * 1.08, room)  # estimated widths are a little too wide
    colour = theme.colour(pen_token(thing.colour))
    rows = [text(line, thing.x, thing.y + TEXT_SIZE + i * TEXT_LINE, TEXT_SIZE, colour) for i, line in enumerate(lines)]
    return element("g", note("title", thing.text), *rows)


def _pair(place: list[float]) -> str:
    return f"{number(place[0])} {number(place[1])}"
