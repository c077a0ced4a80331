"""A model can be trained, saved and loaded, and is better than chance."""

import subprocess
import sys

import joblib
from project import rows, shipped


def test_training_leaves_a_model_that_beats_chance(tmp_path):
    data, model, run = tmp_path / "data.csv", tmp_path / "model.joblib", tmp_path / "run.json"
    shipped().to_csv(data, index=False)
    options = ["--step", "none", "--data", str(data), "--model", str(model), "--run", str(run)]
    subprocess.run([sys.executable, "-B", "pipeline/train.py", *options], check=True)
    features, target = rows(shipped(), "test")
    assert joblib.load(model).score(features, target) > 0.85
