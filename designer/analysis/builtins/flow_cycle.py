"""Circles of flow links (GRA001): one violation for each link that closes one."""

from __future__ import annotations

from itertools import pairwise

from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.view import PipelineView


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    found = []
    for link in view.reach.back_links:
        start, end = view.index[link.source], view.index[link.target]
        way = (end,) if start == end else view.reach.way(end, start)
        names = tuple(map(view.name, way))
        round_trip = (*names, link.target)
        inside = tuple(view.reach.flow[a, b].id for a, b in pairwise(way))
        message = f"{link.id} closes the circle {' -> '.join(round_trip)}"
        # A shorter way may stand beside a longer one; without any of them the circle would be cut elsewhere.
        rest = view.names(view.reach.after[end] & view.reach.before[start])
        steps = tuple(dict.fromkeys((*names, *rest)))
        found.append(Violation(link.id, message, steps=steps, links=(link.id, *inside)))
    return tuple(found)


check = GraphCheck(_violations)
