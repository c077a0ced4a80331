"""Breaking circles: a drawing has a direction even when the document does not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def break_cycles(count: int, sources: Ints, targets: Ints) -> tuple[Ints, Ints]:
    """Turns round the links that close a circle, found by a depth-first walk in index order.

    Args:
        count: number of nodes.
        sources: node each link starts at, shape (links,).
        targets: node each link ends at, shape (links,).
    """
    backward = _backward_links(count, sources.tolist(), targets.tolist())
    return np.where(backward, targets, sources), np.where(backward, sources, targets)


def _backward_links(count: int, sources: list[int], targets: list[int]) -> NDArray[np.bool_]:
    outgoing: list[list[int]] = [[] for _ in range(count)]
    for link, source in enumerate(sources):
        outgoing[source].append(link)
    backward = np.zeros(len(sources), bool)
    new, on_path, done = 0, 1, 2
    state = bytearray(count)
    for root in range(count):
        if state[root] != new:
            continue
        state[root] = on_path
        path = [(root, iter(outgoing[root]))]
        while path:
            node, links = path[-1]
            for link in links:
                target = targets[link]
                if state[target] == on_path:
                    backward[link] = True
                elif state[target] == new:
                    state[target] = on_path
                    path.append((target, iter(outgoing[target])))
                    break
            else:
                state[node] = done
                path.pop()
    return backward
