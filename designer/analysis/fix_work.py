"""What every part of a fix works on: the pipeline inside an open edit, and how the rules see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from designer.analysis.finding import Finding
from designer.analysis.places import IN, OUT, ROOT, Place
from designer.analysis.view import PipelineView
from designer.commands.links import make_room
from designer.commands.placement import place_between
from designer.commands.steps import set_attributes
from designer.model.pipeline import Pipeline
from designer.model.step import FEEDBACK, Link, Step, free_id, frozen
from designer.steps.catalog import Catalog


@dataclass(frozen=True)
class Work:
    """One fix in progress.

    Args:
        view: the pipeline as it was before this fix.
        places_steps: whether new steps get places among the others; not when all are arranged anew afterwards.
    """

    pipeline: Pipeline
    catalog: Catalog
    finding: Finding
    view: PipelineView
    places_steps: bool = True

    def renewed(self) -> Work:
        """The same fix with the pipeline as it is by now."""
        return replace(self, view=PipelineView(self.pipeline.snapshot(), self.catalog))

    @property
    def anchor(self) -> int:
        """The step the finding is about."""
        return self.view.index[self.finding.anchor]

    @property
    def others(self) -> tuple[int, ...]:
        """Further steps it is about."""
        return tuple(self.view.index[name] for name in self.finding.others)

    def set(self, step: str, facts: Mapping[str, Any]) -> None:
        set_attributes(self.pipeline, step, facts)

    def set_on(self, step: int, **facts: Any) -> None:
        self.set(self.view.name(step), facts)

    def add(
        self,
        kind: str,
        facts: Mapping[str, Any],
        place: Place,
        *,
        name: str = "",
        when: str = "success",
        line: str = "",
    ) -> str:
        """Adds a step at a place, on the model line of the step beside it, and links it there; returns its id."""
        served = (line,) if line else self.view.lines.of(place.step)
        attributes = {**facts, **({"model": served[0] if len(served) == 1 else list(served)} if served else {})}
        self._make_room(place)
        new = self.put(kind, attributes, name or kind, place.after, place.before)
        self._join(new, place, when)
        return new

    def put(
        self, kind: str, facts: Mapping[str, Any], name: str, after: Sequence[str] = (), before: Sequence[str] = ()
    ) -> str:
        """Adds a step without links. It gets a place on the canvas if the steps around it have one."""
        new = free_id(name, self.pipeline.steps)
        places = self.pipeline.positions if self.places_steps else {}
        with self.pipeline.edit("Add step") as edit:
            edit.put_step(Step(new, kind, "", frozen(facts)))
            if any(s in places for s in (*after, *before)) or (places and not after and not before):
                edit.move_steps({new: place_between(self.pipeline, after, before)})
        return new

    def _make_room(self, place: Place) -> None:
        places = self.pipeline.positions if self.places_steps else {}
        after = [s for s in place.after if s in places]
        before = [s for s in place.before if s in places]
        if place.way in (IN, OUT) and after and before:
            left = max(after, key=lambda s: places[s][0])
            right = min(before, key=lambda s: places[s][0])
            make_room(self.pipeline, left, right)

    def _join(self, new: str, place: Place, when: str) -> None:
        step = self.view.name(place.step)
        with self.pipeline.edit("Link steps") as edit:
            reach = self.view.reach
            for before in reach.previous_steps[place.step] if place.way == IN else ():
                link = reach.flow[before, place.step]
                edit.remove_link(link.id)
                edit.put_link(Link(link.source, new, when=link.when, carries=link.carries))
            for after in reach.next_steps[place.step] if place.way == OUT else ():
                link = reach.flow[place.step, after]
                edit.remove_link(link.id)
                edit.put_link(Link(new, link.target, when=link.when, carries=link.carries))
            edit.put_link(Link(new, step) if place.way in (IN, ROOT) else Link(step, new, when=when))

    def link(self, source: str, target: str) -> None:
        with self.pipeline.edit("Connect steps") as edit:
            edit.put_link(Link(source, target))

    def feed_back(self, source: str, target: str) -> None:
        if source != target:
            with self.pipeline.edit("Add feedback link") as edit:
                edit.put_link(Link(source, target, FEEDBACK))

    def unlink(self, link_id: str) -> None:
        with self.pipeline.edit("Disconnect steps") as edit:
            edit.remove_link(link_id)

    def closes_circle(self, source: str, target: str) -> bool:
        return bool(self.pipeline.cycle_with(source, target))
