"""What a dvc.yaml cannot show is a question; what it shows in an unusual place is seen."""

from __future__ import annotations

from typing import Any

import pytest

from designer.targets.imported import Imported
from tests.unit.targets.dvc_files import read

TRAIN = """\
stages:
  train:
    cmd: python train.py
    deps: [train.py, data/raw]
    outs: [model.pkl]
"""
INSIDE = ("evaluate", "register")  # steps that the script may be as well


def facts(found: Imported, step: str = "train") -> dict[str, Any]:
    wanted = ("tracked", "params", "seed", "unseen")
    return {n: v for n, v in found.snapshot.steps[step].attributes.items() if n in wanted}


def kinds(found: Imported) -> dict[str, str]:
    return {s.title: s.kind for s in found.snapshot.steps.values() if s.get("implicit") and s.kind != "version"}


def test_what_only_the_script_knows_is_not_seen() -> None:
    assert facts(read(TRAIN)) == {"unseen": ["tracked", "params", "seed", *INSIDE, "split"]}


def test_a_script_beside_the_file_is_read() -> None:
    assert facts(read(TRAIN, train_py="import mlflow\nmodel.fit(x, y)\n")) == {"tracked": True, "unseen": ["split"]}


def test_a_script_that_was_read_hides_only_what_it_does() -> None:
    assert facts(read(TRAIN, train_py="model.fit(x, y)\n"))["unseen"] == ["split"]
    text = "model.fit(x, y)\nprint(accuracy_score(y, model.predict(x)))\n"
    assert facts(read(TRAIN, train_py=text))["unseen"] == ["evaluate", "split"]
    measured = TRAIN + "    metrics: [m.json]\n"
    assert facts(read(measured, train_py="model.fit(x, y)\n"))["unseen"] == ["evaluate", "split"]


def test_metrics_of_a_stage_behind_the_training_are_its_record() -> None:
    text = TRAIN + "  score:\n    cmd: python score.py\n    deps: [model.pkl]\n    metrics: [m.json]\n"
    assert facts(read(text))["tracked"] is True
    assert facts(read(TRAIN + "metrics: [m.json]\n"))["tracked"] is True


def test_what_the_command_shows_is_kept() -> None:
    text = TRAIN.replace("train.py\n    deps", "train.py logger=comet model.lr=0.1\n    deps", 1)
    assert facts(read(text)) == {"tracked": True, "params": "cli", "unseen": ["seed", *INSIDE, "split"]}


def test_a_settings_file_among_the_dependencies_holds_the_parameters() -> None:
    for path in ("params.yaml", "configs/experiment/tune.yaml", "models/best_params.pkl"):
        assert facts(read(TRAIN.replace("data/raw", path)))["params"] == "file", path


def test_what_a_stage_that_brings_data_reads_is_no_second_source() -> None:
    text = """\
    stages:
      get_data:
        cmd: wget https://example.org/a.csv
        deps: [https://example.org/a.csv]
        outs: [data/raw]
      train:
        cmd: python train.py
        deps: [data/raw]
    """
    found = read(text)
    assert found.snapshot.steps["get_data"].kind == "data_source"
    assert set(kinds(found).values()) == {"other"}


def test_data_that_another_stage_reads_directly_stays_a_source() -> None:
    text = """\
    stages:
      load_data: {cmd: python load_data.py, deps: [data/raw.csv], outs: [data/small.csv]}
      train: {cmd: python train.py, deps: [data/raw.csv]}
    """
    assert kinds(read(text)) == {"data/raw.csv": "data_source"}


def test_fitted_helpers_and_models_are_no_data() -> None:
    found = read(TRAIN.replace("data/raw", "data/x/preproc.joblib, data/base_model.h5, data/raw.csv"))
    expected = {"data/x/preproc.joblib": "other", "data/base_model.h5": "model_source", "data/raw.csv": "data_source"}
    assert kinds(found) == expected


def test_who_made_prepared_data_is_not_seen() -> None:
    for path, unseen in (("data/prepared/a.json", ["maker"]), ("data/raw/a.json", None)):
        found = read(TRAIN.replace("data/raw", path))
        (source,) = (s for s in found.snapshot.steps.values() if s.kind == "data_source")
        assert source.get("unseen") == unseen


def test_code_about_data_is_no_data() -> None:
    text = TRAIN.replace("data/raw", "src/app/data, great_expectations/suite, data/raw")
    assert kinds(read(text)) == {"data/raw": "data_source"}
    text = TRAIN.replace("data/raw", "app/models").replace("python train.py", "python -m app.train")
    assert kinds(read(text)) == {}


def test_a_package_beside_the_file_is_code_wherever_the_file_stands() -> None:
    text = TRAIN.replace("data/raw", "app/ml/models").replace("python train.py", "python -m app.ml.train")
    assert kinds(read(text, path="work/dvc.yaml")) == {}


def test_choosing_the_model_for_production_is_no_training() -> None:
    stage = "cmd: python src/model_selection.py, deps: [src/model_selection.py], outs: [models/model.joblib]"
    found = read(f"stages:\n  log_production_model: {{{stage}}}\n")
    assert found.snapshot.steps["log_production_model"].kind == "register"


def test_a_folder_that_no_command_is_told_of_is_a_package() -> None:
    assert kinds(read(TRAIN.replace("data/raw", "landmarks"))) == {}
    assert kinds(read(TRAIN.replace("data/raw", "images_2024"))) == {"images_2024": "data_source"}


def test_a_stage_that_reads_nothing_may_bring_the_data_itself() -> None:
    text = """\
    stages:
      prepare: {cmd: python prepare.py, deps: [prepare.py], outs: [data/clean.csv]}
      train: {cmd: python train.py, deps: [train.py, data/clean.csv], outs: [model.pkl]}
    """
    assert read(text).snapshot.steps["prepare"].get("unseen") == ["data_source"]
    fed = read(text.replace("[prepare.py]", "[prepare.py, data/raw.csv]"))
    assert fed.snapshot.steps["prepare"].get("unseen") is None


def test_data_may_pass_a_training_stage() -> None:
    text = """\
    stages:
      train_a: {cmd: python train_a.py, deps: [data/raw.csv], outs: [clusters.npy, a.pkl]}
      train_b: {cmd: python train_b.py, deps: [clusters.npy], outs: [b.pkl]}
      train_c: {cmd: python train_c.py, deps: [a.pkl], outs: [c.pkl]}
    """
    steps = read(text).snapshot.steps
    asked = {s: "data_source" in steps[s].attributes["unseen"] for s in ("train_a", "train_b", "train_c")}
    assert asked == {"train_a": False, "train_b": True, "train_c": False}


def test_tuned_parameters_are_no_data() -> None:
    assert kinds(read(TRAIN.replace("data/raw", "tuning/ABC/user.json, data/raw"))) == {"data/raw": "data_source"}


def test_models_and_reports_that_training_reads_are_no_data() -> None:
    found = kinds(read(TRAIN.replace("data/raw", "models, reports/model_training, data/raw")))
    assert found == {"models": "model_source", "reports/model_training": "other", "data/raw": "data_source"}


def test_what_a_training_takes_from_a_folder_of_data_may_be_data() -> None:
    text = """\
    stages:
      train_simulator: {cmd: python train_simulator.py, deps: [data/raw.csv], outs: [OUT]}
      train: {cmd: python train.py, deps: [OUT], outs: [model.pkl]}
    """
    for made, is_asked in (("data/runs/simulated/", True), ("data/models/base", False), ("params/best", False)):
        unseen = read(text.replace("OUT", made)).snapshot.steps["train"].get("unseen") or ()
        assert ("data_source" in unseen) == is_asked, made


@pytest.mark.parametrize(
    ("arguments", "is_asked"),
    [
        ("../../datasets model.pt", True),
        ("--data-dir /mnt/shared", True),
        ("${item.dataset_1}", True),
        ("data/clean", True),
        ("-e data", False),  # what it writes
        ("--metadata x --root_path ../../", False),
        ("--epochs 3", False),
    ],
)
def test_data_that_only_the_command_names_may_lead_to_training(arguments: str, is_asked: bool) -> None:
    text = f"""\
    stages:
      train:
        foreach: [{{dataset_1: a}}]
        do: {{cmd: 'python train/data_model.py {arguments}', deps: [train/data_model.py], outs: [model.pkl, data]}}
    """
    unseen = read(text).snapshot.steps["train"].get("unseen") or ()
    assert ("data_source" in unseen) == is_asked
