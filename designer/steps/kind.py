"""A kind of step and the tools it can be done with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.steps.field import Field


@dataclass(frozen=True, slots=True)
class Tool:
    """One way of doing a step: a command template with what it reads and writes.

    Args:
        slug: value of the step's ``tool`` attribute.
        title: its name as people know it.
        help: one sentence: what it is, when to take it.
        commands: shell lines with ``${...}`` placeholders that the planner fills in.
        reads: path templates of inputs that no other step makes (scripts, configuration).
        writes: path templates by role (``data``, ``model``, ``metrics``, ``report``, ``image`` ...).
        params: keys of params.yaml that it depends on.
        requires: Python requirements to install.
        environment: environment variables by name; values may be ``var:NAME`` or ``secret:NAME``.
        extra: what only some targets use, by name.
    """

    slug: str
    title: str
    help: str = ""
    commands: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: Mapping[str, str] = field(default_factory=dict)
    params: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepKind:
    """The type of a box.

    Args:
        slug: value of ``kind`` in the document.
        title: what the palette shows.
        help: one sentence for a newcomer.
        synonyms: words people search for instead of the title.
        icon: name of an SVG file in resources/icons, without ending.
        colour: name of a colour token of the theme.
        group: heading in the palette.
        order: place in the palette.
        capabilities: what it contributes; code asks for these, never for the slug.
        like: slug of the built-in kind that the rules take it for; its own slug for built-in kinds.
        fields: what can be stated about it beyond the common fields, by name.
        tools: ways of doing it, by slug; the first is the neutral default.
    """

    slug: str
    title: str
    help: str = ""
    synonyms: tuple[str, ...] = ()
    icon: str = "dots"
    colour: str = "neutral"
    group: str = "Other"
    order: int = 1000
    capabilities: frozenset[str] = frozenset()
    like: str = "other"
    fields: Mapping[str, Field] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)

    def can(self, capability: str) -> bool:
        return capability in self.capabilities

    @property
    def default_tool(self) -> Tool | None:
        return next(iter(self.tools.values()), None)
