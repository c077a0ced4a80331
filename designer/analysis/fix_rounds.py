"""Which fixes can be carried out after one look at the pipeline: those that cannot influence each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from designer.analysis.condition import words
from designer.analysis.finding import Finding
from designer.analysis.link_order import Arrow
from designer.analysis.repair import Operation
from designer.analysis.view import PipelineView

# Parts of fixes that change nothing outside of the steps that are linked with their anchor.
_LOCAL: Final = frozenset({
    "insert", "insert_after_near", "insert_loop", "insert_on_feedback", "link_from", "set", "set_up", "set_down",
    "set_around", "set_kind", "add_watch", "set_in_links", "release_on", "make_feedback",
    "mend_text", "store_secrets",
})  # fmt: skip
_ON_A_STEP: Final = frozenset({"set_up", "set_down", "set_around", "set_kind", "add_watch"})


def independent(view: PipelineView, findings: Iterable[Finding]) -> list[Finding]:
    """Those findings of one rule that can be mended in one round: the first, and all whose fixes it cannot change.

    One for each island of linked steps; on the same island further ones as long as each fix only states facts about a
    step of its own. A fix that reaches beyond its island is carried out alone.

    Args:
        findings: with fixes, in the order in which they should be mended.
    """
    island = islands(view)
    chosen: list[Finding] = []
    stated: set[str] = set()
    changed: set[int] = set()  # islands on which only facts are stated
    closed: set[int] = set()
    for finding in findings:
        if not _is_local(finding):
            return chosen or [finding]
        step = _stated(finding)
        here = {island[view.index[name]] for name in (finding.anchor, *finding.others)}
        if here & closed or (step in stated if step else here & changed):
            continue
        chosen.append(finding)
        stated.add(step)
        (changed if step else closed).update(here)
    return chosen


def islands(view: PipelineView) -> list[int]:
    """For each step a number that it shares with those it is linked with, that it names, or that name its model."""
    nearest = list(range(len(view.ids)))

    def first(step: int) -> int:
        while nearest[step] != step:
            nearest[step] = nearest[nearest[step]]
            step = nearest[step]
        return step

    for a, b in (*view.reach.flow, *view.reach.feedback, *_mentions(view)):
        nearest[first(b)] = first(a)
    return [first(step) for step in nearest]


def _mentions(view: PipelineView) -> Iterator[Arrow]:
    """Pairs of steps of which one names the other, or that name the same model."""
    models: dict[str, int] = {}
    for i, step in enumerate(view.snapshot.steps.values()):
        for value in step.attributes.values():
            if isinstance(value, str) and value in view.index:
                yield i, view.index[value]
        for model in words(step.get("model")):
            yield i, models.setdefault(model, i)


def _is_local(finding: Finding) -> bool:
    operations = finding.autofix.operations if finding.autofix else ()
    return bool(finding.anchor) and all(
        _LOCAL.issuperset([next(iter(o))]) and o.get("set") != "pipeline" for o in operations
    )


def _stated(finding: Finding) -> str:
    """The only step about which a fix states facts; empty when it does more than that."""
    operations = finding.autofix.operations if finding.autofix else ()
    steps = {_subject(operation, finding.anchor) for operation in operations}
    return steps.pop() if len(steps) == 1 else ""


def _subject(operation: Operation, anchor: str) -> str:
    word = next(iter(operation))
    if (word == "set" and "attrs" in operation) or word in ("mend_text", "store_secrets"):
        return anchor
    return str(operation["on"]) if word in _ON_A_STEP else ""
