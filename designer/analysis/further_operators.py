"""Operators on steps further away: what stands around those before an anchor, and what leads back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from designer.analysis.bit_sets import bits
from designer.analysis.condition import Selector
from designer.analysis.operator import Operator, Proof, Question, all_of, selected
from designer.analysis.sight import Sight
from designer.analysis.step_sets import told_names

_STEP: Final = " step"


@dataclass(frozen=True, slots=True)
class UpWith(Operator):
    """Some ancestor that itself meets a demand."""

    sight = Sight.PART

    selector: Selector
    needs: Operator

    def looks(self) -> Sight:
        return max(self.sight, self.needs.looks())

    def tells(self) -> Sight:
        return self.looks()

    def proves(self, question: Question) -> int:
        view = question.view
        wanted = view.select(self.selector) & question.witnesses
        good = self.needs.proves(question.about(wanted)) if wanted else 0
        return question.anchors & view.lines.beside(good, view.reach.below) if good else 0

    def lack(self, question: Question) -> str:
        view, anchor = question.view, question.anchor
        found = view.select(self.selector) & view.reach.before[anchor] & view.lines.mates(anchor)
        subject = told_names(view, found) or f"its {self.selector.noun}"
        inner = self.needs.lack(question.about(found & -found)) if found else "missing"
        return f"at {subject} {inner.replace('before it', 'before')}"

    def elsewhere(self, question: Question) -> int:
        view = question.view
        return question.anchors & ~view.lines.beside(view.select(self.selector), view.reach.below)

    def candidates(self, question: Question) -> int:
        view, anchor = question.view, question.anchor
        return view.select(self.selector) & view.reach.before[anchor] & view.lines.mates(anchor)

    def proof(self, question: Question) -> Proof:
        found = self.needs.proves(question.about(self.candidates(question) & question.witnesses))
        inner = (self.needs.proof(question.about(1 << step)) for step in bits(found))
        return selected(question.view, found, self.selector) | all_of(inner)


@dataclass(frozen=True, slots=True)
class LoopUp(Operator):
    """Some step reaches the anchor over flow and feedback links."""

    sight = Sight.PART
    telling = Sight.STEP

    selector: Selector

    def proves(self, question: Question) -> int:
        starts = question.view.select(self.selector) & question.witnesses
        return question.anchors & question.view.reach.led_from(starts) & ~starts if starts else 0

    def beyond(self, question: Question) -> int:
        """What starts it may stand outside of all files."""
        return question.anchors & question.view.provenance.unseen(self.selector.kinds)

    def lack(self, question: Question) -> str:
        return f"no {self.selector.noun.removesuffix(_STEP)} leads to it"

    def proof(self, question: Question) -> Proof:
        view = question.view
        starts = view.select(self.selector) & question.witnesses
        return selected(view, starts & view.reach.leads_to(question.anchors), self.selector)
