"""Who comes before and after whom, after an edit of a few links: only what lies before or behind them is gone over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from designer.analysis.bit_sets import bits, members, union
from designer.analysis.link_change import LinkChange
from designer.analysis.link_order import Arrow, topological
from designer.analysis.reach import Reach
from designer.model.step import Link

Row = tuple[Arrow, Link]
_FOLLOWED: Final = ("before", "after", "before_success", "data_before", "data_after")
_KEPT: Final = frozenset(
    {"size", "everything", "trains", "order", "back_links", "closing", "flow", "feedback", *_FOLLOWED}
)


@dataclass(frozen=True)
class Arrows:
    """What an edit did to the links, by places.

    Args:
        removed: arrows that went; of links that were only replaced, too.
        added: arrows that came.
        change: the same in links.
    """

    removed: tuple[Row, ...]
    added: tuple[Row, ...]
    change: LinkChange

    @classmethod
    def of(cls, change: LinkChange, then: Mapping[str, int], now: Mapping[str, int]) -> Arrows:
        """The same as a change of links, by the places of their ends then and now."""
        removed = tuple(((then[k.source], then[k.target]), k) for k in change.removed)
        return cls(removed, tuple(((now[k.source], now[k.target]), k) for k in change.added), change)

    @cached_property
    def are_replaced(self) -> bool:
        """Whether all lead from where to where they led before, in the same order."""
        removed, added = ([(a, k.type, k.when) for a, k in rows] for rows in (self.removed, self.added))
        return self.change.replaces and removed == added

    def flow(self) -> list[Arrow]:
        """The flow links among them."""
        return [arrow for arrow, link in (*self.removed, *self.added) if link.is_flow]


def edited(last: Reach, ids: Sequence[str], arrows: Arrows, trains: int, everything: int) -> Reach | None:
    """The order after an edit; None where circles, or the order of the links, make it no matter of a few links."""
    if last.back_links or len(ids) < last.size or not (arrows.change.appends or arrows.are_replaced):
        return None
    flow, feedback = _replaced(last.flow, arrows, is_flow=True), _replaced(last.feedback, arrows, is_flow=False)
    if flow is None or feedback is None:
        return None
    found = copy(last)
    vars(found).update(size=len(ids), everything=everything, trains=trains, flow=flow, feedback=feedback)
    new = range(last.size, len(ids))
    found.order = [*last.order, *new] if new else last.order
    if not _is_in_order(found.order, arrows):
        found.order = topological(found.size, flow)
        if len(found.order) < found.size:
            return None
    for name in vars(found).keys() - _KEPT:
        del vars(found)[name]
    if trains != last.trains:
        vars(found).pop("data_before", None)
        vars(found).pop("data_after", None)
    found.next_steps = _rows(last.next_steps, len(new), arrows, end=1)
    found.previous_steps = _rows(last.previous_steps, len(new), arrows, end=0)
    for name in vars(found).keys() & set(_FOLLOWED):
        setattr(found, name, [*getattr(last, name), *([0] * len(new))])
    if not arrows.are_replaced:
        _follow(found, last, arrows)
    found.kept_ways = _kept_ways(found, last, arrows)
    return found


def _replaced(rows: Mapping[Arrow, Link], arrows: Arrows, *, is_flow: bool) -> Mapping[Arrow, Link] | None:
    """The links of one sort after an edit; None where two lead from one step to another."""
    removed = [(arrow, k) for arrow, k in arrows.removed if k.is_flow == is_flow]
    added = [(arrow, k) for arrow, k in arrows.added if k.is_flow == is_flow]
    if not removed and not added:
        return rows
    found = dict(rows)
    if any(found.get(arrow) is not link for arrow, link in removed):
        return None
    for arrow, _ in () if arrows.are_replaced else removed:
        del found[arrow]
    if not arrows.are_replaced and any(arrow in found for arrow, _ in added):
        return None
    found.update(added)
    return found


def _is_in_order(order: Sequence[int], arrows: Arrows) -> bool:
    return all(order.index(a) < order.index(b) for (a, b), link in arrows.added if link.is_flow)


def _rows(last: list[list[int]], more: int, arrows: Arrows, *, end: int) -> list[list[int]]:
    """The steps at the other end of the flow links of each step."""
    found = [*last, *([] for _ in range(more))]
    if arrows.are_replaced:
        return found
    for step in {arrow[1 - end] for arrow in arrows.flow()}:
        found[step] = list(found[step])
    for arrow, link in arrows.removed:
        if link.is_flow:
            found[arrow[1 - end]].remove(arrow[end])
    for arrow, link in arrows.added:
        if link.is_flow:
            found[arrow[1 - end]].append(arrow[end])
    return found


def _follow(reach: Reach, last: Reach, arrows: Arrows) -> None:
    """Goes over the steps behind the links that came or went, and over those before them."""
    flow = arrows.flow()
    below = union(1 << b | (last.after[b] if b < last.size else 0) for _, b in flow)
    above = union(1 << a | (last.before[a] if a < last.size else 0) for a, _ in flow)
    down = [step for step in reach.order if below >> step & 1]
    up = [step for step in reversed(reach.order) if above >> step & 1]
    trains = reach.trains
    _again(reach.before, down, lambda step: reach.previous_steps[step])
    _again(reach.after, up, lambda step: reach.next_steps[step])
    known = vars(reach).keys()
    if "before_success" in known:
        ways = reach.flow
        _again(
            reach.before_success,
            down,
            lambda step: [s for s in reach.previous_steps[step] if ways[s, step].when == "success"],
        )
    if "data_before" in known:
        _again(reach.data_before, down, lambda step: [s for s in reach.previous_steps[step] if not trains >> s & 1])
    if "data_after" in known:
        _again(reach.data_after, up, lambda step: () if trains >> step & 1 else reach.next_steps[step])


def _kept_ways(reach: Reach, last: Reach, arrows: Arrows) -> Mapping[tuple[int, int], int]:
    """Known ways of data on which no step leads elsewhere, or to something that leads to other train steps."""
    if "data_after" not in vars(reach) or "data_after" not in vars(last):
        return {}
    pairs = zip(last.data_after, reach.data_after, strict=False)
    moved = members(step for step, (then, now) in enumerate(pairs) if (then ^ now) & reach.trains)
    if not arrows.are_replaced:
        moved |= members(a for a, _ in arrows.flow())
    spoiled = moved | union(members(reach.previous_steps[step]) for step in bits(moved))
    return {key: ways for key, ways in last.known_ways.items() if not (ways | 1 << key[0]) & spoiled}


def _again(found: list[int], steps: Iterable[int], beside: Callable[[int], Iterable[int]]) -> None:
    for step in steps:
        reached = 0
        for other in beside(step):
            reached |= found[other] | 1 << other
        found[step] = reached
