"""Files of other people, written by ourselves with the nastiness of real ones."""

from __future__ import annotations

from pathlib import Path

from designer.model.snapshot import Snapshot
from designer.storage.writing import document_data

WORKFLOW = """\
# Continuous training
name: Train and deploy   # shown on the badge

on:
  push:
    branches: [main]


env: {PYTHONUNBUFFERED: '1'}

jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pytest -q   # fast

  # the expensive one
  train:
    needs: test
    runs-on: [self-hosted, gpu]
    timeout-minutes: 90
    steps:
    - uses: actions/checkout@v4
    - name: "Install"
      run: pip install -r requirements.txt
    - name: Train
      run: |
        python train.py \\
          --epochs 3
    - name: Evaluate
      if: always()
      run: python evaluate.py

  deploy:
    needs: [train]
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: ./deploy.sh
"""

RELEASE = """\
name: Release
on:
  push:
    branches: [main]
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python train.py
  evaluate:
    needs: train
    runs-on: ubuntu-latest
    steps:
      - run: python evaluate.py
        continue-on-error: true
  deploy:
    needs: evaluate
    runs-on: ubuntu-latest
    permissions: write-all
    environment: production
    steps:
      - run: kubectl apply -f k8s/
"""

STAGES = """\
# made by hand
vars:
  - params.yaml
stages:
  prepare:
    cmd: python prepare.py --split ${split}
    deps:
    - data/raw.csv
    - prepare.py
    outs:
    - data/clean.csv
  train:   # the model
    cmd: python train.py
    deps: [data/clean.csv, train.py]
    params: [lr]
    outs: [model.pkl]
    metrics:
    - metrics.json:
        cache: false
"""

PARAMETERS = "split: 0.2\nlr: 0.1\n"


def workflow(folder: Path, text: str = WORKFLOW, name: str = "ci.yml") -> Path:
    """A workflow in its place below a folder."""
    return written(folder / ".github" / "workflows" / name, text)


def stages(folder: Path, text: str = STAGES) -> Path:
    """A pipeline of stages with its parameters."""
    written(folder / "params.yaml", PARAMETERS)
    return written(folder / "dvc.yaml", text)


def written(path: Path, text: str) -> Path:
    """A file with exactly this text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def data(snapshot: Snapshot) -> dict[str, object]:
    """What a pipeline says; the order of its links, and places that nobody may have chosen, aside."""
    found = document_data(snapshot)
    found.pop("layout", None)
    facts = {**found.get("pipeline", {}), "assessed": sorted(snapshot.facts.get("assessed", ()))}
    return {**found, "links": sorted(found.get("links", [])), "pipeline": facts}
