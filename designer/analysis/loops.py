"""The way from what watches a release back to training, and where on it a decision can be put."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from designer.analysis.builtins.feedback_before_gate import is_gated
from designer.analysis.builtins.loop_exists import trains_of, watchers
from designer.analysis.facets import evaluations
from designer.analysis.places import first_train
from designer.analysis.reach import Arrow, bits, union
from designer.analysis.searching import way_to
from designer.analysis.view import PipelineView


def loop_way(view: PipelineView, release: int) -> tuple[int, ...]:
    """A shortest way from a watcher of a release to a train step of its line, over flow and feedback links."""
    goals = trains_of(view, release)
    # one search from all watchers at once: a large pipeline has many releases
    return way_to(bits(watchers(view, release)), goals, view.reach.any_next_steps.__getitem__)


def loop_arrow(view: PipelineView, release: int) -> Arrow | None:
    """The feedback link of that way, its last link when it has none; None when there is no way."""
    way = loop_way(view, release)
    arrows = list(pairwise(way))
    back = [arrow for arrow in arrows if arrow in view.reach.feedback and arrow not in view.reach.flow]
    return next(iter(back or arrows[-1:]), None)


def evaluated_releases(view: PipelineView) -> int:
    """Releases with an evaluation between training and them."""
    return sum(1 << release for release in bits(view.releases) if evaluations(view, release))


def loop_entry(view: PipelineView, release: int) -> int | None:
    """Where a later run should start: at a train step of the release's line, so that it passes every evaluation.

    None when every such run would go around an evaluation of some release.
    """
    return view.once(_loop_entry, release)


def _loop_entry(view: PipelineView, release: int) -> int | None:
    evaluated = view.once(evaluated_releases)
    return next((step for step in _entries(view, release) if is_gated(view, step, evaluated)), None)


def _entries(view: PipelineView, release: int) -> Iterator[int]:
    """The train steps of a release's line, the one that comes first before the others, then all above them."""
    trains = trains_of(view, release)
    first = 1 << first_train(view, release)
    yield from bits(trains & first)
    yield from bits(trains & ~first)
    yield from bits(union(view.reach.before[train] for train in bits(trains)))
