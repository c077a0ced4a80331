"""Templates are filled in as DVC fills them in."""

from __future__ import annotations

from typing import Any

import pytest

from designer.targets.dvc.reading.templates import (
    TemplateError,
    check,
    has_template,
    partly_resolved,
    resolved,
    written,
)

VALUES = {
    "lr": 0.1,
    "fast": True,
    "name": "big model",
    "none": None,
    "layers": [{"size": 8}, {"size": 4}],
    "opts": {"lr": 0.1, "verbose": True, "quiet": False, "tags": ["a b", "c"], "deep": {"er": 1}},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${lr}", 0.1),
        ("${fast}", True),
        ("${none}", None),
        ("--fast ${fast}", "--fast true"),
        ("x${none}", "xNone"),
        ("${layers[0].size}", 8),
        ("${layers[1][size]}", 4),
        ("${ opts.deep.er }", 1),
        ("${lr}-${name}", "0.1-big model"),
        (r"\${HOME}/${lr}", "${HOME}/0.1"),
        (r"\${lr}", "${lr}"),
        ("$HOME $(pwd) {lr}", "$HOME $(pwd) {lr}"),
    ],
)
def test_a_template_is_its_value_and_keeps_its_type_when_it_stands_alone(text: str, value: Any) -> None:
    assert resolved(text, VALUES, "cmd") == value


def test_a_mapping_in_a_command_becomes_options() -> None:
    expected = "run --lr 0.1 --verbose --tags 'a b' c --deep.er 1"
    assert resolved("run ${opts}", VALUES, "cmd") == expected


@pytest.mark.parametrize("key", ["deps", "desc", "outs"])
def test_lists_and_mappings_are_not_filled_in_elsewhere(key: str) -> None:
    with pytest.raises(TemplateError, match="is a mapping"):
        resolved("${opts}", VALUES, key)
    with pytest.raises(TemplateError, match="is a list"):
        resolved("${layers}", VALUES, key)
    assert resolved("${layers}", VALUES) == VALUES["layers"], "a list to iterate over is not under a key of a stage"


@pytest.mark.parametrize("text", ["${HOME}", "${X:-y}", "${lr.deeper}", "${layers[7]}", "${layers.x}", "${name.0}"])
def test_a_name_without_a_value_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(TemplateError) as caught:
        resolved(f"echo {text}", VALUES, "cmd")
    assert caught.value.message == f"DVC finds no value for {text}"
    assert rf"Write \{text} where the shell shall see it" in caught.value.advice


@pytest.mark.parametrize("text", ["${}", "${a[}", "${a[0}", "${.a}", "${a..b}", "${a]}"])
def test_what_is_no_name_is_refused_before_values_are_looked_up(text: str) -> None:
    with pytest.raises(TemplateError, match="is no template"):
        check({"cmd": [text]})


def test_keys_are_filled_in_too() -> None:
    assert resolved([{"${name}.csv": {"cache": False}}], VALUES, "outs") == [{"big model.csv": {"cache": False}}]


def test_what_has_no_value_stays_where_only_a_part_is_asked_for() -> None:
    text = ["${item}/${lr}.csv", "${item.size}", "${key}", "${unknown}", r"\${HOME}"]
    assert partly_resolved(text, VALUES) == ["${item}/0.1.csv", "${item.size}", "${key}", "${unknown}", "${HOME}"]


def test_a_text_can_be_written_so_that_it_comes_back() -> None:
    text = "echo ${HOME} ${lr}"
    assert not has_template(written(text))
    assert resolved(written(text), VALUES, "cmd") == text
