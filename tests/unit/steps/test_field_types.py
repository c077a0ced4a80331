from __future__ import annotations

from typing import Any

import pytest

from designer.steps.field import FieldType


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bool", FieldType("bool")),
        ("bool?", FieldType("bool", (), True)),
        ("int?", FieldType("int", (), True)),
        ("str", FieldType("str")),
        ("text?", FieldType("text", (), True)),
        ("step?", FieldType("step", (), True)),
        ("any", FieldType("any")),
        ("list", FieldType("list")),
        ("list[str]", FieldType("list")),
        ("list[a, b]?", FieldType("list", ("a", "b"), True)),
        ("enum(a, b)", FieldType("enum", ("a", "b"))),
        (" enum(a)? ", FieldType("enum", ("a",), True)),
    ],
)
def test_a_type_word_is_understood(text: str, expected: FieldType) -> None:
    assert FieldType.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "number", "enum", "enum()", "enum[a]", "list(a)", "bool(a)", "str[a]", "bool??", "list[a"]
)
def test_other_words_are_no_types(text: str) -> None:
    with pytest.raises(ValueError, match="is not a field type"):
        FieldType.parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bool", True),
        ("int", 0),
        ("int", -3),
        ("str", ""),
        ("text", "a\nb"),
        ("step", "train"),
        ("any", {"a": [1]}),
        ("enum(a, b)", "b"),
        ("list", []),
        ("list", ["anything"]),
        ("list[a, b]", ["b", "a"]),
        ("list[a, b]", ("a",)),
    ],
)
def test_a_fitting_value_is_no_problem(text: str, value: Any) -> None:
    assert FieldType.parse(text).problem(value) == ""


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("bool", "yes", "must be true or false"),
        ("bool", 1, "must be true or false"),
        ("int", True, "must be a whole number"),
        ("int", 1.5, "must be a whole number"),
        ("int", "3", "must be a whole number"),
        ("str", 2024, "must be text (put quotes around it)"),
        ("step", ["a"], "must be text (put quotes around it)"),
        ("enum(a)", "c", "must be a"),
        ("enum(a, b, c)", "d", "must be a, b or c"),
        ("enum(a, b)", ["a"], "must be a or b"),
        ("list", "a", "must be a list of words, such as [a, b]"),
        ("list", [1], "must be a list of words, such as [a, b]"),
        ("list[a, b]", ["a", "c"], "has 'c', but may only have a, b"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_plain_words(text: str, value: Any, problem: str) -> None:
    assert FieldType.parse(text).problem(value) == problem
