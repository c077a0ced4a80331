"""Groups and workflows: what shares a machine, what runs after a release by the clock, and what starts what.

* One group per step. An approval whose successors are all deployments (or further such approvals) is merged into them:
  their environment asks for the reviewers.
* Watching, drift checks, feedback and retraining triggers behind a release, and all that follows them, form the
  workflow ``monitor``, started by a schedule. A step that only tells people and waits for both workflows is in both.
* A feedback link is a start of the other workflow, never an order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from designer.model.graph_queries import reachable, transitive_reduction
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.pace import breathe
from designer.plan.attributes import one_line, text, words
from designer.plan.plan import MONITOR, PIPELINE, SUCCESS, Group, Loss, Restart, Stage, Workflow
from designer.plan.triggers import monitor_triggers, pipeline_triggers
from designer.plan.wiring import Edge
from designer.steps.catalog import Catalog

OPERATES: Final = frozenset({"monitors", "detects_drift", "collects_feedback", "triggers_training"})
ENVIRONMENTS: Final = {"prod": "production", "staging": "staging", "dev": "development"}


@dataclass(frozen=True, slots=True)
class Workflows:
    """What `plan_workflows` found."""

    workflows: tuple[Workflow, ...]
    restarts: tuple[Restart, ...]
    crossings: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...]


def merge_approvals(
    steps: Mapping[str, Step], edges: Mapping[str, list[Edge]], catalog: Catalog
) -> dict[str, tuple[str, ...]]:
    """Approval step -> deployments whose environment asks for it, for the approvals that can be merged."""
    after: dict[str, list[Edge]] = {s: [] for s in edges}
    for target, into in edges.items():
        for edge in into:
            after[edge.source].append(Edge(target, edge.when))
    merged: dict[str, tuple[str, ...]] = {}

    def asks(step_id: str) -> tuple[str, ...]:
        """Deployments right behind an approval; empty when something else is."""
        found: dict[str, None] = {}
        for edge in after[step_id]:
            step = steps[edge.source]
            if edge.when != SUCCESS:
                return ()
            if catalog.can(step, "deploys"):
                found[step.id] = None
            elif step.id in merged:
                found.update(dict.fromkeys(merged[step.id]))
            else:
                return ()
        return tuple(sorted(found))

    waiting = [s for s in steps.values() if catalog.can(s, "approves") and s.get("stub") is not True]
    changed = True
    while changed:
        changed = False
        for step in waiting:
            if step.id not in merged and (targets := asks(step.id)):
                merged[step.id] = targets
                changed = True
    return dict(sorted(merged.items()))


def plan_workflows(snapshot: Snapshot, stages: Mapping[str, Stage], merged: Mapping[str, tuple[str, ...]]) -> Workflows:
    """Splits the stages into workflows and works out what starts them."""
    operating = _operating(stages)
    repeated = _repeated(stages, operating)
    main_ids = [s for s in stages if s not in operating or s in repeated]
    later_ids = [s for s in stages if s in operating]
    crossings = tuple(
        (n.name, s) for s in later_ids for n in stages[s].needs if n.name not in operating and s not in repeated
    )
    restarts, losses = _restarts(snapshot, stages, operating)
    main_stages = [stages[s] for s in main_ids]
    later_stages = [stages[s] for s in later_ids]
    started, trigger_losses = pipeline_triggers(snapshot.facts, main_stages, restarted=bool(restarts))
    workflows = []
    title = " ".join(snapshot.name.split())
    if main_ids:
        groups = _groups(main_stages, merged)
        workflows.append(Workflow(PIPELINE, title or "ML pipeline", groups, started))
    if later_ids:
        watched, more = monitor_triggers(later_stages)
        trigger_losses += more
        name = f"{title} monitor" if title else "ML monitor"
        workflows.append(Workflow(MONITOR, name, _groups(later_stages, merged), watched))
    return Workflows(tuple(workflows), restarts, crossings, (*losses, *trigger_losses))


def _operating(stages: Mapping[str, Stage]) -> frozenset[str]:
    """Stages that run after a release, with all that follows them."""
    targets: dict[str, list[str]] = {s: [] for s in stages}
    for stage in stages.values():
        breathe()
        for need in stage.needs:
            targets[need.name].append(stage.id)
    released = reachable([s.id for s in stages.values() if s.can("deploys")], targets)
    start = [
        s.id
        for s in stages.values()
        if s.capabilities & OPERATES
        and (s.id in released or text(s.facts, "target") or "schedule" in words(s.fact("triggers")))
    ]
    return frozenset(start) | reachable(start, targets)


def _repeated(stages: Mapping[str, Stage], operating: frozenset[str]) -> frozenset[str]:
    """Steps that only tell people, at the end of both workflows."""
    needed = {n.name for s in stages.values() for n in s.needs}
    return frozenset(
        s
        for s in operating
        if stages[s].can("notifies") and s not in needed and any(n.name not in operating for n in stages[s].needs)
    )


def _restarts(
    snapshot: Snapshot, stages: Mapping[str, Stage], operating: frozenset[str]
) -> tuple[tuple[Restart, ...], list[Loss]]:
    found, losses = [], []
    for link in snapshot.links.values():
        if link.is_flow or link.source not in stages:
            continue
        if link.source in operating and link.target not in operating:
            found.append(Restart(link.source, link.target, PIPELINE))
            losses.append(
                Loss(link.source, "feedback", f"a new run starts the pipeline from its beginning, not at {link.target}")
            )
        else:
            message = f"the feedback link to {link.target} would make the run start itself without end: it is left out"
            losses.append(Loss(link.source, "feedback", message))
    return tuple(found), losses


def _groups(stages: Iterable[Stage], merged: Mapping[str, tuple[str, ...]]) -> dict[str, Group]:
    inside = {s.id: s for s in stages}
    needs = {s: tuple(n for n in stage.needs if n.name in inside) for s, stage in inside.items()}
    certain = {s: tuple(n.name for n in found if n.when == SUCCESS) for s, found in needs.items()}
    reduced = transitive_reduction(certain)
    groups = {}
    for step_id, stage in inside.items():
        breathe()
        approvals = tuple(a for a, targets in merged.items() if step_id in targets)
        kept = tuple(n for n in needs[step_id] if n.when != SUCCESS or n.name in reduced[step_id])
        groups[step_id] = Group(
            step_id,
            approvals,
            tuple(sorted(kept, key=lambda n: n.name)),
            _environment(stage),
            bool(approvals) or stage.fact("environment_protected") is True or stage.can("approves"),
        )
    return groups


def _environment(stage: Stage) -> str:
    """The protected environment of a stage: as stated, the release's, an approval's, or that of its tool's secrets."""
    stated = text(stage.facts, "environment_name")
    if stated:
        return one_line(stated)
    if stage.can("deploys"):
        return ENVIRONMENTS.get(text(stage.facts, "environment") or "prod", "production")
    if stage.can("approves") and not stage.placeholder:
        return f"approval-{stage.name}"
    if any(v.startswith("secret:") for v in stage.environment.values()):
        return str(stage.extra.get("scope") or "pipeline")
    return ""
