"""Which tool does a step, and its command lines with the names, paths and parameters of this pipeline filled in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from designer.model.step import Step
from designer.plan.attributes import text
from designer.plan.variants import references
from designer.steps.kind import StepKind, Tool

NO_TOOL: Final = Tool("", "")
ALL_SCRIPTS: Final = "${scripts}"  # among the files a tool reads: the scripts of every other step
_PLACE: Final = re.compile(
    r"(?P<gap> ?)\$\{(?P<what>id|in\.[a-z]+|out\.[a-z]+|param\.[a-z_]+)(?::(?P<option>--[a-z-]+))?\}"
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
_READABLE: Final = frozenset({".json", ".csv", ".xml", ".md", ".txt", ".html", ".png", ".svg", ".yaml"})
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


def parameters(tool: Tool, step: Step, default: Callable[[str], Any], fields: Container[str]) -> dict[str, Any]:
    """The step's section of the parameter file.

    The tool's parameters come first: as stated, else by the default of the kind, else of the tool. Then come the facts
    that are no field of the kind: whoever states ``batch_size: 64`` means a parameter.

    Args:
        tool: whose parameters.
        step: what is stated.
        default: what the kind means when an attribute is not stated.
        fields: names of the kind's attributes.
    """
    values = tool.extra.get("values")
    own = values if isinstance(values, Mapping) else {}
    found: dict[str, Any] = {}
    for name in tool.params:
        value = next((v for v in (step.get(name), default(name), own.get(name)) if v is not None), None)
        if value is not None and value != []:
            found[name] = list(value) if isinstance(value, tuple) else value
    for name, value in step.attributes.items():
        if name not in fields and name not in found and _NAME.match(name) and _is_simple(value):
            found[name] = value
    return found


def also_reads(tool: Tool, step: Step) -> tuple[str, ...]:
    """Files that a tool reads only when the step states something: the code, when its version is recorded."""
    entries = tool.extra.get("also_reads") or ()
    return tuple(str(path) for entry in entries if matches(entry["when"], step) for path in entry["reads"])


def without_defaults(tool: Tool) -> Tool:
    """The tool for a step that runs the author's command: only what is stated is a parameter."""
    return replace(tool, extra={k: v for k, v in tool.extra.items() if k not in ("values", "effects")})


def _is_simple(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return all(isinstance(p, (str, int, float, bool)) for p in parts)


def output_role(tool: Tool, path: str) -> str:
    """The role of a file that a step says it makes: that of the tool's file with the same ending, else a guess."""
    endings = {role: PurePosixPath(t).suffix for role, t in tool.writes.items() if role != "plot"}
    ending = PurePosixPath(path).suffix
    main = next(iter(tool.writes), "report")
    same = next((role for role, e in endings.items() if e == ending), None)
    return same or ("report" if ending in _READABLE and main != "data" else main)


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
        quoted = [_quoted(v) for v in found]
        option = match["option"]
        text = " ".join(f"{option} {q}" for q in quoted) if option else " ".join(quoted)
        return match["gap"] + text if text else ""

    return _PLACE.sub(one, line)


def _quoted(value: str) -> str:
    """A word for a shell, in which references to a matrix still count; they stand in safe paths only."""
    return f'"{value}"' if references(value) else shlex.quote(value)
