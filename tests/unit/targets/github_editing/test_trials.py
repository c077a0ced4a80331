"""Scripted edits: one of each sort, on nasty files too, and only the lines change that they are about."""

from __future__ import annotations

import pytest

from designer.session.roundtrip import stray_line
from designer.targets.github_actions import IMPORTER
from designer.yaml_tree.tree import parse
from tests.unit.targets.github_editing.edited import CI, Opened
from tests.unit.targets.github_editing.workflows import WORKFLOWS
from tests.unit.targets.github_reading.opened import surroundings

ANCHORS = """\
on: {push: {branches: [main]}}
defaults: &d {run: {shell: bash}}
jobs:
  a: {runs-on: x, defaults: *d, steps: [{run: pytest}]}
  b:
    needs:
    - a
    runs-on:   &machine   ubuntu-latest
    env: {A: "1", A: "2"}
    steps:
    -   name:  'Quoted ''name'''

        run:   |2-
            indented
          python src/train.py
    -   &fit
        run: >-
            python
            src/evaluate.py

        # a comment at the very end
  c:
    needs: [ b ]
    runs-on: *machine
    steps:
    - *fit
    - {run: "echo \\"x\\"", if: always()}"""

NOTES = """\
on:
  push:
    branches: [main]
  workflow_dispatch:
    # started by hand for other branches

jobs:
  # first
  build:
    runs-on: ubuntu-latest
    steps:
      - run: docker build .

  # second
  deploy:
    # what it waits for
    needs: build

    # who may
    permissions:
      contents: read

    runs-on: ubuntu-latest
    steps:
      - run: kubectl apply -f k8s
  tell:
    needs: deploy

    runs-on: ubuntu-latest
    steps:
      - name: Train
        run: python train.py

        # of the next one
      - name: Evaluate
        run: python evaluate.py
"""

NASTY = {
    **WORKFLOWS,
    "notes": NOTES,
    "ci": CI,
    "anchors": ANCHORS,
    "CRLF": CI.replace("\n", "\r\n"),
    "mixed": CI.replace("\n", "\r\n", 12),
    "mark": "\ufeff" + CI,
    "no end": CI.rstrip("\n"),
    "tabs behind": CI.replace("run: pytest -q", "run: pytest -q \t"),
    "deeper": CI.replace("\n  ", "\n     "),
}


@pytest.mark.parametrize("name", NASTY)
def test_every_edit_keeps_to_its_lines_and_can_be_read(name: str) -> None:
    opened = Opened(NASTY[name])
    trials = list(IMPORTER.trials(opened.file, opened.base, surroundings()))
    assert len({t.sort for t in trials}) >= 10
    for trial in trials:
        found = opened.patch(trial.wanted)
        assert found.text != opened.text or found.losses, trial.sort
        assert stray_line(opened.text, found.text, trial.lines) is None, trial.sort
        assert parse(found.text, "x").data() is not None


@pytest.mark.parametrize("text", ["on: push\njobs:\n", "jobs: {}\n"])
def test_a_file_without_jobs_is_tried_too(text: str) -> None:
    opened = Opened(text)
    for trial in IMPORTER.trials(opened.file, opened.base, surroundings()):
        found = opened.patch(trial.wanted)
        assert stray_line(opened.text, found.text, trial.lines) is None, trial.sort


def test_lines_are_counted_whatever_ends_them() -> None:
    files = [Opened(NOTES.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    found = [[t.lines for t in IMPORTER.trials(f.file, f.base, surroundings())] for f in files]
    assert found[0] == found[1] == found[2]


def test_all_sorts_are_tried_on_a_file_that_has_everything() -> None:
    opened = Opened(CI)
    sorts = {t.sort for t in IMPORTER.trials(opened.file, opened.base, surroundings())}
    assert sorts >= {
        "change the title",
        "change the command",
        "change the condition",
        "change the variants",
        "set the environment",
        "change the permissions",
        "set the time limit",
        "change the events",
        "delete a step",
        "add a step",
        "insert a step in a job",
        "swap two steps",
        "remove a link",
        "change the outcome",
        "change an id",
    }


def test_of_a_wanted_pipeline_that_is_the_same_nothing_may_be_touched() -> None:
    opened = Opened(CI)
    assert IMPORTER.touched(opened.file, opened.base, opened.now) == ()
