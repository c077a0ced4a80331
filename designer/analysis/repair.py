"""Whether a rule's fix has something to work with at a certain place."""

from __future__ import annotations

from typing import Final

from designer.analysis.builtins.loop_exists import trains_of
from designer.analysis.rule import Rule
from designer.analysis.view import PipelineView

_ADDING: Final = ("insert", "insert_after_near", "insert_loop", "link_from")


def can_mend(view: PipelineView, rule: Rule, anchor: int) -> bool:
    """Whether the fix can be offered.

    A new step proves nothing for an anchor that belongs to no model line; a loop needs a train step to lead to.
    """
    operations = rule.autofix.operations if rule.autofix else ()
    adding = {word for operation in operations for word in operation} & set(_ADDING)
    if adding and view.lines.is_lost(anchor):
        return False
    return "insert_loop" not in adding or bool(trains_of(view, anchor))
