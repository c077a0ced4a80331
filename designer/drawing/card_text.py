"""The words on a card."""

from __future__ import annotations

from designer.model.step import Step
from designer.steps.catalog import Catalog


def subtitle(step: Step, catalog: Catalog) -> str:
    """The second line: the kind, unless the title says it already, and the tool it is done with."""
    kind = catalog.kind(step.kind)
    slug = step.get("tool")
    tool = kind.tools.get(slug) if isinstance(slug, str) else None
    tool_name = tool.title if tool else (slug if isinstance(slug, str) else "")
    words = [kind.title if kind.title.casefold() != step.label.casefold() or not tool_name else "", tool_name]
    return " · ".join(word for word in words if word)


def is_by_hand(step: Step, catalog: Catalog) -> bool:
    """Whether a person has to do something before the pipeline goes on."""
    return step.get("automated") is False or catalog.can(step, "waits_for_person")
