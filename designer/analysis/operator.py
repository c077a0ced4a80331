"""What an operator of the check language is. Each answers for a whole set of anchors at once.

Sets of steps are ints, bit i is step i of the view. An operator says

- which anchors it proves, given the steps that may serve as witnesses,
- which it refutes by something that is stated (only asked where silence means "not visible"),
- which it cannot judge because the core of the pipeline is missing,
- which a step could prove that stands in a part of an import that was not seen,
- for one anchor that it proves, what proves it,
- and for one that it does not, what is lacking, in words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from designer.analysis.bit_sets import bits
from designer.analysis.condition import Conditions, Selector
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView

OF_PIPELINE: Final = -1  # stands for the pipeline among the numbers of steps


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

    @property
    def anchor(self) -> int:
        """The one step that is judged, where only one is asked about."""
        return self.anchors.bit_length() - 1

    def about(self, anchors: int) -> Question:
        return Question(self.view, anchors, self.witnesses, self.train)


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves one anchor.

    Args:
        steps: the witnesses: without all of them it would not be proven.
        facts: step (or OF_PIPELINE) and attribute of everything that was asked for and is stated.
    """

    steps: int = 0
    facts: tuple[tuple[int, str], ...] = ()

    def __or__(self, other: Proof) -> Proof:
        return Proof(self.steps | other.steps, tuple(dict.fromkeys((*self.facts, *other.facts))))


def all_of(proofs: Iterable[Proof]) -> Proof:
    """Several proofs as one."""
    return reduce(or_, proofs, Proof())


def witnessed(view: PipelineView, steps: int, names: Iterable[str]) -> Proof:
    """Steps as a proof, with those of some attributes that they state."""
    facts = [(step, name) for name in names for step in bits(steps & view.stated(name))]
    return Proof(steps, tuple(facts))


def selected(view: PipelineView, steps: int, selector: Selector) -> Proof:
    """Steps that a selector picked as a proof, with the attributes for which it picked them."""
    proof = witnessed(view, steps, [name for name, _ in selector.where])
    return all_of([proof, *(selected(view, steps & view.select(s), s) for s in selector.either)])


class Operator(ABC):
    """One operator of the check language."""

    sight = Sight.EVERYTHING
    """How far it looks from an anchor by itself, whatever it is asked."""

    telling: Sight | None = None
    """How far it looks to tell what is lacking; None for as far as to judge."""

    asks_train = False
    """Whether it asks for what lies between a source and the train step that it is for."""

    def looks(self) -> Sight:
        """How far it and all inside it look: what they say of an anchor holds until something in sight changes."""
        return max(self.sight, *(part.looks() for part in self.parts_inside()), Sight.STEP)

    def tells(self) -> Sight:
        """How far it and all inside it look to tell what is lacking at an anchor."""
        own = self.sight if self.telling is None else self.telling
        return max(own, *(part.tells() for part in self.parts_inside()), Sight.STEP)

    @abstractmethod
    def proves(self, question: Question) -> int:
        """Anchors at which it holds."""

    @abstractmethod
    def lack(self, question: Question) -> str:
        """What is missing at the one anchor asked about: the end of a sentence about that step."""

    def proof(self, question: Question) -> Proof:
        """What proves the one anchor asked about, which is proven; the step itself, unless an operator knows better."""
        return witnessed(question.view, question.anchors, [name for name, _ in self.conditions()])

    def refutes(self, question: Question) -> int:
        """Anchors at which something stated, and not only silence, makes it false."""
        return 0

    def stuck(self, question: Question) -> int:
        """Anchors that cannot be judged before the core of the pipeline is there."""
        return 0

    def elsewhere(self, question: Question) -> int:
        """Anchors at which a step in a part of the pipeline that was not seen could make it hold."""
        return 0

    def beyond(self, question: Question) -> int:
        """Anchors at which it may have held before what is seen here was made."""
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
