"""What can be edited in a workflow that was read, and pipelines with one edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.targets.differences import flow
from designer.targets.imported import SHARED, Imported


@dataclass(frozen=True, slots=True)
class Board:
    """What can be edited in a file that was read."""

    base: Imported

    @property
    def now(self) -> Snapshot:
        return self.base.snapshot

    def cards(self, fits: Callable[[Step], Any] = lambda step: True) -> list[Step]:
        """The first and the last card that something can be tried with."""
        found = [s for s in self.now.steps.values() if self.base.places.get(s.id) and fits(s)]
        return found[:1] + found[1:][-1:]

    def runs(self, step: Step) -> bool:
        """Whether a card has a machine of its own: it calls no other workflow."""
        return bool(step.get("runner"))

    def job(self, card: str) -> str:
        """The job that a card stands in."""
        return str(self.base.places[card][0].at[1])

    def ends(self, job: str) -> tuple[str, ...]:
        """The cards of a job."""
        return next(g.steps for g in self.base.groups if g.name == job)

    def with_facts(self, card: str, **facts: Any) -> Snapshot:
        """One card with other facts; what cards of one job share they go on sharing."""
        steps = dict(self.now.steps)
        shared = {n: v for n, v in facts.items() if n in SHARED}
        for other in self.ends(self.job(card)):
            steps[other] = steps[other].with_attributes(facts if other == card else shared)
        return replace(self.now, steps=steps)

    def with_step(self, step: Step) -> Snapshot:
        return replace(self.now, steps={**self.now.steps, step.id: step})

    def with_links(self, gone: tuple[str, ...], new: tuple[Link, ...]) -> Snapshot:
        kept = {i: k for i, k in self.now.links.items() if i not in gone}
        return replace(self.now, links={**kept, **{k.id: k for k in new}})

    def without(self, card: str) -> Snapshot:
        """Without a card; what came behind it in its job comes behind what was before it."""
        steps = {i: s for i, s in self.now.steps.items() if i != card}
        links = {i: k for i, k in self.now.links.items() if card not in (k.source, k.target)}
        mates = self.ends(self.job(card))
        into = [k for k in flow(self.now.links.values()) if k.target == card]
        behind = [k for k in flow(self.now.links.values()) if k.source == card]
        for a in into if len(mates) > 1 else ():
            for b in behind:
                healed = Link(a.source, b.target, when=b.when if a.source in mates else a.when)
                links.setdefault(healed.id, healed)
        return replace(self.now, steps=steps, links=links)

    def chains(self) -> list[tuple[str, ...]]:
        """The cards of each job that has several, where they follow each other on success alone."""
        found = []
        for group in self.base.groups:
            pairs = zip(group.steps, group.steps[1:], strict=False)
            if len(group.steps) > 1 and all(self._follows(a, b) for a, b in pairs):
                found.append(group.steps)
        return found

    def _follows(self, a: str, b: str) -> bool:
        link = self.now.links.get(Link(a, b).id)
        return link is not None and link.when == "success"

    def needs(self) -> list[tuple[str, str]]:
        """Two jobs of which the second waits for the first."""
        return [(n, g.name) for g in self.base.groups for n in g.needs]

    def links_between(self, source: str, target: str) -> list[Link]:
        """The flow links from the cards of one job to those of another."""
        ends = self.ends(source), self.ends(target)
        return [k for k in flow(self.now.links.values()) if k.source in ends[0] and k.target in ends[1]]
