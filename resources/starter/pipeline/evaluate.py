"""Measures models on the test rows. Exit code 1 when the best one misses its limit or baseline: nothing follows."""

import argparse
import sys
import time
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from project import params, rows, save_json, summary, table
from sklearn.dummy import DummyClassifier
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score, roc_curve

PRODUCTION = Path("models/production.joblib")  # keep the model in production here to compare with it


def scores(model, features: pd.DataFrame, target: pd.Series) -> dict[str, float]:
    predicted = model.predict(features)
    found = {"accuracy": accuracy_score(target, predicted), "f1": f1_score(target, predicted, average="macro")}
    if hasattr(model, "predict_proba") and target.nunique() > 1:
        chance = model.predict_proba(features)
        chance = chance[:, 1] if chance.shape[1] == 2 else chance
        found["roc_auc"] = roc_auc_score(target, chance, multi_class="ovr")
    return {name: round(float(value), 6) for name, value in found.items()}


def halves(model, features: pd.DataFrame, target: pd.Series) -> dict[str, float]:
    """Accuracy in both halves of the first column: quality must not hide a weak part."""
    high = (features.iloc[:, 0] > features.iloc[:, 0].median()).to_numpy()
    parts = {"low": ~high, "high": high}
    return {name: round(float(model.score(features[part], target[part])), 6) for name, part in parts.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--metrics", required=True)
    parser.add_argument("--curve", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    metric, checks = settings.get("metric", "roc_auc"), settings.get("checks", [])
    frame = table(args.data)
    features, target = rows(frame, "test")
    if not args.model:
        print("No model is linked to this step: the simplest possible one is measured.")
    models = {path: joblib.load(path) for path in args.model} or {
        "simple": DummyClassifier().fit(*rows(frame, "train"))
    }
    measured = {path: scores(model, features, target) for path, model in models.items()}
    best = max(measured, key=lambda path: measured[path].get(metric, 0.0))
    model, result = models[best], dict(measured[best])
    if "slices" in checks:
        result["slices"] = halves(model, features, target)
    if settings.get("fairness"):
        result["fairness_gap"] = round(abs(np.subtract(*halves(model, features, target).values())), 6)
    if "robustness" in checks:
        noise = np.random.default_rng(0).normal(0, 0.01, features.shape) * features.std().to_numpy()
        result["accuracy_with_noise"] = round(float(model.score(features + noise, target)), 6)
    if "latency" in checks or "load" in checks:
        start = time.perf_counter()
        model.predict(features)
        seconds = time.perf_counter() - start
        result["milliseconds_per_batch"] = round(1000 * seconds, 3)
        result["rows_per_second"] = round(len(features) / max(seconds, 1e-9))
    problems = []
    if settings.get("threshold") and result.get(metric, 0.0) < settings.get("min_score", 0.9):
        problems.append(f"{metric} {result.get(metric)} is below {settings.get('min_score', 0.9)}")
    baseline = settings.get("baseline")
    if baseline == "simple":
        result["baseline"] = scores(DummyClassifier().fit(*rows(frame, "train")), features, target).get(metric, 0.0)
    elif baseline and PRODUCTION.exists():
        result["baseline"] = scores(joblib.load(PRODUCTION), features, target).get(metric, 0.0)
    elif baseline:
        print(f"{PRODUCTION} does not exist: this is the first model, there is nothing to compare it with.")
    if result.get(metric, 0.0) < result.get("baseline", 0.0):
        problems.append(f"{metric} {result.get(metric)} is below the baseline {result['baseline']}")
    save_json(args.metrics, {**result, "best": best, "passed": int(not problems), "models": measured})
    if target.nunique() == 2 and hasattr(model, "predict_proba"):
        fpr, tpr, _ = roc_curve(target, model.predict_proba(features)[:, 1])
        curve = pd.DataFrame({"false_positive_rate": fpr, "true_positive_rate": tpr})
    else:
        curve = pd.DataFrame({"false_positive_rate": [0.0, 1.0], "true_positive_rate": [0.0, 1.0]})
    curve.to_csv(args.curve, index=False)
    summary(f"Evaluation of {best}: {metric} = {result.get(metric)}")
    if problems:
        sys.exit(f"The model must not be released: {'; '.join(problems)}")
