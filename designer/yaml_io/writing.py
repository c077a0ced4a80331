"""Data as YAML text that every reader, 1.1 or 1.2, takes for the same."""

from __future__ import annotations

from typing import Any

import yaml

from designer.yaml_io.scalars import scalar_value

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def reads_as_text(text: str) -> bool:
    """Whether YAML 1.1 and 1.2 readers both take it for a text when it stands without quotes."""
    if text in {"y", "Y", "n", "N"} or _needs_quotes(text):
        return False
    rules = yaml.SafeLoader.yaml_implicit_resolvers
    return not any(rule.match(text) for _, rule in rules.get(text[:1], []) + rules.get(None, []))


def _needs_quotes(text: str) -> bool:
    """Whether a plain text would be read as something else by YAML 1.2; the library only knows 1.1."""
    try:
        return not isinstance(scalar_value(text, plain=True), str)
    except ValueError:
        return True


def _represent_word(dumper: Any, value: str) -> Any:
    has_lines = bool(value) and value.splitlines() != [value]  # double quotes keep them on one line
    style = '"' if has_lines else "'" if _needs_quotes(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _represent_text(dumper: Any, value: str) -> Any:
    lines = value.removesuffix("\n").split("\n")
    literal = len(lines) > 1 or value.endswith("\n")
    # A literal block cannot hold everything; what it cannot is quoted.
    if literal and lines[-1] and all(x.isprintable() and not x[-1:].isspace() for x in lines):
        style = None if lines[0][:1].isspace() or not lines[0] else "|"
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    return _represent_word(dumper, value)


class _FlowDumper(_Dumper):  # type: ignore[misc]
    """Everything on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _BlockDumper(_FlowDumper):
    """Block style with literal blocks for texts of several lines."""


_BlockDumper.add_representer(str, _represent_text)
_FlowDumper.add_representer(str, _represent_word)


def block(value: Any) -> str:
    """A value as block YAML, keys in the order given; ends with a newline."""
    text: str = yaml.dump(value, Dumper=_BlockDumper, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def flow(value: Any) -> str:
    """A value on one line, quoted where any YAML reader, 1.1 or 1.2, would take it for something else."""
    text: str = yaml.dump(
        value, Dumper=_FlowDumper, sort_keys=False, allow_unicode=True, width=1_000_000_000, default_flow_style=True
    )
    return text.removesuffix("\n").removesuffix("\n...").rstrip("\n")
