"""What several scripts need: parameters, files, hashes, the tracking store."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import yaml

LABEL = "digit"
PIXELS = [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]
DARKEST = 16
STORE = "sqlite:///mlflow.db"


def params(step: str) -> dict[str, Any]:
    """The section of params.yaml that belongs to a step of the design."""
    sections = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))
    return sections.get(step) or {}


def save_json(path: str, content: dict[str, Any]) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def load_json(path: str) -> dict[str, Any]:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def sha256(path: str | Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def tracking_uri() -> str:
    """The tracking server when one is configured, else a file in the project."""
    return os.environ.get("MLFLOW_TRACKING_URI") or STORE
