"""Typed checks of the facts that the program knows; what it does not know stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog
from designer.steps.field import Field
from designer.storage.reading import DocumentReader
from designer.yaml_io import Path

_SUPPRESSION = "{code: MON001, as: elsewhere, reason: ...}"


def check_fields(snapshot: Snapshot, catalog: Catalog, reader: DocumentReader) -> None:
    """Compares every known fact with its type.

    Raises:
        DocumentError: the first one that does not fit, with line, field and what would fit.
    """
    fields: dict[str, dict[str, Field]] = {}
    check_facts(snapshot.facts, catalog.pipeline_fields, ("pipeline",), reader)
    for step in snapshot.steps.values():
        if step.kind not in fields:
            fields[step.kind] = catalog.fields(step.kind)
        check_facts(step.attributes, fields[step.kind], ("steps", step.id), reader)


def check_facts(facts: Mapping[str, Any], fields: Mapping[str, Field], at: Path, reader: DocumentReader) -> None:
    """Compares the facts of one thing with their types; those without a field stay as they are. Raises as above."""
    for name, value in facts.items():
        field = fields.get(name)
        if field is None:
            continue
        problem = field.type.problem(value) or _special_problem(name, value)
        if problem:
            raise reader.fail(problem, (*at, name), _advice(field))


def _special_problem(name: str, value: Any) -> str:
    """Facts of type ``any`` that have a form of their own."""
    if name == "model" and not isinstance(value, str):
        fits = isinstance(value, list) and all(isinstance(v, str) for v in value)
        return "" if fits else "must be a name or a list of names"
    if name == "suppress":
        fits = isinstance(value, list) and all(isinstance(v, dict) and isinstance(v.get("code"), str) for v in value)
        return "" if fits else f"must be a list of entries such as {_SUPPRESSION}"
    return ""


def _advice(field: Field) -> str:
    return f"{field.label}: {field.help}" if field.help else ""
