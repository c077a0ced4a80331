"""Operators that people's own rules need beyond those of the catalogue: any paths, existence, none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from designer.analysis.bit_sets import bits, union
from designer.analysis.condition import Selector
from designer.analysis.operator import Operator, Proof, Question, selected
from designer.analysis.sight import Sight
from designer.analysis.step_sets import told_names


@dataclass(frozen=True, slots=True)
class EveryPath(Operator):
    """Every path from steps of one sort to the anchor passes a step of another sort.

    Where no such path leads to the anchor there is nothing to pass.
    """

    sight = Sight.WAYS

    start: Selector
    via: Selector

    def proves(self, question: Question) -> int:
        return sum(1 << a for a in bits(question.anchors) if not self.open_way(question.about(1 << a)))

    def open_way(self, question: Question) -> tuple[int, ...]:
        """The first path to the one anchor asked about that passes no such step; empty when there is none."""
        view, anchor = question.view, question.anchor
        starts = view.select(self.start) & view.reach.before[anchor] & view.lines.mates(anchor)
        guards = view.select(self.via) & question.witnesses & ~starts & ~(1 << anchor)
        came_from = {anchor: -1}
        todo = [anchor]
        for step in todo:
            if starts >> step & 1:
                return tuple(_traced(came_from, step))
            for previous in view.reach.previous_steps[step]:
                if previous not in came_from and not guards >> previous & 1:
                    came_from[previous] = step
                    todo.append(previous)
        return ()

    def lack(self, question: Question) -> str:
        way = self.open_way(question)
        names = " -> ".join(question.view.names(1 << step)[0] for step in way)
        return f"no {self.via.described} lies on the way {names}"

    def proof(self, question: Question) -> Proof:
        view, anchor = question.view, question.anchor
        found = view.select(self.via) & question.witnesses & view.reach.before[anchor] & view.lines.mates(anchor)
        return selected(view, found, self.via)


def _traced(came_from: dict[int, int], step: int) -> Iterator[int]:
    while step >= 0:
        yield step
        step = came_from[step]


@dataclass(frozen=True, slots=True)
class Through(Operator):
    """Some path from a step of one sort to the anchor passes a step of another sort; holds where no path starts."""

    sight = Sight.WAYS

    start: Selector
    via: Selector

    def _starts(self, question: Question, anchor: int) -> int:
        view = question.view
        return view.select(self.start) & view.reach.before[anchor] & view.lines.mates(anchor)

    def _between(self, question: Question, anchor: int) -> int:
        view = question.view
        return (
            view.reach.below(self._starts(question, anchor))
            & view.reach.before[anchor]
            & view.select(self.via)
            & question.witnesses
        )

    def proves(self, question: Question) -> int:
        anchors = bits(question.anchors)
        return sum(1 << a for a in anchors if not self._starts(question, a) or self._between(question, a))

    def lack(self, question: Question) -> str:
        anchor = question.anchor
        starts = told_names(question.view, self._starts(question, anchor))
        return f"no {self.via.described} lies between {starts} and it"

    def proof(self, question: Question) -> Proof:
        anchor = question.anchor
        return selected(question.view, self._between(question, anchor), self.via)


@dataclass(frozen=True, slots=True)
class Exists(Operator):
    """There is such a step somewhere in the pipeline."""

    telling = Sight.STEP

    selector: Selector

    def proves(self, question: Question) -> int:
        return question.anchors if question.view.select(self.selector) & question.witnesses else 0

    def elsewhere(self, question: Question) -> int:
        return question.anchors

    def lack(self, question: Question) -> str:
        return f"there is no {self.selector.described}"

    def proof(self, question: Question) -> Proof:
        found = question.view.select(self.selector) & question.witnesses
        return selected(question.view, found, self.selector)


@dataclass(frozen=True, slots=True)
class NoneOf(Operator):
    """None of several operators holds."""

    sight = Sight.STEP

    parts: tuple[Operator, ...]

    def _wrong(self, question: Question) -> int:
        return union(part.proves(question) for part in self.parts)

    def proves(self, question: Question) -> int:
        return question.anchors & ~self._wrong(question)

    def refutes(self, question: Question) -> int:
        return question.anchors & self._wrong(question)  # what proves a part is stated

    def lack(self, question: Question) -> str:
        steps = union(part.proof(question).steps for part in self.parts if part.proves(question))
        names = told_names(question.view, steps & ~question.anchors)
        return f"{names} should not be there" if names else "something is there that should not be"

    def tells(self) -> Sight:
        return self.looks()

    def parts_inside(self) -> tuple[Operator, ...]:
        return self.parts
