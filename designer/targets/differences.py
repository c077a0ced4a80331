"""What differs between the pipeline that was read and the one that is wanted, in the ids of the one that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step

# Notes of the program about a step; no format has a place for them, and nobody misses them in a file.
BOOKKEEPING: Final = frozenset({"confidence", "suppress", "assessed", "unseen", "movable", "setup"})
_SAME_CONTENT: Final = 100
_SURE_ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class Differences:
    """Edits as a comparison finds them.

    Args:
        goal: what is wanted, with the old ids of renamed steps.
        renamed: old id -> new id.
        removed: ids that are gone.
        added: steps that are new, in the order of the document; without those that a tool does by itself.
        titles: id -> new title.
        facts: id -> attributes that differ; None where one is gone.
        pipeline: facts of the pipeline that differ; None where one is gone.
        links_gone: links that are no longer wanted, links of removed steps included.
        links_new: links that are new or have another ``when``.
    """

    goal: Snapshot
    renamed: Mapping[str, str]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    titles: Mapping[str, str]
    facts: Mapping[str, Mapping[str, Any]]
    pipeline: Mapping[str, Any]
    links_gone: tuple[Link, ...]
    links_new: tuple[Link, ...]

    @property
    def is_empty(self) -> bool:
        """Whether a file has nothing to change."""
        parts = (self.renamed, self.removed, self.added, self.titles, self.facts, self.pipeline)
        return not any(parts) and not self.links_gone and not self.links_new


def differences(base: Snapshot, wanted: Snapshot) -> Differences:
    """Compares two pipelines; a step that is gone and a new one with the same content are one that was renamed."""
    renamed = _renamed(base, wanted)
    goal = _with_old_ids(wanted, renamed)
    known = [s for s in goal.steps if s in base.steps]
    facts = {s: _changed(base.steps[s].attributes, goal.steps[s].attributes) for s in known}
    return Differences(
        goal=goal,
        renamed=renamed,
        removed=tuple(s for s in base.steps if s not in goal.steps),
        added=tuple(s.id for s in goal.steps.values() if s.id not in base.steps and s.get("implicit") is not True),
        titles={s: goal.steps[s].title for s in known if base.steps[s].title != goal.steps[s].title},
        facts={s: found for s, found in facts.items() if found},
        pipeline=_changed(base.facts, goal.facts),
        links_gone=tuple(link for i, link in base.links.items() if i not in goal.links),
        links_new=tuple(link for i, link in goal.links.items() if _is_new(base.links.get(i), link)),
    )


def _is_new(old: Link | None, link: Link) -> bool:
    return old is None or old.when != link.when


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    names = [n for n in dict.fromkeys((*old, *new)) if n not in BOOKKEEPING]
    return {n: new.get(n) for n in names if not same(old.get(n), new.get(n))}


def same(a: Any, b: Any) -> bool:
    """Equality that tells 1 from true and from 1.0, at any depth; order of keys does not count."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and bool(a == b)


def _renamed(base: Snapshot, wanted: Snapshot) -> dict[str, str]:
    """Old id -> new id: the pairs that are most alike first."""
    gone = [s for s in base.steps.values() if s.id not in wanted.steps]
    new = [s for s in wanted.steps.values() if s.id not in base.steps]
    if not gone or not new:
        return {}
    around_old, around_new = _neighbours(base, wanted), _neighbours(wanted, base)
    scores = [
        (_likeness(a, b, around_old[a.id] == around_new[b.id]), -i, -j, a.id, b.id)
        for i, a in enumerate(gone)
        for j, b in enumerate(new)
    ]
    found: dict[str, str] = {}
    for score, _, _, old, name in sorted(scores, reverse=True):
        if score >= _SURE_ENOUGH and old not in found and name not in found.values():
            found[old] = name
    return found


def _likeness(a: Step, b: Step, same_neighbours: bool) -> int:
    points = 3 * same_neighbours
    if (a.kind, a.title) == (b.kind, b.title) and same(a.attributes, b.attributes):
        return _SAME_CONTENT + points
    work = [(s.get("command"), s.get("action"), s.get("inputs")) for s in (a, b)]
    points += 4 * (any(work[0]) and same(*work))
    points += 2 * bool(a.title and a.title == b.title)
    return points + (a.kind == b.kind)


def _neighbours(of: Snapshot, other: Snapshot) -> dict[str, frozenset[tuple[str, str]]]:
    """Step -> its links to steps that both pipelines have."""
    found: dict[str, set[tuple[str, str]]] = {s: set() for s in of.steps}
    for link in of.links.values():
        for end, far, way in ((link.source, link.target, "to"), (link.target, link.source, "from")):
            if far in other.steps and end in found:
                found[end].add((way, far))
    return {s: frozenset(f) for s, f in found.items()}


def _with_old_ids(wanted: Snapshot, renamed: Mapping[str, str]) -> Snapshot:
    if not renamed:
        return wanted
    old = {new: name for name, new in renamed.items()}
    steps = (replace(s, id=old.get(s.id, s.id)) for s in wanted.steps.values())
    ends = (
        replace(k, source=old.get(k.source, k.source), target=old.get(k.target, k.target))
        for k in wanted.links.values()
    )
    return replace(wanted, steps={s.id: s for s in steps}, links={k.id: k for k in ends})


def flow(links: Iterable[Link]) -> list[Link]:
    """Those that say what waits for what."""
    return [link for link in links if link.is_flow]
