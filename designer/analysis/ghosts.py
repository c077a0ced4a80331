"""The missing step, or the missing link, where it belongs."""

from __future__ import annotations

from designer.analysis.builtin import Violation
from designer.analysis.builtins.loop_exists import trains_of, watchers
from designer.analysis.finding import Ghost
from designer.analysis.loops import loop_arrow
from designer.analysis.places import first_train, place_for
from designer.analysis.reach import bits
from designer.analysis.rule import Rule
from designer.analysis.view import PipelineView
from designer.model.step import Step


def ghost_for(view: PipelineView, rule: Rule, anchor: int) -> Ghost | None:
    """What is missing at an anchor and where it would stand; None for rules about facts."""
    if rule.ghost is None:
        return None
    kind = rule.ghost.kind
    title = view.catalog.kind(kind).title if kind else ""
    operation = rule.autofix.operations[0] if rule.autofix else {}
    if "insert" in operation:
        place = place_for(view, operation["at"], anchor)
        # Called as the step will be that a click makes of it: two missing versions can be told apart.
        named = Step(operation["name"], kind).label if "name" in operation else title
        return Ghost(kind, named, place.before, place.after)
    return _special(view, rule.ghost.place, kind, title, anchor)


def _special(view: PipelineView, place: str, kind: str, title: str, anchor: int) -> Ghost | None:
    name = view.name(anchor)
    watching = view.names(watchers(view, anchor) & view.of_kind("drift")) or view.names(watchers(view, anchor))
    if place == "register -> anchor":
        registers = view.of_kind("register") & view.real & view.lines.mates(anchor) & ~view.reach.after[anchor]
        return Ghost("", "", (name,), view.names(registers & -registers)) if registers else None
    if place == "witness ~> train":
        train = first_train(view, anchor)
        goal = train if train != anchor else next(bits(trains_of(view, anchor)), None)
        return Ghost("", "", (view.name(goal),), watching[:1]) if goal is not None and watching else None
    if place == "on link":
        arrow = loop_arrow(view, anchor)
        return Ghost(kind, title, (view.name(arrow[1]),), (view.name(arrow[0]),)) if arrow else None
    if place == "after witness":
        monitors = view.names(watchers(view, anchor) & view.of_kind("monitor"))
        return Ghost(kind, title, (), (monitors or watching)[:1])
    return Ghost(kind, title, (name,), ()) if place.startswith("before") else Ghost(kind, title, (), (name,))


def ghost_for_violation(view: PipelineView, rule: Rule, violation: Violation) -> Ghost | None:
    """The core step that is missing; None for the other checks of the whole graph."""
    if not violation.missing:
        return None
    title = view.catalog.kind(violation.missing).title
    return Ghost(violation.missing, title, violation.steps, ())
