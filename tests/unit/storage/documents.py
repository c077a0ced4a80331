"""Documents that several tests use."""

from __future__ import annotations

from pathlib import Path

from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.steps.catalog import load_catalog
from designer.storage.document import Document, parse_document, write_document

CATALOG = load_catalog()
EXAMPLES = tuple(Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8").split("---\n"))
COMMENTED = """\
# A pipeline with remarks everywhere.
format: 1  # the form

x-team: {name: Blue, size: 4}  # not ours

pipeline:
  name: Demo  # the name
  # what it must do
  scope: online
  ticket: MLOPS-7

# ---- what happens
steps:
  # where the data comes from
  data: {kind: data_source, dataset: sales}  # one line

  # the heart
  train:
    kind: train  # fits
    title: "Train the model"
    # why: see the minutes
    tracked: false   # not yet
    levels_of_fun: {high: [1, 2.5, null]}
    command: |
      # a comment of the script
      python train.py \\
        --seed 1

  tune:
    kind: quantum_tuning  # nobody knows this kind
    qubits: 7

  # the end
  deploy:
    kind: deploy
    replicas: 2
# loose remark below the steps

links:
  - data -> train  # first
  # remark above the second
  - train -> tune
  - tune->deploy
  - deploy ~> train  # back
notes:
  hint:
    text: Discuss this
    at: [10, 20]
    author: Kim  # not ours
frames:
  people: {title: Team, steps: [data, train], mood: fine}
layout:
  data: [0, 0]
  gone: [5, 5]  # of a step that is no more
  train: [300, 0]
  tune: [600, 0]
"""


def parsed(text: str) -> Document:
    """A document with the built-in kinds."""
    return parse_document(text, "a.mlops.yaml", CATALOG)


def edited(text: str) -> tuple[Document, Pipeline]:
    """A document and its pipeline, to be changed."""
    document = parsed(text)
    return document, Pipeline(document.snapshot)


def rewritten(document: Document, pipeline: Pipeline) -> str:
    """The text after a change, proved to say what the pipeline holds."""
    text = write_document(pipeline.snapshot(), document)
    assert contents(parsed(text).snapshot) == contents(pipeline.snapshot())
    return text


def contents(snapshot: Snapshot) -> list[object]:
    """Everything in a snapshot, in its order; places are rounded as files hold them."""
    places = {s: (round(x, 2), round(y, 2)) for s, (x, y) in snapshot.positions.items()}
    tables = (snapshot.steps, snapshot.links, snapshot.facts, snapshot.notes, snapshot.frames)
    return [
        *(sorted(dict(t).items()) for t in tables[2:]),
        *(list(t.items()) for t in tables[:2]),
        sorted(places.items()),
    ]
