"""Feedback links that start a later run behind the evaluation of a release (AUT019)."""

from __future__ import annotations

from itertools import pairwise

from designer.analysis.bit_sets import bits, members, union
from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.condition import Selector
from designer.analysis.finding import Ghost
from designer.analysis.link_order import Arrow
from designer.analysis.step_sets import told_names
from designer.analysis.view import PipelineView
from designer.model.step import FEEDBACK

GATE = Selector(("evaluate",))


def ungated(view: PipelineView, entry: int, evaluated: int) -> int:
    """Evaluated releases that a run starting at ``entry`` reaches without passing an evaluation of theirs."""
    if is_gated(view, entry, evaluated):
        return 0
    around, reached = view.once(_around, evaluated), view.reach.after[entry] | 1 << entry
    return members(release for release in bits(evaluated & reached) if around[release] >> entry & 1)


def is_gated(view: PipelineView, entry: int, evaluated: int) -> bool:
    """Whether a run starting at ``entry`` passes an evaluation of every evaluated release that it reaches."""
    return not view.once(unsafe, evaluated) >> entry & 1


def _around(view: PipelineView, evaluated: int) -> dict[int, int]:
    """For each evaluated release the steps from which a run reaches it without passing an evaluation of its line."""
    found = {}
    for release in bits(evaluated):
        before = view.reach.before[release]
        gates = view.select(GATE) & before & view.lines.mates(release)
        found[release] = (before | 1 << release) & ~(view.once(_leading_to, gates) | gates)
    return found


def unsafe(view: PipelineView, evaluated: int) -> int:
    """Steps from which a run reaches some evaluated release without passing an evaluation of it."""
    return union(view.once(_around, evaluated).values())


def _leading_to(view: PipelineView, gates: int) -> int:
    return view.reach.above(gates)


def better_entry(view: PipelineView, arrow: Arrow, evaluated: int) -> int | None:
    """Where a feedback link should lead instead: a run from there passes the evaluations and trains all it did before.

    Train steps come first, those above the old entry before others. None when there is no such step.
    """
    start, entry = arrow
    above, everything = view.reach.before[entry], view.reach.everything
    needed = view.reach.led_past(entry, arrow) & view.trains
    good = view.reach.leading_past(needed, arrow) & ~view.once(unsafe, evaluated) & ~(1 << start)
    for group in (view.trains & above, above, view.trains, view.origins, everything):
        if group & good:
            return min(bits(group & good), key=lambda step: view.reach.before[step].bit_count())
    return None


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    found = []
    for (start, entry), link in view.reach.feedback.items():
        releases = ungated(view, entry, evaluated)
        if not releases:
            continue
        release = next(bits(releases))
        way = (entry,) if entry == release else view.reach.way(entry, release)
        steps = tuple(view.name(s) for s in way)
        goal = better_entry(view, (start, entry), evaluated)
        ghost = None if goal is None else Ghost("", "", (view.name(goal),), (view.name(start),), FEEDBACK)
        ends = {view.name(start), *steps, *view.names(releases)}
        found.append(
            Violation(
                link.id,
                f"a run started by {link.id} reaches {told_names(view, releases)} without an evaluation",
                steps=tuple(s for s in view.ids if s in ends),
                mendable=goal is not None,
                ghost=ghost,
                links=(link.id, *(view.reach.flow[a, b].id for a, b in pairwise(way))),
            )
        )
    return tuple(found)


check = GraphCheck(_violations)
