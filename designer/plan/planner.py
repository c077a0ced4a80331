"""From a snapshot to a plan: order, tools, files, groups, workflows; the same snapshot gives the same plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from designer.errors import ExportError
from designer.model.graph_queries import flow_cycles, topological_order
from designer.model.snapshot import Snapshot
from designer.plan.attributes import one_line
from designer.plan.plan import FAILURE, Plan, Stage
from designer.plan.stages import StageBuilder
from designer.plan.tooling import ALL_SCRIPTS
from designer.plan.variants import expanded, references
from designer.plan.wiring import Edge, without
from designer.plan.workflows import merge_approvals, plan_workflows
from designer.steps.catalog import Catalog


def make_plan(snapshot: Snapshot, catalog: Catalog) -> Plan:
    """Works out a plan.

    Steps that a tool does by itself (``implicit``) and approvals that are merged into deployments get no stage of their
    own: what waited for them waits for what they waited for.

    Raises:
        ExportError: the pipeline is empty, or flow links form a circle (the message names it).
    """
    steps = {s.id: s for s in snapshot.steps.values() if s.get("implicit") is not True}
    _check(snapshot, empty=not steps)
    edges = _edges(snapshot)
    for step_id in snapshot.steps:
        if step_id not in steps:
            without(edges, step_id)
    merged = merge_approvals(steps, edges, catalog)
    for step_id in merged:
        without(edges, step_id)
    order = [s for s in topological_order(snapshot.steps, snapshot.links.values()) if s in edges]
    builder = StageBuilder(snapshot, catalog, edges, order)
    for step_id in order:
        builder.add(steps[step_id])
    stages = _with_all_scripts(builder.stages)
    split = plan_workflows(snapshot, stages, merged)
    return Plan(
        name=one_line(snapshot.name),
        stages=stages,
        workflows=split.workflows,
        restarts=split.restarts,
        crossings=split.crossings,
        merged=merged,
        losses=(*builder.losses, *split.losses),
        facts=snapshot.facts,
    )


def _check(snapshot: Snapshot, *, empty: bool) -> None:
    if empty:
        raise ExportError("the pipeline has no steps, so there is nothing to export", advice="Add a step first.")
    cycles = flow_cycles(snapshot.steps, snapshot.links.values())
    if cycles:
        raise ExportError(
            f"the steps {', '.join(cycles[0])} wait for each other in a circle",
            advice="Make one of the links between them a feedback link.",
        )


def _edges(snapshot: Snapshot) -> dict[str, list[Edge]]:
    """Step -> flow links into it; order alone, and what runs after a failure, brings no files."""
    edges: dict[str, list[Edge]] = {s: [] for s in snapshot.steps}
    for link in snapshot.links.values():
        if link.is_flow:
            files = link.carries != "control" and link.when != FAILURE
            edges[link.target].append(Edge(link.source, link.when, files))
    return edges


def _with_all_scripts(stages: Mapping[str, Stage]) -> dict[str, Stage]:
    """Tests read the scripts of every other step: each ``${scripts}`` becomes their list.

    What a step makes that is not waited for is no script, even where the one that takes it was worked out before. What
    varies in the runs of another step's matrix is one file for each of its runs.
    """
    made = {p.lower() for stage in stages.values() for o in stage.outputs for p in (o.path, *o.all_paths)}
    read = {s for stage in stages.values() for script in stage.scripts for s in _in_all_runs(stage, script)}
    everything = sorted(s for s in read if s.endswith(".py"))
    found = {}
    for stage in stages.values():
        scripts = (e for s in stage.scripts for e in (everything if s == ALL_SCRIPTS else [s]) if e.lower() not in made)
        found[stage.id] = replace(stage, scripts=tuple(dict.fromkeys(scripts)))
    return found


def _in_all_runs(stage: Stage, path: str) -> tuple[str, ...]:
    """A path as others see it; none when only a run can tell."""
    if not references(path):
        return (path,)
    return expanded(path, stage.matrix) if stage.axes.issuperset(references(path)) else ()
