"""The operators of the check language. Each answers for a whole set of anchors at once.

Sets of steps are ints, bit i is step i of the view. An operator says

- which anchors it proves, given the steps that may serve as witnesses,
- which it refutes by something that is stated (only asked where silence means "not visible"),
- which it cannot judge because the core of the pipeline is missing,
- and, for one anchor, what is lacking, in words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from designer.analysis.condition import Condition, Conditions, Selector
from designer.analysis.reach import bits
from designer.analysis.view import PipelineView


@dataclass(frozen=True, slots=True)
class Question:
    """What an operator is asked.

    Args:
        view: the pipeline.
        anchors: the steps that are judged.
        witnesses: steps that may prove something.
        train: for the sources of a train step, that step.
    """

    view: PipelineView
    anchors: int
    witnesses: int
    train: int | None = None

    def about(self, anchors: int) -> Question:
        return Question(self.view, anchors, self.witnesses, self.train)


class Operator(ABC):
    """One operator of the check language."""

    @abstractmethod
    def proves(self, question: Question) -> int:
        """Anchors at which it holds."""

    @abstractmethod
    def lack(self, question: Question) -> str:
        """What is missing at the one anchor asked about: the end of a sentence about that step."""

    def refutes(self, question: Question) -> int:
        """Anchors at which something stated, and not only silence, makes it false."""
        return 0

    def stuck(self, question: Question) -> int:
        """Anchors that cannot be judged before the core of the pipeline is there."""
        return 0

    def candidates(self, question: Question) -> int:
        """Steps that would prove the one anchor asked about if their attributes were right."""
        return 0

    def conditions(self) -> Conditions:
        """What is asked of the anchor's own attributes."""
        return ()

    def parts_inside(self) -> tuple[Operator, ...]:
        """Operators that it is made of."""
        return ()


def _kinds(selector: Selector) -> str:
    return " or ".join(kind.replace("_", " ") for kind in selector.kinds)


def _described(selector: Selector) -> str:
    demands = ", ".join(f"{name}: {condition}" for name, condition in selector.where)
    return f"{_kinds(selector)} step{f' ({demands})' if demands else ''}"


@dataclass(frozen=True, slots=True)
class Attributes(Operator):
    """The anchor's own attributes meet conditions."""

    where: Conditions

    def proves(self, question: Question) -> int:
        return question.anchors & question.view.meeting(self.where)

    def refutes(self, question: Question) -> int:
        found = 0
        for name, condition in self.where:
            found |= question.view.stated(name) & ~question.view.where(name, condition)
        return question.anchors & found

    def lack(self, question: Question) -> str:
        (anchor,) = bits(question.anchors)
        parts = []
        for name, condition in self.where:
            value = question.view.value(anchor, name)
            if not condition.holds(value):
                parts.append(f"{name} is {_shown(value)} (expected {condition})")
        return " and ".join(parts)

    def conditions(self) -> Conditions:
        return self.where


@dataclass(frozen=True, slots=True)
class PipelineFact(Operator):
    """A fact of the pipeline meets a condition."""

    where: Conditions

    def proves(self, question: Question) -> int:
        holds = all(condition.holds(question.view.fact(name)) for name, condition in self.where)
        return question.anchors if holds else 0

    def refutes(self, question: Question) -> int:
        stated = question.view.snapshot.facts
        wrong = any(stated.get(n) is not None and not c.holds(stated[n]) for n, c in self.where)
        return question.anchors if wrong else 0

    def lack(self, question: Question) -> str:
        parts = [f"{n} of the pipeline is {_shown(question.view.fact(n))} (expected {c})" for n, c in self.where]
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Triggers(Operator):
    """The events that start the anchor meet a condition."""

    condition: Condition

    def proves(self, question: Question) -> int:
        view = question.view
        return sum(1 << a for a in bits(question.anchors) if self.condition.holds(view.triggers(a)))

    def refutes(self, question: Question) -> int:
        stated = sum(1 << a for a in bits(question.anchors) if question.view.triggers(a))
        return stated & ~self.proves(question)

    def lack(self, question: Question) -> str:
        (anchor,) = bits(question.anchors)
        events = ", ".join(question.view.triggers(anchor))
        return f"it is started by {events} only" if events else "no event starts it"


@dataclass(frozen=True, slots=True)
class _Place(Operator):
    """Some step of the same line stands in a certain place."""

    selector: Selector

    @abstractmethod
    def place(self, question: Question, anchor: int) -> int:
        """Steps in that place, whatever they are."""

    def proves(self, question: Question) -> int:
        wanted = question.view.select(self.selector) & question.witnesses
        if not wanted:
            return 0
        return sum(1 << a for a in bits(question.anchors) if self.place(question, a) & wanted)

    def candidates(self, question: Question) -> int:
        (anchor,) = bits(question.anchors)
        view = question.view
        return self.place(question, anchor) & view.of_kind(*self.selector.kinds) & question.witnesses


class Up(_Place):
    """Some ancestor."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.reach.before[anchor] & question.view.mates(anchor)

    def lack(self, question: Question) -> str:
        return f"no {_described(self.selector)} comes before it"


class Down(_Place):
    """Some descendant."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.reach.after[anchor] & question.view.mates(anchor)

    def lack(self, question: Question) -> str:
        return f"no {_described(self.selector)} comes after it"


class Near(_Place):
    """Some step attached to the release."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.attached(anchor)

    def lack(self, question: Question) -> str:
        return f"no {_described(self.selector)} is attached to it"


class DataUp(_Place):
    """Some ancestor over links that carry data to a train step."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.reach.data_before[anchor]

    def lack(self, question: Question) -> str:
        return f"no {_kinds(self.selector)} leads to it"


class Between(_Place):
    """Some step between an origin and the release; without an origin there is nothing to judge."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.between(anchor, -1)

    def proves(self, question: Question) -> int:
        view = question.view
        wanted = view.select(self.selector) & question.witnesses
        return sum(1 << a for a in bits(question.anchors) if view.between(a, wanted)) if wanted else 0

    def stuck(self, question: Question) -> int:
        return sum(1 << a for a in bits(question.anchors) if not question.view.origins_of(a))

    def lack(self, question: Question) -> str:
        (anchor,) = bits(question.anchors)
        names = " and ".join(question.view.names(question.view.origins_of(anchor)))
        return f"no {_described(self.selector)} lies between {names} and it"


@dataclass(frozen=True, slots=True)
class OnWay(Operator):
    """Some step lies between the source and the train step."""

    selector: Selector

    def proves(self, question: Question) -> int:
        if question.train is None:
            return 0
        reach = question.view.reach
        covered = 0
        for middle in bits(
            question.view.select(self.selector) & question.witnesses & reach.data_before[question.train]
        ):
            covered |= reach.data_before[middle]
        return question.anchors & covered

    def lack(self, question: Question) -> str:
        train = "training" if question.train is None else question.view.name(question.train)
        return f"no {_described(self.selector)} lies between it and {train}"


@dataclass(frozen=True, slots=True)
class UpWith(Operator):
    """Some ancestor that itself meets a demand."""

    selector: Selector
    needs: Operator

    def proves(self, question: Question) -> int:
        view = question.view
        wanted = view.select(self.selector) & question.witnesses
        good = self.needs.proves(question.about(wanted)) if wanted else 0
        return sum(1 << a for a in bits(question.anchors) if view.reach.before[a] & view.mates(a) & good)

    def lack(self, question: Question) -> str:
        view, (anchor,) = question.view, bits(question.anchors)
        found = view.select(self.selector) & view.reach.before[anchor] & view.mates(anchor)
        subject = " and ".join(view.names(found)) or f"its {_kinds(self.selector)} step"
        inner = self.needs.lack(question.about(found & -found)) if found else "missing"
        return f"at {subject} {inner.replace('before it', 'before')}"

    def candidates(self, question: Question) -> int:
        view, (anchor,) = question.view, bits(question.anchors)
        return view.select(self.selector) & view.reach.before[anchor] & view.mates(anchor)


@dataclass(frozen=True, slots=True)
class NearThenDown(Operator):
    """Some step attached to the release is followed by some other step."""

    near: Selector
    down: Selector

    def proves(self, question: Question) -> int:
        view = question.view
        wanted = view.select(self.down) & question.witnesses
        near = view.select(self.near)
        followed = sum(1 << n for n in bits(near) if view.reach.after[n] & wanted) if wanted else 0
        return sum(1 << a for a in bits(question.anchors) if view.attached(a) & followed) if followed else 0

    def lack(self, question: Question) -> str:
        view, (anchor,) = question.view, bits(question.anchors)
        watching = " and ".join(view.names(view.attached(anchor) & view.select(self.near)))
        return f"no {_kinds(self.down)} step comes after {watching or 'a ' + _kinds(self.near) + ' step'}"

    def candidates(self, question: Question) -> int:
        view, (anchor,) = question.view, bits(question.anchors)
        return view.attached(anchor) & view.select(self.near)


@dataclass(frozen=True, slots=True)
class LoopUp(Operator):
    """Some step reaches the anchor over flow and feedback links."""

    selector: Selector

    def proves(self, question: Question) -> int:
        starts = question.view.select(self.selector) & question.witnesses
        return question.anchors & question.view.reach.led_from(starts) & ~starts if starts else 0

    def lack(self, question: Question) -> str:
        return f"no {_kinds(self.selector)} leads to it"


@dataclass(frozen=True, slots=True)
class AnyOf(Operator):
    """One of several operators holds."""

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
        return _union(option.stuck(question) for option in self.options) & ~self.proves(question)

    def lack(self, question: Question) -> str:
        return ", and ".join(option.lack(question) for option in self.options)

    def candidates(self, question: Question) -> int:
        return _union(option.candidates(question) for option in self.options)

    def conditions(self) -> Conditions:
        return tuple(c for option in self.options for c in option.conditions())

    def parts_inside(self) -> tuple[Operator, ...]:
        return self.options


@dataclass(frozen=True, slots=True)
class AllOf(Operator):
    """Several operators hold."""

    parts: tuple[Operator, ...]

    def proves(self, question: Question) -> int:
        found = question.anchors
        for part in self.parts:
            found &= part.proves(question)
        return found

    def refutes(self, question: Question) -> int:
        return _union(part.refutes(question) for part in self.parts)

    def stuck(self, question: Question) -> int:
        return _union(part.stuck(question) for part in self.parts)

    def lack(self, question: Question) -> str:
        return ", and ".join(part.lack(question) for part in self.parts if not part.proves(question))

    def candidates(self, question: Question) -> int:
        return _union(part.candidates(question) for part in self.parts)

    def conditions(self) -> Conditions:
        return tuple(c for part in self.parts for c in part.conditions())

    def parts_inside(self) -> tuple[Operator, ...]:
        return self.parts


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _shown(value: object) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) or "empty" if isinstance(value, (list, tuple)) else str(value)
