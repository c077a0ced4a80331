"""Whether something attached to a release leads back to training (MON008)."""

from __future__ import annotations

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import AnchorCheck
from designer.analysis.operator import Proof, Question, witnessed
from designer.analysis.sight import Sight
from designer.analysis.step_sets import told_names
from designer.analysis.view import PipelineView

WATCHERS = ("monitor", "drift", "feedback")


def watchers(view: PipelineView, release: int) -> int:
    """Monitor, drift and feedback steps attached to a release."""
    return view.attached(release) & view.of_kind(*WATCHERS) & view.real


def trains_of(view: PipelineView, release: int) -> int:
    """Train steps of a release's model line."""
    return view.trains & view.lines.mates(release)


def looping(view: PipelineView, releases: int, through: int | None = None) -> int:
    """Releases from whose watchers training is reached, over one of the steps ``through`` if that is given."""
    ways: dict[int, int] = {}  # many releases share one model line, and so one search
    found = 0
    for release in bits(releases):
        goal = trains_of(view, release)
        if goal not in ways:
            ways[goal] = view.reach.leads_to(goal)
            if through is not None:
                ways[goal] = view.reach.leads_to(ways[goal] & through)
        if watchers(view, release) & ways[goal]:
            found |= 1 << release
    return found


def _holds(question: Question) -> int:
    return looping(question.view, question.anchors)


def _missing(question: Question) -> str:
    view, release = question.view, question.anchor
    return view.once(_nothing_leads, watchers(view, release))  # many releases are watched by the same steps


def _nothing_leads(view: PipelineView, watching: int) -> str:
    return f"nothing leads from {told_names(view, watching) or 'what watches it'} back to training"


def _around(question: Question) -> int:
    release = question.anchor
    return watchers(question.view, release)


def _earned(question: Question) -> Proof:
    view, release = question.view, question.anchor
    return witnessed(view, watchers(view, release) & view.reach.leads_to(trains_of(view, release)), ())


check = AnchorCheck(
    _holds, _missing, _around, looks_out=True, earned=_earned, sight=Sight.PART, telling=Sight.WITNESSES
)
