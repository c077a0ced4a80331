"""What a check looks like that the check language cannot say: one small module of `builtins` each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from designer.analysis.finding import Ghost
from designer.analysis.operator import Operator, Proof, Question
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView


class Builtin:
    """Base of both sorts of checks; a module offers one under the name ``check``."""


@dataclass(frozen=True, slots=True)
class AnchorCheck(Builtin, Operator):
    """A check of single anchors, used inside the check language as ``{builtin: name}``.

    Args:
        holds: anchors at which it holds.
        missing: what is lacking at one anchor.
        around: steps that would prove an anchor if their attributes were right.
        hidden_by: facts without which it cannot be judged: where one of them was not seen, neither is this.
        looks_out: whether steps in a part that was not seen could make it hold.
        earned: what proves one anchor; None for the anchor itself.
        sight: how far it looks from an anchor.
        telling: how far it looks to say what is missing; None for as far as to judge.
    """

    asks_train = True
    holds: Callable[[Question], int]
    missing: Callable[[Question], str]
    around: Callable[[Question], int] = lambda question: 0
    hidden_by: tuple[str, ...] = ()
    looks_out: bool = False
    earned: Callable[[Question], Proof] | None = None
    sight: Sight = Sight.EVERYTHING
    telling: Sight | None = None

    def proves(self, question: Question) -> int:
        return self.holds(question)

    def lack(self, question: Question) -> str:
        return self.missing(question)

    def elsewhere(self, question: Question) -> int:
        return question.anchors if self.looks_out else 0

    def beyond(self, question: Question) -> int:
        return question.anchors & question.view.provenance.unseen(self.hidden_by) if self.hidden_by else 0

    def candidates(self, question: Question) -> int:
        return self.around(question)

    def proof(self, question: Question) -> Proof:
        return self.earned(question) if self.earned else Operator.proof(self, question)


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a check of the whole graph fails.

    Args:
        at: where, as findings say it: a step id, a link or ``pipeline``.
        message: what is wrong there.
        anchor: the step it is about, if it is one.
        steps: ids of the steps that show the fault; what is judged does not change unless one of them does.
        links: ids of the links that show it.
        line: the model line it is about.
        missing: the kind of step that is missing, if one is.
        ghost: the missing step or link where it belongs.
        mendable: whether the rule's fix has something to work with.
        about: what else tells it from others at the same place: the code that a waiver is of.
        row: number of that waiver in the list there.
    """

    at: str
    message: str
    anchor: int | None = None
    steps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    line: str = ""
    missing: str = ""
    ghost: Ghost | None = None
    mendable: bool = True
    about: str = ""
    row: int = -1


@dataclass(frozen=True, slots=True)
class GraphCheck(Builtin):
    """A check of the whole graph.

    Args:
        violations: all places where it fails; the second argument are the releases known to be evaluated.
    """

    violations: Callable[[PipelineView, int], tuple[Violation, ...]]


@dataclass(frozen=True, slots=True)
class WaiverCheck(GraphCheck):
    """What is wrong with the waivers themselves; known only once all other rules were judged.

    Args:
        fault: which of the faults, as `waiver` names them.
    """

    fault: str = ""
