"""Parts of fixes that change the texts of a step: its command, its variables, the inputs of its action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.analysis.fix_work import Work
from designer.analysis.repair import Operation
from designer.errors import EditRefused

_ADVICE: Final = "Check the pipeline again."


def mend_text(work: Work, operation: Operation) -> None:
    """``mend_text: [kinds]``: writes something harmless in place of what the text shows."""
    _rewrite(work, operation.get("edits", ()))


def store_secrets(work: Work, operation: Operation) -> None:
    """``store_secrets: anchor``: credentials go to the store, and the command takes them from variables."""
    _rewrite(work, operation.get("edits", ()))
    step = work.pipeline.steps[work.finding.anchor]
    facts: dict[str, Any] = {}
    for (field, key), value in operation.get("whole", {}).items():
        facts.setdefault(field, dict(step.get(field) or {}))[key] = value
    if operation.get("variables"):
        known = facts.get("variables", step.get("variables"))
        facts["variables"] = {**(known if isinstance(known, Mapping) else {}), **operation["variables"]}
    work.set(step.id, {**facts, "secrets": "store"})


def _rewrite(work: Work, edits: tuple[Any, ...]) -> None:
    """Replaces pieces of texts, from the end, so that places before stay right."""
    step = work.pipeline.steps[work.finding.anchor]
    facts: dict[str, Any] = {}
    for field, key, start, end, length, instead in sorted(edits, key=lambda e: e[2], reverse=True):
        value = facts.get(field, step.get(field))
        text = value.get(key) if key and isinstance(value, Mapping) else value
        stated = step.get(field)
        original = stated.get(key) if key and isinstance(stated, Mapping) else stated
        if not isinstance(text, str) or len(str(original)) != length:
            raise EditRefused(f"the {field} of {step.id} is not what was judged", advice=_ADVICE)
        text = text[:start] + instead + text[end:]
        facts[field] = {**value, key: text} if key and isinstance(value, Mapping) else text
    if facts:
        work.set(step.id, facts)
