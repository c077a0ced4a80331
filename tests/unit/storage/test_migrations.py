from __future__ import annotations

from typing import Any

from designer.storage.migrations import FORMAT, MIGRATIONS, migrate


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
