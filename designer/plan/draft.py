"""What is known of a stage before its files are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.model.step import Step
from designer.plan.attributes import text
from designer.plan.plan import Artifact
from designer.plan.variants import value_text
from designer.steps.kind import StepKind, Tool
from designer.steps.matrix import runs

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Draft:
    """One step with the tool that does it.

    Args:
        lines: command templates, none for a placeholder.
        effects: templates of commands with an effect elsewhere.
        own: whether the lines are the author's.
        action: a ready-made action that does the work instead of lines.
    """

    step: Step
    kind: StepKind
    tool: Tool
    lines: tuple[str, ...]
    effects: tuple[str, ...]
    own: bool
    action: str = ""

    @property
    def runs(self) -> tuple[Mapping[str, Any], ...]:
        """The values of the matrix in each run; empty without a matrix, and where only a run can tell."""
        stated = self.step.get("matrix")
        return (runs(stated) or ()) if stated else ()

    @property
    def of_tool(self) -> bool:
        """Whether the tool's own commands run, so that its scripts, settings and requirements count."""
        return bool(self.lines) and not self.own

    @property
    def has_tool(self) -> bool:
        """Whether the tool's variables and whatever targets do for it count: also when the author names it."""
        return bool(self.lines) and (not self.own or text(self.step.attributes, "tool") == self.tool.slug)


def paths(draft: Draft, inputs: Iterable[Artifact]) -> tuple[str, ...]:
    """Paths of inputs as a step sees them."""
    axes = {axis for run in draft.runs for axis in run}
    return tuple(p for a in inputs for p in a.seen_with(axes))


def variables(step: Step) -> dict[str, str]:
    """Stated environment variables; ``secret:NAME`` and ``var:NAME`` name what the target keeps."""
    stated = step.get("variables")
    items = stated.items() if isinstance(stated, Mapping) else ()
    return {name: value_text(v) for name, v in items if isinstance(name, str) and _VARIABLE.match(name)}


def own_lines(step: Step) -> tuple[str, ...]:
    """The author's command: one shell text, however many lines it has; empty when there is none."""
    own = text(step.attributes, "command").replace("\r\n", "\n").replace("\r", "\n")
    return (own,) if own else ()
