"""Whether a release is safe from code that nobody has reviewed (SEC016)."""

from __future__ import annotations

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import AnchorCheck
from designer.analysis.operator import Question
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView


def _trusted(view: PipelineView, step: int) -> bool:
    events = view.triggers(step)
    return "pull_request_target" not in events and not ("pull_request" in events and not view.branches(step))


def _holds(question: Question) -> int:
    return sum(1 << a for a in bits(question.anchors) if _trusted(question.view, a))


def _missing(question: Question) -> str:
    view, step = question.view, question.anchor
    event = "pull_request_target" if "pull_request_target" in view.triggers(step) else "pull_request on any branch"
    return f"{event} starts it"


check = AnchorCheck(_holds, _missing, hidden_by=("triggers",), sight=Sight.STEP)
