"""Brings an existing model in, from the MLflow registry or from a file; a small one is made when nothing is stated."""

import argparse
import os
import shutil
from pathlib import Path

import joblib
from project import params, rows, shipped
from sklearn.ensemble import RandomForestClassifier

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--model", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    location = settings.get("location", "")
    Path(args.model).parent.mkdir(parents=True, exist_ok=True)
    if settings.get("source") == "registry" and location and os.environ.get("MLFLOW_TRACKING_URI"):
        import mlflow

        joblib.dump(mlflow.sklearn.load_model(f"models:/{location}"), args.model)
    elif location:
        shutil.copy(location, args.model)
    else:
        print("No 'location' is stated: a small model is trained on the shipped data set instead.")
        joblib.dump(RandomForestClassifier(20, max_depth=3, random_state=7).fit(*rows(shipped(), "train")), args.model)
