"""Workflow files, opened the way the program does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.model.step import Link, Step
from designer.recognition.recogniser import load_recogniser
from designer.steps.catalog import load_catalog
from designer.targets.github_actions import IMPORTER
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Surroundings

PATH: Final = ".github/workflows/ci.yml"
CATALOG: Final = load_catalog()
RECOGNISER: Final = load_recogniser()


def surroundings(files: Mapping[str, str] | None = None) -> Surroundings:
    return Surroundings(CATALOG, RECOGNISER, (files or {}).get)


def opened(text: str, files: Mapping[str, str] | None = None, path: str = PATH) -> Imported:
    """What is read from a workflow file with others beside it."""
    return IMPORTER.read(SourceFile(path, text), surroundings(files))


def jobs(text: str, top: str = "on: push") -> Imported:
    """What is read from the text of some jobs."""
    body = "".join(f"  {line}\n" if line else "\n" for line in text.strip("\n").splitlines())
    return opened(f"{top}\njobs:\n{body}")


def job(text: str, top: str = "on: push") -> Imported:
    """What is read from a file with one job, ``work``, of which only the inside is given."""
    body = "".join(f"  {line}\n" if line else "\n" for line in text.strip("\n").splitlines())
    return jobs(f"work:\n{body}", top)


def step(imported: Imported, step_id: str = "work") -> Step:
    return imported.snapshot.steps[step_id]


def fact(imported: Imported, name: str, step_id: str = "work") -> Any:
    return step(imported, step_id).get(name)


def links(imported: Imported) -> set[str]:
    """The links as documents write them, without what is usual."""
    return set(map(_text, imported.snapshot.links.values()))


def _text(link: Link) -> str:
    words = [w for w, usual in ((link.when, "success"), (link.carries, "any")) if w != usual]
    return link.id + (f" [{', '.join(words)}]" if words else "")


def said(imported: Imported, status: str) -> list[tuple[int | None, str]]:
    """Line and message of the remarks of one status."""
    return [(r.line, r.message) for r in imported.remarks if r.status == status]
