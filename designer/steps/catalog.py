"""All kinds of steps: the built-in ones and those that people added, read from YAML files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from designer import yaml_io
from designer.errors import DesignerError, ResourceError
from designer.model.step import Step
from designer.resources import resource
from designer.steps.field import Field, FieldType
from designer.steps.kind import StepKind, Tool

UNKNOWN = "other"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The kinds by slug, and the fields that every step, link or pipeline has."""

    kinds: Mapping[str, StepKind]
    step_fields: Mapping[str, Field]
    link_fields: Mapping[str, Field]
    pipeline_fields: Mapping[str, Field]

    def kind(self, slug: str) -> StepKind:
        """The kind of that name; for a name nobody knows a stand-in that can do nothing and satisfies no rule."""
        known = self.kinds.get(slug)
        if known:
            return known
        other = self.kinds[UNKNOWN]
        return replace(other, slug=slug, title=slug.replace("_", " ").capitalize() or other.title)

    def can(self, step: Step, capability: str) -> bool:
        return self.kind(step.kind).can(capability)

    def like(self, step: Step) -> str:
        """The built-in kind that the rules take a step for."""
        return self.kind(step.kind).like

    def fields(self, slug: str) -> dict[str, Field]:
        """All fields of a kind: its own first, then the common ones."""
        own = self.kind(slug).fields
        return {**own, **{n: f for n, f in self.step_fields.items() if n not in own}}

    def default(self, step: Step, name: str) -> Any:
        """What an attribute means when a step does not state it."""
        found = self.kind(step.kind).fields.get(name) or self.step_fields.get(name)
        return found.default if found else None

    def groups(self) -> dict[str, list[StepKind]]:
        """Kinds by palette heading, both in palette order."""
        groups: dict[str, list[StepKind]] = {}
        for kind in sorted(self.kinds.values(), key=lambda k: (k.order, k.slug)):
            groups.setdefault(kind.group, []).append(kind)
        return groups


def load_catalog(extra_folders: Iterable[Path] = ()) -> Catalog:
    """Reads the built-in kinds, then those in ``extra_folders``, which may replace built-in ones.

    Raises:
        ResourceError: a file is wrong; names file, line and key.
    """
    folder = resource("steps")
    kinds: dict[str, StepKind] = {}
    for path in sorted(folder.glob("[a-z]*.yaml")):
        _add(kinds, path)
    for extra in extra_folders:
        for path in sorted(extra.glob("*.yaml")) if extra.is_dir() else ():
            _add(kinds, path)
    return Catalog(
        kinds,
        _read_fields(folder / "_step.yaml"),
        _read_fields(folder / "_link.yaml"),
        _read_fields(folder / "_pipeline.yaml"),
    )


def _add(kinds: dict[str, StepKind], path: Path) -> None:
    parsed = _parse(path)
    data = parsed.data
    slug = data.get("kind")
    if not isinstance(slug, str) or not slug:
        raise ResourceError("'kind' with the name of the step kind is missing", path=str(path), line=1)
    like = data.get("like", slug)
    base = kinds.get(like)
    if like != slug and base is None:
        raise ResourceError(
            f"'like' names {like!r}, which is no known kind", path=str(path), line=parsed.line(("like",)), field="like"
        )
    start = base if base is not None and like != slug else StepKind(slug, slug, like=like)
    kinds[slug] = StepKind(
        slug=slug,
        title=str(data.get("title", slug.replace("_", " ").capitalize())),
        help=str(data.get("help", start.help)),
        synonyms=tuple(map(str, data.get("synonyms", start.synonyms))),
        icon=str(data.get("icon", start.icon)),
        colour=str(data.get("colour", start.colour)),
        group=str(data.get("group", start.group)),
        order=int(data.get("order", start.order)),
        capabilities=frozenset(map(str, data.get("capabilities", start.capabilities))),
        like=start.like,
        fields={**start.fields, **_fields(parsed, ("fields",), path)},
        tools={n: _tool(n, t) for n, t in data["tools"].items()} if data.get("tools") else start.tools,
    )


def _parse(path: Path) -> yaml_io.Parsed:
    try:
        parsed = yaml_io.parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as e:
        raise ResourceError(f"cannot be read ({e})", path=str(path)) from e
    except DesignerError as e:
        raise ResourceError(e.message, path=e.path, line=e.line, field=e.field, advice=e.advice) from e
    if not isinstance(parsed.data, dict):
        raise ResourceError("must be a mapping of keys to values", path=str(path), line=1)
    return parsed


def _read_fields(path: Path) -> dict[str, Field]:
    return _fields(_parse(path), ("fields",), path)


def _fields(parsed: yaml_io.Parsed, at: tuple[str, ...], path: Path) -> dict[str, Field]:
    found = {}
    for name, data in (parsed.data.get(at[0]) or {}).items():
        try:
            found[name] = Field(
                name=name,
                type=FieldType.parse(data["type"]),
                label=str(data.get("label", name.replace("_", " ").capitalize())),
                help=str(data.get("help", "")),
                default=data.get("default"),
                section=str(data.get("section", "")),
            )
        except (KeyError, TypeError, ValueError) as e:
            line = parsed.line((*at, name))
            raise ResourceError(f"is not a field ({e})", path=str(path), line=line, field=name) from e
    return found


def _tool(slug: str, data: Mapping[str, Any]) -> Tool:
    known = {"title", "help", "commands", "reads", "writes", "params", "requires", "environment"}
    return Tool(
        slug=slug,
        title=str(data.get("title", slug)),
        help=str(data.get("help", "")),
        commands=tuple(map(str, data.get("commands", ()))),
        reads=tuple(map(str, data.get("reads", ()))),
        writes={str(k): str(v) for k, v in (data.get("writes") or {}).items()},
        params=tuple(map(str, data.get("params", ()))),
        requires=tuple(map(str, data.get("requires", ()))),
        environment={str(k): str(v) for k, v in (data.get("environment") or {}).items()},
        extra={k: v for k, v in data.items() if k not in known},
    )
