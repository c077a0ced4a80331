"""Columns for which all links together are as short as they can be: the network simplex method.

Source: Gansner, Koutsofios, North and Vo 1993, A technique for drawing directed graphs, section 2. All links weigh the
same here, so the cut value of a tree link is a sum over the nodes on one side of it: links that leave less links that
enter.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from designer.drawing.layered.cycles import Ints

_WORK: Final = 400_000  # nodes looked at; then what was found so far is taken
_ROOT: Final = -1


def shortened(layer: Ints, sources: Ints, targets: Ints) -> Ints:
    """Columns that keep every link at one column or more; few nodes move when the columns were good already.

    Args:
        layer: columns to begin with.
        sources: node each link starts at, in a lower column than its target.
        targets: node each link ends at.
    """
    return _Simplex(layer, sources, targets).solved() if len(sources) else layer


class _Simplex:
    """A spanning tree of links of length one, exchanged link by link."""

    def __init__(self, layer: Ints, sources: Ints, targets: Ints) -> None:
        self._sources, self._targets = sources.tolist(), targets.tolist()
        count = len(layer)
        self._links: list[list[int]] = [[] for _ in range(count)]
        for link, (a, b) in enumerate(zip(self._sources, self._targets, strict=True)):
            self._links[a].append(link)
            self._links[b].append(link)
        self._parent = [_ROOT] * count
        self._by = [_ROOT] * count  # the tree link to the parent
        self._below: list[set[int]] = [set() for _ in range(count)]
        self._layer: list[int] = []
        order = self._grow(layer.copy(), sources, targets)
        self._excess = (np.bincount(sources, minlength=count) - np.bincount(targets, minlength=count)).tolist()
        for node in reversed(order):
            if self._parent[node] != _ROOT:
                self._excess[self._parent[node]] += self._excess[node]

    def _grow(self, layer: Ints, sources: Ints, targets: Ints) -> list[int]:
        """Makes the tree, moving what is in it next to what comes in; returns its nodes from the roots on."""
        count = len(layer)
        inside = np.zeros(count, bool)
        order: list[int] = []
        for root in range(count):
            if inside[root]:
                continue
            inside[root] = True
            part = [root]
            todo = [root]
            while True:
                while todo:
                    node = todo.pop()
                    for link in self._links[node]:
                        a, b = self._sources[link], self._targets[link]
                        other = b if a == node else a
                        if not inside[other] and layer[b] - layer[a] == 1:
                            inside[other] = True
                            self._hang(other, node, link)
                            part.append(other)
                            todo.append(other)
                edge = np.flatnonzero(inside[sources] != inside[targets])
                if not len(edge):
                    break
                slack = layer[targets[edge]] - layer[sources[edge]] - 1
                link = int(edge[slack.argmin()])
                way = int(slack.min()) if inside[sources[link]] else -int(slack.min())
                layer[part] += way
                todo.append(self._sources[link] if inside[sources[link]] else self._targets[link])
            order += part
        self._layer = layer.tolist()
        return order

    def _hang(self, node: int, parent: int, link: int) -> None:
        self._parent[node], self._by[node] = parent, link
        if parent != _ROOT:
            self._below[parent].add(node)

    def solved(self) -> Ints:
        """Exchanges links until none makes the whole shorter."""
        count, work, node, idle = len(self._layer), 0, 0, 0
        while idle < count and work < _WORK:
            if self._is_wrong(node):
                work += self._exchange(node)
                idle = 0
            else:
                idle += 1
                node = (node + 1) % count
        layer: Ints = np.array(self._layer, np.int64)
        return np.asarray(layer - layer.min())

    def _is_wrong(self, node: int) -> bool:
        """Whether the drawing gets shorter when the tree link above a node becomes longer."""
        link = self._by[node]
        if link == _ROOT:
            return False
        leaving: int = self._excess[node]
        return leaving < 0 if self._sources[link] == node else leaving > 0

    def _exchange(self, node: int) -> int:
        """Takes the tree link above a node out and the shortest that may replace it in; returns the work done."""
        side = [node]
        for inner in side:
            side.extend(self._below[inner])
        members = set(side)
        outwards = self._sources[self._by[node]] == node  # the replacement runs the other way
        best, slack, inside = _ROOT, 0, _ROOT
        for inner in side:
            for link in self._links[inner]:
                a, b = self._sources[link], self._targets[link]
                if (b if outwards else a) != inner or (a if outwards else b) in members:
                    continue
                length = self._layer[b] - self._layer[a] - 1
                if best == _ROOT or length < slack:
                    best, slack, inside = link, length, inner
        if best == _ROOT:  # cannot be: what shortens nothing by moving away has links that hold it
            self._by[node] = _ROOT
            return len(side)
        for inner in side:
            self._layer[inner] += -slack if outwards else slack
        self._replace(node, inside, best)
        return len(side)

    def _replace(self, node: int, inside: int, link: int) -> None:
        """Hangs the part below a node on another link, by the node of it that this link ends at."""
        moved = self._excess[node]
        self._add_above(self._parent[node], -moved)
        self._below[self._parent[node]].discard(node)
        outside = self._targets[link] if self._sources[link] == inside else self._sources[link]
        path = [inside]
        while path[-1] != node:
            path.append(self._parent[path[-1]])
        links = [self._by[step] for step in path]
        for upper, lower in zip(reversed(path[1:]), reversed(path[:-1]), strict=True):
            self._below[upper].discard(lower)
            self._excess[upper] -= self._excess[lower]
        for lower, upper, by in zip(path, path[1:], links, strict=False):
            self._hang(upper, lower, by)
        for upper in reversed(path[1:]):
            self._excess[self._parent[upper]] += self._excess[upper]
        self._hang(inside, outside, link)
        self._add_above(outside, moved)

    def _add_above(self, node: int, amount: int) -> None:
        while node != _ROOT:
            self._excess[node] += amount
            node = self._parent[node]
