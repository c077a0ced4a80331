"""The missing step, or the missing link, where it belongs: where the offered fix puts it."""

from __future__ import annotations

from designer.analysis.bit_sets import lowest
from designer.analysis.builtins.loop_exists import watchers
from designer.analysis.condition import words
from designer.analysis.finding import Autofix, Ghost
from designer.analysis.loops import loop_arrow, loop_goal
from designer.analysis.places import linkable, place_for
from designer.analysis.repair import Operation
from designer.analysis.rule import Rule
from designer.analysis.view import PipelineView
from designer.model.step import FEEDBACK, Step


def ghost_for(view: PipelineView, rule: Rule, anchor: int, fix: Autofix | None = None) -> Ghost | None:
    """What is missing at an anchor and where it would stand; None for rules about facts.

    Args:
        fix: the edit that is offered there.
    """
    operations = fix.operations if fix else rule.autofix.operations if rule.autofix else ()
    operation: Operation = operations[0] if operations else {}
    word = next(iter(operation), "")
    if word == "insert":
        place = place_for(view, operation["at"], anchor)
        return Ghost(operation[word], _title(view, operation), place.before, place.after)
    if word == "link_from":
        return _waiting(view, operation, anchor)
    if word == "insert_after_near" and "on" in operation:
        return Ghost(operation[word], _title(view, operation), (), (operation["on"],))
    if word == "insert_loop":
        return _leading_back(view, anchor)
    if word == "insert_on_feedback":
        start, end = loop_arrow(view, anchor) or (None, None)
        if start is None or end is None:
            return None
        return Ghost(operation[word], _title(view, operation), (view.name(end),), (view.name(start),), FEEDBACK)
    return _as_the_rule_says(view, rule, anchor)


def _title(view: PipelineView, operation: Operation) -> str:
    """Called as the step will be that a click makes of it: two missing versions can be told apart."""
    kind = operation[next(iter(operation))]
    return Step(operation["name"], kind).label if "name" in operation else view.catalog.kind(kind).title


def _waiting(view: PipelineView, operation: Operation, release: int) -> Ghost:
    """A link from an existing step to the release, or a new step before it."""
    name = view.name(release)
    existing = next(linkable(view, words(operation["link_from"]["kind"]), release), None)
    if existing is not None:
        return Ghost("", "", (name,), (view.name(existing),))
    kind = operation["else_insert"]
    return Ghost(kind, view.catalog.kind(kind).title, (name,), place_for(view, "before", release).after)


def _leading_back(view: PipelineView, release: int) -> Ghost | None:
    """A link from what watches a release back to where training starts; the fix puts a trigger on it."""
    found = watchers(view, release)
    watching = lowest(found & view.of_kind("drift") or found)
    goal = loop_goal(view, release)
    if goal is None or watching is None:
        return None
    return Ghost("", "", (view.name(goal),), (view.name(watching),), FEEDBACK)


def _as_the_rule_says(view: PipelineView, rule: Rule, anchor: int) -> Ghost | None:
    """For rules whose fix adds nothing, or that have none."""
    if rule.ghost is None or not rule.ghost.kind:
        return None
    kind, name = rule.ghost.kind, view.name(anchor)
    is_before = rule.ghost.place.startswith("before")
    return Ghost(kind, view.catalog.kind(kind).title, (name,) if is_before else (), () if is_before else (name,))
