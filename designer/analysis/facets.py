"""Facets: rules that together describe one thing, such as a gate, and are judged on its best single candidate.

Judged one by one, two half gates would pass as one whole. So for each release the candidate with the largest sum of
weights of what it satisfies is taken, and every facet rule reports what that one lacks. The maximum over a growing set
never falls, so adding a step never lowers a score.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.analysis.bit_sets import bits, union
from designer.analysis.condition import Condition, Selector, words
from designer.analysis.view import PipelineView

EVALUATION: Final = Selector(("evaluate",))
DRIFT_CHECK: Final = Selector(("drift",))
DRIFT_MONITOR: Final = Selector(("monitor",), (("watches", Condition("has", "data_drift")),))
_FEW: Final = 4  # candidates of one anchor that are looked at one by one
REPEATED: Final = frozenset({"hourly", "daily", "weekly", "stream"})
RECURRING_EVENTS: Final = frozenset({"schedule", "new_data", "event"})

Test = Callable[[PipelineView, int, int], int]


@dataclass(frozen=True, slots=True)
class FacetTest:
    """One demand on candidates.

    Args:
        meeting: those of a set of candidates that meet it for an anchor (view, candidates, anchor).
        silence: attributes whose silence leaves it open where silence means "not visible".
        lack: what is missing, with the names ``candidate`` and ``anchor`` to be filled in.
        asks: attributes of the candidate that it looks at.
        or_hidden: kinds; a step of one that stands where nobody looked could meet it in place of the candidates.
    """

    meeting: Test
    lack: str
    silence: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    or_hidden: tuple[str, ...] = ()

    def passes(self, view: PipelineView, candidate: int, anchor: int) -> bool:
        """Whether one candidate meets it."""
        return bool(self.meeting(view, 1 << candidate, anchor))


@dataclass(frozen=True, slots=True)
class Facet:
    """What the candidates are, and the demands on them by name.

    Args:
        near: those of some candidates that stand well to an anchor, as far as a test asks how they are linked with it.
        beyond: what the tests ask that is no matter of the steps before, after and attached to an anchor.
    """

    candidates: Callable[[PipelineView, int], int]
    tests: Mapping[str, FacetTest]
    near: Test = lambda view, candidates, anchor: candidates
    beyond: Callable[[PipelineView], Hashable] = lambda view: ()


def evaluations(view: PipelineView, outcome: int) -> int:
    """Evaluations between training and a release; in scope training those after a train step."""
    found = view.select(EVALUATION)
    if view.scope == "training":
        return found & view.reach.after[outcome] & view.lines.mates(outcome)
    return view.between(outcome, found)


def is_made_by(view: PipelineView, steps: int, outcome: int) -> bool:
    """Whether an outcome is one of some steps, or all that its model comes from is among them."""
    origins = view.origins_of(outcome)
    return bool(steps >> outcome & 1 or (origins and not origins & ~steps))


def drift_checks(view: PipelineView, release: int) -> int:
    """Drift checks attached to a release, and monitors that watch for drift."""
    return view.attached(release) & (view.select(DRIFT_CHECK) | view.select(DRIFT_MONITOR))


def _told_by(
    view: PipelineView, steps: int, tells: Callable[[PipelineView, int], object], every: Callable[[PipelineView], int]
) -> int:
    """Those of some steps that tell something by themselves; when many are asked about, all are looked at once."""
    if steps.bit_count() > _FEW or view.is_asked_often(every):
        return steps & view.once(every)
    return sum(1 << step for step in bits(steps) if tells(view, step))


def _has_limit(view: PipelineView, gates: int, outcome: int) -> int:
    return _told_by(view, gates, _is_limited, _limited)


def _is_limited(view: PipelineView, gate: int) -> bool:
    return view.value(gate, "threshold") is True or bool(view.value(gate, "baseline"))


def _limited(view: PipelineView) -> int:
    return sum(1 << gate for gate in bits(view.select(EVALUATION)) if _is_limited(view, gate))


def _can_block(view: PipelineView, gates: int, outcome: int) -> int:
    return gates & ~view.where("blocking", Condition("is", False))


def gate_needs(view: PipelineView, release: int) -> tuple[str, ...]:
    """Branches a gate must cover: those of the release, else those whose pushes start its workflow."""
    return view.branches(release) or view.push_branches(release)


def _covers(view: PipelineView, gates: int, release: int) -> int:
    events, branches = view.triggers(release), gate_needs(view, release)
    if gates.bit_count() > _FEW or view.is_asked_often(_covering):
        return gates & view.once(_covering, events, branches)
    return sum(1 << gate for gate in bits(gates) if _covers_all(view, gate, events, branches))


def _covering(view: PipelineView, events: tuple[str, ...], branches: tuple[str, ...]) -> int:
    return sum(1 << g for g in bits(view.select(EVALUATION)) if _covers_all(view, g, events, branches))


def _covers_all(view: PipelineView, gate: int, events: tuple[str, ...], branches: tuple[str, ...]) -> bool:
    given = view.triggers(gate)
    if events and given and not set(events) <= set(given):
        return False
    limited = view.branches(gate)
    return not limited or set(branches) <= set(limited)


def _is_obeyed(view: PipelineView, gates: int, release: int) -> int:
    return gates & view.reach.before_success[release]


def _has_reference(view: PipelineView, checks: int, release: int) -> int:
    return _told_by(view, checks, _refers_at_all, _referring)


def _refers_at_all(view: PipelineView, check: int) -> bool:
    return bool(_text(view.value(check, "reference")))


def _referring(view: PipelineView) -> int:
    return view.of_kind("drift", "monitor") & ~view.once(_by_reference).get(_text(None), 0)


def _text(reference: Any) -> str:
    return repr(reference) if reference else ""


def _by_reference(view: PipelineView) -> dict[str, int]:
    found: dict[str, int] = {}
    for check in bits(view.of_kind("drift", "monitor")):
        key = _text(view.value(check, "reference"))
        found[key] = found.get(key, 0) | 1 << check
    return found


def _matches(view: PipelineView, checks: int, release: int) -> int:
    above = view.once(_above, view.trains & view.lines.mates(release))
    found = 0
    while checks:
        reference = view.value(next(bits(checks)), "reference")
        same = checks & view.once(_by_reference)[_text(reference)]
        found |= same if _refers(view, reference, above) else 0
        checks &= ~same
    return found


def _above(view: PipelineView, trains: int) -> int:
    return union(view.reach.before[train] for train in bits(trains))


def _refers(view: PipelineView, reference: Any, above: int) -> bool:
    """Whether a reference is the training data, or one of the steps above training or their data set."""
    if reference == "training":
        return True
    step = view.index.get(reference) if isinstance(reference, str) else None
    if step is not None and above >> step & 1:
        return True
    return bool(reference) and any(view.value(s, "dataset") == reference for s in bits(above & view.stated("dataset")))


def _references(view: PipelineView) -> Hashable:
    """Which references mean the data behind training, for all train steps that one release may come from."""
    values = (view.value(check, "reference") for check in bits(view.of_kind("drift", "monitor")))
    named = {repr(value): value for value in values if value and value != "training"}
    releases = bits(view.releases if not view.lines.is_single else 0)
    above = {release: view.once(_above, view.trains & view.lines.mates(release)) for release in releases}
    if view.lines.is_single:
        above[-1] = view.once(_above, view.trains)  # the same for all releases
    return frozenset(
        (release, text, _refers(view, value, steps))
        for text, value in named.items()
        for release, steps in above.items()
    )


def _is_repeated(view: PipelineView, checks: int, release: int) -> int:
    return _told_by(view, checks, _repeats, _repeating)


def _repeating(view: PipelineView) -> int:
    return sum(1 << check for check in bits(view.of_kind("drift", "monitor")) if _repeats(view, check))


def _repeats(view: PipelineView, check: int) -> bool:
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
            _covers,
            "{candidate} does not run on all events and branches of {anchor}",
            asks=("triggers", "branches"),
            or_hidden=EVALUATION.kinds,
        ),
        "success_path": FacetTest(
            _is_obeyed, "every way from {candidate} to {anchor} has a link that ignores a failure"
        ),
    },
    near=_is_obeyed,
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
    beyond=_references,
)
FACETS: Final[Mapping[str, Facet]] = {"eval_gate": EVAL_GATE, "drift": DRIFT}
