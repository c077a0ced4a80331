"""Exports of an open pipeline, for any thread."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from designer import yaml_io
from designer.model.snapshot import Snapshot
from designer.plan.plan import Loss, Plan
from designer.plan.planner import make_plan
from designer.session.services import Services
from designer.session.source import Source
from designer.session.waived import ignores_of
from designer.targets.target import Emission

PARAMETERS: Final = "params.yaml"


def later_export(services: Services, source: Source | None, snapshot: Snapshot, slug: str) -> Emission:
    """The files of one target, for any thread. Raises ExportError.

    Args:
        source: other people's files that the pipeline comes from: their raw words are made neutral first.
    """
    if source is None:
        return services.targets[slug].emit(plan_of(services, snapshot))
    portable = source.portable(snapshot)
    emission = services.targets[slug].emit(plan_of(services, portable.snapshot))
    files = dict(emission.files)
    losses = (*portable.losses, *emission.losses)
    if PARAMETERS in files and source.has(PARAMETERS):  # their commands read theirs
        ours = yaml_io.load(files.pop(PARAMETERS), PARAMETERS)
        if ours:
            named = ", ".join(map(str, ours))
            losses = (*losses, Loss(None, "parameters", f"the file that is there stays; it may lack those of {named}"))
    return replace(emission, files=files, losses=losses)


def plan_of(services: Services, snapshot: Snapshot) -> Plan:
    """The plan of a pipeline, with what was waived in it. Raises ExportError."""
    plan = make_plan(snapshot, services.catalog)
    return replace(plan, ignores=ignores_of(snapshot, services.analyzer.rulebook))
