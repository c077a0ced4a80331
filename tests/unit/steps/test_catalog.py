from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from designer.errors import ResourceError
from designer.model.step import Step
from designer.steps.catalog import Catalog, load_catalog

Extra = Callable[..., Catalog]


@pytest.fixture
def extra(tmp_path: Path) -> Extra:
    """Writes kind files into a folder of a person's own and reads the catalogue with them."""

    def load(**texts: str) -> Catalog:
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_catalog([tmp_path])

    return load


def test_an_unknown_kind_can_do_nothing_and_keeps_its_name() -> None:
    catalog = load_catalog()
    kind = catalog.kind("quantum_magic")
    assert (kind.slug, kind.title, kind.like) == ("quantum_magic", "Quantum magic", "other")
    assert not kind.capabilities
    assert not catalog.can(Step("a", "quantum_magic"), "trains")


def test_a_kind_s_own_fields_come_before_the_common_ones() -> None:
    names = list(load_catalog().fields("approve"))
    assert names[:2] == ["independent", "automated"]
    assert names.count("automated") == 1
    assert "command" in names


def test_defaults_come_from_the_kind_then_from_the_common_fields() -> None:
    catalog = load_catalog()
    assert catalog.default(Step("a", "deploy"), "environment") == "prod"
    assert catalog.default(Step("a", "deploy"), "blocking") is True
    assert catalog.default(Step("a", "deploy"), "no_such_fact") is None
    assert catalog.default(Step("a", "nobody_knows"), "secrets") == "none"


def test_a_variety_inherits_everything_it_does_not_say(extra: Extra) -> None:
    catalog = extra(tune="kind: tune\nlike: train\ntitle: Tune\nfields:\n  trials: {type: int, default: 20}\n")
    kind = catalog.kind("tune")
    step = Step("a", "tune")
    assert (kind.title, kind.icon, kind.group) == ("Tune", "brain", "Train")
    assert catalog.like(step) == "train"
    assert catalog.can(step, "trains")
    assert catalog.default(step, "trials") == 20
    assert "tracked" in kind.fields
    assert kind.fields["trials"].label == "Trials"
    assert kind.tools == catalog.kind("train").tools


def test_a_new_kind_alone_counts_as_unclassified(extra: Extra) -> None:
    catalog = extra(label_data="kind: label_data\ncapabilities: [labels]\n")
    assert catalog.like(Step("a", "label_data")) == "other"
    assert catalog.kind("label_data").title == "Label data"
    assert catalog.can(Step("a", "label_data"), "labels")
    assert catalog.kind("label_data") in catalog.groups()["Other"]


def test_a_variety_of_a_variety_is_like_the_built_in_kind(extra: Extra) -> None:
    catalog = extra(a_first="kind: grid_search\nlike: tune\n", b_second="kind: tune\nlike: train\n")
    assert catalog.like(Step("a", "grid_search")) == "train"


def test_a_file_about_a_built_in_kind_changes_only_what_it_says(extra: Extra) -> None:
    catalog = extra(train="kind: train\ntitle: Modell anlernen\n")
    kind = catalog.kind("train")
    assert kind.title == "Modell anlernen"
    assert kind.help == load_catalog().kind("train").help
    assert catalog.like(Step("a", "train")) == "train"


def test_own_tools_replace_those_of_the_kind(extra: Extra) -> None:
    catalog = extra(
        tune="""
kind: tune
like: train
tools:
  optuna:
    commands: [python tune.py]
    reads: [tune.py]
    writes: {model: model.bin}
    params: [trials]
    requires: [optuna]
    environment: {STORE: "var:STORE"}
    when: {tracked: true}
"""
    )
    tool = catalog.kind("tune").default_tool
    assert tool is not None
    assert (tool.slug, tool.title, tool.commands) == ("optuna", "optuna", ("python tune.py",))
    assert (tool.reads, tool.params, tool.requires) == (("tune.py",), ("trials",), ("optuna",))
    assert (dict(tool.writes), dict(tool.environment)) == ({"model": "model.bin"}, {"STORE": "var:STORE"})
    assert dict(tool.extra) == {"when": {"tracked": True}}


def test_a_kind_without_tools_has_no_default_tool(extra: Extra) -> None:
    catalog = extra(plain="kind: plain\n")
    assert catalog.kind("plain").tools == catalog.kind("other").tools


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load_catalog([tmp_path / "none"]).kinds.keys() == load_catalog().kinds.keys()


def test_files_that_begin_with_an_underscore_or_a_dot_are_no_kinds(extra: Extra) -> None:
    catalog = extra(_draft="nothing: here\n", **{".hidden": "nothing: here\n"})
    assert catalog.kinds.keys() == load_catalog().kinds.keys()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: X\n", 1, "kind: the name of the step kind is missing"),
        ("kind: 7\n", 1, "kind: the name of the step kind is missing"),
        ("kind: two words\n", 1, "is missing or no word"),
        ("", 1, "must be a mapping of keys to values"),
        ("- a\n", 1, "must be a mapping of keys to values"),
        ("kind: x\nkind: y\n", 2, "kind: the key stands twice"),
        ("kind: [x\n", 2, "Correct the YAML"),
        ("kind: x\nlike: nobody\n", 2, "like: 'nobody' is no known kind. Known are approve, code_test"),
        ("kind: x\nlike: [a]\n", 2, "like: must be text"),
        ("kind: x\ntitle: 7\n", 2, "title: must be text"),
        ("kind: x\nsynonyms: one\n", 2, "synonyms: must be a list of words"),
        ("kind: x\nsynonyms: [1]\n", 2, "synonyms: must be text"),
        ("kind: x\norder: first\n", 2, "order: must be a whole number"),
        ("kind: x\norder: true\n", 2, "order: must be a whole number"),
        ("kind: x\ncolor: red\n", 2, "color: is not a key of a step kind. Known are capabilities, colour"),
        ("kind: x\nfields: [a]\n", 2, "fields: must be a mapping"),
        ("kind: x\nfields:\n  a: bool\n", 3, "fields.a: must be a mapping"),
        ("kind: x\nfields:\n  a: {}\n", 3, "fields.a.type: must be text"),
        ("kind: x\nfields:\n  a:\n    type: number\n", 4, "fields.a.type: 'number' is not a field type. Write for"),
        ("kind: x\nfields:\n  a: {type: bool, default: 3}\n", 3, "fields.a.default: must be true or false"),
        ("kind: x\nfields:\n  a: {type: bool, hint: b}\n", 3, "fields.a.hint: is not a key of a field"),
        ("kind: x\ntools: [a]\n", 2, "tools: must be a mapping"),
        ("kind: x\ntools:\n  a: {commands: run}\n", 3, "tools.a.commands: must be a list of words"),
        ("kind: x\ntools:\n  a: {writes: {data: 3}}\n", 3, "tools.a.writes.data: must be text"),
    ],
)
def test_a_mistake_in_a_kind_file_is_told_with_file_line_and_key(
    extra: Extra, tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(ResourceError) as caught:
        extra(mine=text)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.yaml'}:{line}: ")
    assert words in str(caught.value)


def test_a_kind_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ResourceError, match="cannot be read"):
        load_catalog([tmp_path])


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 300)
    with pytest.raises(ResourceError, match="the folder of step kinds cannot be read"):
        load_catalog([folder])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("effects: 5", "effects"),
        ("effects: [[a]]", "effects"),
        ("values: [a]", "values"),
        ("when: soon", "when"),
        ("scope: [a]", "scope"),
        ("also_reads: foo", "also_reads"),
        ("also_reads: [foo]", "also_reads"),
        ("also_reads: [{reads: [a]}]", "also_reads.0.when"),
        ("also_reads: [{when: {a: 1}, reads: 5}]", "also_reads.0.reads"),
    ],
)
def test_what_only_some_targets_use_has_its_type_checked_too(extra: Extra, text: str, field: str) -> None:
    with pytest.raises(ResourceError) as error:
        extra(mine=f"kind: mine\ntools:\n  a:\n    {text}\n")
    assert error.value.field is not None
    assert error.value.field.startswith(f"tools.a.{field}")
    assert error.value.line == 4
