"""Whether the way from a release's watchers back to training passes a retrain trigger (MON009)."""

from __future__ import annotations

from designer.analysis.builtin import AnchorCheck
from designer.analysis.builtins.loop_exists import looping, trains_of, watchers
from designer.analysis.condition import Selector
from designer.analysis.operator import Proof, Question, witnessed
from designer.analysis.sight import Sight
from designer.analysis.view import PipelineView

TRIGGER = Selector(("retrain_trigger",))


def triggers_on_loop(view: PipelineView, release: int) -> int:
    """Retrain triggers between a release's watchers and training."""
    return view.once(_between, watchers(view, release), trains_of(view, release))  # many releases share both


def _between(view: PipelineView, watching: int, trains: int) -> int:
    return view.select(TRIGGER) & view.reach.led_from(watching) & view.reach.leads_to(trains)


def _holds(question: Question) -> int:
    return looping(question.view, question.anchors, question.view.select(TRIGGER) & question.witnesses)


def _missing(question: Question) -> str:
    return "no retrain trigger lies on the way from what watches it back to training"


def _earned(question: Question) -> Proof:
    release = question.anchor
    return witnessed(question.view, triggers_on_loop(question.view, release) & question.witnesses, ())


check = AnchorCheck(_holds, _missing, looks_out=True, earned=_earned, sight=Sight.PART)
