"""All kinds of steps: the built-in ones and those that people added, read from YAML files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from designer.errors import ResourceError
from designer.model.step import Step
from designer.resources import resource
from designer.steps.field import Field
from designer.steps.kind import StepKind
from designer.steps.kind_file import KindFile

UNKNOWN = "other"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The kinds by slug, and the fields that every step, link or pipeline has."""

    kinds: Mapping[str, StepKind]
    step_fields: Mapping[str, Field]
    link_fields: Mapping[str, Field]
    pipeline_fields: Mapping[str, Field]

    def kind(self, slug: str) -> StepKind:
        """The kind of that name; for a name nobody knows a stand-in that can do nothing and satisfies no rule."""
        known = self.kinds.get(slug)
        if known:
            return known
        other = self.kinds[UNKNOWN]
        return replace(other, slug=slug, title=slug.replace("_", " ").capitalize() or other.title)

    def can(self, step: Step, capability: str) -> bool:
        return self.kind(step.kind).can(capability)

    def like(self, step: Step) -> str:
        """The built-in kind that the rules take a step for."""
        return self.kind(step.kind).like

    def fields(self, slug: str) -> dict[str, Field]:
        """All fields of a kind: its own first, then the common ones."""
        own = self.kind(slug).fields
        return {**own, **{n: f for n, f in self.step_fields.items() if n not in own}}

    def default(self, step: Step, name: str) -> Any:
        """What an attribute means when a step does not state it."""
        found = self.kind(step.kind).fields.get(name) or self.step_fields.get(name)
        return found.default if found else None

    def groups(self) -> dict[str, list[StepKind]]:
        """Kinds by palette heading, both in palette order."""
        groups: dict[str, list[StepKind]] = {}
        for kind in sorted(self.kinds.values(), key=lambda k: (k.order, k.slug)):
            groups.setdefault(kind.group, []).append(kind)
        return groups


def load_catalog(extra_folders: Iterable[Path] = ()) -> Catalog:
    """Reads the built-in kinds, then those in ``extra_folders``.

    A file there describes a new kind, alone or as a variety of another one (``like: train``), or says otherwise
    what is said about a known one. The rules take a new kind without ``like`` for an unclassified step.

    Raises:
        ResourceError: a file is wrong; names file, line and key.
    """
    folder = resource("steps")
    kinds: dict[str, StepKind] = {}
    for file in _kind_files(folder):
        kinds[file.slug] = file.kind(StepKind(file.slug, file.slug, like=file.slug))
    for extra in extra_folders:
        _add_all(kinds, _kind_files(extra))
    return Catalog(
        kinds,
        KindFile(folder / "_step.yaml").fields(),
        KindFile(folder / "_link.yaml").fields(),
        KindFile(folder / "_pipeline.yaml").fields(),
    )


def _kind_files(folder: Path) -> list[KindFile]:
    try:
        paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    except OSError as e:
        raise ResourceError(f"the folder of step kinds cannot be read ({e.strerror})", path=str(folder)) from e
    return [KindFile(p) for p in paths if p.name[0] not in "_."]


def _add_all(kinds: dict[str, StepKind], files: list[KindFile]) -> None:
    """Adds kinds in an order in which each finds the one that it is like."""
    waiting = files
    while waiting:
        later = [f for f in waiting if (f.like or UNKNOWN) not in kinds]
        if len(later) == len(waiting):
            like = later[0].like
            raise later[0].fail(f"{like!r} is no known kind", ("like",), f"Known are {', '.join(sorted(kinds))}.")
        for file in waiting:
            if file not in later:
                start = kinds[file.like or (file.slug if file.slug in kinds else UNKNOWN)]
                kinds[file.slug] = file.kind(start)
        waiting = later
