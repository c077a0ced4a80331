"""Kubernetes manifests of the deployments that apply some: what is stated about a release, said to the cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from designer.plan.attributes import text, whole
from designer.plan.plan import Plan, Stage
from designer.targets.yaml_text import Inline, lines

PORT: Final = 8080


def manifests(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Step id, path and text of each manifest file."""
    for stage in plan.stages.values():
        if stage.extra.get("manifests"):
            parts = ["\n".join(lines(part)) for part in _objects(stage)]
            head = f"# Release {stage.name}: the pipeline fills in the image by its digest.\n"
            yield stage.id, f"k8s/{stage.name}.yaml", head + "\n---\n".join(parts) + "\n"


def _objects(stage: Stage) -> Iterator[dict[str, Any]]:
    name = re.sub(r"[^a-z0-9]+", "-", stage.name.lower()).strip("-")[:50].strip("-") or "model"
    name = name if name[0].isalpha() else f"release-{name}"
    yield _deployment(stage, name)
    yield {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"selector": {"app": name}, "ports": [{"port": 80, "targetPort": PORT}]},
    }
    if stage.fact("autoscaling") is True:
        yield _autoscaler(stage, name)
    yield from _access(text(stage.facts, "access"), name)


def _deployment(stage: Stage, name: str) -> dict[str, Any]:
    strategy = text(stage.facts, "strategy")
    rollout: dict[str, Any] = {"type": "Recreate"}
    if strategy != "recreate":
        rollout = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    labels = {"app": name}
    annotations = {k: str(stage.facts[k]).lower() for k in _STATED if stage.fact(k) not in (None, False)}
    spec: dict[str, Any] = {} if stage.fact("autoscaling") is True else {"replicas": whole(stage.facts, "replicas", 1)}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels, **({"annotations": annotations} if annotations else {})},
        "spec": {
            **spec,
            "revisionHistoryLimit": 0 if text(stage.facts, "rollback") == "none" else 5,
            "strategy": rollout,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {
                    "automountServiceAccountToken": False,
                    **({"serviceAccountName": name} if text(stage.facts, "access") in ("rbac", "iam", "oidc") else {}),
                    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                    "containers": [_container(stage)],
                },
            },
        },
    }


_STATED: Final = ("strategy", "logs_predictions", "audit_log", "human_oversight", "artifact_ref")


def _container(stage: Stage) -> dict[str, Any]:
    probe = {"httpGet": {"path": "/healthz", "port": PORT}}
    found: dict[str, Any] = {
        "name": "serve",
        "image": "registry.invalid/set-by-the-pipeline:none",
        "ports": [{"containerPort": PORT}],
        "env": [{"name": "LOG_PREDICTIONS", "value": "1" if stage.fact("logs_predictions") is True else "0"}],
        "readinessProbe": probe,
        "livenessProbe": {**probe, "initialDelaySeconds": 10},
    }
    requests = Inline({"cpu": "100m", "memory": "256Mi"})
    if stage.fact("resource_limits") is True:
        found["resources"] = {"requests": requests, "limits": Inline({"cpu": "1", "memory": "512Mi"})}
    elif stage.fact("autoscaling") is True:
        found["resources"] = {"requests": requests}  # the autoscaler measures against the request
    found["securityContext"] = {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": Inline(["ALL"])},
    }
    return found


def _autoscaler(stage: Stage, name: str) -> dict[str, Any]:
    low = whole(stage.facts, "replicas", 1)
    target = {"type": "Utilization", "averageUtilization": 70}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "minReplicas": low,
            "maxReplicas": max(low * 5, 5),
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": target}}],
        },
    }


def _access(access: str, name: str) -> Iterator[dict[str, Any]]:
    """Who may change and call the release: a role for known persons and services, and a wall around the pods."""
    if access in ("rbac", "iam", "oidc"):
        yield {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}}
        yield {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "Role",
            "metadata": {"name": f"{name}-release"},
            "rules": [
                {
                    "apiGroups": Inline(["apps"]),
                    "resources": Inline(["deployments"]),
                    "resourceNames": Inline([name]),
                    "verbs": Inline(["get", "patch", "update"]),
                }
            ],
        }
        yield {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding",
            "metadata": {"name": f"{name}-release"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": f"{name}-release"},
            "subjects": [{"kind": "Group", "name": f"{name}-releasers", "apiGroup": "rbac.authorization.k8s.io"}],
        }
    if access not in ("", "none"):
        yield {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": name},
            "spec": {
                "podSelector": {"matchLabels": {"app": name}},
                "policyTypes": Inline(["Ingress"]),
                "ingress": [
                    {
                        "from": [{"podSelector": {"matchLabels": {f"{name}-client": "true"}}}],
                        "ports": [{"port": PORT}],
                    }
                ],
            },
        }
