"""Parts of fixes that state facts about steps or the pipeline."""

from __future__ import annotations

from typing import Any

from designer.analysis.bit_sets import bits
from designer.analysis.builtins.release_reachable import BY_HAND_OR_UNTRUSTED, DEFAULT_BRANCHES
from designer.analysis.condition import words
from designer.analysis.facets import EVAL_GATE, evaluations, gate_needs
from designer.analysis.fix_work import Work
from designer.analysis.repair import Operation
from designer.commands.steps import set_facts

UNTRUSTED = ("pull_request", "pull_request_target")


def set_(work: Work, operation: Operation) -> None:
    """``set: anchor|candidate|pipeline`` with ``attrs``, or values taken over from the release or the pipeline."""
    if "copy_from_anchor" in operation:
        for release in work.others:
            _cover(work, work.anchor, release, work.view.triggers(release), gate_needs(work.view, release))
    elif "copy_from_pipeline" in operation:
        _listen_to_pushes(work)
    elif operation["set"] == "pipeline":
        set_facts(work.pipeline, operation["attrs"])
    else:
        work.set(work.finding.anchor, operation["attrs"])


def set_witness(work: Work, operation: Operation) -> None:
    """``set_up``, ``set_down``, ``set_around`` and ``set_kind``: facts of the step that should carry them."""
    work.set(operation["on"], operation["attrs"])


def add_watch(work: Work, operation: Operation) -> None:
    """``add_watch``: one more signal that a monitor collects."""
    step = work.pipeline.steps[operation["on"]]
    work.set(step.id, {"watches": _joined(words(step.get("watches")), (operation["add_watch"],))})


def set_pipeline_list(work: Work, operation: Operation) -> None:
    """``set_pipeline_list: triggers``: one more event that starts training, and with it the pipeline where it may.

    It is stated on the train step alone where the whole pipeline must not listen to it: where that would start a
    release that is limited to another branch, or leave an evaluation behind that has events of its own.
    """
    view, new = work.view, (operation["add"],)
    shared = words(view.fact("triggers"))
    if words(view.value(work.anchor, "triggers")) or not _may_listen(work, shared):
        work.set_on(work.anchor, triggers=_joined(view.triggers(work.anchor), new))
        return
    set_facts(work.pipeline, {"triggers": _joined(shared, new)})
    for release in bits(view.releases):
        if not words(view.value(release, "triggers")):
            _keep_gates(work, release, tuple(_joined(shared, new)), gate_needs(view, release), own_only=True)


def _may_listen(work: Work, shared: tuple[str, ...]) -> bool:
    view = work.view
    for release in bits(view.releases):
        own, limited = words(view.value(release, "triggers")), view.branches(release)
        if own and not shared:
            return False
        if not own and limited and not DEFAULT_BRANCHES.intersection(limited):
            return False
    return True


def release_on(work: Work, operation: Operation) -> None:
    """``release_on``: start a release by reviewed code only."""
    view, release = work.view, work.anchor
    events = tuple(e for e in view.triggers(release) if e not in UNTRUSTED)
    branches = view.branches(release)
    if "push" in events or not events:
        events = events or tuple(operation["release_on"]["triggers"])
        pushed = view.push_branches(release)
        if not branches or (pushed and not set(pushed) & set(branches)):
            branches = pushed or tuple(operation["release_on"]["branches"])
    _set_events(work, release, events, branches)


def _listen_to_pushes(work: Work) -> None:
    """Lets a release run on the branches that are pushed; by hand only, when no event may start it by itself."""
    view, release = work.view, work.anchor
    events = view.triggers(release)
    automatic = [e for e in events if e not in BY_HAND_OR_UNTRUSTED]
    if not automatic:
        _set_events(work, release, ("manual",), ())
    elif "push" in automatic:
        _set_events(work, release, events, view.push_branches(release))
    else:
        _set_events(work, release, events, ("main",))


def _set_events(work: Work, release: int, events: tuple[str, ...], branches: tuple[str, ...]) -> None:
    facts: dict[str, Any] = {"branches": list(branches) or None}
    if events != work.view.triggers(release):
        facts["triggers"] = list(events)
    _keep_gates(work, release, events, branches or work.view.push_branches(release))
    work.set_on(release, **facts)


def _keep_gates(
    work: Work, release: int, events: tuple[str, ...], branches: tuple[str, ...], *, own_only: bool = False
) -> None:
    """Evaluations that ran whenever the release did still do so after its events change."""
    covers = EVAL_GATE.tests["same_trigger"].passes
    for gate in bits(evaluations(work.view, release)):
        own = bool(words(work.view.value(gate, "triggers")))
        if covers(work.view, gate, release) and (own or not own_only):
            _cover(work, gate, release, events, branches)


def _cover(work: Work, gate: int, release: int, events: tuple[str, ...], branches: tuple[str, ...]) -> None:
    """Lets an evaluation run on further events and branches; what it has it keeps, for other releases."""
    step = work.pipeline.steps[work.view.name(gate)]
    given = words(step.get("triggers")) or work.view.triggers(gate)
    limited = words(step.get("branches"))
    if given and not set(events) <= set(given):
        work.set(step.id, {"triggers": _joined(given, events)})
    if limited and not set(branches) <= set(limited):
        work.set(step.id, {"branches": _joined(limited, branches)})


def _joined(first: tuple[str, ...], more: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys((*first, *more)))
