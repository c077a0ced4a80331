"""The JSON Schema of policy files, for editors; made from the catalogue.

``python -m designer.session.policy_schema`` writes it to resources/schema/; a test says when that was forgotten.
"""

from __future__ import annotations

import json
from typing import Any, Final

from designer.analysis.policies.policy_file import FORMAT
from designer.analysis.policies.rule_reader import KEYS
from designer.analysis.policies.selectors import Words
from designer.analysis.rule import CONFIDENCES, SAFETIES, SCOPES, SEVERITIES
from designer.analysis.rulebook import OWN, load_rulebook
from designer.resources import resource
from designer.steps.catalog import Catalog, load_catalog
from designer.storage.atomic_write import atomic_write

NAME: Final = "mlops-policy.schema.json"
_TEXT: Final = {"type": "string"}
_SELECTOR: Final = {"$ref": "#/$defs/selector"}
_DEMAND: Final = {"$ref": "#/$defs/demand"}
_DEMANDS: Final = {"anyOf": [{"type": "array", "items": _DEMAND}, _DEMAND]}
_CONDITIONS: Final = {"type": "object", "description": "Attributes, each with a value or a condition."}


def policy_schema(catalog: Catalog) -> dict[str, Any]:
    """What a policy file may hold."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "MLOps Designer policy",
        "description": "Rules of your own for pipelines.",
        "type": "object",
        "required": ["rules"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT, "description": "Version of this form."},
            "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
        },
        "$defs": {
            "rule": _rule(catalog),
            "selector": _selector(catalog),
            "demand": _demand(catalog),
            "path": _path(),
            "autofix": _autofix(catalog),
            "case": _case(),
        },
    }


def schema_text(catalog: Catalog) -> str:
    """The schema as the text of its file."""
    return json.dumps(policy_schema(catalog), indent=2, ensure_ascii=False) + "\n"


def _rule(catalog: Catalog) -> dict[str, Any]:
    principles = [*load_rulebook().principles, OWN]
    known: dict[str, Any] = {
        "code": {"type": "string", "pattern": "^[A-Z][A-Z0-9]+[0-9]{3}$", "description": "Such as ORG001."},
        "replaces": {"type": "boolean", "description": "Changes the built-in rule of that code."},
        "title": {**_TEXT, "description": "What is wrong when it fails, as a sentence."},
        "message": {**_TEXT, "description": "What is said at a place: {step}, {title}, {kind}, {lack}."},
        "risk": {**_TEXT, "description": "What can happen."},
        "fix": {**_TEXT, "description": "What to do about it."},
        "severity": {"enum": list(SEVERITIES), "default": "warning"},
        "confidence": {"enum": list(CONFIDENCES), "default": "high"},
        "principle": {"enum": principles, "default": OWN},
        "scored": {"type": "boolean", "default": False, "description": "Whether it earns points of its principle."},
        "scopes": _words(SCOPES),
        "when": {**_CONDITIONS, "description": "Facts of the pipeline under which it counts."},
        "for": {"anyOf": [{"enum": ["release", "source", "any", "pipeline"]}, _SELECTOR]},
        "require": _DEMAND,
        "check": {"type": "object", "description": "The check in the words of the built-in rules."},
        "requires": {"description": "Rules that must hold at the same step first.", **_words(())},
        "blind_in": {"description": "Imports whose silence is a question, no fault.", **_words(Words(catalog).origins)},
        "autofix": {"$ref": "#/$defs/autofix"},
        "ghost": {"type": "object", "properties": {"kind": _kind(catalog), "place": _TEXT}},
        "references": {"type": "array"},
        "cases": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(("fail", "pass", "near_miss"), _one_or_more({"$ref": "#/$defs/case"})),
        },
    }
    return {
        "type": "object",
        "required": ["code"],
        "additionalProperties": False,
        "properties": {key: known.get(key, _TEXT) for key in KEYS},
    }


def _selector(catalog: Catalog) -> dict[str, Any]:
    able = sorted({c for kind in catalog.kinds.values() for c in kind.capabilities})
    kinds = {"anyOf": [{"enum": [*catalog.kinds]}, _TEXT]}
    return {
        "description": "Which steps are meant; other keys are attributes with conditions.",
        "anyOf": [
            {"anyOf": [{"enum": [*able, *catalog.kinds]}, _TEXT]},
            {
                "type": "object",
                "properties": {
                    "can": _one_or_more({"anyOf": [{"enum": able}, _TEXT]}),
                    "kind": _one_or_more(kinds),
                    "where": _CONDITIONS,
                },
            },
        ],
    }


def _demand(catalog: Catalog) -> dict[str, Any]:
    events = next(iter(catalog.pipeline_fields["triggers"].type.choices), "")
    return {
        "type": "object",
        "minProperties": 1,
        "description": "What is asked; several keys mean all of them.",
        "properties": {
            "states": {**_CONDITIONS, "description": "What the step itself states."},
            "pipeline": {**_CONDITIONS, "description": "What the pipeline states."},
            "started_by": {
                "description": f"One of these events starts it, such as {events}.",
                **_one_or_more({"enum": list(catalog.pipeline_fields["triggers"].type.choices)}),
            },
            "before": {"description": "Such a step comes before it.", **_SELECTOR},
            "after": {"description": "Such a step comes after it.", **_SELECTOR},
            "attached": {"description": "Such a step comes after it or names it as its target.", **_SELECTOR},
            "exists": {"description": "There is such a step anywhere.", **_SELECTOR},
            "between": {"description": "Some path passes such a step.", "$ref": "#/$defs/path"},
            "on_every_path": {"description": "Every path passes such a step.", "$ref": "#/$defs/path"},
            **dict.fromkeys(("any_of", "all_of", "none_of"), _DEMANDS),
        },
    }


def _path() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["from", "through"],
        "additionalProperties": False,
        "properties": {"from": _SELECTOR, "through": _SELECTOR},
    }


def _autofix(catalog: Catalog) -> dict[str, Any]:
    places = ["before", "after", "after_all", "beside", "before_release", "before_training"]
    insert = {
        "type": "object",
        "required": ["kind"],
        "additionalProperties": False,
        "properties": {
            "kind": _kind(catalog),
            "place": {"enum": places, "default": "before"},
            "name": _TEXT,
            "when": {"enum": ["success", "always", "failure"]},
            "attributes": {"type": "object"},
        },
    }
    return {
        "type": "object",
        "required": ["title"],
        "additionalProperties": False,
        "properties": {
            "title": {**_TEXT, "description": "What the edit does, as a command."},
            "safety": {"enum": list(SAFETIES)},
            "set": {"type": "object", "description": "Attributes of the step, or facts of the pipeline."},
            "insert": {"anyOf": [_kind(catalog), insert]},
        },
    }


def _case() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["steps"],
        "additionalProperties": False,
        "properties": {
            "about": _TEXT,
            "why": _TEXT,
            "at": _one_or_more(_TEXT),
            "pipeline": {"type": "object"},
            "steps": {"type": "object"},
            "links": {"type": "array", "items": _TEXT},
        },
    }


def _kind(catalog: Catalog) -> dict[str, Any]:
    return {"anyOf": [{"enum": [*catalog.kinds]}, _TEXT]}


def _words(known: tuple[str, ...]) -> dict[str, Any]:
    return _one_or_more({"enum": list(known)} if known else _TEXT)


def _one_or_more(value: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [value, {"type": "array", "items": value}]}


if __name__ == "__main__":
    atomic_write(resource("schema") / NAME, schema_text(load_catalog()).encode("utf-8"))
