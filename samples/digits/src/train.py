"""Fits a classifier and logs parameters, scores and the model of every run to MLflow."""

import argparse
from pathlib import Path

import joblib
import mlflow
import pandas as pd
from common import LABEL, PIXELS, params, save_json, sha256, tracking_uri
from sklearn.base import ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

SEED = 20


def classifier(algorithm: str, max_iter: int = -1, seed: int = SEED) -> ClassifierMixin:
    """An untrained classifier of 8 x 8 images."""
    made = {
        "svc": lambda: SVC(C=5, max_iter=max_iter, random_state=seed),
        "logistic_regression": lambda: LogisticRegression(max_iter=max_iter, random_state=seed),
        "random_forest": lambda: RandomForestClassifier(random_state=seed),
    }
    if algorithm not in made:
        raise ValueError(f"algorithm must be one of {', '.join(made)}, not {algorithm}")
    return make_pipeline(MinMaxScaler(), made[algorithm]())


def log(settings: dict, scores: dict[str, float], model: str, data: str) -> None:
    """Writes a run into the tracking store: a server, or a file in the project."""
    mlflow.set_tracking_uri(tracking_uri())
    mlflow.set_experiment("digits")
    with mlflow.start_run():
        mlflow.log_params(settings)
        mlflow.log_metrics(scores)
        mlflow.set_tag("data.sha256", sha256(data))
        mlflow.log_artifact(model, "model")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--metrics", required=True)
    args = parser.parse_args()
    wanted = params("train")
    settings = {"algorithm": wanted["algorithm"], "max_iter": wanted["max_iter"]}
    table = pd.read_csv(args.data)
    model = classifier(**settings)
    folds = cross_val_score(model, table[PIXELS].to_numpy(), table[LABEL], cv=5)
    model.fit(table[PIXELS].to_numpy(), table[LABEL])
    scores = {"cv_accuracy": round(float(folds.mean()), 6), "cv_spread": round(float(folds.std()), 6)}
    Path(args.model).parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, args.model)
    save_json(args.metrics, scores)
    if wanted.get("tracked"):
        log(settings, scores, args.model, args.data)
    print(f"{settings['algorithm']}: accuracy {scores['cv_accuracy']:.3f} in five folds")
