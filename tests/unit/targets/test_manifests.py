"""Kubernetes manifests say what is stated about a release."""

from __future__ import annotations

from typing import Any

import pytest

from designer import yaml_io
from designer.targets.manifests import manifests
from tests.unit.plan.drawn import plan


def objects(facts: str, name: str = "go") -> dict[str, dict[str, Any]]:
    ((step, path, text),) = manifests(plan(f"steps: {{{name}: {{kind: deploy, platform: kubernetes, {facts}}}}}"))
    assert step == name
    assert path == f"k8s/{name}.yaml"
    found = [yaml_io.load(part, path) for part in text.split("\n---\n")]
    return {o["kind"]: o for o in found}


def pod(facts: str) -> dict[str, Any]:
    return dict(objects(facts)["Deployment"]["spec"]["template"]["spec"])


def test_other_platforms_have_no_manifest() -> None:
    assert not list(manifests(plan("steps: {go: {kind: deploy, platform: server}, t: {kind: train}}")))


def test_a_release_runs_with_few_rights() -> None:
    (container,) = pod("replicas: 2")["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert "resources" not in container


def test_copies_are_fixed_or_follow_the_load() -> None:
    assert objects("replicas: 3")["Deployment"]["spec"]["replicas"] == 3
    scaled = objects("replicas: 3, autoscaling: true")
    assert "replicas" not in scaled["Deployment"]["spec"]
    assert scaled["HorizontalPodAutoscaler"]["spec"]["minReplicas"] == 3
    assert scaled["HorizontalPodAutoscaler"]["spec"]["maxReplicas"] == 15


def test_limits_are_set_when_they_are_stated() -> None:
    assert pod("resource_limits: true")["containers"][0]["resources"]["limits"] == {"cpu": "1", "memory": "512Mi"}
    assert "limits" not in pod("autoscaling: true")["containers"][0]["resources"]


@pytest.mark.parametrize(
    ("access", "kinds"),
    [
        ("none", set()),
        ("key", {"NetworkPolicy"}),
        ("rbac", {"ServiceAccount", "Role", "RoleBinding", "NetworkPolicy"}),
    ],
)
def test_access_is_limited_as_stated(access: str, kinds: set[str]) -> None:
    assert set(objects(f"access: {access}")) == {"Deployment", "Service"} | kinds


def test_the_rollout_follows_the_strategy() -> None:
    assert objects("strategy: recreate")["Deployment"]["spec"]["strategy"] == {"type": "Recreate"}
    rolling = objects("strategy: rolling")["Deployment"]
    assert rolling["spec"]["strategy"]["type"] == "RollingUpdate"
    assert rolling["metadata"]["annotations"] == {"strategy": "rolling"}


def test_without_a_way_back_no_old_version_is_kept() -> None:
    assert objects("rollback: none")["Deployment"]["spec"]["revisionHistoryLimit"] == 0


def test_predictions_are_logged_when_it_is_stated() -> None:
    assert pod("logs_predictions: true")["containers"][0]["env"] == [{"name": "LOG_PREDICTIONS", "value": "1"}]


@pytest.mark.parametrize(("step", "name"), [("__", "model"), ("_9", "release-9"), ("Go_2", "go-2")])
def test_names_are_legal_for_the_cluster(step: str, name: str) -> None:
    assert objects("replicas: 1", step)["Service"]["metadata"]["name"] == name
