"""Files as other people write them, for windows that open them."""

from __future__ import annotations

from pathlib import Path

WORKFLOW = """\
# Runs on every push.
name: Train and ship

on:
  push:
    branches: [main]   # only the main line

jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Unit tests
        run: pytest -q
      - name: Fit
        run: |
          python train.py --epochs 3
  compare:
    needs: build
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ["3.11", "3.12", "3.13"]
    steps:
      - run: python evaluate.py
  odd:
    needs: compare
    runs-on: ubuntu-latest
    steps:
      - run: ./do-it
"""

STAGES = """\
stages:
  prepare:
    cmd: python prepare.py
    deps: [prepare.py, data/raw.csv]
    outs: [data/clean.csv]
  train:
    cmd: python train.py
    deps: [train.py, data/clean.csv]
    outs: [model.pkl]
"""


def repository(folder: Path) -> Path:
    """A folder with a workflow and stages."""
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "ci.yml").write_text(WORKFLOW, encoding="utf-8")
    (folder / "dvc.yaml").write_text(STAGES, encoding="utf-8")
    return folder


def step_with(window, text: str) -> str:  # type: ignore[no-untyped-def]
    """The id of the step that runs something."""
    steps = window.desk.session.pipeline.steps.values()
    return next(s.id for s in steps if text in str(s.get("command")))
