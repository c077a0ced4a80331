"""Puts the model into the MLflow model registry, as a version that knows its data, its scores and its hash."""

import argparse
from contextlib import suppress

import mlflow
from common import load_json, params, save_json, sha256, tracking_uri
from mlflow import MlflowClient
from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException


def register(client: MlflowClient, name: str, alias: str, model: str, tags: dict[str, str]) -> str:
    """Makes a version, unless this very file is one already; returns its number."""
    with suppress(MlflowException):  # it may be there
        client.create_registered_model(name)
    known = [v for v in client.search_model_versions(f"name='{name}'") if v.tags.get("sha256") == tags["sha256"]]
    version = known[0] if known else upload(client, name, model, tags)
    client.set_registered_model_alias(name, alias, version.version)
    return str(version.version)


def upload(client: MlflowClient, name: str, model: str, tags: dict[str, str]) -> ModelVersion:
    """Puts the file where the registry keeps its files, here or on a server, and makes a version of it."""
    mlflow.set_experiment("digits")
    with mlflow.start_run(run_name="register", tags=tags) as run:
        mlflow.log_artifact(model, "model")
    return client.create_model_version(name, f"{run.info.artifact_uri}/model", run.info.run_id, tags=tags)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--metrics", required=True)
    parser.add_argument("--record", required=True)
    args = parser.parse_args()
    wanted = params("register")
    tags = {"sha256": sha256(args.model), "data.sha256": sha256(args.data)}
    tags.update({name: str(score) for name, score in load_json(args.metrics).items()})
    mlflow.set_tracking_uri(tracking_uri())
    version = register(MlflowClient(), wanted["name"], wanted["alias"], args.model, tags)
    save_json(args.record, {"name": wanted["name"], "alias": wanted["alias"], **tags})
    print(f"{wanted['name']} version {version} is now {wanted['alias']}")
