"""What a step's card says: its words, and whether a person or nobody does it."""

from __future__ import annotations

from typing import Any, Final

from designer.model.step import Step
from designer.steps.catalog import UNKNOWN, Catalog
from designer.steps.matrix import combinations

GUESSES: Final = ("low", "medium")
GUESSED_TEXT: Final = "The kind is a guess. Right?"
"""For pictures, which travel: what a step runs may hold a credential and is only shown in the window."""
KEPT_TEXT: Final = "Not understood: kept as it is"
_LONGEST: Final = 60
_PREPARING: Final = frozenset({"cd", "chmod", "echo", "export", "mkdir", "set", "source"})
"""Commands that say nothing about what a step is for."""


def below_title(catalog: Catalog, step: Step) -> tuple[str, ...]:
    """The lines below a card's title: kind and tool, then who answers for the step; what the title says is left out."""
    first, stated = _kind_and_tool(catalog, step), step.get("owner")
    owner = stated.strip() if isinstance(stated, str) else ""
    return tuple(filter(None, (first, owner))) or (catalog.kind(step.kind).group,)


def _kind_and_tool(catalog: Catalog, step: Step) -> str:
    kind = catalog.kind(step.kind)
    tool = kind.tools.get(str(step.get("tool") or ""))
    detail = tool.title if tool else step.get("tool")
    words = [kind.title] if kind.title.casefold() != step.label.casefold() else []
    if detail and isinstance(detail, str):
        words.append(detail)
    return " · ".join(words)


def is_manual(catalog: Catalog, step: Step) -> bool:
    """Whether a person has to do it: said so, or by the nature of its kind."""
    stated = step.get("automated")
    if stated is None:
        stated = catalog.default(step, "automated")
    return stated is False or catalog.can(step, "waits_for_person")


def is_planned(step: Step) -> bool:
    """Whether the card's edge is dashed: a placeholder, or something that a tool does by itself."""
    return bool(step.get("stub") or step.get("implicit"))


def is_kept(catalog: Catalog, step: Step) -> bool:
    """Whether a file that was read has something there that nobody understood; its card is grey."""
    return "confidence" in step.attributes and catalog.like(step) == UNKNOWN


def is_guessed(catalog: Catalog, step: Step) -> bool:
    """Whether the kind is a guess that a person should look at; its card wears a question mark."""
    return step.get("confidence") in GUESSES and not is_kept(catalog, step)


def why_guessed(step: Step) -> str:
    """The question behind the mark of a guessed card."""
    return f"Guessed from `{evidence(step)}`. Right?"


def evidence(step: Step) -> str:
    """What a step runs, on one short line; its name when it does not say."""
    lines = [line.strip() for line in str(step.get("command") or "").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    telling = (line for line in lines if line.split()[0] not in _PREPARING)
    found = next(telling, "") or next(iter(lines), "") or str(step.get("action") or "")
    found = found or step.label
    return found if len(found) <= _LONGEST else found[: _LONGEST - 1] + "…"


def run_count(step: Step) -> int | None:
    """How many times one run of the pipeline runs a step: None for once, -1 where only a run can tell."""
    matrix: Any = step.get("matrix")
    if matrix is None:
        return None
    count = combinations(matrix)
    return -1 if count is None else None if count == 1 else count


def run_text(count: int) -> str:
    """The mark of a card that runs several times."""
    return "×?" if count < 0 else f"×{count}"
