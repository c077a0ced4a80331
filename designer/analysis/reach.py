"""Who comes before and after whom, as bit sets: one pass over the links, then every question is a few ANDs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import chain

from designer.analysis.bit_sets import bits, members, spread, union
from designer.analysis.link_order import Arrow, back_links, topological
from designer.model.step import Link


class Reach:
    """Order and loops among steps.

    A flow link that closes a circle is taken for a feedback link, so a document with a circle can be judged too.

    Args:
        ids: step ids, the position of each is its bit; empty where no step stands.
        links: all links of the pipeline, in the order of the document; ends must be among ``ids``.
        trains: the steps that train; what leaves them is a model, not data.
    """

    def __init__(self, ids: Sequence[str], links: Iterable[Link], trains: int) -> None:
        self.size = len(ids)
        self.everything = members(i for i, step in enumerate(ids) if step)
        self.trains = trains
        index = {step: i for i, step in enumerate(ids)}
        links = tuple(links)
        ends = [(index[k.source], index[k.target], k) for k in links]
        flow = [row for row in ends if row[2].is_flow]
        self.order = topological(self.size, [(a, b) for a, b, _ in flow])
        self.back_links = back_links(self.size, flow, self.order)
        closing = {k.id for k in self.back_links}
        self.closing = tuple((index[k.source], index[k.target]) for k in self.back_links)
        self.flow: Mapping[Arrow, Link] = {(a, b): k for a, b, k in flow if not closing or k.id not in closing}
        self.feedback: Mapping[Arrow, Link] = {(a, b): k for a, b, k in ends if not k.is_flow or k.id in closing}
        if closing:
            self.order = topological(self.size, self.flow)
        self.before = self._ancestors(self.flow)
        self.after = self._descendants()

    @cached_property
    def on_circle(self) -> int:
        """Steps on a circle of flow links; it may be closed by several links, each of which leads on to the next."""
        closing = self.closing
        below = [self.after[b] | 1 << b for _, b in closing]
        above = [self.before[a] | 1 << a for a, _ in closing]
        next_ = [sum(1 << i for i, (a, _) in enumerate(closing) if steps >> a & 1) for steps in below]
        found = 0
        for i, steps in enumerate(below):
            for j in bits(next_[i]):
                if spread(1 << j, next_) >> i & 1:
                    found |= steps & above[j]
        return found

    @cached_property
    def linked(self) -> int:
        """Steps at which any link starts or ends."""
        ends = chain.from_iterable((*self.flow, *self.feedback))
        return members(set(ends))

    @cached_property
    def before_success(self) -> list[int]:
        """Ancestors over links that only a success passes."""
        return self._ancestors([arrow for arrow, link in self.flow.items() if link.when == "success"])

    @cached_property
    def data_before(self) -> list[int]:
        """Ancestors over links that do not leave a train step."""
        return self._ancestors([arrow for arrow in self.flow if not self.trains >> arrow[0] & 1])

    @cached_property
    def next_steps(self) -> list[list[int]]:
        """Targets of the flow links of each step, in document order."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for a, b in self.flow:
            found[a].append(b)
        return found

    @cached_property
    def previous_steps(self) -> list[list[int]]:
        """Sources of the flow links of each step, in document order."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for a, b in self.flow:
            found[b].append(a)
        return found

    def above(self, steps: int) -> int:
        """Steps that come before one of ``steps``."""
        found, rest = 0, steps
        while rest:
            step = rest.bit_length() - 1  # mostly one that comes after many of the others
            found |= self.before[step]
            rest &= ~(found | 1 << step)
        return found

    def below(self, steps: int) -> int:
        """Steps that come after one of ``steps``."""
        found, rest = 0, steps
        while rest:
            first = rest & -rest
            found |= self.after[first.bit_length() - 1]
            rest &= ~(found | first)
        return found

    @cached_property
    def data_after(self) -> list[int]:
        """Descendants over links that do not leave a train step."""
        found = [0] * self.size
        for step in reversed(self.order):
            if not self.trains >> step & 1:
                found[step] = union(found[target] | 1 << target for target in self.next_steps[step])
        return found

    def leads_to(self, goal: int) -> int:
        """Steps from which one of ``goal`` is reached over flow and feedback links, ``goal`` itself included."""
        if goal not in self._led:
            self._led[goal] = self._closed(goal, self.before, self._back_from)
        return self._led[goal]

    def led_from(self, start: int) -> int:
        """Steps reached from one of ``start`` over flow and feedback links, ``start`` itself included."""
        return self._closed(start, self.after, self._back_to)

    def led_past(self, start: int, closed: Arrow) -> int:
        """Steps reached from a step over flow and feedback links but one, the step itself included."""
        targets = list(self._targets)
        targets[closed[0]] &= ~(1 << closed[1])
        return spread(1 << start, targets)

    def leading_past(self, goals: int, closed: Arrow) -> int:
        """Steps from which each of some steps is reached over flow and feedback links but one, these included."""
        sources = list(self._sources)
        sources[closed[1]] &= ~(1 << closed[0])
        found, rest = self.everything, goals
        while rest:
            goal = min(bits(rest), key=self._places.__getitem__)
            found &= spread(1 << goal, sources)
            rest &= ~self.led_past(goal, closed)  # who reaches this one reaches what it leads to
        return found

    def way(self, start: int, goal: int) -> tuple[int, ...]:
        """Steps from one step to a later one along flow links, ends included; empty when there is no such way."""
        if not self.after[start] >> goal & 1:
            return ()
        found = [start]
        while found[-1] != goal:
            options = self.next_steps[found[-1]]
            found.append(goal if goal in options else next(o for o in options if self.after[o] >> goal & 1))
        return tuple(found)

    def data_way(self, source: int, train: int) -> tuple[int, ...]:
        """A way of data from a source to a train step: no step on it trains; empty when there is none."""
        if not self.data_before[train] >> source & 1:
            return ()
        found, above = [source], self.data_before[train]
        while found[-1] != train:
            options = self.next_steps[found[-1]]
            found.append(train if train in options else next(o for o in options if above >> o & 1))
        return tuple(found)

    def data_ways(self, source: int, trains: int) -> int:
        """All steps on the ways of data from a source to each of some train steps, ends included."""
        key = source, trains
        if key not in self.known_ways:
            kept = self.kept_ways.get(key)
            self.known_ways[key] = self._dealt_out(source, trains) if kept is None else kept
        return self.known_ways[key]

    @cached_property
    def known_ways(self) -> dict[tuple[int, int], int]:
        """Ways of data that were asked for, by source and train steps."""
        return {}

    @cached_property
    def kept_ways(self) -> Mapping[tuple[int, int], int]:
        """Those of the order before an edit that are as they were."""
        return {}

    def _dealt_out(self, source: int, trains: int) -> int:
        """One walk for all: at each step those that are still ahead are dealt out among its targets."""
        order, places, next_steps, behind = self.order, self._places, self.next_steps, self.data_after
        training, found = self._training, []
        ahead = {source: trains & behind[source]}
        queue = [places[source]] if ahead[source] else []  # in the order: all that arrives at a step is known by then
        while queue:
            step = order[heappop(queue)]
            found.append(step)
            rest, targets = ahead[step], next_steps[step]
            for target in targets:
                if target in training and rest >> target & 1:
                    found.append(target)
                    rest ^= 1 << target
            for target in targets if rest else ():
                part = rest & behind[target]
                if not part:
                    continue
                if target in ahead:
                    ahead[target] |= part
                else:
                    ahead[target] = part
                    heappush(queue, places[target])
                rest ^= part
        return members(found)

    @cached_property
    def _training(self) -> frozenset[int]:
        return frozenset(bits(self.trains))

    @cached_property
    def _places(self) -> list[int]:
        """The place of each step in the order."""
        found = [0] * self.size
        for place, step in enumerate(self.order):
            found[step] = place
        return found

    @cached_property
    def any_next_steps(self) -> list[list[int]]:
        """Targets of every step over flow and feedback links."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for a, b in (*self.flow, *self.feedback):
            found[a].append(b)
        return found

    @cached_property
    def _led(self) -> dict[int, int]:
        return {}

    @cached_property
    def _back_to(self) -> dict[int, int]:
        """Targets of the feedback links of each step that has some."""
        found: dict[int, int] = {}
        for a, b in self.feedback:
            found[a] = found.get(a, 0) | 1 << b
        return found

    @cached_property
    def _back_from(self) -> dict[int, int]:
        """Sources of the feedback links to each step that has some."""
        found: dict[int, int] = {}
        for a, b in self.feedback:
            found[b] = found.get(b, 0) | 1 << a
        return found

    def _closed(self, start: int, cones: Sequence[int], back: Mapping[int, int]) -> int:
        """A set of steps, what lies in their cones, where feedback links lead from these, and so on."""
        doors = union(1 << step for step in back)
        found, fresh = start, start
        while fresh:
            found |= union(cones[step] for step in bits(fresh))
            doors_here = found & doors
            doors ^= doors_here
            fresh = union(back[step] for step in bits(doors_here)) & ~found
            found |= fresh
        return found

    @cached_property
    def _targets(self) -> list[int]:
        return self._ends((*self.flow, *self.feedback))

    @cached_property
    def _sources(self) -> list[int]:
        return self._ends((b, a) for a, b in (*self.flow, *self.feedback))

    def _ends(self, arrows: Iterable[Arrow]) -> list[int]:
        """Where the arrows from each step lead."""
        found = [0] * self.size
        for a, b in arrows:
            found[a] |= 1 << b
        return found

    def _ancestors(self, arrows: Iterable[Arrow]) -> list[int]:
        sources: list[list[int]] = [[] for _ in range(self.size)]
        for a, b in arrows:
            sources[b].append(a)
        found = [0] * self.size
        for step in self.order:
            above = 0
            for source in sources[step]:
                above |= found[source] | 1 << source
            found[step] = above
        return found

    def _descendants(self) -> list[int]:
        found = [0] * self.size
        for step in reversed(self.order):
            below = 0
            for target in self.next_steps[step]:
                below |= found[target] | 1 << target
            found[step] = below
        return found
