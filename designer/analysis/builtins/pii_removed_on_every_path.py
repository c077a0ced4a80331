"""Whether personal data is removed on every way from a source to training (SEC005).

Order asks for one way; data asks for all: raw data arrives if a single path carries it.
"""

from __future__ import annotations

from designer.analysis.builtin import AnchorCheck
from designer.analysis.condition import Condition, Selector
from designer.analysis.operators import Question
from designer.analysis.reach import Arrow, bits
from designer.analysis.view import PipelineView

CLEANING = Selector(("prepare",), (("pii_removed", Condition("is", True)),))


def data_arrows(view: PipelineView) -> list[Arrow]:
    """Links that carry data: not those that are order only, nor those that leave a train step."""
    flow = view.reach.flow.items()
    return [arrow for arrow, link in flow if link.carries != "control" and not view.trains >> arrow[0] & 1]


def raw_path(view: PipelineView, source: int, train: int, witnesses: int = -1) -> tuple[int, ...]:
    """A shortest way of raw data from a source to a train step; empty when every way is cleaned."""
    cleaned = view.select(CLEANING) & witnesses
    return view.reach.path(source, train, cleaned, data_arrows(view))


def _holds(question: Question) -> int:
    """One search backwards from the train step finds every source whose raw data arrives."""
    view, train = question.view, question.train
    if train is None:
        return 0
    cleaned = view.select(CLEANING) & question.witnesses
    sources: dict[int, list[int]] = {}
    for a, b in data_arrows(view):
        sources.setdefault(b, []).append(a)
    raw, todo = 0, [train]
    while todo:
        for step in sources.get(todo.pop(), ()):
            if not (raw | cleaned) >> step & 1:
                raw |= 1 << step
                todo.append(step)
    return question.anchors & ~raw


def _missing(question: Question) -> str:
    view, (source,) = question.view, bits(question.anchors)
    way = raw_path(view, source, question.train) if question.train is not None else ()
    return f"its raw data reaches training over {' -> '.join(map(view.name, way))}"


check = AnchorCheck(_holds, _missing)
