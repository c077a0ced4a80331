"""Whether a retrain trigger on the way back to training has a condition (MON010)."""

from __future__ import annotations

from designer.analysis.builtin import AnchorCheck
from designer.analysis.builtins.loop_exists import looping
from designer.analysis.builtins.loop_has_trigger import triggers_on_loop
from designer.analysis.condition import Condition, Selector
from designer.analysis.operator import Proof, Question, selected
from designer.analysis.sight import Sight
from designer.analysis.step_sets import told_names

WITH_CONDITION = Selector(("retrain_trigger",), (("condition", Condition("set", True)),))


def _holds(question: Question) -> int:
    return looping(question.view, question.anchors, question.view.select(WITH_CONDITION) & question.witnesses)


def _missing(question: Question) -> str:
    names = told_names(question.view, _around(question))
    return f"the retrain trigger {names} behind it has no condition"


def _around(question: Question) -> int:
    release = question.anchor
    return triggers_on_loop(question.view, release)


def _earned(question: Question) -> Proof:
    view = question.view
    found = _around(question) & view.select(WITH_CONDITION) & question.witnesses
    return selected(view, found, WITH_CONDITION)


check = AnchorCheck(_holds, _missing, _around, earned=_earned, sight=Sight.PART)
