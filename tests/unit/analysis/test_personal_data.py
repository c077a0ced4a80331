"""Personal data is followed along the links that carry data, to every place where it ends up."""

from __future__ import annotations

from typing import Any

from designer.analysis.analyzer import Analyzer
from designer.analysis.personal_data import PersonalData
from tests.unit.analysis.drawn import pipeline

STEPS: dict[str, Any] = {
    "people": {"kind": "data_source", "personal_data": "raw"},
    "weather": {"kind": "data_source", "personal_data": "none"},
    "join": {"kind": "prepare", "produces": ["joined.csv"]},
    "clean": {"kind": "prepare", "pii_removed": True, "produces": ["clean.csv"]},
    "train": {"kind": "train"},
}
LINKS = ["people -> join", "weather -> join", "join -> clean", "clean -> train"]


def traced(
    analyzer: Analyzer, steps: dict[str, Any], links: list[str], facts: dict[str, Any] | None = None
) -> PersonalData:
    return analyzer.analyze(pipeline({"pipeline": facts or {}, "steps": steps, "links": links})).personal


def levels(found: PersonalData) -> dict[str, tuple[str, str]]:
    return {step: (mark.level, mark.holds) for step, mark in found.marks.items()}


def ends(found: PersonalData) -> list[tuple[str, str]]:
    return [(end.step, end.place) for end in found.ends]


def test_it_flows_until_a_step_removes_it(analyzer: Analyzer) -> None:
    found = traced(analyzer, STEPS, LINKS)
    assert levels(found) == {"people": ("raw", "data"), "join": ("raw", "data"), "clean": ("raw", "data")}
    assert ends(found) == [("join", "artifact")]
    assert "joined.csv" in found.ends[0].says
    assert found.path("join") == ("people", "join")


def test_one_way_around_the_cleaning_is_enough(analyzer: Analyzer) -> None:
    found = traced(analyzer, STEPS, [*LINKS, "join -> train"])
    assert levels(found)["train"] == ("raw", "data")
    assert ("train", "training") in ends(found)
    assert found.path("train") == ("people", "join", "train")


def test_order_alone_carries_nothing(analyzer: Analyzer) -> None:
    assert "train" not in traced(analyzer, STEPS, [*LINKS, "join -> train [control]"]).marks


def test_nothing_is_said_where_nothing_is_known(analyzer: Analyzer) -> None:
    steps = {"data": {"kind": "data_source"}, "train": {"kind": "train"}}
    assert traced(analyzer, steps, ["data -> train"]) == PersonalData()
    marked = traced(analyzer, steps, ["data -> train"], {"personal_data": "raw"})  # then silence means the same
    assert levels(marked) == {"data": ("raw", "data"), "train": ("raw", "data")}


def test_raw_counts_more_than_pseudonymised_where_both_arrive(analyzer: Analyzer) -> None:
    steps = {
        "coded": {"kind": "data_source", "personal_data": "pseudonymised"},
        "people": {"kind": "data_source", "personal_data": "raw"},
        "train": {"kind": "train"},
    }
    assert levels(traced(analyzer, steps, ["coded -> train", "people -> train"]))["train"] == ("raw", "data")
    assert levels(traced(analyzer, steps, ["coded -> train"]))["train"] == ("pseudonymised", "data")


def test_what_leaves_training_is_a_model_up_to_the_release_and_the_predictions_it_keeps(analyzer: Analyzer) -> None:
    steps = {
        "people": {"kind": "data_source", "personal_data": "raw"},
        "train": {"kind": "train"},
        "keep": {"kind": "register"},
        "deploy": {"kind": "deploy", "logs_predictions": True},
        "watch": {"kind": "drift"},
    }
    links = ["people -> train", "train -> keep", "keep -> deploy", "deploy -> watch", "people -> watch"]
    found = traced(analyzer, steps, links)
    assert levels(found)["deploy"] == ("raw", "model")
    assert levels(found)["watch"] == ("raw", "data")
    assert ends(found) == [
        ("train", "training"),
        ("keep", "model"),
        ("deploy", "release"),
        ("deploy", "predictions"),
        ("watch", "monitor"),
    ]


def test_an_action_of_somebody_else_sees_what_it_is_handed(analyzer: Analyzer) -> None:
    steps = {
        "people": {"kind": "data_source", "personal_data": "pseudonymised"},
        "upload": {"kind": "other", "action": "acme/upload@v1"},
        "own": {"kind": "other", "action": "./.github/actions/own"},
    }
    (end,) = traced(analyzer, steps, ["people -> upload", "people -> own"]).ends
    assert end.place == "action"
    assert end.says == "the action acme/upload@v1 of somebody else sees it, and its owner can change it"


def test_circles_end(analyzer: Analyzer) -> None:
    steps = {"a": {"kind": "data_source", "personal_data": "raw"}, "b": {"kind": "prepare"}, "c": {"kind": "prepare"}}
    assert set(traced(analyzer, steps, ["a -> b", "b -> c", "c -> b"]).marks) == {"a", "b", "c"}
