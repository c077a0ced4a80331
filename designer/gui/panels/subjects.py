"""What the inspector can be about, as fields and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer import yaml_io
from designer.gui.appearance import Appearance
from designer.gui.panels.editors import Words
from designer.gui.panels.field_editor import MIXED
from designer.model.pipeline import Pipeline
from designer.model.step import Step
from designer.steps.catalog import Catalog
from designer.steps.field import Field, FieldType
from designer.steps.kind import StepKind

# Kept by the importer and the analyzer; people read them, but state them elsewhere.
_FOR_NOBODY = ("assessed", "opaque", "partial", "given_files", "setup")  # long lists and switches of the analyzer
_READ_ONLY = ("suppress", "implicit", "origin", "confidence", "unseen", "movable", *_FOR_NOBODY)
_FOUND_OUT, _ALSO = "Found when it was opened", "Also in the file"
HEADING = "heading of the subject"
_RAW_SECTIONS = ("Runs", "Starts")
_SECTIONS_LAST = ("Runs", "Starts", "Artifacts", "Security", "Governance", "Analysis", "About")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the form shows.

    Args:
        key: changes when the form must be made anew.
        title: heading.
        help: one sentence below it.
        fields: rows that can be edited.
        values: what is stated; None or missing when nothing is.
        texts: further sections that can only be read, by heading.
        words: texts of values, as the editors take them.
        kind: whose icon is shown, if any.
    """

    key: Any
    title: str
    help: str
    fields: Mapping[str, Field]
    values: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    kind: StepKind | None = None


def one_step(pipeline: Pipeline, catalog: Catalog, step_id: str) -> Subject:
    """One step: its names, its own facts, then the common ones, then what the program does not know."""
    step = pipeline.steps[step_id]
    kind = catalog.kind(step.kind)
    known = catalog.fields(step.kind)
    fields = {**_identity(catalog, step), **_ordered(kind, known, _raw_sections(step))}
    values = {**step.attributes, "title": step.title or None, "id": step.id, "kind": step.kind}
    words = {
        "tool": {slug: tool.title for slug, tool in kind.tools.items()},
        "kind": {slug: k.title for slug, k in catalog.kinds.items()},
        "step": {s: pipeline.steps[s].label for s in _steps_to_name(pipeline, fields) if s != step_id},
    }
    texts = {"Command of the tool": _commands(kind, step)} if _commands(kind, step) else {}
    texts |= _further(step.attributes, known)
    key = (step.id, step.kind, step.get("tool"), _steps_to_name(pipeline, fields))
    return Subject(key, step.label, kind.help, fields, values, texts, words, kind)


def many_steps(pipeline: Pipeline, catalog: Catalog, step_ids: tuple[str, ...]) -> Subject:
    """What several steps have in common; an edit goes to all of them."""
    chosen = [pipeline.steps[s] for s in step_ids]
    shared = catalog.fields(chosen[0].kind)
    kinds = {step.kind for step in chosen}
    for name in kinds:
        others = catalog.fields(name)
        shared = {n: f for n, f in shared.items() if n in others and others[n].type == f.type}
    kind = catalog.kind(chosen[0].kind) if len(kinds) == 1 else None
    words = {"tool": {slug: tool.title for slug, tool in kind.tools.items()} if kind else {}}
    stated = frozenset().union(*(step.attributes for step in chosen))
    values = {name: _common(chosen, name) if name in stated else None for name in shared}
    help_text = "An edit goes to all of them: " + ", ".join(s.label for s in chosen[:6])
    help_text += f" and {len(chosen) - 6} more." if len(chosen) > 6 else "."
    title = f"{len(chosen)} steps" if kind is None else f"{len(chosen)} × {kind.title}"
    return Subject(("many", step_ids, tuple(shared)), title, help_text, _ordered(kind, shared), values, {}, words, kind)


def one_link(pipeline: Pipeline, catalog: Catalog, link_id: str) -> Subject:
    """A link: type, outcome, what it carries."""
    link = pipeline.links[link_id]
    title = f"{pipeline.steps[link.source].label} → {pipeline.steps[link.target].label}"
    values = {"type": link.type, "when": link.when, "carries": link.carries}
    help_text = catalog.link_fields["type"].help
    return Subject(("link", link.source, link.target), title, help_text, catalog.link_fields, values)


def whole_pipeline(pipeline: Pipeline, catalog: Catalog) -> Subject:
    """The facts of the pipeline itself."""
    fields = {n: f for n, f in catalog.pipeline_fields.items() if n not in _READ_ONLY}
    texts = _further(pipeline.facts, catalog.pipeline_fields)
    help_text = "Nothing is selected: these are the facts about the whole pipeline."
    return Subject(("pipeline",), "Pipeline", help_text, fields, pipeline.facts, texts)


def header(subject: Subject, appearance: Appearance, parent: QWidget) -> QWidget:
    """Icon, name and help above the form."""
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 2)
    row.setSpacing(12)
    icon = QLabel(holder)
    icon.setPixmap(_picture(subject, appearance))
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(3)
    title = QLabel(subject.title, holder)
    title.setObjectName(HEADING)
    title.setProperty("look", "title")
    title.setWordWrap(True)
    title.setTextFormat(Qt.TextFormat.PlainText)
    text = QLabel(subject.help, holder)
    text.setProperty("look", "soft")
    text.setWordWrap(True)
    words.addWidget(title)
    words.addWidget(text)
    row.addLayout(words, 1)
    return holder


def _picture(subject: Subject, appearance: Appearance) -> QPixmap:
    if subject.kind:
        return appearance.kind_icon(subject.kind).pixmap(28, 28)
    return appearance.picture("link" if "→" in subject.title else "app", "ink_soft", 24)


def _identity(catalog: Catalog, step: Step) -> dict[str, Field]:
    kinds = tuple(k.slug for group in catalog.groups().values() for k in group)
    choices = tuple(dict.fromkeys((*kinds, step.kind)))  # one that nobody knows stays a choice
    text = FieldType("str")
    return {
        "title": Field("title", text, "Title", "What people read on the card.", Step(step.id, step.kind).label, ""),
        "kind": Field("kind", FieldType("enum", choices), "Kind", "What type of step it is.", step.kind, ""),
        "id": Field("id", text, "Id", "Its name in files and exports: letters, digits, _ and -.", None, ""),
    }


def _raw_sections(step: Step) -> tuple[str, ...]:
    """Of a step that was read from a file what the file says comes before what follows from it."""
    return _RAW_SECTIONS if "confidence" in step.attributes else ()


def _ordered(kind: StepKind | None, fields: Mapping[str, Field], first: tuple[str, ...] = ()) -> dict[str, Field]:
    """Sections of the kind's own facts first, the common ones after them; fields of a section stay together."""
    own = list(kind.fields) if kind else []
    sections = list(dict.fromkeys(fields[n].section for n in own if n in fields))
    sections += [s for s in dict.fromkeys(f.section for f in fields.values()) if s not in sections]
    sections.sort(key=lambda s: _SECTIONS_LAST.index(s) + 1 if s in _SECTIONS_LAST and not _is_own(kind, s) else 0)
    sections = [s for s in first if s in sections] + [s for s in sections if s not in first]
    shown = {n: f for n, f in fields.items() if n not in _READ_ONLY}
    return {n: f for section in sections for n, f in shown.items() if f.section == section}


def _is_own(kind: StepKind | None, section: str) -> bool:
    return kind is not None and any(f.section == section for f in kind.fields.values())


def _commands(kind: StepKind, step: Step) -> dict[str, str]:
    tool = kind.tools.get(str(step.get("tool"))) or kind.default_tool
    if tool is None or step.get("command") or step.get("action") or not tool.commands:
        return {}
    return {tool.title: "\n".join(tool.commands)}


def _common(chosen: list[Step], name: str) -> Any:
    value = chosen[0].get(name)
    return value if all(step.get(name) == value for step in chosen) else MIXED


def _steps_to_name(pipeline: Pipeline, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Ids that the form lists; it is made anew when they change."""
    return tuple(pipeline.steps) if any(f.type.base == "step" for f in fields.values()) else ()


def _further(stated: Mapping[str, Any], known: Mapping[str, Field]) -> dict[str, dict[str, str]]:
    """What can only be read: what the program found out by itself, and what it knows nothing of."""
    told = {n: v for n, v in stated.items() if n not in _FOR_NOBODY}
    found = {known[n].label: _as_text(v) for n, v in told.items() if n in known and n in _READ_ONLY}
    also = {n: _as_text(v) for n, v in told.items() if n not in known}
    return {title: rows for title, rows in ((_FOUND_OUT, found), (_ALSO, also)) if rows}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value if isinstance(value, str) else yaml_io.flow(value)
