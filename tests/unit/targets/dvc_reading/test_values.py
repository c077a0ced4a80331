"""Where values for templates come from."""

from __future__ import annotations

import pytest

from tests.unit.targets.dvc_files import read, said

STAGE = """
    stages:
      fit:
        cmd: python fit.py --lr ${lr}
        outs: ["model-${lr}.pkl"]
"""


def made(text: str, **files: str) -> list[str]:
    found = read(text, **files)
    return list(found.files["fit"].writes)


def test_params_yaml_is_loaded_without_being_named() -> None:
    assert made(STAGE, params_yaml="lr: 0.5\n") == ["model-0.5.pkl"]


def test_the_parameter_file_of_a_folder_stands_beside_the_pipeline() -> None:
    found = read(STAGE, "sub/dvc.yaml", sub__params_yaml="lr: 7", params_yaml="lr: 1")
    assert found.files["fit"].writes == ("sub/model-7.pkl",)


def test_inline_values_and_files_add_up() -> None:
    text = "vars:\n- more.yaml\n- {base: {name: x}}\n- base: {size: 1}\n" + STAGE.replace(
        "${lr}", "${base.name}${base.size}${lr}"
    )
    assert made(_dedented(text), more_yaml="lr: 3") == ["model-x13.pkl"]


def test_only_the_named_keys_of_a_file_are_loaded() -> None:
    found = read(_dedented("vars: ['more.yaml:other']\n" + STAGE), more_yaml="lr: 3\nother: 4")
    assert said(found, "refused") == ["5: DVC refuses fit: DVC finds no value for ${lr}"]


def test_json_and_toml_hold_values_as_well() -> None:
    for name, text in (("v.json", '{"lr": 2}'), ("v.toml", "lr = 2\n")):
        found = read(_dedented(f"vars: [{name}]\n" + STAGE), **{name: text})
        assert found.files["fit"].writes == ("model-2.pkl",)


def test_python_files_are_not_read_because_that_would_mean_to_run_them() -> None:
    found = read(_dedented("vars: [v.py]\n" + STAGE), **{"v.py": "lr = 2"})
    assert not said(found, "refused")
    assert any("written in Python" in text for text in said(found, "kept"))
    assert found.snapshot.facts["opaque"] is True
    assert found.files["fit"].writes == ("model-${lr}.pkl",)


def test_a_stage_may_have_values_of_its_own_from_its_folder() -> None:
    text = """
        stages:
          fit:
            wdir: sub
            vars: [own.yaml, {b: 2}]
            cmd: fit
            outs: ["${a}${b}.pkl"]
          other:
            cmd: other
            outs: ["x-${a}"]
    """
    found = read(text, sub__own_yaml="a: 1")
    assert found.files["fit"].writes == ("sub/12.pkl",)
    assert said(found, "refused") == ["10: DVC refuses other: DVC finds no value for ${a}"]


@pytest.mark.parametrize(
    ("text", "files", "reason"),
    [
        ("vars: [gone.yaml]\n", {}, "1: DVC refuses the file: gone.yaml does not exist"),
        ("vars: ['m.yaml:a']\n", {"m_yaml": "b: 1"}, "1: DVC refuses the file: there is no a in m.yaml"),
        ("vars: [{lr: 1}]\n", {"params_yaml": "lr: 2"}, "1: DVC refuses the file: lr of vars is already defined"),
        ("vars: [m.yaml]\n", {"m_yaml": "- 1"}, "1: DVC refuses the file: m.yaml: its values have no names"),
        ("vars: [m.yaml]\n", {"m_yaml": "a: 1\na: 2"}, "the key a stands twice"),
        ("vars: [m.yaml]\n", {"m_yaml": "day: 2024-05-01"}, "m.yaml:1: DVC cannot use a date"),
        ("vars: ['${x}.yaml']\n", {}, "1: DVC refuses the file: DVC fills in no templates in vars"),
        ("vars: ['m.yaml:a', m.yaml]\n", {"m_yaml": "a: 1"}, "some of it is loaded already"),
    ],
)
def test_values_that_dvc_refuses_are_told_with_their_line(text: str, files: dict[str, str], reason: str) -> None:
    found = read(text + "stages: {fit: {cmd: fit}}\n", **files)
    assert any(reason in message for message in said(found, "refused")), said(found, "refused")
    assert "fit" in found.snapshot.steps, "the card is there all the same"


def test_a_file_outside_of_the_opened_folder_is_not_followed() -> None:
    found = read("vars: [../../up.yaml]\nstages: {fit: {cmd: 'fit ${x}'}}\n")
    assert not said(found, "refused")
    assert [m for m in said(found, "kept") if "outside" in m]


def test_loading_a_whole_file_twice_is_no_mistake() -> None:
    assert not said(read("vars: [params.yaml]\nstages: {fit: {cmd: 'fit ${x}'}}\n", params_yaml="x: 1"), "refused")


def _dedented(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.split("\n"))
