"""What earned the points: which steps prove a rule, and which stated facts it asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.analysis.analyzer import Analyzer
from designer.analysis.merits import Merit
from tests.unit.analysis.drawn import pipeline


def merits(analyzer: Analyzer, code: str, *links: str, profile: str = "regulated", **steps: Any) -> list[Merit]:
    facts: Mapping[str, Any] = steps.pop("facts", {})
    drawn = pipeline({"pipeline": facts, "steps": steps, "links": links})
    return [m for m in analyzer.merits(drawn, profile) if m.code == code]


TRAIN = {"kind": "train"}
DEPLOY = {"kind": "deploy"}


def test_a_rule_about_the_step_itself_is_earned_by_the_step_and_names_the_fact(analyzer: Analyzer) -> None:
    found = merits(analyzer, "REP005", train={"kind": "train", "tracked": True})
    assert found == [Merit("REP005", "train", ("train",), (("train", "tracked"),))]


def test_only_steps_that_prove_it_are_witnesses_not_all_of_their_kind(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "AUT002",
        "lint -> train", "unit -> train", "train -> deploy", "deploy -> late",
        lint={"kind": "code_test", "levels": ["lint"]},
        unit={"kind": "code_test", "levels": ["unit"]},
        late={"kind": "code_test", "levels": ["unit"]},
        train=TRAIN,
        deploy=DEPLOY,
    )  # fmt: skip
    assert found == [Merit("AUT002", "deploy", ("unit",), (("unit", "levels"),))]


def test_two_witnesses_that_would_each_do_are_both_named(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "MON001",
        "train -> deploy", "deploy -> one", "deploy -> two",
        train=TRAIN, deploy=DEPLOY, one={"kind": "monitor"}, two={"kind": "monitor"},
    )  # fmt: skip
    assert [m.steps for m in found] == [("one", "two")]


def test_a_fact_of_the_pipeline_needs_no_step(analyzer: Analyzer) -> None:
    found = merits(analyzer, "REP001", facts={"repo": True}, train=TRAIN)
    assert found == [Merit("REP001", "train", (), (("pipeline", "repo"),))]


def test_events_of_the_pipeline_and_a_trigger_that_leads_back_both_earn_automatic_training(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "AUT011",
        "train -> deploy", "deploy -> again", "again ~> train",
        facts={"triggers": ["push"]},
        train=TRAIN, deploy=DEPLOY, again={"kind": "retrain_trigger"},
    )  # fmt: skip
    assert found == [Merit("AUT011", "train", ("again",), (("pipeline", "triggers"),))]


def test_a_source_is_one_place_however_many_train_steps_it_feeds(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "AUT010",
        "data -> check", "check -> one", "check -> two",
        data={"kind": "data_source"}, check={"kind": "validate_data"}, one=TRAIN, two=TRAIN,
    )  # fmt: skip
    assert found == [Merit("AUT010", "data", ("check",), ())]


def test_a_monitor_that_names_its_release_earns_by_that_name(analyzer: Analyzer) -> None:
    found = merits(
        analyzer, "MON001", "train -> deploy", train=TRAIN, deploy=DEPLOY, watch={"kind": "monitor", "target": "deploy"}
    )
    assert found == [Merit("MON001", "deploy", ("watch",), (("watch", "target"),))]


def test_every_gate_that_passes_is_a_witness_of_a_facet(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "AUT006",
        "train -> weak", "train -> strong", "weak -> deploy", "strong -> deploy",
        train=TRAIN, deploy=DEPLOY,
        weak={"kind": "evaluate"}, strong={"kind": "evaluate", "threshold": True},
    )  # fmt: skip
    assert found == [Merit("AUT006", "deploy", ("strong",), (("strong", "threshold"),))]


def test_witnesses_by_hand_earn_half(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "MON001",
        "train -> deploy", "deploy -> look",
        train=TRAIN, deploy=DEPLOY, look={"kind": "monitor", "automated": False},
    )  # fmt: skip
    assert [m.half for m in found] == [True]


def test_alerts_that_reach_people_are_earned_by_both_ends(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "MON007",
        "train -> deploy", "deploy -> watch", "watch -> tell",
        train=TRAIN, deploy=DEPLOY, watch={"kind": "monitor"}, tell={"kind": "notify"},
    )  # fmt: skip
    assert [set(m.steps) for m in found] == [{"watch", "tell"}]


def test_the_loop_back_to_training_is_earned_by_what_starts_it(analyzer: Analyzer) -> None:
    steps = {
        "train": TRAIN,
        "deploy": DEPLOY,
        "drift": {"kind": "drift", "reference": "training"},
        "again": {"kind": "retrain_trigger", "condition": "drift > 0.2"},
    }
    links = ("train -> deploy", "deploy -> drift", "drift -> again", "again ~> train")
    assert [m.steps for m in merits(analyzer, "MON008", *links, **steps)] == [("drift",)]
    assert [m.steps for m in merits(analyzer, "MON009", *links, **steps)] == [("again",)]
    assert [m.facts for m in merits(analyzer, "MON010", *links, **steps)] == [(("again", "condition"),)]


def test_personal_data_is_kept_out_by_the_cleaning_steps_or_by_what_the_source_states(analyzer: Analyzer) -> None:
    links = ("data -> clean", "clean -> train")
    clean = {"kind": "prepare", "pii_removed": True}
    facts = {"personal_data": "raw"}
    raw = {"kind": "data_source", "personal_data": "raw"}
    (found,) = merits(analyzer, "SEC005", *links, facts=facts, data=raw, clean=clean, train=TRAIN)
    assert found == Merit("SEC005", "data", ("clean",), (("clean", "pii_removed"),))
    none = {"kind": "data_source", "personal_data": "none"}
    (found,) = merits(analyzer, "SEC005", *links, facts=facts, data=none, clean=clean, train=TRAIN)
    assert found == Merit("SEC005", "data", ("data",), (("data", "personal_data"),))


def test_an_approval_behind_the_evidence_is_earned_by_both(analyzer: Analyzer) -> None:
    found = merits(
        analyzer,
        "SEC008",
        "train -> eval", "eval -> ask", "ask -> deploy",
        train=TRAIN, deploy=DEPLOY,
        eval={"kind": "evaluate", "threshold": True}, ask={"kind": "approve", "independent": True},
    )  # fmt: skip
    assert [set(m.steps) for m in found] == [{"eval", "ask"}]


def test_rules_that_only_cost_points_and_rules_outside_the_profile_earn_nothing(analyzer: Analyzer) -> None:
    drawn = pipeline({"steps": {"train": {"kind": "train", "seed": True, "secrets": "store"}}})
    assert "REP008" in {m.code for m in analyzer.merits(drawn, "regulated")}
    classroom = {m.code for m in analyzer.merits(drawn, "classroom")}
    assert not classroom & {"REP008", "SEC001", "AUT017"}
