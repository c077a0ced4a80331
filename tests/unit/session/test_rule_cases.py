"""Cases of rules are tried as documents: the built-in ones, those of the starting policy, and wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.check_language import load_builtins
from designer.analysis.policies.policy_file import read_policy
from designer.analysis.rulebook import load_rulebook
from designer.resources import resource
from designer.session import policy_schema
from designer.session.rule_cases import TriedCase, try_cases
from designer.steps.catalog import load_catalog

BOOK, CATALOG = load_rulebook(), load_catalog()
STARTER = resource("policy") / "mlops-policy.yaml"
SCHEMA = json.loads((resource("schema") / policy_schema.NAME).read_text(encoding="utf-8"))


def tried(path: Path) -> list[TriedCase]:
    policy = read_policy(path, BOOK, CATALOG, load_builtins())
    assert policy.problems == ()
    analyzer = Analyzer(CATALOG, BOOK.with_rules(policy.rules))
    return [case for rule in policy.rules for case in try_cases(analyzer, rule)]


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=list(BOOK.rules))
def test_the_cases_of_built_in_rules_are_documents_that_say_what_they_should(rule: Any) -> None:
    found = list(try_cases(Analyzer(CATALOG, BOOK), rule))
    assert found
    assert [case.problem for case in found if case.problem] == []


def test_the_starting_policy_works_as_it_stands() -> None:
    found = tried(STARTER)
    assert {case.code for case in found} == {"ORG001", "ORG002", "ORG003", "ORG004"}
    assert [case.problem for case in found if case.problem] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("owner: payments}", "title: x}", "expected none, found at deploy"),
        ("at: deploy\n      pass", "at: train\n      pass", "expected at train, found at deploy"),
        ("kind: deploy, environment: staging}", "kind: deploy}", "expected none, found at staging"),
        ("set: {owner: ml team}", "set: {description: ml team}", "the fix leaves the finding at deploy"),
        ("links: [train -> staging]", "links: [train -> nowhere]", "is no pipeline: "),
        ("states: {owner: {stated: true}}", "states: {owner: {stated: false}}", "expected at deploy, found none"),
    ],
)
def test_a_case_that_is_not_as_it_says_is_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = STARTER.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "p.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(case.problem.startswith(problem) for case in tried(path)), [c.problem for c in tried(path)]


def test_the_schema_of_policies_is_up_to_date() -> None:
    text = (resource("schema") / policy_schema.NAME).read_text(encoding="utf-8")
    assert text == policy_schema.schema_text(CATALOG), "run python -m designer.session.policy_schema"


def test_the_schema_accepts_the_starting_policy_and_refuses_misspelt_keys() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    data = yaml_io.load(STARTER.read_text(encoding="utf-8"), "policy")
    jsonschema.validate(data, SCHEMA)
    for place, key in ((data["rules"][0], "sevrity"), (data["rules"][0]["autofix"], "sett"), (data, "rulez")):
        place[key] = "x"
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, SCHEMA)
        del place[key]


def test_the_examples_of_the_documentation_work(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "own-rules.md").read_text(encoding="utf-8")
    example = text.partition("```yaml\n")[2].partition("```")[0]
    path = tmp_path / "p.yaml"
    path.write_text(example, encoding="utf-8")
    assert [(case.code, case.problem) for case in tried(path)] == [("ORG001", ""), ("ORG001", "")]
