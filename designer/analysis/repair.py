"""Which edit is offered for a finding: the rule's fix, made concrete for the place where it is needed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from operator import is_
from typing import Any, Final

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import Violation
from designer.analysis.check_language import EachCheck
from designer.analysis.finding import Autofix
from designer.analysis.loops import entries_told, loop_arrow, loop_entry, loop_goal
from designer.analysis.operator import Operator, Question
from designer.analysis.places import AT_THE_STEP, IN, OUT, place_for
from designer.analysis.rule import Rule
from designer.analysis.sight import Sight
from designer.analysis.text_mending import TEXT_WORDS, concrete
from designer.analysis.text_operator import shows_a_fault
from designer.analysis.view import PipelineView

Operation = Mapping[str, Any]
_ON_A_WITNESS: Final = ("set_down", "set_up", "set_around", "set_kind", "add_watch", "insert_after_near")
_SIGHTS: Final[Mapping[str, Sight]] = {
    "set": Sight.STEP,
    "set_pipeline_list": Sight.STEP,
    "release_on": Sight.STEP,
    "link_from": Sight.PART,
    "insert_on_feedback": Sight.PART,
    "insert_loop": Sight.WITNESSES,
}
_ADDING: Final = ("insert", "insert_after_near", "insert_loop", "link_from")


def fix_for_anchor(view: PipelineView, rule: Rule, check: EachCheck | None, anchor: int) -> Autofix | None:
    """The edit for one anchor, or for the candidate of a facet; None when there is nothing it could work with."""
    if rule.autofix is None:
        return None
    needs = check.needs if check else None
    changes_texts = not TEXT_WORDS.isdisjoint(rule.autofix.words)
    if check and check.hazards and not changes_texts and shows_a_fault(view, check.needs, anchor):
        return None  # to state the contrary of what stands in the text mends nothing
    found = []
    for operation in rule.autofix.operations:
        concrete = _concrete(view, operation, needs, anchor)
        if concrete is None:
            return None
        found.append(concrete)
    is_as_stated = all(map(is_, found, rule.autofix.operations))
    return rule.autofix.as_stated if is_as_stated else Autofix(rule.autofix.title, rule.autofix.safety, tuple(found))


def fix_for_violation(rule: Rule, violation: Violation) -> Autofix | None:
    """The edit for a fault of the whole graph."""
    if rule.autofix is None or not violation.mendable:
        return None
    own = {"row": violation.row} if violation.row >= 0 else {}
    return Autofix(rule.autofix.title, rule.autofix.safety, tuple({**o, **own} for o in rule.autofix.operations))


def sight_of_fix(rule: Rule) -> Sight:
    """How far is looked to make the fix of a rule concrete, and to place the ghost that stands for it."""
    operations = rule.autofix.operations if rule.autofix else ()
    return max(map(_sight_of, operations), default=Sight.STEP)


def start_told(view: PipelineView, rule: Rule, anchor: int) -> tuple[int | None, ...]:
    """Where the fix of a rule lets a later run start, and where that is drawn; nothing for other fixes."""
    if rule.autofix is None or "insert_loop" not in rule.autofix.words:
        return ()
    entry = loop_entry(view, anchor)
    return (entry,) if entry is not None else (None, loop_goal(view, anchor))


def asked_beyond(view: PipelineView, rule: Rule) -> Hashable:
    """What the fix of a rule asks of the whole pipeline: as long as that is the same, what is in sight decides."""
    return view.once(entries_told) if rule.autofix and "insert_loop" in rule.autofix.words else ()


def _sight_of(operation: Operation) -> Sight:
    word = next(iter(operation))
    if word in _ON_A_WITNESS:
        return Sight.WITNESSES
    if word == "insert":
        return Sight.STEP if operation["at"] in AT_THE_STEP else Sight.WAYS
    return Sight.STEP if word in TEXT_WORDS else _SIGHTS.get(word, Sight.EVERYTHING)


def _concrete(view: PipelineView, operation: Operation, needs: Operator | None, anchor: int) -> Operation | None:
    word = next(iter(operation))
    if word in TEXT_WORDS:
        return concrete(view, operation, anchor)
    if word in _ADDING and view.is_lost(anchor):
        return None  # a new step proves nothing for an anchor that belongs to no model line
    if word == "insert":
        place = place_for(view, operation["at"], anchor)
        on_circle = place.way in (IN, OUT) and view.is_on_circle(place.step)
        return None if on_circle else operation
    if word == "link_from":
        return None if view.is_on_circle(anchor) else operation
    if word == "insert_on_feedback":
        arrow = loop_arrow(view, anchor)  # an order that runs in a circle is mended first
        is_circle = arrow is not None and arrow not in view.reach.feedback and all(map(view.is_on_circle, arrow))
        return None if is_circle else operation
    if word == "insert_loop":
        return operation if loop_entry(view, anchor) is not None else None
    if word == "set" and operation["set"] == "anchor" and "attrs" in operation and needs is not None:
        wrong = _wrong_only(view, operation["attrs"], needs, anchor)
        return {**operation, "attrs": wrong} if len(wrong) < len(operation["attrs"]) else operation
    if word in _ON_A_WITNESS and needs is not None:
        step = _witness(view, operation, needs, anchor)
        return None if step is None else {**operation, "on": step}
    return operation


def _wrong_only(view: PipelineView, wanted: Mapping[str, Any], needs: Operator, anchor: int) -> dict[str, Any]:
    """Those attributes that are not right yet: a fix does not overwrite a good choice with another one."""
    asked = needs.conditions()
    right = {name for name, condition in asked if condition.holds(view.value(anchor, name))}
    return {name: value for name, value in wanted.items() if name not in right}


def _witness(view: PipelineView, operation: Operation, needs: Operator, anchor: int) -> str | None:
    """The step that would prove the anchor if its facts were right; of the first kind that the fix names, if any."""
    found = needs.candidates(Question(view, 1 << anchor, view.real))
    selector = next((v for v in operation.values() if isinstance(v, Mapping) and "kind" in v), {})
    for kind in selector.get("kind", ()):
        of_kind = found & view.of_kind(kind)
        if of_kind:
            return view.name(next(bits(of_kind)))
    return view.name(next(bits(found))) if found else None
