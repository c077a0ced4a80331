"""Ways of different links that run on top of each other are moved apart, side by side.

Links that leave one card may share a trunk, and so may links that enter one card: such pieces move together. Everything
is tried in an order that depends on the links alone, and what needs no room of its own stays where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats

Ints = npt.NDArray[np.int64]
STEP: Final = 6.0
"""How far apart lines run side by side."""
_TRIES: Final = STEP * np.array([0.0, 1, -1, 2, -2, 3, -3, 4, -4])
_CLOSE: Final = STEP - 1.5
_SHARED: Final = 6.0  # so long a stretch may be run together: where lines cross, say
_SAME: Final = 3.0  # nearer to each other two lines look like one
_SEEN: Final = 8.0  # for so long it is seen
_LEAST: Final = 10.0  # length of the piece at each end of one that moves
_AIR: Final = 6.0
_TIGHT: Final = 3.0
_FAR: Final = 72.0
_CARD: Final = np.array([CARD_WIDTH, CARD_HEIGHT])
_BLOCKED: Final = 1000


def spread(ways: Sequence[Floats], ends: Ints, cards: Floats, movable: int) -> list[Floats]:
    """Moves ways apart.

    Args:
        ways: (m, 2) corners of each, with pieces across and down only.
        ends: (n, 2) numbers of the cards that each leaves and enters.
        cards: (k, 2) top-left corners of the cards that must not be touched.
        movable: so many of the first ways may move; the others are drawn already.

    Returns:
        The first ways.
    """
    pieces = _Pieces(ways, ends, movable)
    if len(pieces.place):
        before = pieces.laid()
        for unit in pieces.units():
            pieces.settle(unit, cards)
        if pieces.laid() > before:  # what leads to a piece that was moved came to lie on others: seldom
            pieces = _Pieces(ways, ends, movable)
    return [pieces.corners(number, ways[number]) for number in range(movable)]


class _Pieces:
    """All pieces of ways in columns: where each lies across its direction, and from where to where it runs along it."""

    def __init__(self, ways: Sequence[Floats], ends: Ints, movable: int) -> None:
        ways = [_clean(way) for way in ways]
        counts = np.array([len(way) - 1 for way in ways], np.int64)
        self._first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._way = np.repeat(np.arange(len(ways)), counts)
        starts = np.concatenate([way[:-1] for way in ways]) if ways else np.empty((0, 2))
        stops = np.concatenate([way[1:] for way in ways]) if ways else np.empty((0, 2))
        self._down = np.abs(stops[:, 0] - starts[:, 0]) < np.abs(stops[:, 1] - starts[:, 1])
        row, across = np.arange(len(starts)), np.where(self._down, 0, 1)
        self.place, self._start, self._stop = starts[row, across], starts[row, 1 - across], stops[row, 1 - across]
        self._ends = ends[self._way]
        number = row - self._first[self._way]
        self._free = (number > 0) & (number < counts[self._way] - 1) & (self._way < movable)
        self._settled = np.ones(len(row), bool)

    def units(self) -> list[Ints]:
        """Pieces that move together, of those that lie on others; long trunks first."""
        on_others = self._on_others()
        keys = [(bool(d), round(float(p), 1)) for d, p in zip(self._down, self.place, strict=True)]
        left, entered = self._ends.T.tolist()
        free = np.flatnonzero(self._free).tolist()
        by_source, by_target = Counter((keys[i], left[i]) for i in free), Counter((keys[i], entered[i]) for i in free)
        units: dict[object, list[int]] = {}
        for i in free:
            from_source = by_source[keys[i], left[i]] >= by_target[keys[i], entered[i]]
            units.setdefault((keys[i], from_source, left[i] if from_source else entered[i]), []).append(i)
        found = [np.array(unit) for unit in units.values() if on_others[unit].any()]
        for unit in found:
            self._settled[unit] = False
        return sorted(found, key=lambda unit: -len(unit))

    def _on_others(self) -> npt.NDArray[np.bool_]:
        """Which pieces lie on pieces of links with other ends."""
        found = np.zeros(len(self.place), bool)
        for one, other in self._meetings(_CLOSE, _SHARED):
            found[one] = found[other] = True
        return found

    def laid(self) -> int:
        """How many pairs of ways are drawn on each other."""
        met = [np.stack([self._way[one], self._way[other]], 1) for one, other in self._meetings(_SAME, _SEEN)]
        return len(np.unique(np.sort(np.concatenate(met), 1), axis=0)) if met else 0

    def _meetings(self, close: float, shared: float) -> Iterator[tuple[Ints, Ints]]:
        """Pieces of links with other ends that are so close to each other for longer than so much."""
        low, high = np.minimum(self._start, self._stop), np.maximum(self._start, self._stop)
        order = np.lexsort((self.place, self._down))
        for apart in range(1, len(order)):
            one, other = order[:-apart], order[apart:]
            near = (self.place[other] - self.place[one] < close) & (self._down[one] == self._down[other])
            if not near.any():
                break
            one, other = one[near], other[near]
            met = np.minimum(high[one], high[other]) - np.maximum(low[one], low[other]) > shared
            met &= (self._ends[one] != self._ends[other]).all(1)
            yield one[met], other[met]

    def settle(self, unit: Ints, cards: Floats) -> None:
        """Moves one unit to where it lies on nothing and crosses least; it stays where there is no such place."""
        self._settled[unit] = True
        here, down = self.place[unit[0]], self._down[unit[0]]
        low, high = self._ranges(unit)
        near = self._settled & (self._down == down) & (np.abs(self.place - here) < _FAR)
        near &= (np.minimum(self._start, self._stop) < high.max()) & (np.maximum(self._start, self._stop) > low.min())
        near[unit] = False
        others = np.flatnonzero(near)
        other_low, other_high = self._ranges(others)
        alien = (self._ends[unit][:, None] != self._ends[others][None]).all(2)
        met = alien & (np.minimum(high[:, None], other_high) - np.maximum(low[:, None], other_low) > _SHARED)
        beside = np.abs(self.place[others] - (here + _TRIES)[:, None]) < _CLOSE
        laid_on = (beside & met.any(0)).sum(1)
        if laid_on[0]:
            forbidden = ~self._fits(unit) | self._touches(unit, cards if down else cards[:, ::-1])
            forbidden[0] = False
            cost = (
                _BLOCKED * (laid_on + _BLOCKED * forbidden) + self._crossed(unit, others, alien) + np.abs(_TRIES) / 1000
            )
            self._move(unit, here + float(_TRIES[cost.argmin()]))

    def _move(self, unit: Ints, place: float) -> None:
        self.place[unit] = place
        self._stop[unit - 1] = self._start[unit + 1] = place

    def _ranges(self, rows: Ints) -> tuple[Floats, Floats]:
        return np.minimum(self._start[rows], self._stop[rows]), np.maximum(self._start[rows], self._stop[rows])

    def _fits(self, unit: Ints) -> npt.NDArray[np.bool_]:
        """At which tries the pieces before and after keep their direction and some length."""
        fits = np.ones(len(_TRIES), bool)
        for far in (self._start[unit - 1], self._stop[unit + 1]):
            now = self.place[unit] - far
            then = now + _TRIES[:, None]
            fits &= ((np.sign(now) == np.sign(then)) & (np.abs(then) > np.minimum(_LEAST, np.abs(now)) - 0.01)).all(1)
        return fits

    def _touches(self, unit: Ints, cards: Floats) -> npt.NDArray[np.bool_]:
        """Whether a unit, or what leads to it, would touch a card at each try; cards are across and along."""
        size = _CARD if self._down[unit[0]] else _CARD[::-1]
        here, (low, high) = self.place[unit[0]], self._ranges(unit)
        room = _TRIES.max() + _AIR
        near = (cards[:, 0] - room < here) & (here < cards[:, 0] + size[0] + room)
        near &= (cards[:, 1] < high.max()) & (cards[:, 1] + size[1] > low.min())
        across, along = cards[near, 0], cards[near, 1]
        lies = (across - _AIR < here + _TRIES[:, None]) & (here + _TRIES[:, None] < across + size[0] + _AIR)
        lies &= ((along < high[:, None]) & (along + size[1] > low[:, None])).any(0)
        ends = np.concatenate([self._start[unit], self._stop[unit]])[:, None]
        led = ((along - _TIGHT < ends) & (ends < along + size[1] + _TIGHT)).any(0)
        led = led & (across < here + np.maximum(_TRIES, 0)[:, None])
        led &= here + np.minimum(_TRIES, 0)[:, None] < across + size[0]
        touches: npt.NDArray[np.bool_] = (lies | led).any(1)
        return touches

    def _crossed(self, unit: Ints, others: Ints, alien: npt.NDArray[np.bool_]) -> Ints:
        """How many crossings of a unit with others there would be at each try."""
        found = np.zeros(len(_TRIES), np.int64)
        tries = (self.place[unit[0]] + _TRIES)[:, None, None]
        (low, high), (other_low, other_high) = self._ranges(unit), self._ranges(others)
        there = self.place[others]
        for at, far in ((self._start[unit], self._start[unit - 1]), (self._stop[unit], self._stop[unit + 1])):
            meets = alien & (other_low < at[:, None]) & (at[:, None] < other_high)
            found += (meets & _between(there, far[:, None], tries)).sum((1, 2))
        first, last = others == self._first[self._way[others]], others + 1 == self._first[self._way[others] + 1]
        before = np.where(first, np.nan, self._start[others - 1])
        after = np.where(last, np.nan, self._stop[np.minimum(others + 1, len(self.place) - 1)])
        for at, far in ((self._start[others], before), (self._stop[others], after)):
            meets = alien & (low[:, None] < at) & (at < high[:, None])
            found += (meets & _between(tries, far, there)).sum((1, 2))
        return found

    def corners(self, number: int, way: Floats) -> Floats:
        """A way with its pieces where they are now."""
        first, end = self._first[number], self._first[number + 1]
        down, place = self._down[first:end], self.place[first:end]
        inner = np.where(down[:-1, None], np.stack([place[:-1], place[1:]], 1), np.stack([place[1:], place[:-1]], 1))
        corners: Floats = np.concatenate([way[:1], inner, way[-1:]])
        return corners


def _between(place: Floats, one: Floats, other: Floats) -> npt.NDArray[np.bool_]:
    """Whether places lie between two others; nothing lies beside a place that is not there."""
    between: npt.NDArray[np.bool_] = (np.minimum(one, other) < place) & (place < np.maximum(one, other))
    return between


def _clean(way: Floats) -> Floats:
    """Without points that repeat the one before."""
    moved = np.abs(np.diff(way, axis=0)).max(1) > 1e-6
    cleaned: Floats = way[np.concatenate([[True], moved])]
    return cleaned
