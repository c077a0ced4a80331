"""A proper layered graph: links that skip columns become chains of bends, one a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from designer.drawing.layered.cycles import Ints
from designer.pace import breathe


@dataclass(frozen=True, slots=True)
class LayeredGraph:
    """Nodes in columns, with links only between neighbouring columns.

    Args:
        nodes: how many of the nodes are real; the others are bends of long links.
        layers: the nodes of each column, ascending.
        gaps: links between column k and k + 1 as (sources, targets), one pair a gap.
        size: number of nodes with the bends.
    """

    nodes: int
    layers: tuple[Ints, ...]
    gaps: tuple[tuple[Ints, Ints], ...]
    size: int

    def links(self) -> Iterator[tuple[int, int]]:
        for sources, targets in self.gaps:
            yield from zip(sources.tolist(), targets.tolist(), strict=True)


def with_chains(layer: Ints, sources: Ints, targets: Ints) -> LayeredGraph:
    """Adds the bends. All long links of one node share one chain, so they run as a bundle and cost little.

    Args:
        layer: column of each node.
        sources: node each link starts at, in a lower column than its target.
        targets: node each link ends at.
    """
    count = len(layer)
    column = layer.tolist()
    starts: list[int] = []
    ends: list[int] = []
    chains: dict[int, list[int]] = {}
    for a, b in zip(sources.tolist(), targets.tolist(), strict=True):
        breathe()
        chain = chains.setdefault(a, [a])
        while len(chain) < column[b] - column[a]:  # one bend for every column between the two
            bend = len(column)
            column.append(column[a] + len(chain))
            starts.append(chain[-1])
            ends.append(bend)
            chain.append(bend)
        starts.append(chain[column[b] - column[a] - 1])
        ends.append(b)
    return _sorted_by_column(count, np.array(column, np.int64), np.array(starts, np.int64), np.array(ends, np.int64))


def _sorted_by_column(count: int, column: Ints, starts: Ints, ends: Ints) -> LayeredGraph:
    number = int(column.max()) + 1 if len(column) else 0
    by_column = np.argsort(column, kind="stable")
    cuts = np.searchsorted(column[by_column], np.arange(number + 1))
    layers = tuple(by_column[cuts[k] : cuts[k + 1]] for k in range(number))
    order = np.argsort(column[starts], kind="stable")
    starts, ends = starts[order], ends[order]
    cuts = np.searchsorted(column[starts], np.arange(number))
    gaps = tuple((starts[cuts[k] : cuts[k + 1]], ends[cuts[k] : cuts[k + 1]]) for k in range(number - 1))
    return LayeredGraph(count, layers, gaps, len(column))
