"""What a step's card says: its words, and whether a person or nobody does it."""

from __future__ import annotations

from designer.model.step import Step
from designer.steps.catalog import Catalog


def subtitle(catalog: Catalog, step: Step) -> str:
    """The second line of a card: the kind, and the tool or who owns it; what the title says is not said again."""
    kind = catalog.kind(step.kind)
    tool = kind.tools.get(str(step.get("tool") or ""))
    detail = tool.title if tool else step.get("tool") or step.get("owner")
    words = [kind.title] if kind.title.casefold() != step.label.casefold() else []
    if detail and isinstance(detail, str):
        words.append(detail)
    return " · ".join(words) or kind.group


def is_manual(catalog: Catalog, step: Step) -> bool:
    """Whether a person has to do it: said so, or by the nature of its kind."""
    stated = step.get("automated")
    if stated is None:
        stated = catalog.default(step, "automated")
    return stated is False or catalog.can(step, "waits_for_person")


def is_planned(step: Step) -> bool:
    """Whether the card's edge is dashed: a placeholder, or something that a tool does by itself."""
    return bool(step.get("stub") or step.get("implicit"))
