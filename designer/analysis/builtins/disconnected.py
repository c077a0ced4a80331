"""Steps without links, and artifacts that nobody makes in time (GRA003)."""

from __future__ import annotations

from collections.abc import Iterator

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import GraphCheck, Violation
from designer.analysis.condition import words
from designer.analysis.finding import Ghost
from designer.analysis.places import feeds
from designer.analysis.step_sets import told_names
from designer.analysis.view import PipelineView


def _violations(view: PipelineView, evaluated: int) -> tuple[Violation, ...]:
    makers = _makers(view)
    alone = _alone(view) & view.provenance.drawn if len(view.index) > 1 else 0
    found = []
    for step in bits(alone | view.stated("consumes")):
        name, lacking = view.name(step), list(_lacking(view, step, makers))
        if not lacking and not alone >> step & 1:
            continue
        makers_of = [producer(view, step, others) for _, others in lacking]
        mendable = bool(lacking) and None not in makers_of
        message = f"{name} has no link" if alone >> step & 1 else _message(view, name, *lacking[0])
        linked = dict.fromkeys(view.name(p) for p in makers_of if p is not None)
        ghost = Ghost("", "", (name,), tuple(linked)) if mendable else None
        found.append(Violation(name, message, step, (name,), mendable=mendable, ghost=ghost))
    return tuple(found)


def _message(view: PipelineView, name: str, artifact: str, others: int) -> str:
    makers = told_names(view, others)
    return f"{name} needs {artifact}, but {f'only {makers} makes it, not before it' if makers else 'nobody makes it'}"


def missing_producers(view: PipelineView, step: int) -> tuple[int, ...]:
    """Steps to link to a step so that it gets what it needs."""
    found = (producer(view, step, others) for _, others in _lacking(view, step, _makers(view)))
    return tuple(dict.fromkeys(p for p in found if p is not None))


def producer(view: PipelineView, step: int, others: int) -> int | None:
    """One of several steps that may be linked to a step: no circle, and no new data for training."""
    later = view.reach.after[step] | view.reach.on_circle
    return next((p for p in bits(others & ~later) if not feeds(view, p, step)), None)


def _alone(view: PipelineView) -> int:
    return view.reach.everything & ~view.stated("target") & ~view.reach.linked


def _makers(view: PipelineView) -> dict[str, int]:
    found: dict[str, int] = {}
    for step, artifacts in view.column("produces"):
        for artifact in words(artifacts):
            found[artifact] = found.get(artifact, 0) | 1 << step
    return found


def _lacking(view: PipelineView, step: int, makers: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Artifacts that a step needs and does not get, each with the other steps that make it."""
    external = words(view.fact("external"))
    is_given = view.fact("given_files") is True and not view.provenance.drawn >> step & 1
    for artifact in words(view.own(step, "consumes")):
        producers = makers.get(artifact, 0)
        others = producers & ~(1 << step)
        if others:
            if not others & view.reach.before[step]:
                yield artifact, others
        elif not producers and makers and artifact not in external and not is_given:
            yield artifact, 0


check = GraphCheck(_violations)
