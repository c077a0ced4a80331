"""One data file about a kind of step, or about the fields that all steps, links or pipelines have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from designer import yaml_io
from designer.errors import DesignerError, ResourceError
from designer.model.step import STEP_ID
from designer.steps.field import Field, FieldType
from designer.steps.kind import StepKind, Tool

_KEYS: Final = {"kind", "like", "title", "help", "synonyms", "icon", "colour", "group", "order", "capabilities"}
_TOOL_KEYS: Final = {"title", "help", "commands", "reads", "writes", "params", "requires", "environment"}
_FIELD_KEYS: Final = {"type", "label", "help", "default", "section"}


class KindFile:
    """A parsed file whose every mistake is told with file, line and key.

    Raises:
        ResourceError: it cannot be read, or is not a mapping.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.parsed = yaml_io.parse(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as e:
            raise ResourceError(f"cannot be read ({e})", path=str(path)) from e
        except DesignerError as e:
            raise ResourceError(e.message, path=e.path, line=e.line, field=e.field, advice=e.advice) from e
        self.data = self._mapping(self.parsed.data, ())

    @property
    def slug(self) -> str:
        """The name of the kind it describes."""
        slug = self.data.get("kind")
        if not isinstance(slug, str) or not STEP_ID.match(slug):
            advice = "Write for example 'kind: label_data'; letters, digits, _ and - are allowed."
            raise self.fail("the name of the step kind is missing or no word", ("kind",), advice)
        return slug

    @property
    def like(self) -> str | None:
        """The kind that it is a variety of, if it says so."""
        like = self.data.get("like")
        return like if like is None else self._text(like, ("like",))

    def fail(self, message: str, at: yaml_io.Path, advice: str = "") -> ResourceError:
        """An error about the value at a path of keys."""
        name = ".".join(map(str, at)) or None
        line = self.parsed.line(at) or 1
        return ResourceError(message, path=str(self.path), line=line, field=name, advice=advice)

    def kind(self, start: StepKind) -> StepKind:
        """The kind it describes; what it does not say is as in ``start``."""
        strange = [k for k in self.data if k not in _KEYS | {"fields", "tools"}]
        if strange:
            raise self.fail("is not a key of a step kind", (strange[0],), f"Known are {', '.join(sorted(_KEYS))}.")
        order = self.data.get("order", start.order)
        if not isinstance(order, int) or isinstance(order, bool):
            raise self.fail("must be a whole number", ("order",))
        tools = self._mapping(self.data.get("tools"), ("tools",))
        return replace(
            start,
            slug=self.slug,
            title=self._text(self.data.get("title", self.slug.replace("_", " ").capitalize()), ("title",)),
            help=self._text(self.data.get("help", start.help), ("help",)),
            synonyms=self._words(self.data.get("synonyms", start.synonyms), ("synonyms",)),
            icon=self._text(self.data.get("icon", start.icon), ("icon",)),
            colour=self._text(self.data.get("colour", start.colour), ("colour",)),
            group=self._text(self.data.get("group", start.group), ("group",)),
            order=order,
            capabilities=frozenset(self._words(self.data.get("capabilities", start.capabilities), ("capabilities",))),
            fields={**start.fields, **self.fields()},
            tools={n: self._tool(n, t) for n, t in tools.items()} or start.tools,
        )

    def fields(self) -> dict[str, Field]:
        """The fields it describes, by name."""
        section = self._mapping(self.data.get("fields"), ("fields",))
        return {name: self._field(name, self._mapping(data, ("fields", name))) for name, data in section.items()}

    def _field(self, name: str, data: Mapping[str, Any]) -> Field:
        at = ("fields", name)
        strange = [k for k in data if k not in _FIELD_KEYS]
        if strange:
            known = ", ".join(sorted(_FIELD_KEYS))
            raise self.fail("is not a key of a field", (*at, strange[0]), f"Known are {known}.")
        try:
            kind = FieldType.parse(self._text(data.get("type"), (*at, "type")))
        except ValueError as e:
            advice = "Write for example bool, int?, str, text, enum(a, b), list[a, b] or step?."
            raise self.fail(str(e), (*at, "type"), advice) from None
        default = data.get("default")
        problem = "" if default is None else kind.problem(default)
        if problem:
            raise self.fail(problem, (*at, "default"))
        return Field(
            name=name,
            type=kind,
            label=self._text(data.get("label", name.replace("_", " ").capitalize()), (*at, "label")),
            help=self._text(data.get("help", ""), (*at, "help")),
            default=default,
            section=self._text(data.get("section", ""), (*at, "section")),
        )

    def _tool(self, slug: str, value: Any) -> Tool:
        at = ("tools", slug)
        data = self._mapping(value, at)
        return Tool(
            slug=slug,
            title=self._text(data.get("title", slug), (*at, "title")),
            help=self._text(data.get("help", ""), (*at, "help")),
            commands=self._words(data.get("commands", ()), (*at, "commands")),
            reads=self._words(data.get("reads", ()), (*at, "reads")),
            writes=self._texts(data.get("writes"), (*at, "writes")),
            params=self._words(data.get("params", ()), (*at, "params")),
            requires=self._words(data.get("requires", ()), (*at, "requires")),
            environment=self._texts(data.get("environment"), (*at, "environment")),
            extra=self._extra({k: v for k, v in data.items() if k not in _TOOL_KEYS}, at),
        )

    def _extra(self, data: dict[str, Any], at: yaml_io.Path) -> dict[str, Any]:
        """What only some targets use, as it is; the parts that the planner reads have their form checked."""
        for name, check in (("effects", self._words), ("values", self._stated), ("when", self._stated)):
            if name in data:
                check(data[name], (*at, name))
        if "scope" in data:
            self._text(data["scope"], (*at, "scope"))
        entries = data.get("also_reads", [])
        if not isinstance(entries, list):
            raise self.fail("must be a list of {when: ..., reads: ...}", (*at, "also_reads"))
        for index, entry in enumerate(entries):
            where = (*at, "also_reads", index)
            conditional = self._stated(entry, where)
            self._stated(conditional.get("when"), (*where, "when"))
            self._words(conditional.get("reads"), (*where, "reads"))
        return data

    def _stated(self, value: Any, at: yaml_io.Path) -> Mapping[str, Any]:
        """A mapping that must not be left out."""
        if value is None:
            raise self.fail("must be a mapping of keys to values", at)
        return self._mapping(value, at)

    def _mapping(self, value: Any, at: yaml_io.Path) -> Mapping[str, Any]:
        if value is None and at:
            return {}
        if not isinstance(value, dict):
            raise self.fail("must be a mapping of keys to values", at)
        return value

    def _texts(self, value: Any, at: yaml_io.Path) -> dict[str, str]:
        return {k: self._text(v, (*at, k)) for k, v in self._mapping(value, at).items()}

    def _text(self, value: Any, at: yaml_io.Path) -> str:
        if not isinstance(value, str):
            raise self.fail("must be text", at, "Put quotes around it.")
        return value

    def _words(self, value: Any, at: yaml_io.Path) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, (list, tuple, frozenset)):
            raise self.fail("must be a list of words, such as [a, b]", at)
        return tuple(self._text(v, at) for v in value)
