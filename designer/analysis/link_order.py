"""The order that links put steps in, and which links close a circle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.analysis.bit_sets import bits
from designer.model.step import Link

Arrow = tuple[int, int]


def topological(size: int, arrows: Iterable[Arrow]) -> list[int]:
    """Steps so that each stands after all it waits for; those of circles, and behind them, are missing."""
    targets: list[list[int]] = [[] for _ in range(size)]
    waiting = [0] * size
    for a, b in arrows:
        targets[a].append(b)
        waiting[b] += 1
    order = [step for step in range(size) if not waiting[step]]
    for step in order:  # grows while it is walked
        for target in targets[step]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order


def back_links(size: int, flow: Sequence[tuple[int, int, Link]], ordered: Sequence[int]) -> tuple[Link, ...]:
    """Links that close a circle with those that stand before them in the document."""
    if len(ordered) == size:
        return ()
    settled = set(ordered)
    before, after = [0] * size, [0] * size
    closing = []
    for a, b, link in flow:
        if a in settled or b in settled:
            continue
        if a == b or before[a] >> b & 1:
            closing.append(link)
            continue
        above, below = before[a] | 1 << a, after[b] | 1 << b
        for step in bits(below):
            before[step] |= above
        for step in bits(above):
            after[step] |= below
    return tuple(closing)
