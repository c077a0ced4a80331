"""What all steps share: parameters, tables, reports, messages. Replace the data set by your own in ingest.py."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from sklearn import datasets

TARGET = "target"  # the column to predict
SPLIT = "split"  # "train" or "test"; made by prepare.py, or by rows() when nobody made it
SPLIT_SEED, TEST_SHARE = 20, 0.25


def params(step: str) -> dict[str, Any]:
    """The step's section of params.yaml; empty when there is none."""
    path = Path("params.yaml")
    found = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return (found or {}).get(step) or {}


def shipped(name: str = "breast_cancer") -> pd.DataFrame:
    """A data set that comes with scikit-learn, so that a first run needs no download."""
    load = getattr(datasets, f"load_{name}", None)
    if load is None:
        print(
            f"{name} does not come with scikit-learn: breast_cancer stands in. Give the step a 'source' or a 'command'."
        )
        load = datasets.load_breast_cancer
    return load(as_frame=True).frame


def table(paths: list[str]) -> pd.DataFrame:
    """All rows of some CSV files; the shipped data set when no file is given."""
    if not paths:
        print("No data file is linked to this step: the shipped data set stands in.")
        return shipped()
    return pd.concat([pd.read_csv(p) for p in paths], ignore_index=True)


def save_table(frame: pd.DataFrame, path: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False)
    print(f"{path}: {len(frame)} rows")


def rows(frame: pd.DataFrame, part: str) -> tuple[pd.DataFrame, pd.Series]:
    """Features and target of the "train" or "test" rows."""
    if SPLIT not in frame:
        draw = np.random.default_rng(SPLIT_SEED).random(len(frame))
        frame = frame.assign(**{SPLIT: np.where(draw < TEST_SHARE, "test", "train")})
    chosen = frame[frame[SPLIT] == part]
    return chosen.drop(columns=[TARGET, SPLIT]), chosen[TARGET]


def psi(expected: pd.Series, actual: pd.Series, bins: int) -> float:
    """Population stability index of one column: 0 when both look the same, above 0.25 when they clearly differ."""
    edges = np.unique(np.quantile(expected, np.linspace(0, 1, bins + 1)))
    inner = edges[1:-1]
    e = np.bincount(np.searchsorted(inner, expected), minlength=len(inner) + 1) / max(len(expected), 1) + 1e-4
    a = np.bincount(np.searchsorted(inner, actual), minlength=len(inner) + 1) / max(len(actual), 1) + 1e-4
    return float(((a - e) * np.log(a / e)).sum())


def read_json(path: str) -> dict[str, Any]:
    """A report; empty when it is not there."""
    file = Path(path)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() and file.suffix == ".json" else {}


def save_json(path: str, content: dict[str, Any]) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def sha256(path: str | Path) -> str:
    """Hash of a file, or of all files below a folder."""
    file = Path(path)
    found = hashlib.sha256()
    for part in sorted(p for p in file.rglob("*") if p.is_file()) if file.is_dir() else [file]:
        found.update(part.name.encode() + b"\0" + part.read_bytes())
    return found.hexdigest()


def commit() -> str:
    """Id of the code commit, empty outside of a repository."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return os.environ.get("GITHUB_SHA") or done.stdout.strip()


def output(name: str, value: str) -> None:
    """Tells the workflow a value, when there is a workflow."""
    if os.environ.get("GITHUB_OUTPUT"):
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
            file.write(f"{name}={value}\n")


def summary(text: str) -> None:
    """Prints a line, and shows it on the page of the run."""
    print(text)
    if os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as file:
            file.write(text + "\n\n")


def post(url: str, content: dict[str, Any], token: str = "") -> None:
    """Sends JSON to a web address."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, json.dumps(content).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        print(f"{url}: {answer.status}")


def tell(message: str) -> None:
    """Tells people: posts to NOTIFY_URL, or says in the log that nobody is configured to be told."""
    summary(message)
    if os.environ.get("NOTIFY_URL"):
        post(os.environ["NOTIFY_URL"], {"text": message})
    else:
        print("NOTIFY_URL is not set: nobody was told outside of this log.")
