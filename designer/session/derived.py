"""Steps, links and facts that files imply: they come and go with the text, unless somebody edited them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from designer.model.graph_queries import reachable
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.recognition.hazards.notes import SET_UP

_OF_THE_WHOLE: Final = ("opaque", "partial")  # whether there is more than the files show


def with_derived(
    now: Snapshot, opened: Snapshot, again: Snapshot, names: Mapping[str, str]
) -> tuple[Snapshot, dict[str, str]]:
    """The pipeline with what the files imply now.

    Args:
        now: the pipeline as it was edited.
        opened: as it was before.
        again: what the edited files say.
        names: id in the files -> id on the canvas.

    Returns:
        The pipeline, and the names with the steps that came.
    """
    new = [s for s in again.steps.values() if _comes(s, names, now, opened)]
    names = {**names, **{s.id: s.id for s in new}}
    there = frozenset(names.values())
    gone = {s.id for s in now.steps.values() if s.id not in there and _is_implied(s) and s == opened.steps.get(s.id)}
    steps = {**{i: s for i, s in now.steps.items() if i not in gone}, **{s.id: s for s in new}}
    for i, name in names.items():  # nobody edits these notes; their lines move
        if name in steps and steps[name].get(SET_UP) != again.steps[i].get(SET_UP):
            steps[name] = steps[name].with_attributes({SET_UP: again.steps[i].get(SET_UP)})
    links = _links(now, opened, _on_canvas(again, names), steps)
    return (
        replace(
            now,
            steps=steps,
            links=links,
            frames={i: replace(f, steps=_members(i, f.steps, gone, new, again)) for i, f in now.frames.items()},
            positions={i: p for i, p in now.positions.items() if i not in gone},
            bends={i: b for i, b in now.bends.items() if i in links},
        ),
        names,
    )


def with_derived_facts(now: Snapshot, opened: Snapshot, before: Snapshot, again: Snapshot) -> Snapshot:
    """The pipeline with what the files imply about it now; what somebody said instead stays.

    Args:
        now: the pipeline as it was edited.
        opened: as it was before.
        before: what the files said then.
        again: what the edited files say.
    """
    untouched = [
        name
        for name in _OF_THE_WHOLE
        if now.facts.get(name) == opened.facts.get(name) == before.facts.get(name) != again.facts.get(name)
    ]
    facts = {**now.facts, **{name: again.facts.get(name) for name in untouched}}
    return replace(now, facts={k: v for k, v in facts.items() if v is not None}) if untouched else now


def _comes(step: Step, names: Mapping[str, str], now: Snapshot, opened: Snapshot) -> bool:
    return _is_implied(step) and step.id not in names and step.id not in now.steps and step.id not in opened.steps


def _is_implied(step: Step) -> bool:
    return bool(step.get("implicit"))


def _on_canvas(again: Snapshot, names: Mapping[str, str]) -> dict[str, Link]:
    known = [k for k in again.links.values() if k.source in names and k.target in names]
    moved = [replace(k, source=names[k.source], target=names[k.target]) for k in known]
    return {k.id: k for k in moved}


def _links(now: Snapshot, opened: Snapshot, again: Mapping[str, Link], steps: Mapping[str, Step]) -> dict[str, Link]:
    """The links, those of implied steps as the files have them where nobody edited them."""
    kept = {
        i: k
        for i, k in now.links.items()
        if {k.source, k.target} <= steps.keys() and (i in again or k != opened.links.get(i) or not _touches(k, steps))
    }
    came = {i: k for i, k in again.items() if i not in opened.links and i not in kept and _touches(k, steps)}
    for i, link in came.items():
        if not (link.is_flow and link.source in _behind(link.target, kept)):  # what somebody drew goes the other way
            kept[i] = link
    return kept


def _behind(step: str, links: Mapping[str, Link]) -> frozenset[str]:
    following: dict[str, list[str]] = {}
    for link in links.values():
        if link.is_flow:
            following.setdefault(link.source, []).append(link.target)
    return reachable([step], following)


def _touches(link: Link, steps: Mapping[str, Step]) -> bool:
    return any(_is_implied(steps[end]) for end in (link.source, link.target) if end in steps)


def _members(
    frame: str, steps: tuple[str, ...], gone: Collection[str], new: Collection[Step], again: Snapshot
) -> tuple[str, ...]:
    inside = again.frames[frame].steps if frame in again.frames else ()
    return (*(s for s in steps if s not in gone), *(s.id for s in new if s.id in inside))
