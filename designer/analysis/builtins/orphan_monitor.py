"""Monitor, drift and feedback steps that watch nothing released here (MON002)."""

from __future__ import annotations

from designer.analysis.bit_sets import bits, lowest, union
from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.builtins.loop_exists import WATCHERS
from designer.analysis.finding import Ghost
from designer.analysis.places import feeds
from designer.analysis.view import PipelineView


def release_for(view: PipelineView, watcher: int) -> int | None:
    """The release that a step should watch: one of its own model line, else one whose line is known."""
    known = view.once(_known_releases)
    return lowest(known & view.lines.mates(watcher) or known)


def _known_releases(view: PipelineView) -> int:
    return sum(1 << r for r in bits(view.releases) if not view.lines.is_lost(r))


def is_linked(view: PipelineView, release: int, watcher: int) -> bool:
    """Whether a link attaches what watches to a release; else its target does.

    Steps behind it would be taken for those of another model, if it came after a release of that model.
    """
    leads_on = not view.lines.is_single and bool(view.reach.after[watcher])
    return not (view.reach.after[watcher] >> release & 1 or feeds(view, release, watcher) or leads_on)


def _ghost(view: PipelineView, watcher: int) -> Ghost | None:
    release = release_for(view, watcher)
    if release is None or view.reach.after[release] >> watcher & 1 or not is_linked(view, release, watcher):
        return None
    return Ghost("", "", (view.name(watcher),), (view.name(release),))


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    if view.provenance.is_partial:
        return ()
    watching = view.of_kind(*WATCHERS)
    attached = union(view.attached(release) & watching for release in bits(view.releases))
    return tuple(
        Violation(
            view.name(step),
            f"{view.name(step)} is not attached to any release of its model line",
            anchor=step,
            steps=(view.name(step),),
            mendable=release_for(view, step) is not None,
            ghost=_ghost(view, step),
        )
        for step in bits(watching & ~attached)
    )


check = GraphCheck(_violations)
