"""What a target is: a format that a plan can be written in, with what it cannot say and what a person must set up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.model.step import NO_ATTRIBUTES
from designer.plan.plan import Loss, Plan
from designer.targets.records import FilesAround

__all__ = ["ChecklistItem", "Emission", "Loss", "Target", "TextSpan", "told_once"]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something that a person creates once, outside of the files.

    Args:
        kind: ``secret``, ``variable``, ``environment`` or ``remote``.
        name: its exact name.
        why: what it is for, and what happens without it.
        steps: ids of the steps that need it.
    """

    kind: str
    name: str
    why: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Lines of a file, 1-based and inclusive, that belong to a step."""

    path: str
    first_line: int
    last_line: int

    def has(self, path: str, line: int) -> bool:
        """Whether a line of a file is one of these."""
        return path == self.path and self.first_line <= line <= self.last_line

    def covers(self, other: TextSpan) -> bool:
        """Whether all lines of another span are among these."""
        return self.has(other.path, other.first_line) and self.has(other.path, other.last_line)


@dataclass(frozen=True, slots=True)
class Emission:
    """What a target made of a plan.

    Args:
        files: text by relative posix path.
        losses: what could not be said.
        checklist: what to set up.
        spans: step id -> its lines.
        shared: path of a file that others may have written already -> what must stand in it besides, as plain data.
    """

    files: Mapping[str, str]
    losses: tuple[Loss, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    spans: Mapping[str, tuple[TextSpan, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)
    shared: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)


def told_once(losses: Iterable[Loss]) -> Iterator[tuple[Loss, tuple[str, ...]]]:
    """Losses of several steps that say the same as one: the first of them, and the ids of all its steps."""
    found: dict[tuple[str, str], list[Loss]] = {}
    for loss in losses:
        found.setdefault((loss.feature, loss.message), []).append(loss)
    for same in found.values():
        yield same[0], tuple(dict.fromkeys(x.step for x in same if x.step))


class Target(ABC):
    """A format. Subclasses hold no state: the same plan gives the same bytes."""

    slug: str
    title: str
    order = 100
    """Where it stands among the others; low first."""

    @abstractmethod
    def emit(self, plan: Plan) -> Emission:
        """Writes a plan down."""

    def recorded(self, files: Mapping[str, str], around: FilesAround) -> tuple[TextSpan, ...]:
        """The lines of exported files that a record of an earlier run in a folder proves; none for most formats."""
        return ()
