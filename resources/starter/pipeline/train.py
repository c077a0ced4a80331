"""Fits a model. Runs are recorded in a file, and in MLflow when MLFLOW_TRACKING_URI is set and MLflow is installed."""

import argparse
import os
from pathlib import Path

import joblib
from project import commit, params, rows, save_json, table
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

DEFAULTS = {"algorithm": "random_forest", "trees": 100, "max_depth": 6}
SEED = 7


def build(settings: dict, seed: int | None):
    if settings["algorithm"] == "logistic_regression":
        return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, random_state=seed))
    workers = -1 if settings.get("distributed") else 1
    return RandomForestClassifier(settings["trees"], max_depth=settings["max_depth"], random_state=seed, n_jobs=workers)


def track(record: dict, model_path: str) -> None:
    """Logs a run to MLflow."""
    try:
        import mlflow
    except ImportError:
        print("MLflow is not installed: the run is recorded in a file only.")
        return
    with mlflow.start_run(run_name=record["step"]):
        mlflow.log_params(record["settings"])
        mlflow.log_metric("train_accuracy", record["train_accuracy"])
        mlflow.set_tag("commit", record["commit"])
        mlflow.log_artifact(model_path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--start", action="append", default=[], help="a model to go on from")
    parser.add_argument("--model", required=True)
    parser.add_argument("--run", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    chosen = DEFAULTS if settings.get("params") == "hardcoded" else {**DEFAULTS, **settings}
    seed = SEED if settings.get("seed") else None
    features, target = rows(table(args.data), "train")
    model = build(chosen, seed)
    for path in args.start:
        start = joblib.load(path)
        if isinstance(start, RandomForestClassifier) and start.n_features_in_ == features.shape[1]:
            model = start.set_params(warm_start=True, n_estimators=start.n_estimators + chosen["trees"])
    model.fit(features, target)
    Path(args.model).parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, args.model)
    record = {
        "step": args.step,
        "train_accuracy": round(float(model.score(features, target)), 6),
        "rows": len(features),
        "seed": seed,
        "settings": {k: chosen[k] for k in DEFAULTS},
        "commit": commit() if settings.get("code_version") or settings.get("tracked") else "",
    }
    save_json(args.run, record)
    if settings.get("tracked") and os.environ.get("MLFLOW_TRACKING_URI"):
        track(record, args.model)
    elif settings.get("tracked"):
        print(f"MLFLOW_TRACKING_URI is not set: the run is recorded in {args.run} only.")
