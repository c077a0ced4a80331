"""Whether some automatic event can start a release that is limited to branches (AUT018)."""

from __future__ import annotations

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import AnchorCheck
from designer.analysis.operator import Question
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView

BY_HAND_OR_UNTRUSTED = frozenset({"manual", "pull_request", "pull_request_target"})
ON_ANY_BRANCH = frozenset({"release", "workflow_run"})
DEFAULT_BRANCHES = frozenset({"main", "master"})


def _starts(view: PipelineView, step: int, event: str) -> bool:
    wanted = set(view.branches(step))
    if event == "push":
        pushed = view.push_branches(step)
        return not pushed or bool(wanted.intersection(pushed))
    return event in ON_ANY_BRANCH or bool(wanted & DEFAULT_BRANCHES)


def _reachable(view: PipelineView, step: int) -> bool:
    events = view.triggers(step)
    if not events or not view.branches(step):
        return True
    return any(_starts(view, step, event) for event in events if event not in BY_HAND_OR_UNTRUSTED)


def _holds(question: Question) -> int:
    return sum(1 << a for a in bits(question.anchors) if _reachable(question.view, a))


def _missing(question: Question) -> str:
    view, step = question.view, question.anchor
    events = ", ".join(view.triggers(step))
    pushed = ", ".join(view.push_branches(step)) or "any branch"
    wanted = ", ".join(view.branches(step))
    return f"it runs only on {wanted}, but {events} (push on {pushed}) never starts it there"


check = AnchorCheck(_holds, _missing, sight=Sight.STEP)
