"""The digits project really runs, with DVC and as a workflow."""

from __future__ import annotations

import json

import pytest

from designer import yaml_io

pytestmark = [pytest.mark.external, pytest.mark.timeout(290)]


def test_dvc_runs_the_project_and_repeats_only_what_changed(digits):
    stages = yaml_io.load((digits.folder / "dvc.yaml").read_text(encoding="utf-8"), "dvc.yaml")["stages"]
    first = digits.dvc("repro")
    assert first.code == 0, first.text
    assert first.text.count("Running stage") == len(stages)
    assert json.loads((digits.folder / "reports/evaluate.json").read_text())["accuracy"] > 0.95
    assert (digits.folder / "mlflow.db").exists()
    second = digits.dvc("repro")
    assert second.text.count("didn't change, skipping") == len(stages), second.text
    digits.replace("params.yaml", "min_score: 0.95", "min_score: 0.999")
    third = digits.dvc("repro")
    assert third.code != 0
    assert "the model was refused" in third.text
    assert "Stage 'train' didn't change" in third.text
    digits.replace("params.yaml", "min_score: 0.999", "min_score: 0.9")
    fourth = digits.dvc("repro")
    assert fourth.code == 0, fourth.text
    assert "Running stage 'evaluate'" in fourth.text
    assert "Running stage 'train'" not in fourth.text


def test_the_workflow_goes_green(digits):
    workflow = next(w for w in digits.workflows if w.name == "ml-pipeline.yml")
    jobs = yaml_io.load(workflow.read_text(encoding="utf-8"), "workflow")["jobs"]
    run = digits.act("push", workflow, "-s", "KUBE_CONFIG=stub")
    assert run.code == 0, run.text[-4000:]
    assert run.jobs == dict.fromkeys(jobs, "success")
    assert "20 of 20 right" in run.text
    assert "docker build" in digits.stub_log
    assert "kubectl apply -f k8s/deploy.yaml" in digits.stub_log
    assert "kubectl rollout status" in digits.stub_log
    image = next(line for line in digits.stub_log.splitlines() if "set image" in line)
    assert "@sha256:" in image, "the release names its image by digest"
