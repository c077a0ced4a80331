"""How the rule files are read."""

from __future__ import annotations

from designer import yaml_io
from designer.analysis.case import parse_cases
from designer.analysis.rulebook import load_rulebook
from designer.resources import resource


def test_the_cases_of_a_built_in_rule_are_the_last_of_its_file_and_read_as_they_stand_there() -> None:
    rules = load_rulebook().rules
    for path in resource("rules").glob("[A-Z]*.yaml"):
        data = yaml_io.load(path.read_text(encoding="utf-8"), path.name)
        assert list(data)[-1] == "cases"
        assert rules[data["code"]].cases == parse_cases(data["cases"])
