"""Whether training reads only the test half of a split that an evaluation reads, too (AUT020)."""

from __future__ import annotations

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import AnchorCheck
from designer.analysis.condition import words
from designer.analysis.operator import Question
from designer.analysis.split_data import wrong_half
from designer.analysis.view import PipelineView


def _fault(view: PipelineView, train: int) -> tuple[str, int, int] | None:
    """The file, the split step, and the evaluation that reads the same file."""
    found = wrong_half(view, train, wants="train")
    if found is None:
        return None
    for evaluation in bits(view.of_kind("evaluate") & view.real & view.lines.mates(train)):
        if found[0] in words(view.value(evaluation, "consumes")):
            return (*found, evaluation)
    return None


def _holds(question: Question) -> int:
    candidates = question.anchors & question.view.stated("consumes")
    return question.anchors & ~sum(1 << a for a in bits(candidates) if _fault(question.view, a))


def _missing(question: Question) -> str:
    view, train = question.view, question.anchor
    found = _fault(view, train)
    if found is None:
        return ""
    path, split, evaluation = found
    return f"only {path} is read, which {view.name(split)} keeps for the test and {view.name(evaluation)} measures with"


check = AnchorCheck(_holds, _missing)
