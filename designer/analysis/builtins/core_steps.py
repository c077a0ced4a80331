"""The steps without which nothing can be judged: a model, a release, and a way from one to the other (GRA002)."""

from __future__ import annotations

from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.provenance import AROUND, ORIGIN
from designer.analysis.reach import bits
from designer.analysis.view import PipelineView


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    if view.provenance.is_opaque:
        return ()
    releasing = view.scope != "training"
    found = []
    for line, members in zip(view.lines.names, view.lines.members, strict=True):
        named = view.names(view.lines.founders(line))
        of_line = "" if view.lines.is_single else f" of model {line}"
        hidden = members & view.releases & view.provenance.unseen((ORIGIN, AROUND))
        if not members & view.origins and not hidden:
            message = f"no step trains or fetches a model{of_line}"
            found.append(Violation("pipeline", message, steps=named, line=line, missing="train"))
        if releasing and not members & view.releases:
            message = f"no step deploys the model{of_line} to production"
            found.append(Violation("pipeline", message, steps=named, line=line, missing="deploy"))
    if releasing:
        judged = bits(view.releases & ~view.provenance.open_ended & ~view.provenance.unseen((ORIGIN,)))
        found.extend(_without_origin(view, release) for release in judged if not view.origins_of(release))
    return tuple(found)


def _without_origin(view: PipelineView, release: int) -> Violation:
    name = view.name(release)
    return Violation(
        name,
        f"no train or model source step of its model line comes before {name}",
        anchor=release,
        steps=(name,),
        missing="train",
        mendable=not view.lines.is_lost(release),
    )


check = GraphCheck(_violations)
