"""From the pipeline on the canvas to what each of its files shall say, and back.

Only what was edited since the files were opened is asked of them: corrections that were kept beside a file stay there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Step, free_id
from designer.storage.overlay import changed_keys, step_data, step_of
from designer.targets.repository import Part, Repository


@dataclass(frozen=True, slots=True)
class Wish:
    """What one file shall say.

    Args:
        snapshot: with the ids that the file alone gives to its steps.
        names: id there -> id on the canvas.
    """

    snapshot: Snapshot
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edited:
    """A pipeline as it was opened and as it is now.

    Args:
        base: what the files say.
        names: id in the base -> id in the pipeline as opened.
        opened: the pipeline as it was opened.
        now: the pipeline.
    """

    base: Repository
    names: Mapping[str, str]
    opened: Snapshot
    now: Snapshot

    def wishes(self) -> dict[str, Wish]:
        """What each file shall say, by path."""
        homes = self.homes()
        return {path: self._wish(path, part, homes) for path, part in self.base.parts.items()}

    @property
    def known_steps(self) -> frozenset[str]:
        """The steps on the canvas that stood in a file when it was opened."""
        return frozenset(self.names[common] for common in self.base.names.values() if common in self.names)

    def shares(self) -> dict[str, Wish]:
        """What each file has of the pipeline as it is now, with the ids that the file gives."""
        found = {}
        for path in self.base.parts:
            ids = {canvas: local for local, canvas in self.canvas_ids(path).items() if canvas in self.now.steps}
            steps = {local: replace(self.now.steps[canvas], id=local) for canvas, local in ids.items()}
            share = Snapshot(steps, facts=self.now.facts)
            found[path] = Wish(share, {local: canvas for canvas, local in ids.items()})
        return found

    def canvas_ids(self, path: str) -> dict[str, str]:
        """Id that a file alone gives a step -> its id on the canvas as opened; without what the sidecar removes."""
        return {
            local: self.names[common]
            for (where, local), common in self.base.names.items()
            if where == path and common in self.names
        }

    def homes(self) -> dict[str, str]:
        """Step on the canvas -> the file it stands in, or shall stand in; steps of no file are missing."""
        paths = list(self.base.parts)
        homes = {self.names[common]: path for (path, _), common in self.base.names.items() if common in self.names}
        homes = {step: path for step, path in homes.items() if step in self.now.steps}
        for step in self.now.steps:
            if step in homes or not self._is_wanted(step):
                continue
            path = paths[0] if len(paths) == 1 else self._home_of_new(step, homes)
            if path:
                homes[step] = path
        return homes

    def _is_wanted(self, step: str) -> bool:
        """Whether a step that no file says shall be written into one: it is new, or was edited since."""
        return repr(self.opened.steps.get(step)) != repr(self.now.steps[step]) and not self.now.steps[step].get(
            "implicit"
        )

    def _home_of_new(self, step: str, homes: Mapping[str, str]) -> str | None:
        """The file of its frame, else that of most of its neighbours."""
        near = [s for f in self.now.frames.values() if step in f.steps for s in f.steps]
        for ids in (near, self._neighbours(step)):
            counted = Counter(homes[i] for i in ids if i in homes)
            if counted:
                return counted.most_common(1)[0][0]
        return None

    def _neighbours(self, step: str) -> list[str]:
        ends = [(k.source, k.target) for k in self.now.links.values() if k.is_flow and step in (k.source, k.target)]
        return [b if a == step else a for a, b in ends]

    # ------------------------------------------------------------------ one file
    def _wish(self, path: str, part: Part, homes: Mapping[str, str]) -> Wish:
        base = part.imported.snapshot
        known = self.canvas_ids(path)
        hidden = [i for i in base.steps if i not in known]
        local = {canvas: i for i, canvas in known.items()}
        taken = dict.fromkeys(base.steps)
        new = {}
        for step in self.now.steps:
            if homes.get(step) == path and step not in local:
                new[step] = free_id(step, taken)
                taken[new[step]] = None
        ids = {**{s: i for s, i in local.items() if s in self.now.steps}, **new}
        steps = {i: self._step(base, i, self.now.steps[s]) for s, i in self._in_order(ids).items()}
        steps.update({i: base.steps[i] for i in hidden})
        wanted = Snapshot(
            steps=steps,
            links=self._links(base, known, ids, new),
            facts=self._facts(path, base),
            frames=self._frames(path, base, ids),
        )
        return Wish(wanted, {i: s for s, i in ids.items()})

    def _in_order(self, ids: Mapping[str, str]) -> dict[str, str]:
        return {s: ids[s] for s in self.now.steps if s in ids}

    def _step(self, base: Snapshot, local: str, now: Step) -> Step:
        there = base.steps.get(local)
        opened = self.opened.steps.get(now.id)
        if there is None or opened is None:
            return replace(now, id=local)
        return step_of(local, {**step_data(there), **changed_keys(step_data(opened), step_data(now))})

    def _links(
        self, base: Snapshot, known: Mapping[str, str], ids: Mapping[str, str], new: Mapping[str, str]
    ) -> dict[str, Link]:
        """The file's own links, without those removed since and with those added since."""
        links, mine = {}, set()
        for link in base.links.values():
            source, target = known.get(link.source), known.get(link.target)
            if source is None or target is None:
                links[link.id] = link  # an end is hidden beside the file
                continue
            common = replace(link, source=source, target=target).id
            mine.add(common)
            before, after = self.opened.links.get(common), self.now.links.get(common)
            if after is not None or before is None:
                kept = (
                    link if before == after or after is None else replace(link, when=after.when, carries=after.carries)
                )
                if {source, target} <= ids.keys():
                    links[kept.id] = kept
        for link in self.now.links.values():
            if link.id in mine or not {link.source, link.target} <= ids.keys():
                continue
            if link != self.opened.links.get(link.id) or link.source in new or link.target in new:
                moved = replace(link, source=ids[link.source], target=ids[link.target])
                links[moved.id] = moved
        return links

    def _facts(self, path: str, base: Snapshot) -> dict[str, Any]:
        """The file's own facts with the changes since; of several files, the one that states a fact alone gets it."""
        facts = dict(base.facts)
        for name, value in changed_keys(self.opened.facts, self.now.facts).items():
            others = [p for p, part in self.base.parts.items() if p != path and name in part.imported.snapshot.facts]
            if len(self.base.parts) > 1 and (others or name not in base.facts):
                continue
            facts[name] = value
        return {k: v for k, v in facts.items() if v is not None}

    def _frames(self, path: str, base: Snapshot, ids: Mapping[str, str]) -> dict[str, Frame]:
        """The file's own frames with the steps that are in them now."""
        frames = {}
        for frame in base.frames.values():
            common = self.base.frame_names[path, frame.id]
            now, before = self.now.frames.get(common), self.opened.frames.get(common)
            if now is not None and now != before:
                frames[frame.id] = replace(frame, title=now.title, steps=tuple(ids[s] for s in now.steps if s in ids))
            else:
                inside = set(ids.values()) | (set(base.steps) - set(self.canvas_ids(path)))
                frames[frame.id] = replace(frame, steps=tuple(s for s in frame.steps if s in inside))
        return frames


def matched(again: Repository, wishes: Mapping[str, Wish], places: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Id in files that were read again -> id on the canvas, for steps that both have.

    A step is the same when it stands where the patched text was said to hold it; one without a place, when the file
    still gives it its id.

    Args:
        again: what the patched files say.
        wishes: what they were asked to say, by path.
        places: by path, where each wanted step stands in the patched text.
    """
    names: dict[str, str] = {}
    used: set[str] = set()
    for path, part in again.parts.items():
        wish = wishes[path]
        by_place = {found[0].at: wish.names[i] for i, found in places[path].items() if found and i in wish.names}
        for local in part.imported.snapshot.steps:
            own = part.imported.places.get(local)
            canvas = by_place.get(own[0].at) if own else wish.names.get(local)
            if canvas is not None and canvas not in used:
                used.add(canvas)
                names[again.names[path, local]] = canvas
    return names
