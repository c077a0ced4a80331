"""The steps without which nothing can be judged: a model, a release, and a way from one to the other (GRA002)."""

from __future__ import annotations

from typing import Final

from designer.analysis.bit_sets import bits, lowest
from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.finding import Ghost
from designer.analysis.provenance import AROUND, ORIGIN
from designer.analysis.view import PipelineView

RELEASE: Final = "deploy"
LEADING_TO_RELEASE: Final = (
    "train", "model_source", "evaluate", "register", "version", "package", "scan", "approve", "code_test", "deploy",
)  # fmt: skip


def waiting_releases(view: PipelineView, members: int) -> list[int]:
    """Releases of a model line that come from nowhere."""
    return [release for release in bits(members & view.releases) if not view.origins_of(release)]


def ends_before_release(view: PipelineView, members: int) -> tuple[str, ...]:
    """The last steps of a model line on the way to a release that is not there."""
    made = 0
    for origin in bits(view.origins & members):
        made |= 1 << origin | view.reach.after[origin] & members & view.of_kind(*LEADING_TO_RELEASE)
    return tuple(view.name(s) for s in bits(made) if not view.reach.after[s] & made)


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    if view.fact("opaque") is True or view.provenance.is_partial:
        return ()
    releasing = view.scope != "training"
    found = []
    for line, members in zip(view.lines.names, view.lines.members, strict=True):
        named = view.names(view.lines.founders(line))
        of_line = "" if view.lines.is_single else f" of model {line}"
        hidden = members & view.releases & view.provenance.unseen((ORIGIN, AROUND))
        if not members & view.origins and not hidden:
            message = f"No step trains or fetches a model{of_line}"
            found.append(
                Violation("pipeline", message, steps=named, line=line, missing="train", ghost=_first(view, members))
            )
        if releasing and not members & (view.releases | view.provenance.unseen((RELEASE,))):
            message = f"No step deploys the model{of_line} to production"
            found.append(
                Violation("pipeline", message, steps=named, line=line, missing="deploy", ghost=_last(view, members))
            )
    if releasing:
        judged = bits(view.releases & ~view.provenance.open_ended & ~view.provenance.unseen((ORIGIN,)))
        found.extend(_without_origin(view, release) for release in judged if not view.origins_of(release))
    return tuple(found)


def _first(view: PipelineView, members: int) -> Ghost:
    waiting = waiting_releases(view, members)
    return Ghost("train", view.catalog.kind("train").title, tuple(map(view.name, waiting)))


def _last(view: PipelineView, members: int) -> Ghost:
    return Ghost("deploy", view.catalog.kind("deploy").title, (), ends_before_release(view, members))


def _before(view: PipelineView, release: int) -> Ghost:
    """A link from an origin that is there, or a new origin."""
    origins = view.origins & view.lines.mates(release)
    free = lowest(origins & ~view.reach.after[release])
    if free is not None:
        return Ghost("", "", (view.name(release),), (view.name(free),))
    kind = "model_source" if origins else "train"
    return Ghost(kind, view.catalog.kind(kind).title, (view.name(release),))


def _without_origin(view: PipelineView, release: int) -> Violation:
    name = view.name(release)
    return Violation(
        name,
        f"No train or model source step of its model line comes before {name}",
        anchor=release,
        steps=(name,),
        missing="train",
        ghost=_before(view, release),
        mendable=not view.lines.is_lost(release),
    )


check = GraphCheck(_violations)
