"""Steps without links, and artifacts that nobody makes in time (GRA003)."""

from __future__ import annotations

from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.condition import words
from designer.analysis.reach import bits
from designer.analysis.view import PipelineView


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    makers = _makers(view)
    external = frozenset(words(view.fact("external")))
    alone = _alone(view) if view.origin == "canvas" and len(view.ids) > 1 else 0
    found = []
    for step, name in enumerate(view.ids):
        if alone >> step & 1:
            found.append(Violation(name, f"{name} has no link", step, (name,), mendable=False))
        elif lacking := _lacking(view, step, makers, external):
            artifact, producers = lacking
            who = (
                f"only {' and '.join(view.names(producers))} makes it, and not before"
                if producers
                else "nobody makes it"
            )
            mendable = any(not (view.reach.after[step] >> p & 1) for p in bits(producers))
            found.append(Violation(name, f"{name} needs {artifact}, but {who}", step, (name,), mendable=mendable))
    return tuple(found)


def _alone(view: PipelineView) -> int:
    linked = view.stated("target")
    for link in view.snapshot.links.values():
        linked |= 1 << view.index.get(link.source, 0) | 1 << view.index.get(link.target, 0)
    return view.reach.everything & ~linked


def _makers(view: PipelineView) -> dict[str, int]:
    found: dict[str, int] = {}
    for step, record in enumerate(view.snapshot.steps.values()):
        for artifact in words(record.get("produces")):
            found[artifact] = found.get(artifact, 0) | 1 << step
    return found


def _lacking(view: PipelineView, step: int, makers: dict[str, int], external: frozenset[str]) -> tuple[str, int] | None:
    """The first artifact that a step needs and does not get, with the other steps that make it."""
    for artifact in words(view.snapshot.steps[view.name(step)].get("consumes")):
        producers = makers.get(artifact, 0)
        others = producers & ~(1 << step)
        if others and not others & view.reach.before[step]:
            return artifact, others
        if not producers and makers and artifact not in external:
            return artifact, 0
    return None


check = GraphCheck(_violations)
