"""Monitor, drift and feedback steps that watch nothing released here (MON002)."""

from __future__ import annotations

from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.builtins.loop_exists import WATCHERS
from designer.analysis.reach import bits
from designer.analysis.view import PipelineView


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    attached = 0
    for release in bits(view.releases):
        attached |= view.attached(release)
    return tuple(
        Violation(
            view.name(step),
            f"{view.name(step)} is not attached to any release of its model line",
            anchor=step,
            steps=(view.name(step),),
            mendable=bool(view.releases),
        )
        for step in bits(view.of_kind(*WATCHERS) & ~attached)
    )


check = GraphCheck(_violations)
