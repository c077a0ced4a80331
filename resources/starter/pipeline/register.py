"""Writes a version of the model down; with --publish it goes into the MLflow registry, when there is one."""

import argparse
import os
import sys

from project import commit, params, read_json, save_json, sha256

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--metrics", action="append", default=[])
    parser.add_argument("--record", required=True)
    parser.add_argument("--publish", action="store_true")
    args = parser.parse_args()
    settings = params(args.step)
    metrics = {path: read_json(path) for path in args.metrics}
    chosen = next((b for m in metrics.values() if (b := m.get("best")) in args.model), None) or next(
        iter(args.model), None
    )
    if args.publish:
        if not (os.environ.get("MLFLOW_TRACKING_URI") and chosen):
            print("MLFLOW_TRACKING_URI is not set: the version is recorded in the file only.")
            sys.exit(0)
        import joblib
        import mlflow

        with mlflow.start_run(run_name=args.step):
            mlflow.set_tag("record", args.record)
            info = mlflow.sklearn.log_model(
                joblib.load(chosen),
                name="model",
                registered_model_name=settings["name"],
                serialization_format="cloudpickle",
            )
        client = mlflow.tracking.MlflowClient()
        client.set_registered_model_alias(settings["name"], settings["alias"], info.registered_model_version)
        print(f"Registered {settings['name']} version {info.registered_model_version} as {settings['alias']}.")
        sys.exit(0)
    record = {
        "name": settings.get("name", "model"),
        "alias": settings.get("alias", "candidate"),
        "model": chosen,
        "version": sha256(chosen)[:12] if chosen else "",
        "score": {p: {k: v for k, v in m.items() if isinstance(v, (int, float))} for p, m in metrics.items()},
    }
    if settings.get("lineage"):
        record["lineage"] = {
            "commit": commit(),
            "run": os.environ.get("GITHUB_RUN_ID", ""),
            "params": sha256("params.yaml"),
        }
    if settings.get("model_card"):
        record["card"] = (
            f"{record['name']} {record['version']}: see the scores; made for the data of this pipeline only."
        )
    save_json(args.record, record)
