"""Templates and loops of dvc.yaml in neutral words."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

from designer.recognition.recogniser import load_recogniser
from designer.steps.catalog import load_catalog
from designer.targets.dvc.reading.portable import portable
from designer.targets.dvc.reading.reader import read
from designer.targets.imported import Portable, SourceFile
from designer.targets.importer import Surroundings

PARAMS = "train:\n  lr: 0.1\n  fast: true\nmodels: [forest, linear]\n"


def made_portable(text: str, path: str = "dvc.yaml", **files: str) -> Portable:
    known: Mapping[str, str] = {"params.yaml": PARAMS, **files}
    around = Surroundings(load_catalog(), load_recogniser(), known.get)
    file = SourceFile(path, dedent(text))
    return portable(file, read(file, around).snapshot, around)


def attributes(text: str, step: str = "fit", **more: Any) -> Mapping[str, Any]:
    return made_portable(text, **more).snapshot.steps[step].attributes


def test_values_of_the_parameter_file_are_filled_in_and_told() -> None:
    found = made_portable(
        r"""
        stages:
          fit:
            cmd: python fit.py --lr ${train.lr} ${train} --home \${HOME}
            outs: ["m-${train.lr}.pkl"]
        """
    )
    step = found.snapshot.steps["fit"]
    assert step.get("command") == "python fit.py --lr 0.1 --lr 0.1 --fast --home ${HOME}"
    assert step.get("produces") == ["m-0.1.pkl"]
    assert [(x.step, x.feature) for x in found.losses] == [("fit", "parameters")]
    assert "train.lr, train" in found.losses[0].message


def test_a_list_of_words_is_one_axis() -> None:
    found = attributes(
        """
        stages:
          fit:
            foreach: ${models}
            do:
              cmd: python fit.py ${item}
              outs: ["${item}.pkl"]
        """
    )
    assert found["matrix"] == {"item": ["forest", "linear"]}
    assert found["command"] == "python fit.py ${matrix.item}"
    assert found["produces"] == ["${matrix.item}.pkl"]


def test_items_with_parts_are_runs_with_an_axis_for_each_part() -> None:
    found = attributes(
        """
        stages:
          fit:
            foreach:
              a: {lr: 1, deep: {size: 2}}
              b: {lr: 3, deep: {size: 4}}
            do:
              cmd: python fit.py ${key} ${item.lr} ${item.deep.size}
        """
    )
    assert found["matrix"] == {
        "include": [{"lr": 1, "deep_size": 2, "key": "a"}, {"lr": 3, "deep_size": 4, "key": "b"}]
    }
    assert found["command"] == "python fit.py ${matrix.key} ${matrix.lr} ${matrix.deep_size}"


def test_a_matrix_keeps_its_axes() -> None:
    found = attributes(
        """
        stages:
          fit:
            matrix:
              model: ${models}
              size: [1, 2]
            cmd: python fit.py ${item.model} ${item.size}
        """
    )
    assert found["matrix"] == {"model": ["forest", "linear"], "size": [1, 2]}
    assert found["command"] == "python fit.py ${matrix.model} ${matrix.size}"


def test_files_are_seen_from_the_root() -> None:
    found = attributes(
        """
        stages:
          fit:
            wdir: code
            cmd: python fit.py
            deps: [fit.py, ../data.csv]
            outs: [out/m.pkl]
        """,
        path="ml/dvc.yaml",
    )
    assert found["working_directory"] == "ml/code"
    assert found["consumes"] == ["ml/code/fit.py", "ml/data.csv"]
    assert found["produces"] == ["ml/code/out/m.pkl"]


def test_what_has_no_value_stays_and_is_told() -> None:
    found = made_portable("stages:\n  fit:\n    cmd: echo ${nowhere}\n")
    assert found.snapshot.steps["fit"].get("command") == "echo ${nowhere}"
    assert [(x.feature, x.message[:10]) for x in found.losses] == [("template", "${nowhere}")]


def test_a_loop_over_something_unknown_is_told_and_runs_once() -> None:
    found = made_portable("stages:\n  fit:\n    foreach: ${nowhere}\n    do:\n      cmd: echo ${item}\n")
    assert found.snapshot.steps["fit"].get("matrix") is None
    assert "template" in [x.feature for x in found.losses]
