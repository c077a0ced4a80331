"""What is known about a pipeline beyond what its files say: exactly the difference between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from designer.model.snapshot import Bends, Position, Snapshot
from designer.model.step import NO_ATTRIBUTES, Frame, Link, Note, Step, frozen
from designer.storage.patching import same
from designer.storage.writing import plain

ASSESSED: Final = "assessed"  # grows only: of this list the difference holds what is new in it
_OWN: Final = ("id", "kind", "title")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A difference between what files say (the base) and a pipeline. In every mapping None stands for "not stated".

    Args:
        facts: of the pipeline.
        steps: id in the base -> what is different: ``id``, ``kind``, ``title`` and attributes.
        removed: ids in the base of steps that the pipeline does not have.
        added: steps that only the pipeline has.
        links: that only the pipeline has, or that are different in it.
        unlinked: ids of links that only the base has.
        notes: by id.
        frames: id -> what is different: ``title``, ``steps`` and extras; None for one that only the base has.
        positions: of cards that somebody placed.
        bends: of links that somebody bent.
    """

    facts: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: NO_ATTRIBUTES)
    removed: tuple[str, ...] = ()
    added: Mapping[str, Step] = field(default_factory=lambda: NO_ATTRIBUTES)
    links: Mapping[str, Link] = field(default_factory=lambda: NO_ATTRIBUTES)
    unlinked: tuple[str, ...] = ()
    notes: Mapping[str, Note] = field(default_factory=lambda: NO_ATTRIBUTES)
    frames: Mapping[str, Mapping[str, Any] | None] = field(default_factory=lambda: NO_ATTRIBUTES)
    positions: Mapping[str, Position] = field(default_factory=lambda: NO_ATTRIBUTES)
    bends: Mapping[str, Bends] = field(default_factory=lambda: NO_ATTRIBUTES)

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__)

    def over(self, older: Overlay) -> Overlay:
        """This together with what only an older one states."""
        merged: dict[str, Any] = {}
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(older, name)
            merged[name] = (*mine, *(x for x in theirs if x not in mine)) if isinstance(mine, tuple) else theirs | mine
        return Overlay(**merged)


def difference(base: Snapshot, now: Snapshot, names: Mapping[str, str]) -> Overlay:
    """What must be laid over ``base`` to get ``now``.

    Args:
        base: what the files say.
        now: the pipeline; positions are those to keep.
        names: id in the base -> id of the same step in the pipeline, for steps that both have.
    """
    links = _renamed_links(base, names)
    steps = {i: changes for i, name in names.items() if (changes := _step_changes(base.steps[i], now.steps[name]))}
    known = frozenset(names.values())
    return Overlay(
        facts=_fact_changes(base.facts, now.facts),
        steps=steps,
        removed=tuple(i for i in base.steps if i not in names),
        added={i: step for i, step in now.steps.items() if i not in known},
        links={i: link for i, link in now.links.items() if links.get(i) != link},
        unlinked=tuple(i for i in links if i not in now.links),
        notes={i: note for i, note in now.notes.items() if base.notes.get(i) != note},
        frames=_frame_changes(base, now, names),
        positions=dict(now.positions),
        bends=dict(now.bends),
    )


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The keys with other values; None for those that are gone."""
    changes = {k: v for k, v in after.items() if k not in before or not same(plain(before[k]), plain(v))}
    return {**changes, **{k: None for k in before if k not in after}}


def step_data(step: Step) -> dict[str, Any]:
    """Everything about a step as one mapping; what is usual is left out."""
    return {"kind": step.kind, **({"title": step.title} if step.title else {}), **step.attributes}


def step_of(step_id: str, data: Mapping[str, Any]) -> Step:
    """The step that `step_data` describes; None counts as not stated."""
    facts = {k: v for k, v in data.items() if k not in _OWN and v is not None}
    return Step(step_id, data.get("kind") or "other", data.get("title") or "", frozen(facts))


@dataclass(frozen=True, slots=True)
class Applied:
    """A pipeline made of a base and an overlay.

    Args:
        names: id in the base -> id in the pipeline.
        orphans: what could not be laid over this base, as an overlay; it is kept for the day when it can.
    """

    snapshot: Snapshot
    names: Mapping[str, str]
    orphans: Overlay


def apply(overlay: Overlay, base: Snapshot) -> Applied:
    """The pipeline that an overlay makes of what the files say now."""
    names = _new_names(overlay, base)
    steps = {
        names[i]: step_of(names[i], {**step_data(s), **overlay.steps.get(i, {})})
        for i, s in base.steps.items()
        if i in names
    }
    lost_added = {i: s for i, s in overlay.added.items() if i in steps}
    steps.update({i: s for i, s in overlay.added.items() if i not in steps})
    base_links = _renamed_links(base, names)
    links = {**base_links, **overlay.links}
    lost_links = {i: k for i, k in overlay.links.items() if not {k.source, k.target} <= steps.keys()}
    links = {i: k for i, k in links.items() if i not in lost_links and i not in overlay.unlinked}
    facts = {**base.facts, **overlay.facts}
    facts[ASSESSED] = [*_listed(base.facts), *_listed(overlay.facts)] or None
    frames, lost_frames = _framed(overlay, base, names, steps)
    snapshot = Snapshot(
        steps=steps,
        links=links,
        facts={k: v for k, v in facts.items() if v is not None},
        notes={**base.notes, **overlay.notes},
        frames=frames,
        positions={i: p for i, p in overlay.positions.items() if i in steps},
        bends={i: b for i, b in overlay.bends.items() if i in links},
    )
    refused = {i: {"id": c["id"]} for i, c in overlay.steps.items() if i in names and c.get("id", names[i]) != names[i]}
    orphans = Overlay(
        steps={**{i: c for i, c in overlay.steps.items() if i not in base.steps}, **refused},
        removed=tuple(i for i in overlay.removed if i not in base.steps),
        added=lost_added,
        links=lost_links,
        unlinked=tuple(i for i in overlay.unlinked if i not in base_links),
        frames=lost_frames,
        positions={i: p for i, p in overlay.positions.items() if i not in steps},
        bends={i: b for i, b in overlay.bends.items() if i not in links},
    )
    return Applied(snapshot, names, orphans)


def _new_names(overlay: Overlay, base: Snapshot) -> dict[str, str]:
    """Ids of the base's steps in the pipeline, without removed ones; a name that is taken is not given."""
    kept = [i for i in base.steps if i not in overlay.removed]
    wishes = {i: str(overlay.steps.get(i, {}).get("id") or i) for i in kept}
    names: dict[str, str] = {i: i for i in kept if wishes[i] == i}
    taken = set(names)
    for i in kept:
        if i not in names and wishes[i] not in taken:
            names[i] = wishes[i]
            taken.add(wishes[i])
    for i in kept:
        if i not in names:
            names[i] = i
    return {i: names[i] for i in kept}


def _renamed_links(base: Snapshot, names: Mapping[str, str]) -> dict[str, Link]:
    both = [k for k in base.links.values() if k.source in names and k.target in names]
    moved = [replace(k, source=names[k.source], target=names[k.target]) for k in both]
    return {k.id: k for k in moved}


def _step_changes(base: Step, now: Step) -> dict[str, Any]:
    rename = {"id": now.id} if now.id != base.id else {}
    return {**rename, **changed_keys(step_data(base), step_data(now))}


def _fact_changes(base: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    changes = changed_keys(
        {k: v for k, v in base.items() if k != ASSESSED}, {k: v for k, v in now.items() if k != ASSESSED}
    )
    there = set(_listed(base))
    new = [a for a in _listed(now) if a not in there]
    return {**changes, ASSESSED: new} if new else changes


def _listed(facts: Mapping[str, Any]) -> list[str]:
    value = facts.get(ASSESSED)
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else []


def _frame_changes(base: Snapshot, now: Snapshot, names: Mapping[str, str]) -> dict[str, Mapping[str, Any] | None]:
    before = {f.id: _frame_data(f, names) for f in base.frames.values()}
    after = {f.id: _frame_data(f) for f in now.frames.values()}
    found: dict[str, Mapping[str, Any] | None] = {i: None for i in before if i not in after}
    for name, data in after.items():
        changes = changed_keys(before.get(name, {}), data)
        if changes:
            found[name] = changes
    return found


def _frame_data(frame: Frame, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    steps = frame.steps if names is None else [names[s] for s in frame.steps if s in names]
    return {**({"title": frame.title} if frame.title else {}), "steps": list(steps), **frame.extra}


def _framed(
    overlay: Overlay, base: Snapshot, names: Mapping[str, str], steps: Mapping[str, Step]
) -> tuple[dict[str, Frame], dict[str, Mapping[str, Any] | None]]:
    """The frames, and the changes of frames that are not there."""
    frames = {f.id: _frame_data(f, names) for f in base.frames.values()}
    lost: dict[str, Mapping[str, Any] | None] = {}
    for name, changes in overlay.frames.items():
        if changes is None or (name not in frames and "steps" not in changes):
            if frames.pop(name, None) is None:
                lost[name] = changes
        else:
            frames[name] = {**frames.get(name, {}), **changes}
    return {name: _frame(name, data, steps) for name, data in frames.items()}, lost


def _frame(name: str, data: Mapping[str, Any], steps: Mapping[str, Step]) -> Frame:
    rest = {k: v for k, v in data.items() if k not in ("title", "steps") and v is not None}
    inside = tuple(s for s in data.get("steps") or () if s in steps)
    return Frame(name, data.get("title") or "", inside, frozen(rest))
