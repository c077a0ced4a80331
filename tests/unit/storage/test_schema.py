from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from designer import yaml_io
from designer.errors import DocumentError
from designer.resources import resource
from designer.storage.document import write_document
from designer.storage.schema import NAME, schema_text
from tests.unit.storage.documents import CATALOG, COMMENTED, EXAMPLES, parsed

SCHEMA = json.loads(resource("schema", NAME).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


def problems(validator: Draft202012Validator, text: str) -> list[Any]:
    return list(validator.iter_errors(yaml_io.load(text, "a.yaml")))


def test_the_schema_file_is_what_the_catalogue_says() -> None:
    written = resource("schema", NAME).read_text(encoding="utf-8")
    assert written == schema_text(CATALOG), "run: python -m designer.storage.schema"


def test_examples_are_valid_as_they_stand_and_as_they_are_written(validator: Draft202012Validator) -> None:
    for text in (*EXAMPLES, COMMENTED):
        assert problems(validator, text) == []
        assert problems(validator, write_document(parsed(text).snapshot)) == []


@pytest.mark.parametrize(
    "text",
    [
        "pipeline: {name: no steps}",
        "steps: []",
        "format: 0\nsteps: {}",
        "format: one\nsteps: {}",
        "steps: {two words: {}}",
        "steps: {a: train}",
        "steps: {a: {kind: 3}}",
        "steps: {a: {kind: ''}}",
        "steps: {a: {title: 3}}",
        "steps: {a: {kind: train, tracked: maybe}}",
        "steps: {a: {kind: deploy, platform: moon}}",
        "steps: {a: {kind: monitor, watches: [weather]}}",
        "steps: {a: {kind: monitor, watches: service}}",
        "steps: {a: {timeout_minutes: 2.5}}",
        "steps: {a: {model: 3}}",
        "steps: {a: {suppress: [{as: x}]}}",
        "pipeline: {scope: moon}\nsteps: {}",
        "steps: {a: {}, b: {}}\nlinks: [a => b]",
        "steps: {a: {}, b: {}}\nlinks: ['a -> b [often]']",
        "steps: {}\nlinks: [{from: a}]",
        "steps: {}\nnotes: {n: {at: [1]}}",
        "steps: {}\nnotes: {n: {text: 3}}",
        "steps: {}\nframes: {f: {steps: [1]}}",
        "steps: {a: {}}\nlayout: {a: [1, b]}",
    ],
)
def test_wrong_documents_are_invalid_and_refused(validator: Draft202012Validator, text: str) -> None:
    assert problems(validator, text)
    with pytest.raises(DocumentError):
        parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "x-own: {a: 1}\npipeline: {mood: 3}\nsteps: {a: {kind: magic, tracked: maybe, own: [1]}}",
        "steps: {a: , b: {kind: , tracked: , title: }}\nlinks:\nlayout: {a: }\nnotes: {n: {at: , text: }}",
        "steps: {a: {kind: approve, automated: true, independent: false}, b: {}}\nlinks: ['a~>b [always,control]']",
    ],
)
def test_unknown_and_empty_things_are_valid(validator: Draft202012Validator, text: str) -> None:
    assert problems(validator, text) == []
    parsed(text)
