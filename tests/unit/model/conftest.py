from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from designer.model.changes import TABLES
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.step import Frame, Link, Note, Step


@pytest.fixture
def chain() -> Pipeline:
    """data -> train -> deploy, watch ~> train, one note and one frame."""
    pipeline = Pipeline()
    with pipeline.edit("Start") as edit:
        for step_id, kind in (("data", "data_source"), ("train", "train"), ("deploy", "deploy"), ("watch", "monitor")):
            edit.put_step(Step(step_id, kind))
        for link in (Link("data", "train"), Link("train", "deploy"), Link("deploy", "watch")):
            edit.put_link(link)
        edit.put_link(Link("watch", "train", type="feedback"))
        edit.put_note(Note("note", "Discuss"))
        edit.put_frame(Frame("people", "People", ("data", "train")))
        edit.move_steps({"data": (0, 0), "train": (300, 0)})
        edit.set_facts({"scope": "online", "repo": False})
    return pipeline


@pytest.fixture
def history(chain: Pipeline) -> History:
    return History(chain)


@pytest.fixture
def rows() -> Callable[[Pipeline], Any]:
    """Everything a pipeline holds, in its order."""
    return lambda pipeline: {name: list(getattr(pipeline, name).items()) for name in TABLES}
