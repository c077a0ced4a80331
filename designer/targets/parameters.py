"""The parameter file that the commands of every target read: one section for each step."""

from __future__ import annotations

from designer.plan.plan import Plan
from designer.targets.yaml_text import Inline, lines


def parameter_file(plan: Plan) -> tuple[str, dict[str, tuple[int, int]]]:
    """Its text, and step id -> first and last line."""
    text = ["# One section for each step; the scripts read theirs, and a changed value makes the step run again."]
    spans = {}
    for stage in plan.stages.values():
        if stage.params:
            first = len(text) + 1
            values = {k: Inline(v) if isinstance(v, (list, dict)) else v for k, v in stage.params.items()}
            text += lines({stage.name: values})
            spans[stage.id] = (first, len(text))
    if not spans:
        text.append("{}")
    return "\n".join(text) + "\n", spans
