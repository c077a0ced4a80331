from __future__ import annotations

from pathlib import Path
from typing import Any

from designer.model.snapshot import Snapshot
from designer.model.step import Frame, Link, Note, Step
from designer.storage.migrations import FORMAT, MIGRATIONS, migrate
from tests.unit.storage.documents import contents, parsed

STORED = Path(__file__).with_name("formats")
# What the stored file of every format holds, however long ago it was written.
HELD = Snapshot(
    steps={
        "data": Step("data", "data_source", "", {"versioned": True}),
        "train": Step("train", "train", "Fit", {"command": "python train.py\n", "own": [1, {"a": "b"}]}),
        "deploy": Step("deploy", "deploy", "", {"platform": "batch_service"}),
    },
    links={
        "data -> train": Link("data", "train"),
        "train -> deploy": Link("train", "deploy", "flow", "always", "control"),
        "deploy ~> train": Link("deploy", "train", "feedback"),
    },
    facts={"name": "Kept as it was written", "scope": "batch", "triggers": ["push", "schedule"]},
    notes={"note": Note("note", "Look here", 10, 20, 300, 90, "blue")},
    frames={"team": Frame("team", "Team", ("data", "train"))},
    positions={"data": (0, 0), "train": (290, 0.5)},
)


def _to_2(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "steps": data["nodes"]}


def _to_3(data: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in data.items() if k != "nodes"}


def test_there_is_a_function_for_every_format_after_the_first() -> None:
    assert list(MIGRATIONS) == list(range(2, FORMAT + 1))


def test_old_data_goes_through_every_function_in_turn() -> None:
    old = {"nodes": {"a": {}}}
    assert migrate(old, 1, {2: _to_2, 3: _to_3}, newest=3) == {"steps": {"a": {}}}
    assert old == {"nodes": {"a": {}}}


def test_data_of_a_later_stage_goes_only_through_the_rest() -> None:
    assert migrate({"steps": {}, "nodes": {}}, 2, {2: _to_2, 3: _to_3}, newest=3) == {"steps": {}}


def test_present_and_newer_data_stay_as_they_are() -> None:
    assert migrate({"steps": {}}, FORMAT) == {"steps": {}}
    assert migrate({"steps": {}}, FORMAT + 1) == {"steps": {}}


def test_a_file_of_every_format_is_kept_and_still_opens() -> None:
    files = sorted(STORED.iterdir(), key=lambda p: int(p.name.partition(".")[0]))
    assert [p.name for p in files] == [f"{number}.mlops.yaml" for number in range(1, FORMAT + 1)]
    for path in files:
        assert contents(parsed(path.read_text(encoding="utf-8")).snapshot) == contents(HELD)
