"""Heights: neighbours level with each other, long links straight, order and distances kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from designer.drawing.layered.chains import LayeredGraph
from designer.drawing.layered.cycles import Ints
from designer.drawing.layered.ordering import Floats
from designer.pace import breathe

_SWEEPS = 8
_NEAR = 4  # with levels to begin with, the sweeps before are left out
_BOTH_SIDES = 6  # from this sweep on, both columns beside a node pull at it
_STRAIGHT = 4.0  # how much stronger a bend pulls than a card
_LOOSE = 0.05  # weight of a node without neighbours on the side looked at


@dataclass(frozen=True, slots=True)
class Room:
    """What each node keeps free above and below its level; shapes (graph.size,), in canvas units."""

    above: Floats
    below: Floats


def heights(graph: LayeredGraph, place: Ints, room: Room, start: Floats | None = None) -> Floats:
    """The level of every node, where its links meet it, shape (graph.size,); in canvas units, any zero.

    Args:
        graph: the columns.
        place: each node's place in its column.
        room: of every node, bends included.
        start: levels to begin with: the result stays near them. None begins with full columns round one line.
    """
    columns = [layer[np.argsort(place[layer])] for layer in graph.layers]
    offsets = [_offsets(room.above[column], room.below[column]) for column in columns]
    y = np.zeros(graph.size)
    for column, offset in zip(columns, offsets, strict=True):
        y[column] = offset - offset[-1] / 2
    if start is not None:
        y = start.copy()
    last = len(columns) - 1
    for sweep in range(_SWEEPS) if start is None else range(_NEAR, _SWEEPS):
        rightward = sweep % 2 == 0
        for k in range(len(columns)) if rightward else range(last, -1, -1):
            breathe()
            both = sweep >= _BOTH_SIDES
            pulls = [graph.gaps[k - 1]] if k > 0 and (rightward or both) else []
            pulls += [graph.gaps[k][::-1]] if k < last and (both or not rightward) else []
            if pulls:
                _level(columns[k], offsets[k], place, y, pulls, graph.nodes)
            elif start is not None:
                y[columns[k]] = _ascending(y[columns[k]] - offsets[k], np.ones(len(columns[k]))) + offsets[k]
    return y


def _offsets(above: Floats, below: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(below[:-1] + above[1:])])


def _level(column: Ints, offset: Floats, place: Ints, y: Floats, pulls: list[tuple[Ints, Ints]], nodes: int) -> None:
    """Moves one column to where its neighbours pull it, as near as order and distances allow."""
    total, weight = np.zeros(len(column)), np.zeros(len(column))
    for fixed, free in pulls:
        pull = np.where((fixed >= nodes) & (free >= nodes), _STRAIGHT, 1.0)
        total += np.bincount(place[free], weights=y[fixed] * pull, minlength=len(column))
        weight += np.bincount(place[free], weights=pull, minlength=len(column))
    wanted = np.where(weight > 0, total / np.maximum(weight, 1e-9), y[column])
    y[column] = _ascending(wanted - offset, np.where(weight > 0, weight, _LOOSE)) + offset


def _ascending(values: Floats, weights: Floats) -> Floats:
    """The nearest ascending sequence in weighted least squares, by pooling adjacent violators.

    Source: Barlow et al. 1972, Statistical inference under order restrictions.
    """
    means: list[float] = []
    masses: list[float] = []
    sizes: list[int] = []
    for value, mass in zip(values.tolist(), weights.tolist(), strict=True):
        size = 1
        while means and means[-1] > value:
            other, other_mass = means.pop(), masses.pop()
            value = (other * other_mass + value * mass) / (other_mass + mass)
            mass += other_mass
            size += sizes.pop()
        means.append(value)
        masses.append(mass)
        sizes.append(size)
    return np.repeat(np.array(means), sizes)
