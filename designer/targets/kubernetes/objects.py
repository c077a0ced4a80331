"""The objects of a manifest, and what they show about a release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.targets.images import image_name
from designer.targets.imported import YamlPath

SERVING: Final = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "InferenceService", "SeldonDeployment"}
)
BATCH: Final = frozenset({"Job", "CronJob", "Workflow", "CronWorkflow", "PyTorchJob", "TFJob", "RayJob"})
WATCHING: Final = frozenset({"ServiceMonitor", "PodMonitor", "PrometheusRule"})
_SERVING_MODELS: Final = frozenset({"InferenceService", "SeldonDeployment"})
_COMPANION: Final = re.compile(
    r"(?<![a-z])(adminer|airflow|alertmanager|argocd|cadvisor|celery|clickhouse|consul|couchdb|dashboard|dex|elasticsearch|"
    r"envoy|etcd|exporter|filebeat|flower|fluentd|frontend|gitea|grafana|haproxy|influxdb|jaeger|jenkins|kafka|keycloak|"
    r"kibana|locust|logstash|loki|mariadb|memcached|minio|mlflow|mongo|mongodb|mysql|nats|neo4j|nginx|oauth|opensearch|otel|"
    r"pgadmin|phpmyadmin|postgres|postgresql|prefect|prometheus|promtail|pushgateway|rabbitmq|redis|registry|scheduler|"
    r"statsd|superset|tempo|trainer|traefik|ui|vault|zipkin|zookeeper)(?![a-z])"
)
_OF_A_MODEL: Final = re.compile(r"(?<![a-z])(api|backend|inference|models?|predict\w*|scoring|serving)(?![a-z])")
_STRATEGIES: Final = {"RollingUpdate": "rolling", "Recreate": "recreate"}
_STAGES: Final = {"stag": "staging", "dev": "dev", "test": "dev", "prod": "prod"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """One object.

    Args:
        at: keys that lead to it within the file's documents: the number of the document, for lists the item's too.
        data: what it says.
        first_line: 1-based.
        last_line: inclusive.
    """

    at: YamlPath
    data: Mapping[str, Any]
    first_line: int
    last_line: int

    @property
    def kind(self) -> str:
        return str(self.data.get("kind") or "")

    @property
    def name(self) -> str:
        return str(_mapping(self.data.get("metadata")).get("name") or self.kind.lower())

    @property
    def namespace(self) -> str:
        return str(_mapping(self.data.get("metadata")).get("namespace") or "")

    @property
    def scales(self) -> str:
        """Name of the object that an autoscaler changes; empty for other objects."""
        is_scaler = self.kind in ("HorizontalPodAutoscaler", "ScaledObject")
        return (
            str(_mapping(_mapping(self.data.get("spec")).get("scaleTargetRef")).get("name") or "") if is_scaler else ""
        )

    @property
    def containers(self) -> tuple[Mapping[str, Any], ...]:
        """All containers below it, of every pod template."""
        return tuple(_containers(self.data.get("spec")))

    @property
    def images(self) -> tuple[str, ...]:
        """Images that it runs, with tag or digest."""
        return tuple(dict.fromkeys(str(c["image"]) for c in self.containers if c.get("image")))

    @property
    def serves_no_model(self) -> bool:
        """Whether it is a database, a queue, a dashboard ... beside what serves: its images or its name say so."""
        if self.kind in _SERVING_MODELS:
            return False
        images = [image_name(image).rpartition("/")[2] for image in self.images]
        return _is_companion(self.name) or (bool(images) and all(map(_is_companion, images)))

    def command(self) -> str:
        """What its containers run, as shell words."""
        lines = ([*_list(c.get("command")), *_list(c.get("args"))] for c in self.containers)
        return "\n".join(" ".join(map(str, words)) for words in lines if words)

    def release_facts(self, path: str) -> dict[str, Any]:
        """Attributes of a deployment that it shows; ``path`` may name the environment."""
        spec = _mapping(self.data.get("spec"))
        replicas = spec.get("replicas")
        strategy = _mapping(spec.get("strategy") or spec.get("updateStrategy")).get("type")
        facts: dict[str, Any] = {"platform": "kubernetes", "environment": _environment(path, self.namespace)}
        if isinstance(replicas, int) and not isinstance(replicas, bool):
            facts["replicas"] = replicas
        if self.kind == "Deployment" or strategy in _STRATEGIES:
            facts["strategy"] = _STRATEGIES.get(str(strategy), "rolling")  # the default of a Deployment
        if self.containers:
            facts["resource_limits"] = all(_mapping(c.get("resources")).get("limits") for c in self.containers)
        if self.images:
            facts["artifact_ref"] = _reference(self.images)
        return facts


def _is_companion(name: str) -> bool:
    return bool(_COMPANION.search(name.lower())) and not _OF_A_MODEL.search(name.lower())


def _environment(path: str, namespace: str) -> str:
    words = f"{namespace} {path}".lower()
    return next((stage for word, stage in _STAGES.items() if word in words), "prod")


def _reference(images: tuple[str, ...]) -> str:
    if all("@sha256:" in image for image in images):
        return "digest"
    tags = [image.removeprefix(image_name(image)) for image in images if "@sha256:" not in image]
    return "latest" if any(tag in ("", ":latest") for tag in tags) else "version"


def _containers(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            if key in ("containers", "initContainers"):
                yield from (c for c in _list(child) if isinstance(c, Mapping))
            else:
                yield from _containers(child)
    elif isinstance(value, list):
        for child in value:
            yield from _containers(child)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
