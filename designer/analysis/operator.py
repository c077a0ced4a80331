"""What an operator of the check language is. Each answers for a whole set of anchors at once.

Sets of steps are ints, bit i is step i of the view. An operator says

- which anchors it proves, given the steps that may serve as witnesses,
- which it refutes by something that is stated (only asked where silence means "not visible"),
- which it cannot judge because the core of the pipeline is missing,
- which a step could prove that stands in a part of an import that was not seen,
- and, for one anchor, what is lacking, in words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from designer.analysis.condition import Conditions
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

    def elsewhere(self, question: Question) -> int:
        """Anchors at which a step in a part of the pipeline that was not seen could make it hold."""
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
