"""Whether personal data is removed on every way from a source to training (SEC005).

Order asks for one way; data asks for all: raw data arrives if a single path carries it.
"""

from __future__ import annotations

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import AnchorCheck
from designer.analysis.condition import Condition, Selector
from designer.analysis.operator import Proof, Question, selected
from designer.analysis.searching import way_to
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView

CLEANING = Selector(("prepare",), (("pii_removed", Condition("is", True)),))


def raw_path(view: PipelineView, source: int, train: int) -> tuple[int, ...]:
    """A shortest way of raw data from a source to a train step; empty when every way is cleaned."""
    return way_to((source,), 1 << train, view.data_targets.__getitem__, view.select(CLEANING))


def _holds(question: Question) -> int:
    """One search backwards from the train step finds every source whose raw data arrives."""
    view, train = question.view, question.train
    if train is None:
        return 0
    cleaned = view.select(CLEANING) & question.witnesses
    raw, todo = 0, [train]
    while todo:
        for step in view.data_sources[todo.pop()]:
            if not (raw | cleaned) >> step & 1:
                raw |= 1 << step
                todo.append(step)
    return question.anchors & ~raw


def _missing(question: Question) -> str:
    view, source = question.view, question.anchor
    way = raw_path(view, source, question.train) if question.train is not None else ()
    return f"its raw data reaches training over {' -> '.join(map(view.name, way))}"


def _earned(question: Question) -> Proof:
    """The cleaning steps; the source itself when none is needed because no data of it reaches training."""
    view, source = question.view, question.anchor
    wanted = view.select(CLEANING) & question.witnesses
    train = question.train
    found = sum(
        1 << step
        for step in bits(wanted)
        if train is not None
        and way_to((source,), 1 << step, view.data_targets.__getitem__)
        and way_to((step,), 1 << train, view.data_targets.__getitem__)
    )
    return selected(view, found or question.anchors, CLEANING)


check = AnchorCheck(_holds, _missing, earned=_earned, sight=Sight.BEFORE)
