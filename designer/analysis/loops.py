"""The way from what watches a release back to training, and where on it a decision can be put."""

from __future__ import annotations

from itertools import pairwise

from designer.analysis.bit_sets import bits, lowest
from designer.analysis.builtins.feedback_before_gate import unsafe
from designer.analysis.builtins.loop_exists import trains_of, watchers
from designer.analysis.facets import EVALUATION, evaluations
from designer.analysis.link_order import Arrow
from designer.analysis.places import first_train
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
    if view.lines.is_single and view.scope != "training":  # then it is no matter of single releases
        return view.releases & view.reach.below(view.select(EVALUATION) & view.reach.below(view.origins))
    return sum(1 << release for release in bits(view.releases) if evaluations(view, release))


def loop_entry(view: PipelineView, release: int) -> int | None:
    """Where a later run should start: at a train step of the release's line, so that it passes every evaluation.

    None when every such run would go around an evaluation of some release.
    """
    trains = trains_of(view, release)
    gated = ~view.once(unsafe, view.once(evaluated_releases))
    first = lowest(trains & gated & 1 << first_train(view, release))
    return first if first is not None else view.once(_entry, trains, gated)


def loop_goal(view: PipelineView, release: int) -> int | None:
    """Where a loop that is missing is drawn to: its entry, else the first train step of the release's line."""
    entry = loop_entry(view, release)
    if entry is not None:
        return entry
    train = first_train(view, release)
    return train if train != release else lowest(trains_of(view, release))


def _entry(view: PipelineView, trains: int, gated: int) -> int | None:
    """The first of some train steps, else of the steps above them, that is gated."""
    return lowest(trains & gated or view.reach.above(trains) & gated)


def entries_told(view: PipelineView) -> tuple[object, ...]:
    """All that is asked of steps far from a release to say where a run should start, with their names."""
    gated = ~view.once(unsafe, view.once(evaluated_releases))
    if view.lines.is_single:  # whether its own first train step is gated can be seen from a release
        entry, first = view.once(_entry, view.trains, gated), lowest(view.trains)
        return tuple(None if step is None else view.name(step) for step in (entry, first))
    starts = view.trains | view.reach.above(view.trains)
    return view.trains, starts & gated, view.names(starts), view.lines.known, tuple(view.lines.everyone)
