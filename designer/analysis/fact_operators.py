"""Operators on what is stated about the anchor or the pipeline, and those that combine others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from designer.analysis.bit_sets import bits, union
from designer.analysis.condition import Condition, Conditions, words
from designer.analysis.finding import Excerpt
from designer.analysis.operator import OF_PIPELINE, Operator, Proof, Question, all_of, witnessed
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView

_SHOWN_BY: Final = {"pinned": "movable"}
"""Attribute -> the one that lists what shows it."""
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Attributes(Operator):
    """The anchor's own attributes meet conditions."""

    sight = Sight.STEP

    where: Conditions

    def proves(self, question: Question) -> int:
        return question.view.among(question.anchors, self.where)

    def refutes(self, question: Question) -> int:
        found = 0
        for name, condition in self.where:
            found |= question.view.stated(name) & ~question.view.where(name, condition)
        return question.anchors & found

    def lack(self, question: Question) -> str:
        anchor = question.anchor
        parts = []
        for name, condition in self.where:
            value = question.view.value(anchor, name)
            if not condition.holds(value):
                shown = _SHOWN_BY.get(name)
                parts.append(condition.lack(name, value) + _shown(shown and question.view.value(anchor, shown)))
        return " and ".join(parts)

    def conditions(self) -> Conditions:
        return self.where


@dataclass(frozen=True, slots=True)
class PipelineFact(Operator):
    """A fact of the pipeline meets a condition."""

    sight = Sight.STEP

    where: Conditions

    def proves(self, question: Question) -> int:
        holds = all(condition.holds(question.view.fact(name)) for name, condition in self.where)
        return question.anchors if holds else 0

    def refutes(self, question: Question) -> int:
        stated = question.view.facts
        wrong = any(stated.get(n) is not None and not c.holds(stated[n]) for n, c in self.where)
        return question.anchors if wrong else 0

    def lack(self, question: Question) -> str:
        return " and ".join(f"the pipeline's {c.lack(n, question.view.fact(n))}" for n, c in self.where)

    def proof(self, question: Question) -> Proof:
        stated = question.view.facts
        return Proof(0, tuple((OF_PIPELINE, name) for name, _ in self.where if stated.get(name) is not None))


@dataclass(frozen=True, slots=True)
class Triggers(Operator):
    """The events that start the anchor meet a condition."""

    sight = Sight.STEP

    condition: Condition

    def proves(self, question: Question) -> int:
        view = question.view
        return sum(1 << a for a in bits(question.anchors) if self.condition.holds(view.triggers(a)))

    def refutes(self, question: Question) -> int:
        stated = sum(1 << a for a in bits(question.anchors) if question.view.triggers(a))
        return stated & ~self.proves(question)

    def lack(self, question: Question) -> str:
        anchor = question.anchor
        events = ", ".join(question.view.triggers(anchor))
        return f"it is started by {events} only" if events else "no event starts it"

    def proof(self, question: Question) -> Proof:
        own = witnessed(question.view, question.anchors, ["triggers"])
        return own if own.facts else Proof(0, ((OF_PIPELINE, "triggers"),))


@dataclass(frozen=True, slots=True)
class AnyOf(Operator):
    """One of several operators holds."""

    sight = Sight.STEP

    options: tuple[Operator, ...]

    def proves(self, question: Question) -> int:
        found = 0
        for option in self.options:
            found |= option.proves(question)
        return found

    def refutes(self, question: Question) -> int:
        found = question.anchors
        for option in self.options:
            found &= option.refutes(question)
        return found

    def stuck(self, question: Question) -> int:
        return union(option.stuck(question) for option in self.options) & ~self.proves(question)

    def elsewhere(self, question: Question) -> int:
        return union(option.elsewhere(question) for option in self.options)

    def beyond(self, question: Question) -> int:
        return union(option.beyond(question) for option in self.options)

    def lack(self, question: Question) -> str:
        return _joined(option.lack(question) for option in self.options)

    def candidates(self, question: Question) -> int:
        return union(option.candidates(question) for option in self.options)

    def proof(self, question: Question) -> Proof:
        return all_of(option.proof(question) for option in self.options if option.proves(question))

    def conditions(self) -> Conditions:
        return tuple(c for option in self.options for c in option.conditions())

    def parts_inside(self) -> tuple[Operator, ...]:
        return self.options


@dataclass(frozen=True, slots=True)
class AllOf(Operator):
    """Several operators hold."""

    sight = Sight.STEP

    parts: tuple[Operator, ...]

    def proves(self, question: Question) -> int:
        found = question.anchors
        for part in self.parts:
            found &= part.proves(question)
        return found

    def refutes(self, question: Question) -> int:
        return union(part.refutes(question) for part in self.parts)

    def stuck(self, question: Question) -> int:
        return union(part.stuck(question) for part in self.parts)

    def elsewhere(self, question: Question) -> int:
        found = question.anchors
        for part in self.parts:
            found &= part.proves(question) | part.elsewhere(question)
        return found

    def beyond(self, question: Question) -> int:
        found = question.anchors
        for part in self.parts:
            found &= part.proves(question) | part.beyond(question)
        return found & ~self.proves(question)

    def lack(self, question: Question) -> str:
        return _joined(part.lack(question) for part in self.parts if not part.proves(question))

    def tells(self) -> Sight:
        return self.looks()  # it tells of the parts that do not hold

    def candidates(self, question: Question) -> int:
        return union(part.candidates(question) for part in self.parts)

    def proof(self, question: Question) -> Proof:
        return all_of(part.proof(question) for part in self.parts)

    def conditions(self) -> Conditions:
        return tuple(c for part in self.parts for c in part.conditions())

    def parts_inside(self) -> tuple[Operator, ...]:
        return self.parts


def listed(operators: Iterable[Operator]) -> Conditions:
    """What some operators ask of attributes whose faults a list shows."""
    return tuple(p for o in operators if isinstance(o, Attributes) for p in o.where if p[0] in _SHOWN_BY)


def faults_listed(view: PipelineView, anchor: int, asked: Conditions) -> tuple[Excerpt, ...]:
    """What a list of one step names as the fault, such as the actions that are not pinned."""
    wrong = [_SHOWN_BY[name] for name, condition in asked if not condition.holds(view.value(anchor, name))]
    found = ((name, words(view.value(anchor, name))) for name in wrong)
    return tuple(Excerpt(name, line, text, name) for name, texts in found for line, text in enumerate(texts, 1))


def _shown(value: object) -> str:
    """What shows a fault, where a list says so."""
    found = words(value) if isinstance(value, list) else ()
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f": {', '.join(found[:_NAMED])}{more}" if found else ""


def _joined(lacks: Iterable[str]) -> str:
    *most, last = lacks
    return f"{', '.join(most)}, and {last}" if most else last
