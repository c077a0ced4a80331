"""How each link of a still picture runs: plain, round cards, through its bends, or with straight angles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from designer.drawing.geometry import Floats, link_curve
from designer.drawing.lanes import spread
from designer.drawing.link_ways import ROUND, SHARP, bent_curves, bent_points, bent_way, cut_corners, rounded
from designer.drawing.routing import slots_of, ways_round
from designer.model.snapshot import Bends, Position
from designer.model.step import Link


@dataclass(frozen=True, slots=True)
class Shape:
    """A link that is no plain curve.

    Args:
        points: (m, 2) points along it.
        curves: (n, 8) curves through its bends; empty for a way with corners.
        way: (1, k, 2) corners; empty for curves.
        radius: of the corners.
    """

    points: Floats
    curves: Floats
    way: Floats
    radius: float

    def data(self, number: Callable[[float], str]) -> str:
        """It as data of an SVG path; ``number`` writes one number."""
        if len(self.curves):
            rows = [[number(v) for v in row] for row in self.curves.tolist()]
            return f"M {rows[0][0]} {rows[0][1]} " + " ".join(f"C {' '.join(row[2:])}" for row in rows)
        before, after = cut_corners(self.way, self.radius)
        parts = []
        for place, start, end in zip(*(a[0].tolist() for a in (self.way, before, after)), strict=True):
            parts.append(f"L {number(start[0])} {number(start[1])}")
            if start != end:
                parts.append(f"Q {number(place[0])} {number(place[1])} {number(end[0])} {number(end[1])}")
        return "M" + " ".join(parts)[1:]


def link_shapes(
    links: Sequence[Link],
    places: Mapping[str, Position],
    bends: Mapping[str, Bends],
    straight: bool = False,
) -> dict[str, Shape]:
    """The shapes of those links that are no plain curves, by id.

    Args:
        places: top-left corners of the cards that show steps.
        bends: of links both ends of which are seen.
        straight: straight angles only.
    """
    if not links:
        return {}
    found = {}
    for link in (k for k in links if bends.get(k.id)):
        plain = link_curve(places[link.source], places[link.target], not link.is_flow)
        if straight:
            found[link.id] = _cornered(bent_way(plain, bends[link.id], not link.is_flow), SHARP)
        else:
            curves = bent_curves(plain, bends[link.id], not link.is_flow)
            found[link.id] = Shape(bent_points(curves), curves, np.empty((0, 0, 2)), 0.0)
    free = [k for k in links if k.id not in found]
    ends = [np.array([places[getattr(k, end)] for k in free], float).reshape(-1, 2) for end in ("source", "target")]
    cards = np.array(list(dict.fromkeys(places.values())), float)
    feedback = np.array([not k.is_flow for k in free], bool)
    slots = slots_of([(k.source, k.target) for k in free])
    ways = ways_round(cards, ends[0], ends[1], feedback, slots, every=straight) if free else {}
    card = {place: number for number, place in enumerate(dict.fromkeys(places.values()))}
    between = np.array([(card[places[free[i].source]], card[places[free[i].target]]) for i in ways]).reshape(-1, 2)
    apart = spread(list(ways.values()), between, cards, len(ways))
    radius = SHARP if straight else ROUND
    return {**found, **{free[i].id: _cornered(way[None], radius) for i, way in zip(ways, apart, strict=True)}}


def _cornered(way: Floats, radius: float) -> Shape:
    return Shape(rounded(way, radius)[0], np.empty((0, 8)), way, radius)
