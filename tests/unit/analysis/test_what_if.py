"""What would happen: which steps stop, what reaches production, who hears of it; each sentence with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.what_if.ask import what_if
from designer.analysis.what_if.consequences import DRIFTS, EVENTS, FAILS, REMOVED, SIGNS, Claim, Consequences
from tests.unit.analysis.drawn import pipeline

EXAMPLES = yaml_io.load((Path(__file__).parents[2] / "golden" / "benchmarks.yaml").read_text(encoding="utf-8"), "b")
CHAIN = ("data -> train", "train -> eval", "eval -> deploy")
STEPS: dict[str, dict[str, Any]] = {
    "data": {"kind": "data_source"},
    "train": {"kind": "train"},
    "eval": {"kind": "evaluate", "threshold": True},
    "deploy": {"kind": "deploy"},
}


def ask(
    analyzer: Analyzer,
    step: str,
    event: str = FAILS,
    *links: str,
    facts: dict[str, Any] | None = None,
    **more: dict[str, Any],
) -> Consequences:
    """Asks about the chain data, train, eval, deploy with some steps changed or added."""
    steps = {name: {**STEPS.get(name, {}), **more.get(name, {})} for name in {**STEPS, **more}}
    drawn = pipeline({"pipeline": facts or {}, "steps": steps, "links": [*CHAIN, *links]})
    return what_if(analyzer, drawn, step, event)


def said(answer: Consequences, title: str) -> list[str]:
    return [c.text for g in answer.groups if g.title == title for c in g.claims]


def claims(answer: Consequences, title: str) -> list[Claim]:
    return [c for g in answer.groups if g.title == title for c in g.claims]


# ---------------------------------------------------------------------- fails
def test_what_waits_for_a_success_stops_and_the_path_proves_it(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "train")
    first, second = claims(answer, "What stops")
    assert (first.sign, first.steps, first.links) == ("stops", ("train", "eval"), ("train -> eval",))
    assert second.text == "deploy does not start: train -> eval -> deploy."
    assert answer.marks == {"train": "origin", "eval": "stops", "deploy": "stops"}


def test_a_stopped_release_leaves_the_one_before_in_production(analyzer: Analyzer) -> None:
    (claim,) = claims(ask(analyzer, "eval"), "What reaches production")
    assert claim.sign == "fine"
    assert "the release before stays in production: eval -> deploy" in claim.text


def test_a_step_that_does_not_block_stops_nothing_and_its_release_is_a_danger(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", eval={"blocking": False})
    assert "blocking is false" in said(answer, "What stops")[0]
    (claim,) = claims(answer, "What reaches production")
    assert (claim.sign, claim.code) == ("danger", "AUT007")
    assert answer.marks["deploy"] == "danger"
    assert "a release goes out all the same" in answer.summary


def test_an_always_link_lets_the_release_go_on_and_is_named(analyzer: Analyzer) -> None:
    steps = {name: dict(row) for name, row in STEPS.items()}
    drawn = pipeline({"steps": steps, "links": [*CHAIN[:2], "eval -> deploy [always]"]})
    (claim,) = claims(what_if(analyzer, drawn, "eval"), "What reaches production")
    assert (claim.sign, claim.code) == ("danger", "AUT009")
    assert "eval -> deploy passes whatever the outcome" in claim.text


def test_a_join_waits_for_all_so_one_failure_stops_it(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "scan", FAILS, "scan -> deploy", scan={"kind": "scan"})
    assert said(answer, "What stops") == ["deploy does not start: scan -> deploy."]


def test_a_gate_beside_the_release_stops_nothing_and_that_is_a_danger(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "scan", FAILS, "train -> scan", scan={"kind": "scan"})
    (claim,) = claims(answer, "What reaches production")
    assert claim.sign == "danger"
    assert claim.text == "deploy does not wait for scan: train -> eval -> deploy runs without it."
    assert claim.steps == ("train", "eval", "deploy")


def test_failure_links_start_what_tells_people_also_behind_stopped_steps(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "train", FAILS, "eval -> tell [failure]", tell={"kind": "notify"})
    assert said(answer, "What goes on") == ["tell starts because of the failure: train -> eval -> tell."]
    assert said(answer, "Who hears of it") == ["tell tells people: train -> eval -> tell."]
    assert answer.marks["tell"] == "hears"


def test_a_failure_that_counts_as_passed_is_heard_by_nobody(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", FAILS, "eval -> tell [failure]", eval={"blocking": False}, tell={"kind": "notify"})
    assert "no failure link starts" in said(answer, "Who hears of it")[0]


def test_people_who_are_told_of_successes_only_do_not_hear_of_a_failure(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", FAILS, "deploy -> tell", tell={"kind": "notify"})
    assert said(answer, "Who hears of it")[0] == "tell only tells of successes: eval -> deploy -> tell."
    assert "Nobody hears of it" in said(answer, "Who hears of it")[1]
    assert claims(answer, "Who hears of it")[1].code == "MON014"


def test_a_planned_notification_tells_nobody(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", FAILS, "eval -> tell [failure]", tell={"kind": "notify", "stub": True})
    assert "tell is only planned: it tells nobody." in said(answer, "Who hears of it")


def test_the_pipeline_that_reports_failures_and_owners_are_named(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", facts={"notify_on_failure": True, "owner": "ML team"}, eval={"owner": "Ada"})
    assert said(answer, "Who hears of it") == [
        "The pipeline reports failed runs (notify_on_failure is stated).",
        "Ada answers for eval.",
    ]


def test_a_release_that_fails_says_whether_there_is_a_way_back(analyzer: Analyzer) -> None:
    (gap,) = claims(ask(analyzer, "deploy"), "The way back")
    assert (gap.sign, gap.code) == ("gap", "AUT013")
    (stated,) = said(ask(analyzer, "deploy", deploy={"rollback": "auto"}), "The way back")
    assert "by itself (rollback: auto)" in stated
    back = ask(analyzer, "deploy", FAILS, "deploy -> back [failure]", back={"kind": "rollback"})
    assert said(back, "The way back") == ["back brings the version before back: deploy -> back."]
    idle = ask(analyzer, "deploy", FAILS, "deploy -> back", back={"kind": "rollback"})
    assert said(idle, "The way back") == [
        "There is no way back to the version before deploy. back does not start here."
    ]


def test_a_monitor_of_the_service_hears_that_its_release_is_down(analyzer: Analyzer) -> None:
    watch = {"kind": "monitor", "watches": ["service"], "alerts": True, "target": "deploy"}
    answer = ask(analyzer, "deploy", watch=watch)
    assert "raises an alert when the service is down" in said(answer, "Who hears of it")[0]
    silent = ask(analyzer, "deploy", watch={**watch, "alerts": False})
    assert claims(silent, "Who hears of it")[0].code == "MON007"


def test_what_fails_behind_the_release_does_not_take_it_back(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "smoke", FAILS, "deploy -> smoke", smoke={"kind": "smoke_test"})
    assert said(answer, "What reaches production") == ["deploy is already in production by then: deploy -> smoke."]
    assert claims(answer, "The way back")[0].code == "AUT013"


# ---------------------------------------------------------------------- removed
def test_findings_and_score_without_the_step_are_told(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", REMOVED)
    assert any(text.startswith("GRA002 at deploy") for text in said(answer, "Findings that open"))
    assert any("Automation goes from" in text for text in said(answer, "The score"))
    assert "score goes from" in answer.summary


def test_links_are_not_healed_so_what_waited_no_longer_does(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", REMOVED)
    assert said(answer, "Steps that lose an input") == ["deploy has no input left and would start by itself."]
    (claim,) = claims(answer, "What no longer waits")
    assert (claim.sign, claim.steps) == ("danger", ("train", "eval", "deploy"))


def test_artifacts_that_nobody_makes_any_more_are_named_with_who_needs_them(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "data", REMOVED, data={"produces": ["raw.csv", "log.txt"]}, train={"consumes": ["raw.csv"]})
    assert said(answer, "Artifacts that nobody makes any more") == [
        "raw.csv: train needs it and nobody else makes it.",
        "log.txt: nobody else makes it, and no step asks for it.",
    ]


def test_steps_that_name_it_as_target_or_reference_are_told(analyzer: Analyzer) -> None:
    drift = {"kind": "drift", "target": "deploy", "reference": "churn"}
    assert said(ask(analyzer, "deploy", REMOVED, drift=drift), "What points at it") == [
        "drift would watch nothing: its target is deploy."
    ]
    answer = ask(analyzer, "data", REMOVED, data={"dataset": "churn"}, drift=drift)
    assert said(answer, "What points at it") == ["drift would compare with nothing: its reference is churn."]


def test_removing_an_offender_closes_its_finding(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "todo", REMOVED, "data -> todo", todo={"kind": "other", "stub": True})
    assert [c.code for c in claims(answer, "Findings that close")] == ["AUT017"]


# ---------------------------------------------------------------------- drifts
FULL_LOOP = ("deploy -> drift", "drift -> tell", "drift -> again", "again ~> train")
WATCHERS: dict[str, dict[str, Any]] = {
    "drift": {"kind": "drift", "reference": "training", "frequency": "daily", "alerts": True},
    "tell": {"kind": "notify"},
    "again": {"kind": "retrain_trigger", "condition": "drift > 0.2"},
}


def test_who_compares_who_is_told_and_how_it_comes_back(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "data", DRIFTS, *FULL_LOOP, **WATCHERS)
    assert said(answer, "Who notices") == ["drift compares live data of deploy with the training data, daily."]
    assert "tell tells people: drift -> tell." in said(answer, "Who hears of it")
    assert said(answer, "Whether it is trained again") == [
        "It leads back to training when again decides so (drift > 0.2): drift -> again ~> train.",
        "It comes back to deploy through eval: train -> eval -> deploy.",
    ]
    (way, _) = claims(answer, "If nobody notices")
    assert way.steps == ("data", "train", "eval", "deploy")
    assert answer.summary == "It is noticed, somebody hears of it, and it leads to a new training."


def test_a_check_without_reference_or_with_a_foreign_one_does_not_notice(analyzer: Analyzer) -> None:
    silent = {**WATCHERS, "drift": {"kind": "drift"}}
    assert claims(ask(analyzer, "data", DRIFTS, *FULL_LOOP, **silent), "Who notices")[0].code == "MON004"
    foreign = {**WATCHERS, "drift": {"kind": "drift", "reference": "other"}}
    answer = ask(analyzer, "data", DRIFTS, *FULL_LOOP, other={"kind": "data_source"}, **foreign)
    assert claims(answer, "Who notices")[0].code == "MON005"
    assert answer.summary.startswith("Nothing notices it")


def test_a_reference_is_recognised_by_its_dataset(analyzer: Analyzer) -> None:
    named = {**WATCHERS, "drift": {**WATCHERS["drift"], "reference": "churn"}, "data": {"dataset": "churn"}}
    assert claims(ask(analyzer, "data", DRIFTS, *FULL_LOOP, **named), "Who notices")[0].sign == "notices"


def test_a_way_back_around_the_gate_is_a_danger(analyzer: Analyzer) -> None:
    loop = ("deploy -> drift", "drift -> again", "again ~> train")
    weak = {**WATCHERS, "eval": {"blocking": False}}
    del weak["tell"]
    back = claims(ask(analyzer, "data", DRIFTS, *loop, **weak), "Whether it is trained again")
    assert (back[1].sign, back[1].code) == ("danger", "AUT001")


def test_data_checks_before_training_notice_only_with_the_distribution(analyzer: Analyzer) -> None:
    def noticing(*checks: str) -> list[str]:
        steps = {**STEPS, "check": {"kind": "validate_data", "checks": list(checks)}}
        links = ["data -> check", "check -> train", *CHAIN[1:]]
        return said(what_if(analyzer, pipeline({"steps": steps, "links": links}), "data", DRIFTS), "Who notices")

    assert "check checks the distribution before the next training and stops the run." in noticing("distribution")
    assert "slow drift passes it" in noticing("schema")[0]


def test_live_data_of_a_release_drifts_too(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "deploy", DRIFTS, *FULL_LOOP, **WATCHERS)
    assert said(answer, "Who notices") == ["drift compares live data of deploy with the training data, daily."]
    assert said(answer, "If nobody notices") == [
        "From then on deploy answers with a model that was made for other data."
    ]


def test_a_step_that_a_model_passes_points_to_the_data_before_training(analyzer: Analyzer) -> None:
    answer = ask(analyzer, "eval", DRIFTS)
    assert answer.summary == "eval passes on a model, no data."
    assert said(answer, "What it carries") == ["A trained model passes eval, no data. Ask about data instead."]


# ---------------------------------------------------------------------- all
@pytest.mark.parametrize("name", EXAMPLES["benchmarks"])
def test_every_claim_about_every_benchmark_stands_on_steps_and_links_that_are_there(
    analyzer: Analyzer, name: str
) -> None:
    drawn = pipeline(EXAMPLES["benchmarks"][name])
    for step in drawn.steps:
        for event in EVENTS:
            answer = what_if(analyzer, drawn, step, event)
            assert answer.marks[step] == "origin"
            for claim in answer.claims:
                assert claim.text.endswith(".")
                assert claim.sign in SIGNS
                assert set(claim.steps) <= set(drawn.steps)
                assert set(claim.links) <= set(drawn.links)


def test_an_unknown_event_is_refused(analyzer: Analyzer) -> None:
    with pytest.raises(ValueError, match="explodes"):
        ask(analyzer, "eval", "explodes")
