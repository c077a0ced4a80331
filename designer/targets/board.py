"""Files on one canvas, and their steps and links while links between them are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from designer.model.step import Link, Step
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Importer


@dataclass(frozen=True, slots=True)
class Side:
    """One file on the common canvas.

    Args:
        importer: its format.
        file: its text.
        imported: what it says by itself.
        ids: id of a step in it -> id on the canvas.
    """

    importer: Importer
    file: SourceFile
    imported: Imported
    ids: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.file.path

    @property
    def name(self) -> str:
        return str(self.imported.snapshot.facts.get("name") or "")

    def cards(self) -> tuple[str, ...]:
        """Ids on the canvas of the steps that stand in the file."""
        own = self.imported.snapshot.steps.values()
        return tuple(self.ids[s.id] for s in own if s.get("implicit") is not True and s.id in self.ids)


@dataclass(slots=True)
class Board:
    """Steps and links that grow; flow links never close a circle.

    Args:
        steps: by id.
        links: by id.
        after: step -> the steps that wait for it directly.
    """

    steps: dict[str, Step]
    links: dict[str, Link]
    after: dict[str, dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for link in self.links.values():
            if link.is_flow:
                self.after.setdefault(link.source, {})[link.target] = None

    def behind(self, step: str) -> set[str]:
        """Every step that waits for this one, directly or not."""
        return _reached(step, self.after)

    def before(self, step: str) -> set[str]:
        """Every step that this one waits for, directly or not."""
        before: dict[str, dict[str, None]] = {}
        for source, targets in self.after.items():
            for target in targets:
                before.setdefault(target, {})[source] = None
        return _reached(step, before)

    def closes_circle(self, link: Link) -> bool:
        """Whether the target of a link already comes before its source."""
        return link.is_flow and (link.source == link.target or link.source in self.behind(link.target))

    def put(self, link: Link) -> None:
        """Adds a link that closes no circle."""
        self.links[link.id] = link
        if link.is_flow:
            self.after.setdefault(link.source, {})[link.target] = None

    def remove_link(self, link: Link) -> None:
        del self.links[link.id]
        if link.is_flow:
            self.after[link.source].pop(link.target, None)

    def remove_step(self, step: str) -> None:
        """Removes a step with its links."""
        for link in [k for k in self.links.values() if step in (k.source, k.target)]:
            self.remove_link(link)
        del self.steps[step]


def _reached(step: str, links: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(links.get(step, ()))
    while waiting:
        reached = waiting.pop()
        if reached not in found:
            found.add(reached)
            waiting += links.get(reached, ())
    return found
