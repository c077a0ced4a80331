"""Texts read by the importer that knows them."""

from __future__ import annotations

from textwrap import dedent

from designer.targets.imported import Imported, Remark, SourceFile
from tests.unit.targets.opened import IMPORTERS, around


def read(slug: str, text: str) -> Imported:
    text = dedent(text).strip("\n")
    path = IMPORTERS[slug].path_of_text(text)
    assert path is not None
    return IMPORTERS[slug].read(SourceFile(path, text), around({}))


def kinds(found: Imported) -> dict[str, str]:
    return {step.label: step.kind for step in found.snapshot.steps.values()}


def frames(found: Imported) -> dict[str, tuple[str, ...]]:
    return {frame.title: frame.steps for frame in found.snapshot.frames.values()}


def told(found: Imported) -> list[Remark]:
    """What the report says about the text, without the kinds that steps were taken for."""
    return [remark for remark in found.remarks if remark.step is None]
