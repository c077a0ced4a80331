"""Pipelines of DVC written for tests, read and edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from textwrap import dedent

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.targets.imported import Imported, Patched, SourceFile
from tests.unit.targets.opened import IMPORTERS, around

DVC = IMPORTERS["dvc"]


def read(text: str, path: str = "dvc.yaml", **files: str) -> Imported:
    """Reads a file; other files stand beside it, ``params_yaml="..."`` for params.yaml."""
    return DVC.read(SourceFile(path, dedent(text)), around(_named(files)))


def edges(found: Imported) -> set[str]:
    """Links between stages, those of implicit cards left out."""
    return {i for i, k in found.snapshot.links.items() if {k.source, k.target} <= found.places.keys()}


def said(found: Imported, status: str) -> list[str]:
    """``line: message`` of the report."""
    return [f"{r.line}: {r.message}" for r in found.remarks if r.status == status]


@dataclass(frozen=True)
class Edited:
    """A file before and after an edit."""

    before: str
    base: Imported
    patched: Patched
    again: Imported

    @property
    def text(self) -> str:
        return self.patched.text

    @property
    def losses(self) -> list[str]:
        return [f"{x.step}: {x.feature}: {x.message}" for x in self.patched.losses]


def edit(text: str, change: Callable[[Snapshot], Snapshot], path: str = "dvc.yaml", **files: str) -> Edited:
    """Reads a file, changes the pipeline, writes that into the text and reads it again."""
    source, beside = SourceFile(path, dedent(text)), around(_named(files))
    base = DVC.read(source, beside)
    patched = DVC.patch(source, base, change(base.snapshot), beside)
    return Edited(source.text, base, patched, DVC.read(SourceFile(path, patched.text), beside))


def stating(step: str, **facts: object) -> Callable[[Snapshot], Snapshot]:
    """Changes facts of a step."""
    return lambda now: with_step(now, now.steps[step].with_attributes(facts))


def with_step(now: Snapshot, step: Step) -> Snapshot:
    return replace(now, steps={**now.steps, step.id: step})


def linking(*new: Link, gone: Iterable[str] = ()) -> Callable[[Snapshot], Snapshot]:
    """Adds and removes links."""
    lost = set(gone)

    def change(now: Snapshot) -> Snapshot:
        kept = {i: k for i, k in now.links.items() if i not in lost}
        return replace(now, links={**kept, **{k.id: k for k in new}})

    return change


def without(step: str) -> Callable[[Snapshot], Snapshot]:
    """Removes a step with its links."""

    def change(now: Snapshot) -> Snapshot:
        links = {i: k for i, k in now.links.items() if step not in (k.source, k.target)}
        return replace(now, steps={i: s for i, s in now.steps.items() if i != step}, links=links)

    return change


def renaming(step: str, new: str) -> Callable[[Snapshot], Snapshot]:
    """Gives a step another id."""

    def name(old: str) -> str:
        return new if old == step else old

    def change(now: Snapshot) -> Snapshot:
        steps = {name(i): replace(s, id=name(i)) for i, s in now.steps.items()}
        links = (replace(k, source=name(k.source), target=name(k.target)) for k in now.links.values())
        return replace(now, steps=steps, links={k.id: k for k in links})

    return change


def _named(files: dict[str, str]) -> dict[str, str]:
    return {
        name.replace("__", "/").replace("_yaml", ".yaml").replace("_lock", ".lock").replace("_py", ".py"): dedent(t)
        for name, t in files.items()
    }
