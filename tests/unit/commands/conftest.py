from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from designer.model.changes import TABLES
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.step import Frame, Link, Note, Step
from designer.steps.catalog import Catalog, load_catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def board() -> Pipeline:
    """data -> train -> deploy in a row, watch (target: deploy) ~> train, drift that refers to data."""
    pipeline = Pipeline()
    with pipeline.edit("Start") as edit:
        edit.put_step(Step("data", "data_source", "", {"dataset": "census", "access": "shared_key"}))
        edit.put_step(Step("train", "train", "Fit", {"tracked": True, "owner": "Ann"}))
        edit.put_step(Step("deploy", "deploy"))
        edit.put_step(Step("watch", "monitor", "", {"target": "deploy"}))
        edit.put_step(Step("drift", "drift", "", {"target": "deploy", "reference": "data"}))
        edit.put_link(Link("data", "train"))
        edit.put_link(Link("train", "deploy", when="always"))
        edit.put_link(Link("watch", "train", type="feedback"))
        edit.put_note(Note("note", "Discuss", 10, 300))
        edit.put_frame(Frame("people", "People", ("data", "train")))
        edit.move_steps({"data": (0, 0), "train": (290, 0), "deploy": (580, 0), "watch": (870, 0)})
        edit.set_facts({"scope": "online", "assessed": ["SEC003@data", "REP005@train"]})
    return pipeline


@pytest.fixture
def history(board: Pipeline) -> History:
    return History(board)


@pytest.fixture
def rows() -> Callable[[Pipeline], Any]:
    """Everything a pipeline holds, in its order."""
    return lambda pipeline: {name: list(getattr(pipeline, name).items()) for name in TABLES}
