"""Searches for shortest ways; step by step, and so that the first in the document wins among equals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def way_to(
    starts: Iterable[int], goals: int, targets: Callable[[int], Iterable[int]], without: int = 0
) -> tuple[int, ...]:
    """A shortest way of one step or more from one of some starts to one of some goals; empty when there is none.

    Args:
        starts: one search from all of them at once.
        goals: a set of steps.
        targets: where one gets to from a step.
        without: steps that may not lie on the way.
    """
    queue = list(starts)
    seen = without | sum(1 << step for step in queue)
    came_from: dict[int, int] = {}
    for step in queue:  # grows while it is walked
        for target in targets(step):
            if goals >> target & 1:
                return (*traced(came_from, step), target)
            if not seen >> target & 1:
                seen |= 1 << target
                came_from[target] = step
                queue.append(target)
    return ()


def traced(came_from: Mapping[int, int], step: int) -> tuple[int, ...]:
    """The way that a search took to a step."""
    way = [step]
    while way[-1] in came_from:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
