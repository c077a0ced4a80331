"""Operators on where other steps stand: before, after, between, attached.

What comes before or after something, or is attached to it, may stand in another file. What lies between two steps of
one file, and the data that a step is given, stand in that file.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Final

from designer.analysis.bit_sets import bits, union
from designer.analysis.condition import Selector
from designer.analysis.operator import Operator, Proof, Question, selected, witnessed
from designer.analysis.provenance import MAKER, SOME
from designer.analysis.sight import Sight
from designer.analysis.step_sets import told_names
from designer.analysis.view import PipelineView

_STEP: Final = " step"


def _named(question: Question, steps: int) -> Proof:
    """Those of some steps that are attached to the one anchor because they name it."""
    anchor = question.anchor
    return Proof(0, witnessed(question.view, steps & ~question.view.reach.after[anchor], ["target"]).facts)


@dataclass(frozen=True, slots=True)
class _Place(Operator):
    """Some step of the same line stands in a certain place."""

    sight = Sight.WAYS
    telling = Sight.STEP

    selector: Selector

    @abstractmethod
    def place(self, question: Question, anchor: int) -> int:
        """Steps in that place of one anchor, whatever they are."""

    @abstractmethod
    def served(self, view: PipelineView, wanted: int) -> int:
        """Steps that have one of ``wanted`` in that place."""

    def proves(self, question: Question) -> int:
        wanted = question.view.select(self.selector) & question.witnesses
        return question.anchors & self.served(question.view, wanted) if wanted else 0

    def elsewhere(self, question: Question) -> int:
        return question.anchors

    def beyond(self, question: Question) -> int:
        """The script of a step may do itself what nobody saw a step for."""
        conditions = [name for name, _ in self.selector.where]
        some = () if conditions else (SOME + kind for kind in self.selector.kinds)
        return question.anchors & question.view.provenance.unseen((*self.selector.kinds, *conditions, *some))

    def candidates(self, question: Question) -> int:
        anchor = question.anchor
        view = question.view
        return self.place(question, anchor) & view.of_sort(self.selector) & question.witnesses

    def proof(self, question: Question) -> Proof:
        anchor = question.anchor
        found = self.place(question, anchor) & question.view.select(self.selector) & question.witnesses
        return selected(question.view, found, self.selector)


class Up(_Place):
    """Some ancestor."""

    sight = Sight.BEFORE

    def place(self, question: Question, anchor: int) -> int:
        return question.view.reach.before[anchor] & question.view.lines.mates(anchor)

    def served(self, view: PipelineView, wanted: int) -> int:
        return view.lines.beside(wanted, view.reach.below)

    def lack(self, question: Question) -> str:
        return f"no {self.selector.described} comes before it"


class Down(_Place):
    """Some descendant."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.reach.after[anchor] & question.view.lines.mates(anchor)

    def served(self, view: PipelineView, wanted: int) -> int:
        return view.lines.beside(wanted, view.reach.above)

    def lack(self, question: Question) -> str:
        return f"no {self.selector.described} comes after it"


class Near(_Place):
    """Some step attached to the release."""

    def place(self, question: Question, anchor: int) -> int:
        return question.view.attached(anchor)

    def served(self, view: PipelineView, wanted: int) -> int:
        return view.lines.beside(wanted, view.attached_to)

    def lack(self, question: Question) -> str:
        return f"no {self.selector.described} is attached to it"

    def proof(self, question: Question) -> Proof:
        found = _Place.proof(self, question)
        return found | _named(question, found.steps)


class DataUp(_Place):
    """Some ancestor over links that carry data to a train step."""

    sight = Sight.BEFORE

    def place(self, question: Question, anchor: int) -> int:
        return question.view.reach.data_before[anchor]

    def served(self, view: PipelineView, wanted: int) -> int:
        return union(view.reach.data_after[step] for step in bits(wanted))

    def elsewhere(self, question: Question) -> int:
        return 0

    def beyond(self, question: Question) -> int:
        """Data may come in through a step before that reads no file."""
        hidden = question.view.provenance.unseen(self.selector.kinds)
        return question.anchors & (self.served(question.view, hidden) | hidden) if hidden else 0

    def lack(self, question: Question) -> str:
        return f"no {self.selector.noun.removesuffix(_STEP)} leads to it"


class Between(_Place):
    """Some step between an origin and the release; without an origin there is nothing to judge."""

    sight = Sight.BEFORE
    telling = Sight.WAYS

    def place(self, question: Question, anchor: int) -> int:
        return question.view.between(anchor, -1)

    def served(self, view: PipelineView, wanted: int) -> int:
        middle = wanted & view.reach.below(view.origins)
        if view.lines.is_single:
            return view.reach.below(middle)
        behind = view.lines.beside(middle, view.reach.below)
        return sum(1 << a for a in bits(behind) if view.between(a, wanted))

    def stuck(self, question: Question) -> int:
        view = question.view
        return question.anchors & ~view.lines.beside(view.origins, view.reach.below)

    def elsewhere(self, question: Question) -> int:
        return self.stuck(question)

    def beyond(self, question: Question) -> int:
        """A model that comes from elsewhere may have passed all this there; so may one whose release does it itself.

        So may one whose training nobody has read, unless the same is seen to be done apart from it, only not in time.
        """
        view = question.view
        unread = view.provenance.unseen(self.selector.kinds)
        inside = question.anchors & unread
        apart = view.reach.above(view.select(self.selector)) if unread & view.origins else 0
        hidden = view.provenance.unseen((MAKER,)) | unread & view.origins & ~apart
        anchors = bits(question.anchors) if hidden else ()
        return inside | sum(1 << a for a in anchors if view.origins_of(a) and not view.origins_of(a) & ~hidden)

    def lack(self, question: Question) -> str:
        anchor = question.anchor
        names = told_names(question.view, question.view.origins_of(anchor))
        return f"no {self.selector.described} lies between {names} and it"


@dataclass(frozen=True, slots=True)
class OnWay(Operator):
    """Some step lies between the source and the train step."""

    sight = Sight.BEFORE
    telling = Sight.STEP

    asks_train = True
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

    def elsewhere(self, question: Question) -> int:
        """What another file made may have been checked there."""
        return question.anchors & question.view.provenance.unseen((MAKER,))

    def beyond(self, question: Question) -> int:
        """A pipeline that is run as one may check the data before it trains."""
        hidden = question.view.provenance.unseen(self.selector.kinds)
        return question.anchors if question.train is not None and hidden >> question.train & 1 else 0

    def lack(self, question: Question) -> str:
        train = "training" if question.train is None else question.view.name(question.train)
        return f"no {self.selector.described} lies between it and {train}"

    def proof(self, question: Question) -> Proof:
        reach, train = question.view.reach, question.train
        wanted = question.view.select(self.selector) & question.witnesses
        between = wanted & reach.data_before[train] if train is not None else 0
        found = sum(1 << s for s in bits(between) if reach.data_before[s] & question.anchors)
        return selected(question.view, found, self.selector)


@dataclass(frozen=True, slots=True)
class NearThenDown(Operator):
    """Some step attached to the release is followed by some other step."""

    sight = Sight.WAYS

    near: Selector
    down: Selector

    def proves(self, question: Question) -> int:
        view = question.view
        followed = view.select(self.near) & view.reach.above(view.select(self.down) & question.witnesses)
        return question.anchors & view.lines.beside(followed, view.attached_to) if followed else 0

    def lack(self, question: Question) -> str:
        view, anchor = question.view, question.anchor
        watching = told_names(view, view.attached(anchor) & view.select(self.near))
        return f"no {self.down.noun} comes after {watching or 'a ' + self.near.noun}"

    def elsewhere(self, question: Question) -> int:
        return question.anchors

    def candidates(self, question: Question) -> int:
        view, anchor = question.view, question.anchor
        return view.attached(anchor) & view.select(self.near)

    def proof(self, question: Question) -> Proof:
        view = question.view
        wanted = view.select(self.down) & question.witnesses
        near = sum(1 << n for n in bits(self.candidates(question)) if view.reach.after[n] & wanted)
        down = sum(1 << d for d in bits(wanted) if view.reach.before[d] & near)
        return selected(view, near, self.near) | _named(question, near) | selected(view, down, self.down)
