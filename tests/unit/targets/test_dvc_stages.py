"""dvc.yaml and params.yaml: stages, files, templates, losses."""

from __future__ import annotations

from typing import Any

import pytest

from designer import yaml_io
from designer.targets.catalog import load_targets
from designer.targets.target import Emission
from tests.unit.plan.drawn import IMPROVED, plan

TARGET = next(t for t in load_targets().values() if t.title == "DVC")


def emit(text: str) -> Emission:
    return TARGET.emit(plan(text))


def document(text: str) -> dict[str, Any]:
    return dict(yaml_io.load(emit(text).files["dvc.yaml"], "dvc.yaml"))


def stage(facts: str, pipeline: str = "") -> dict[str, Any]:
    return dict(document(f"pipeline: {{{pipeline}}}\nsteps: {{s: {{{facts}}}}}")["stages"]["s"])


def lost(text: str) -> dict[str | None, str]:
    return {loss.step: loss.message for loss in emit(text).losses}


def test_a_stage_has_its_command_files_parameters_and_metrics() -> None:
    assert document(IMPROVED)["stages"]["eval"] == {
        "desc": "Eval",
        "cmd": "python pipeline/evaluate.py --step eval --data data/data.csv --model models/train.joblib"
        " --metrics reports/eval.json --curve reports/eval.csv",
        "deps": ["data/data.csv", "models/train.joblib", "pipeline/evaluate.py", "pipeline/project.py"],
        "params": ["eval"],
        "metrics": [{"reports/eval.json": {"cache": False}}],
        "plots": [{"reports/eval.csv": {"cache": False, "x": "false_positive_rate", "y": "true_positive_rate"}}],
    }


def test_order_alone_waits_for_a_small_report() -> None:
    stages = document(IMPROVED)["stages"]
    assert "reports/snap.json" in stages["check"]["deps"]
    assert "reports/tests.xml" in stages["train"]["deps"]


def test_a_stage_that_leaves_nothing_leaves_a_stamp() -> None:
    found = document("steps: {a: {kind: other, command: make}, b: {kind: train}}\nlinks: [a -> b]")["stages"]
    assert found["a"]["outs"] == [{"reports/a.done": {"cache": False}}]
    assert found["a"]["cmd"][0] == "make"
    assert "reports/a.done" in found["a"]["cmd"][1]
    assert "reports/a.done" in found["b"]["deps"]


def test_a_pipeline_without_repeatable_steps_has_no_stages() -> None:
    assert document("steps: {go: {kind: deploy}}") == {"stages": {}}


def test_a_registration_names_the_model_for_the_registry() -> None:
    found = document("steps: {t: {kind: train}, R_1: {kind: register}}\nlinks: [t -> R_1]")
    assert found["artifacts"] == {"r-1": {"path": "models/t.joblib", "type": "model"}}
    assert "artifacts" not in document("steps: {r: {kind: register}}")


def test_texts_are_no_templates() -> None:
    found = stage('kind: train, title: "a ${b}", command: "echo ${HOME}"')
    assert found["desc"] == r"a \${b}"
    assert found["cmd"] == r"echo \${HOME}"


def test_lines_of_an_own_command_stop_at_the_first_failure() -> None:
    assert stage('kind: train, command: "a\\nb"')["cmd"] == "set -e\na\nb\n"


def test_a_step_that_does_not_block_lets_the_run_go_on() -> None:
    found = stage("kind: evaluate, blocking: false")["cmd"]
    assert found.startswith("{\npython")
    assert "|| echo" in found
    assert stage("kind: other, blocking: false")["cmd"][0].startswith("echo")


@pytest.mark.parametrize(("facts", "pipeline"), [("kind: train, cache: false", ""), ("kind: train", "cache: false")])
def test_what_must_not_be_cached_runs_every_time(facts: str, pipeline: str) -> None:
    assert stage(facts, pipeline)["always_changed"] is True
    assert "always_changed" not in stage("kind: train", "cache: true")


def test_files_of_what_acts_outside_are_not_waited_for() -> None:
    found = document(
        "steps: {f: {kind: feedback}, t: {kind: other, command: x, consumes: [data/f.csv]}}\nlinks: [f -> t]"
    )["stages"]
    assert "deps" not in found["t"]


def test_a_description_stands_in_the_file() -> None:
    assert stage("kind: train, description: Fits a forest.")["desc"] == "Fits a forest."


def test_parameters_stand_in_one_section_a_step() -> None:
    emission = emit(IMPROVED)
    assert yaml_io.load(emission.files["params.yaml"], "params.yaml")["snap"] == {
        "artifacts": ["data"],
        "lineage": False,
    }
    assert emit("steps: {o: {kind: other}}").files["params.yaml"].endswith("\n{}\n")


def test_a_step_knows_its_lines_in_both_files() -> None:
    emission = emit(IMPROVED)
    stage_span, params_span = emission.spans["train"]
    assert emission.files["dvc.yaml"].splitlines()[stage_span.first_line - 1] == "  train:"
    assert emission.files["params.yaml"].splitlines()[params_span.first_line - 1] == "train:"
    assert emission.files["params.yaml"].splitlines()[params_span.last_line - 1] == "  max_depth: 6"


def test_what_dvc_cannot_say_is_a_loss() -> None:
    found = lost(IMPROVED)
    assert "running service" in found["deploy"]
    assert "dvc repro again" in found["again"]
    assert "nothing is pushed" in found["image"]
    assert "no schedule" in found[None]


def test_approvals_time_limits_and_outcomes_are_losses() -> None:
    found = lost(
        "steps: {t: {kind: train, timeout_minutes: 5}, ok: {kind: approve}, go: {kind: deploy},\n"
        "  a: {kind: document}, b: {kind: document}}\n"
        'links: [t -> ok, ok -> go, "t -> a [failure]", "t -> b [always]"]'
    )
    assert "person" in found["ok"]
    assert "time limits" in found["t"]
    assert "DVC then stops" in found["a"]
    assert "only when t succeeds" in found["b"]


def test_the_remote_is_on_the_checklist_with_what_the_data_asks_for() -> None:
    (item,) = emit("steps: {d: {kind: data_source}}").checklist
    assert (item.kind, item.steps) == ("remote", ("d",))
    assert "encrypts" not in item.why
    (item,) = emit("steps: {d: {kind: data_source, encrypted: true}}").checklist
    assert "encrypts" in item.why
    assert not emit("steps: {c: {kind: code_test}}").checklist
