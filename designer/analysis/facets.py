"""Facets: rules that together describe one thing, such as a gate, and are judged on its best single candidate.

Judged one by one, two half gates would pass as one whole. So for each release the candidate with the largest sum of
weights of what it satisfies is taken, and every facet rule reports what that one lacks. The maximum over a growing set
never falls, so adding a step never lowers a score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from designer.analysis.condition import Condition, Selector, words
from designer.analysis.reach import bits
from designer.analysis.view import PipelineView

EVALUATION: Final = Selector(("evaluate",))
DRIFT_CHECK: Final = Selector(("drift",))
DRIFT_MONITOR: Final = Selector(("monitor",), (("watches", Condition("has", "data_drift")),))
REPEATED: Final = frozenset({"hourly", "daily", "weekly", "stream"})
RECURRING_EVENTS: Final = frozenset({"schedule", "new_data", "event"})

Test = Callable[[PipelineView, int, int], bool]


@dataclass(frozen=True, slots=True)
class FacetTest:
    """One demand on a candidate.

    Args:
        passes: whether a candidate meets it for an anchor (view, candidate, anchor).
        silence: attributes whose silence leaves it open where silence means "not visible".
        lack: what is missing, with the names ``candidate`` and ``anchor`` to be filled in.
        asks: attributes of the candidate that it looks at.
    """

    passes: Test
    lack: str
    silence: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """What the candidates are, and the demands on them by name."""

    candidates: Callable[[PipelineView, int], int]
    tests: Mapping[str, FacetTest]


def evaluations(view: PipelineView, outcome: int) -> int:
    """Evaluations between training and a release; in scope training those after a train step."""
    found = view.select(EVALUATION)
    if view.scope == "training":
        return found & view.reach.after[outcome] & view.lines.mates(outcome)
    return view.between(outcome, found)


def drift_checks(view: PipelineView, release: int) -> int:
    """Drift checks attached to a release, and monitors that watch for drift."""
    return view.attached(release) & (view.select(DRIFT_CHECK) | view.select(DRIFT_MONITOR))


def _has_limit(view: PipelineView, gate: int, outcome: int) -> bool:
    return view.value(gate, "threshold") is True or bool(view.value(gate, "baseline"))


def _can_block(view: PipelineView, gate: int, outcome: int) -> bool:
    return view.value(gate, "blocking") is not False


def gate_needs(view: PipelineView, release: int) -> tuple[str, ...]:
    """Branches a gate must cover: those of the release, else those whose pushes start its workflow."""
    return view.branches(release) or view.push_branches(release)


def _covers(view: PipelineView, gate: int, release: int) -> bool:
    wanted, given = view.triggers(release), view.triggers(gate)
    if wanted and given and not set(wanted) <= set(given):
        return False
    limited = view.branches(gate)
    return not limited or set(gate_needs(view, release)) <= set(limited)


def _is_obeyed(view: PipelineView, gate: int, release: int) -> bool:
    return bool(view.reach.before_success[release] >> gate & 1)


def _has_reference(view: PipelineView, check: int, release: int) -> bool:
    return bool(view.value(check, "reference"))


def _matches(view: PipelineView, check: int, release: int) -> bool:
    reference = view.value(check, "reference")
    if reference == "training":
        return True
    above = 0
    for train in bits(view.trains & view.lines.mates(release)):
        above |= view.reach.before[train]
    step = view.index.get(reference) if isinstance(reference, str) else None
    if step is not None and above >> step & 1:
        return True
    return bool(reference) and any(view.value(s, "dataset") == reference for s in bits(above & view.stated("dataset")))


def _is_repeated(view: PipelineView, check: int, release: int) -> bool:
    frequency = view.value(check, "frequency")
    own = words(view.value(check, "triggers"))
    # A stated frequency says more than the events of the whole pipeline do: "once" stays once in a nightly run.
    events = own if frequency else view.triggers(check)
    return (isinstance(frequency, str) and frequency in REPEATED) or bool(RECURRING_EVENTS.intersection(events))


EVAL_GATE: Final = Facet(
    evaluations,
    {
        "threshold": FacetTest(
            _has_limit,
            "{candidate} has neither a threshold nor a baseline",
            silence=("threshold", "baseline"),
            asks=("threshold", "baseline"),
        ),
        "blocking": FacetTest(
            _can_block, "{candidate} may fail and {anchor} goes on (blocking is false)", asks=("blocking",)
        ),
        "same_trigger": FacetTest(
            _covers, "{candidate} does not run on all events and branches of {anchor}", asks=("triggers", "branches")
        ),
        "success_path": FacetTest(
            _is_obeyed, "every way from {candidate} to {anchor} has a link that ignores a failure"
        ),
    },
)
DRIFT: Final = Facet(
    drift_checks,
    {
        "has_reference": FacetTest(
            _has_reference, "{candidate} has no reference", silence=("reference",), asks=("reference",)
        ),
        "reference_matches": FacetTest(
            _matches,
            "the reference of {candidate} is not what the model behind {anchor} was trained on",
            asks=("reference",),
        ),
        "repeated": FacetTest(
            _is_repeated,
            "{candidate} has no frequency and no recurring event of its own",
            asks=("frequency", "triggers"),
        ),
    },
)
FACETS: Final[Mapping[str, Facet]] = {"eval_gate": EVAL_GATE, "drift": DRIFT}


def best_candidate(view: PipelineView, facet: Facet, anchor: int, weights: Mapping[str, int]) -> int | None:
    """The candidate that satisfies the largest sum of weights, the first in the document among equals."""
    found = list(bits(facet.candidates(view, anchor)))
    if len(found) < 2:
        return found[0] if found else None
    return max(
        found,
        key=lambda c: sum(w for name, w in weights.items() if facet.tests[name].passes(view, c, anchor)),
    )
