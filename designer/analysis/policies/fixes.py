"""The automatic fix of a rule that people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from designer.analysis.policies.mistake import PolicyMistake, unknown
from designer.analysis.policies.selectors import Words
from designer.analysis.rule import SAFETIES, AutofixRule, GhostRule

_PLACES: Final[Mapping[str, str]] = {
    "before": "before",
    "after": "after",
    "after_all": "after_rewire",
    "beside": "root_before",
    "before_release": "before_release_or_after",
    "before_training": "root_before_train",
}
_KEYS: Final = ("title", "safety", "set", "insert")
_INSERT_KEYS: Final = ("kind", "place", "name", "when", "attributes")
_AT: Final = "autofix"


def read_autofix(data: Any, names: Words, of_pipeline: bool) -> AutofixRule:
    """Reads ``{title, set: ATTRIBUTES}`` or ``{title, insert: {kind, place, attributes}}``, or both.

    Raises:
        PolicyMistake: it says something that no fix can do.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("title"), str):
        raise PolicyMistake("needs a title", (_AT,), "Write {title: Name an owner, set: {owner: ml team}}.")
    for key in data:
        if key not in _KEYS:
            raise unknown("key of a fix", str(key), list(_KEYS), (_AT, key))
    if not {"set", "insert"} & set(data):
        raise PolicyMistake("does nothing", (_AT,), "Add 'set: {ATTRIBUTE: VALUE}' or 'insert: {kind: KIND}'.")
    safety = data.get("safety", "canvas-safe" if "set" in data else "safe")
    if safety not in SAFETIES:
        raise unknown("safety", str(safety), list(SAFETIES), (_AT, "safety"))
    operations: list[Mapping[str, Any]] = []
    if "insert" in data:
        operations.append(_insertion(data["insert"], names, of_pipeline))
    if "set" in data:
        operations.append(_setting(data["set"], names, of_pipeline))
    return AutofixRule(data["title"], safety, tuple(operations))


def _setting(data: Any, names: Words, of_pipeline: bool) -> Mapping[str, Any]:
    at = (_AT, "set")
    values = names.pipeline_values(data, at) if of_pipeline else names.values(data, at)
    return {"set": "pipeline" if of_pipeline else "anchor", "attrs": values}


def _insertion(data: Any, names: Words, of_pipeline: bool) -> Mapping[str, Any]:
    at = (_AT, "insert")
    if of_pipeline:
        raise PolicyMistake("has no step to be put beside", at, "Rules 'for: pipeline' can only 'set'.")
    if isinstance(data, str):
        data = {"kind": data}
    if not isinstance(data, Mapping) or data.get("kind") not in names.catalog.kinds:
        kind = data.get("kind") if isinstance(data, Mapping) else data
        raise unknown("kind of step", str(kind), list(names.catalog.kinds), (*at, "kind"))
    for key in data:
        if key not in _INSERT_KEYS:
            raise unknown("key of an insertion", str(key), list(_INSERT_KEYS), (*at, key))
    place = data.get("place", "before")
    if place not in _PLACES:
        raise unknown("place", str(place), list(_PLACES), (*at, "place"))
    attributes = names.values(data.get("attributes", {}), (*at, "attributes"), (data["kind"],))
    made: dict[str, Any] = {"insert": data["kind"], "at": _PLACES[place], "attrs": attributes}
    return made | {key: str(data[key]) for key in ("name", "when") if key in data}


def read_ghost(data: Any, names: Words) -> GhostRule:
    """Reads ``{kind: KIND, place: before anchor}``. Raises as `read_autofix`."""
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if kind not in names.catalog.kinds:
        raise unknown("kind of step", str(kind), list(names.catalog.kinds), ("ghost", "kind"))
    return GhostRule(str(kind), str(data.get("place", "before anchor")))
