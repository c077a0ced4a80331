"""Which tool does a step, and its command lines with the names, paths and parameters of this pipeline filled in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any, Final

from designer.model.step import Step
from designer.plan.attributes import text
from designer.steps.kind import StepKind, Tool

NO_TOOL: Final = Tool("", "")
_PLACE: Final = re.compile(
    r"(?P<gap> ?)\$\{(?P<what>id|in\.[a-z]+|out\.[a-z]+|param\.[a-z_]+)(?::(?P<option>--[a-z-]+))?\}"
)
Values = Callable[[str], tuple[str, ...] | None]


def matches(condition: Mapping[str, Any], step: Step) -> bool:
    """Whether a step states what a condition of the form ``{attribute: value or list of values}`` asks for."""
    for name, wanted in condition.items():
        allowed = wanted if isinstance(wanted, list) else [wanted]
        stated = step.get(name)
        stated = stated if isinstance(stated, (list, tuple)) else [stated]
        if not any(s == a and type(s) is type(a) for s in stated for a in allowed):
            return False
    return True


def choose_tool(kind: StepKind, step: Step) -> tuple[Tool, bool]:
    """The tool of a step and whether the one it names is known.

    The stated one; else the first whose ``when`` fits what the step states; else the kind's neutral default.
    """
    wanted = text(step.attributes, "tool")
    if wanted in kind.tools:
        return kind.tools[wanted], True
    for tool in kind.tools.values():
        condition = tool.extra.get("when")
        if isinstance(condition, Mapping) and matches(condition, step):
            return tool, not wanted
    return kind.default_tool or NO_TOOL, not wanted


def parameters(tool: Tool, step: Step, default: Callable[[str], Any]) -> dict[str, Any]:
    """The step's section of the parameter file: stated facts first, then defaults of the kind, then of the tool."""
    values = tool.extra.get("values")
    own = values if isinstance(values, Mapping) else {}
    found: dict[str, Any] = {}
    for name in tool.params:
        value = next((v for v in (step.get(name), default(name), own.get(name)) if v is not None), None)
        if value is not None and value != []:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def roles(lines: tuple[str, ...], direction: str) -> tuple[str, ...]:
    """Roles that command lines name after ``in.`` or ``out.``, in order of their first use."""
    names = (m["what"] for line in lines for m in _PLACE.finditer(line))
    return tuple(dict.fromkeys(n.partition(".")[2] for n in names if n.startswith(f"{direction}.")))


def fill(line: str, values: Values) -> str:
    """A command line with its placeholders filled in; text that is no placeholder stays as it is.

    Args:
        line: for example ``python train.py ${in.data:--data} --model ${out.model}``: a placeholder with an option
            repeats the option before each value, and vanishes when there is none.
        values: words for a name such as ``in.data``; None leaves the placeholder alone.
    """

    def one(match: re.Match[str]) -> str:
        found = values(match["what"])
        if found is None:
            return match[0]
        quoted = [shlex.quote(v) for v in found]
        option = match["option"]
        text = " ".join(f"{option} {q}" for q in quoted) if option else " ".join(quoted)
        return match["gap"] + text if text else ""

    return _PLACE.sub(one, line)
