"""The JSON Schema of the document, made from the catalogue, for editors and other programs.

``python -m designer.storage.schema`` writes it to resources/schema/; a test says when that was forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from designer.model.step import CARRIES, STEP_ID, WHEN
from designer.resources import resource
from designer.steps.catalog import Catalog, load_catalog
from designer.steps.field import Field, FieldType
from designer.storage.atomic_write import atomic_write
from designer.storage.link_text import PATTERN
from designer.storage.migrations import FORMAT
from designer.storage.reading import MAX_BENDS

NAME: Final = "mlops.schema.json"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = f"^{STEP_ID.pattern.removesuffix(chr(92) + 'Z')}$"
_TEXT: Final = {"type": "string"}
_PAIR: Final = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_CODES: Final = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_PER_CENT: Final = {"type": "integer", "minimum": 0, "maximum": 100}
_SIMPLE: Final[Mapping[str, dict[str, Any]]] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "str": _TEXT,
    "text": _TEXT,
    "step": _TEXT,
    "any": {},
}
_SPECIAL: Final[Mapping[str, dict[str, Any]]] = {
    "model": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    "suppress": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["code"],
            "properties": dict.fromkeys(("code", "as", "reason", "owner", "until"), _TEXT),
        },
    },
    "analysis": {
        "type": "object",
        "properties": {
            "profile": _TEXT,
            **dict.fromkeys(("select", "extend-select", "ignore"), _CODES),
            "severity": {"type": "object", "additionalProperties": {"enum": ["error", "warning", "info"]}},
            "min-confidence": {"enum": ["low", "medium", "high"]},
            "fail-on": {"enum": ["error", "warning", "info", "never"]},
            "fail-under": {"anyOf": [_PER_CENT, {"type": "object", "additionalProperties": _PER_CENT}]},
            "baseline": _TEXT,
        },
        "additionalProperties": False,
    },
}


def document_schema(catalog: Catalog) -> dict[str, Any]:
    """What a document may hold. Unknown keys and unknown kinds are allowed, as they are in the program."""
    return {
        "$schema": _DIALECT,
        "title": "MLOps Designer pipeline",
        "description": "A pipeline: what happens to data and models, in which order, and what is known about it.",
        "type": "object",
        "required": ["steps"],
        "properties": {
            "format": {"type": "integer", "minimum": 1, "default": FORMAT, "description": "Version of this form."},
            "pipeline": _object(catalog.pipeline_fields, "Facts about the pipeline as a whole."),
            "steps": _by_id({"$ref": "#/$defs/step"}, "What happens, by id."),
            "links": {
                "type": ["array", "null"],
                "description": f"a -> b, a ~> b (feedback), a -> b [{', '.join((*WHEN, *CARRIES))}]",
                "items": {"type": "string", "pattern": _link_pattern()},
            },
            "notes": _by_id(
                {"$ref": "#/$defs/note"},
                "Notes, texts, strokes and comments, by id.",
            ),
            "frames": _by_id({"$ref": "#/$defs/frame"}, "Titled areas around steps, by id."),
            "layout": {
                "type": ["object", "null"],
                "description": "Top-left corners of the cards, and the bends of links, in canvas units.",
                "patternProperties": {" [-~]> ": {"type": ["array", "null"], "items": _PAIR, "maxItems": MAX_BENDS}},
                "additionalProperties": {**_PAIR, "type": ["array", "null"]},
            },
        },
        "$defs": {"step": _step(catalog), "note": _note(), "frame": _frame()},
    }


def schema_text(catalog: Catalog) -> str:
    """The schema as the text of its file."""
    return json.dumps(document_schema(catalog), indent=2, ensure_ascii=False) + "\n"


def _link_pattern() -> str:
    words = "|".join((*WHEN, *CARRIES))
    return f"^{PATTERN.replace('[a-z,' + chr(92) + 's]*', f'(?:{words}|[,{chr(92)}s])*')}$"


def _by_id(value: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "description": description,
        "propertyNames": {"pattern": _ID},
        "additionalProperties": value,
    }


def _step(catalog: Catalog) -> dict[str, Any]:
    """Common facts, and for each kind its own ones: a fact can mean something else in another kind."""
    own = {"kind": _kind(catalog), "title": _nullable(_TEXT)}
    varieties = [
        {
            "if": {"required": ["kind"], "properties": {"kind": {"const": slug}}},
            "then": {"properties": {n: _field(f) for n, f in kind.fields.items()}},
        }
        for slug, kind in catalog.kinds.items()
        if kind.fields
    ]
    common = _object(catalog.step_fields, "One step.")
    return {**common, "properties": {**own, **common["properties"]}, "allOf": varieties}


def _kind(catalog: Catalog) -> dict[str, Any]:
    known = [{"const": slug, "description": kind.help} for slug, kind in catalog.kinds.items()]
    return {"description": "What the step does.", "anyOf": [*known, {"type": ["string", "null"], "minLength": 1}]}


def _note() -> dict[str, Any]:
    text = _nullable(_TEXT)
    pair = {**_PAIR, "type": ["array", "null"]}
    properties = {
        "form": {**text, "description": "note (a sticky note, the usual one), text, ink (a stroke) or comment"},
        "text": text,
        "at": pair,
        "size": pair,
        "colour": {**text, "description": "Name of a paper or a pen."},
        "ink": {**text, "description": "The points of a stroke, each as its distance from the one before."},
        "author": text,
        "step": {**text, "description": "Id of the step that a comment is about."},
        "resolved": {"type": ["boolean", "null"]},
    }
    return {"type": ["object", "null"], "properties": properties}


def _frame() -> dict[str, Any]:
    steps = {"type": ["array", "null"], "items": {"type": "string"}}
    return {"type": ["object", "null"], "properties": {"title": _nullable(_TEXT), "steps": steps}}


def _object(fields: Mapping[str, Field], description: str) -> dict[str, Any]:
    properties = {name: _field(field) for name, field in fields.items()}
    return {"type": ["object", "null"], "description": description, "properties": properties}


def _field(field: Field) -> dict[str, Any]:
    shape = _SPECIAL.get(field.name, _shape(field.type))
    default = {} if field.default is None else {"default": field.default}
    return {"title": field.label, "description": field.help, **default, **_nullable(shape)}


def _shape(kind: FieldType) -> dict[str, Any]:
    if kind.base == "enum":
        return {"enum": list(kind.choices)}
    if kind.base == "list":
        return {"type": "array", "items": {"enum": list(kind.choices)} if kind.choices else _TEXT}
    return _SIMPLE[kind.base]


def _nullable(shape: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing behind the colon means that nothing is stated."""
    if "enum" in shape:
        return {"enum": [*shape["enum"], None]}
    if "anyOf" in shape:
        return {"anyOf": [*shape["anyOf"], {"type": "null"}]}
    return {**shape, "type": [shape["type"], "null"]} if "type" in shape else dict(shape)


if __name__ == "__main__":
    atomic_write(resource("schema", NAME), schema_text(load_catalog()).encode("utf-8"))
