"""Whether an evaluation reads only the training half of a split, and none reads the other half (AUT021)."""

from __future__ import annotations

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import AnchorCheck
from designer.analysis.condition import words
from designer.analysis.operator import Question
from designer.analysis.split_data import splits, wrong_half
from designer.analysis.view import PipelineView


def _fault(view: PipelineView, evaluation: int) -> tuple[str, int] | None:
    """The file and the split step. Where another evaluation reads the test half, this one looks for something else."""
    found = wrong_half(view, evaluation, wants="test")
    if found is None:
        return None
    tests = frozenset().union(*(s.test for s in view.once(splits) if s.step == found[1]))
    others = view.of_kind("evaluate") & view.real & view.lines.mates(evaluation) & ~(1 << evaluation)
    is_tested = any(tests.intersection(words(view.value(other, "consumes"))) for other in bits(others))
    return None if is_tested else found


def _holds(question: Question) -> int:
    candidates = question.anchors & question.view.stated("consumes")
    return question.anchors & ~sum(1 << a for a in bits(candidates) if _fault(question.view, a))


def _missing(question: Question) -> str:
    view, evaluation = question.view, question.anchor
    found = _fault(view, evaluation)
    return f"only {found[0]} is read, which {view.name(found[1])} made for training" if found else ""


check = AnchorCheck(_holds, _missing)
