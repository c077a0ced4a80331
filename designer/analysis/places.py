"""Where a missing step belongs: used for the ghost that is drawn and for the fix that puts it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from designer.analysis.bit_sets import bits, lowest
from designer.analysis.view import PipelineView

ROOT: Final = "root"  # a new input of one step
LEAF: Final = "leaf"  # behind one step, nothing waits for it
IN: Final = "in"  # takes over the incoming flow links of one step
OUT: Final = "out"  # takes over the outgoing flow links of one step
AT_THE_STEP: Final = frozenset({"before", "after", "after_rewire", "root_before"})
"""Words for places that depend on nothing but the step and its own links."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a new step.

    Args:
        way: how it is linked: one of ``root leaf in out``.
        step: the step it is put beside.
        after: ids of the steps it will stand after.
        before: ids of the steps it will stand before.
    """

    way: str
    step: int
    after: tuple[str, ...]
    before: tuple[str, ...]


def place_for(view: PipelineView, at: str, anchor: int) -> Place:
    """The place that a rule calls ``at``, for one anchor.

    Raises:
        ValueError: there is no such word.
    """
    match at:
        case "before":
            return _place(view, IN, anchor)
        case "after":
            return _place(view, LEAF, anchor)
        case "after_rewire":
            return _place(view, OUT, anchor)
        case "root_before":
            return _place(view, ROOT, anchor)
        case "root_before_train":
            return _place(view, ROOT, first_train(view, anchor))
        case "before_release_or_after":
            release = release_of(view, anchor)
            return _place(view, LEAF, anchor) if release is None else _place(view, IN, release)
    raise ValueError(f"{at!r} is no place for a new step")


def _place(view: PipelineView, way: str, step: int) -> Place:
    name = view.name(step)
    if way == IN:
        return Place(way, step, view.before_it(step), (name,))
    if way == OUT:
        return Place(way, step, (name,), view.after_it(step))
    return Place(way, step, (name,), ()) if way == LEAF else Place(way, step, (), (name,))


def feeds(view: PipelineView, source: int, target: int) -> bool:
    """Whether a flow link from one step to another would bring new data to a train step."""
    brought = (view.reach.data_before[source] | 1 << source) & view.of_kind("data_source") & view.real
    if view.training >> source & 1 or not brought:
        return False
    reached = (view.reach.after[target] | 1 << target) & view.trains
    return any(brought & ~view.sources[train] for train in bits(reached))


def linkable(view: PipelineView, kinds: tuple[str, ...], release: int) -> Iterator[int]:
    """Steps of some kinds behind the origins of a release that the release could wait for."""
    behind = view.reach.below(view.origins_of(release))
    wanted = view.of_kind(*kinds) & view.real & behind & view.lines.mates(release) & ~view.reach.after[release]
    return (step for step in bits(wanted) if not feeds(view, step, release))


def first_train(view: PipelineView, anchor: int) -> int:
    """The earliest train step behind a release; the anchor itself when it is one, or when there is none."""
    trains = view.origins_of(anchor) & view.trains
    if view.trains >> anchor & 1 or not trains:
        return anchor
    return view.once(_earliest, trains)  # many releases come from the same ones


def _earliest(view: PipelineView, trains: int) -> int:
    """The one of some train steps before which the least comes."""
    places = view.once(_place_in_order)
    if trains.bit_count() ** 2 > len(places):  # then one of the first is among them
        return next(train for train in places if trains >> train & 1)
    return min(bits(trains), key=places.__getitem__)


def _place_in_order(view: PipelineView) -> dict[int, int]:
    """For each train step its place among them by how much comes before it, the first ones first."""
    trains = sorted(bits(view.trains), key=lambda t: (view.reach.before[t].bit_count(), t))
    return {train: place for place, train in enumerate(trains)}


def release_of(view: PipelineView, anchor: int) -> int | None:
    """The anchor if it is a release, else the first release of its line behind it."""
    if view.releases >> anchor & 1:
        return anchor
    return lowest(view.releases & view.reach.after[anchor] & view.lines.mates(anchor))
