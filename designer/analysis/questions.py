"""What an answer to an open question can state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.analysis.check_language import EachCheck
from designer.analysis.fact_operators import Attributes
from designer.analysis.rule import Rule


def fact_asked(rule: Rule) -> Mapping[str, Any]:
    """The one attribute of the judged step that a rule asks for, with a value that meets it; empty for others."""
    check = next(iter(rule.checks.values()), None)
    if not isinstance(check, EachCheck) or not isinstance(check.needs, Attributes) or rule.autofix is None:
        return {}
    operation = rule.autofix.operations[0]
    stated = operation.get("attrs", {}) if operation.get("set") == "anchor" else {}
    wanted = {n: stated[n] for n, c in check.needs.where if n in stated and c.holds(stated[n])}
    return wanted if len(check.needs.where) == len(wanted) == 1 else {}
