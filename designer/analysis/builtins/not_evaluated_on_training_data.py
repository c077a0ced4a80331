"""Whether an evaluation reads only the training half of a split (AUT021)."""

from __future__ import annotations

from designer.analysis.builtin import AnchorCheck
from designer.analysis.operator import Question
from designer.analysis.reach import bits
from designer.analysis.split_data import wrong_half


def _holds(question: Question) -> int:
    candidates = question.anchors & question.view.stated("consumes")
    return question.anchors & ~sum(1 << a for a in bits(candidates) if wrong_half(question.view, a, wants="test"))


def _missing(question: Question) -> str:
    view, evaluation = question.view, question.anchor
    found = wrong_half(view, evaluation, wants="test")
    return f"only {found[0]} is read, which {view.name(found[1])} made for training" if found else ""


check = AnchorCheck(_holds, _missing)
