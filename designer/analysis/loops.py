"""The way from what watches a release back to training, and where on it a decision can be put."""

from __future__ import annotations

from itertools import pairwise

from designer.analysis.builtins.loop_exists import trains_of, watchers
from designer.analysis.reach import Arrow, bits
from designer.analysis.view import PipelineView


def loop_way(view: PipelineView, release: int) -> tuple[int, ...]:
    """A shortest way from a watcher of a release to a train step of its line, over flow and feedback links."""
    arrows = (*view.reach.flow, *view.reach.feedback)
    ways = (
        view.reach.path(start, goal, 0, arrows)
        for start in bits(watchers(view, release))
        for goal in bits(trains_of(view, release))
    )
    return min((way for way in ways if way), key=len, default=())


def loop_arrow(view: PipelineView, release: int) -> Arrow | None:
    """The feedback link of that way, its last link when it has none; None when there is no way."""
    way = loop_way(view, release)
    arrows = list(pairwise(way))
    back = [arrow for arrow in arrows if arrow in view.reach.feedback and arrow not in view.reach.flow]
    return next(iter(back or arrows[-1:]), None)
