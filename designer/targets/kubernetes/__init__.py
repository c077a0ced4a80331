"""Kubernetes manifests: what runs in a cluster, shown beside the pipeline that applies them."""

from designer.targets.kubernetes.importer import Kubernetes

IMPORTER = Kubernetes()
