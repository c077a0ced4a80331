"""A step can say which facts stand where nobody looked: their absence is a question there."""

from __future__ import annotations

from typing import Any

from designer.analysis.analyzer import Analyzer
from tests.unit.analysis.drawn import mutated, pipeline

DVC: dict[str, Any] = {
    "pipeline": {"origin": "dvc", "scope": "training"},
    "steps": {"data": {"kind": "data_source", "versioned": True}, "train": {"kind": "train"}},
    "links": ["data -> train"],
}
FETCHED: dict[str, Any] = {
    "pipeline": {"origin": "github"},
    "steps": {"fetch": {"kind": "model_source"}, "deploy": {"kind": "deploy"}},
    "links": ["fetch -> deploy"],
}


def unseen(step: str, *names: str) -> dict[str, Any]:
    return {"set": {"step": step, "attrs": {"unseen": list(names)}}}


def test_a_fact_that_nobody_could_see_is_asked_about(analyzer: Analyzer) -> None:
    assert "REP005@train" in analyzer.analyze(pipeline(DVC)).keys
    report = analyzer.analyze(pipeline(mutated(DVC, [unseen("train", "tracked")])))
    assert "REP005@train" not in report.keys
    assert report.open_questions["REP005"] == ("train",)


def test_other_facts_of_the_step_are_judged_as_ever(analyzer: Analyzer) -> None:
    report = analyzer.analyze(pipeline(mutated(DVC, [unseen("train", "tracked")])), "startup")
    assert "REP006@train" in report.keys


def test_a_fact_that_is_stated_wrongly_is_a_finding_all_the_same(analyzer: Analyzer) -> None:
    edits = [unseen("train", "tracked"), {"set": {"step": "train", "attrs": {"tracked": False}}}]
    assert "REP005@train" in analyzer.analyze(pipeline(mutated(DVC, edits))).keys


def test_a_fact_that_was_seen_once_is_missed_when_it_goes(analyzer: Analyzer) -> None:
    edits = [unseen("train", "tracked"), {"pipe": {"assessed": ["REP005@train"]}}]
    assert "REP005@train" in analyzer.analyze(pipeline(mutated(DVC, edits))).keys


def test_what_became_of_a_fetched_model_before_is_asked_about(analyzer: Analyzer) -> None:
    assert "AUT001@deploy" in analyzer.analyze(pipeline(FETCHED)).keys
    report = analyzer.analyze(pipeline(mutated(FETCHED, [unseen("fetch", "maker")])))
    assert "AUT001@deploy" not in report.keys
    assert report.open_questions["AUT001"] == ("deploy",)


def test_a_model_that_is_trained_here_as_well_is_evaluated_here(analyzer: Analyzer) -> None:
    edits = [unseen("fetch", "maker"), {"add": {"train": {"kind": "train"}}}, {"link": "train -> deploy"}]
    assert "AUT001@deploy" in analyzer.analyze(pipeline(mutated(FETCHED, edits))).keys


def test_a_training_that_nobody_read_may_evaluate_what_it_releases(analyzer: Analyzer) -> None:
    data = {"steps": {"fit": {"kind": "train"}, "deploy": {"kind": "deploy"}}, "links": ["fit -> deploy"]}
    assert "AUT001@deploy" in analyzer.analyze(pipeline(data)).keys
    report = analyzer.analyze(pipeline(mutated(data, [unseen("fit", "evaluate")])))
    assert "AUT001@deploy" not in report.keys
    assert report.open_questions["AUT001"] == ("deploy",)


def test_a_release_that_does_not_wait_for_the_evaluation_is_a_finding_whatever_the_training_does(
    analyzer: Analyzer,
) -> None:
    steps = {
        "fit": {"kind": "train", "unseen": ["evaluate"]},
        "deploy": {"kind": "deploy"},
        "eval": {"kind": "evaluate"},
    }
    beside = {"steps": steps, "links": ["fit -> deploy", "fit -> eval"]}
    assert "AUT001@deploy" in analyzer.analyze(pipeline(beside)).keys


def test_prepared_data_of_one_file_may_have_been_checked_by_its_maker(analyzer: Analyzer) -> None:
    alone = {"pipe": {"partial": True}}
    edits = [unseen("data", "maker")]
    assert "AUT010@data" in analyzer.analyze(pipeline(mutated(DVC, [alone]))).keys
    assert "AUT010@data" in analyzer.analyze(pipeline(mutated(DVC, edits))).keys
    assert "AUT010@data" not in analyzer.analyze(pipeline(mutated(DVC, [*edits, alone]))).keys


def test_what_is_not_pinned_is_named(analyzer: Analyzer) -> None:
    step = {"kind": "deploy", "pinned": False, "movable": ["a/b@v1", "a/c@v2", "a/d@v3", "a/e@main"]}
    report = analyzer.analyze(pipeline({"steps": {"deploy": step}}), "startup")
    (message,) = (f.message for f in report.findings if f.code == "SEC009")
    assert message == "At deploy, 'pinned' is no: a/b@v1, a/c@v2, a/d@v3 and 1 more."


def test_a_step_that_may_be_two_things_does_not_lack_the_other_one(analyzer: Analyzer) -> None:
    assert "AUT001@train" in analyzer.analyze(pipeline(DVC)).keys
    report = analyzer.analyze(pipeline(mutated(DVC, [unseen("train", "evaluate")])))
    assert "AUT001@train" not in report.keys
    assert "AUT001" in report.open_questions


def test_a_release_may_bring_its_model_along(analyzer: Analyzer) -> None:
    alone = {"pipeline": {"origin": "github"}, "steps": {"deploy": {"kind": "deploy"}}}
    assert "GRA002@deploy" in analyzer.analyze(pipeline(alone)).keys
    report = analyzer.analyze(pipeline(mutated(alone, [unseen("deploy", "origin")])))
    assert not any(f.code == "GRA002" for f in report.findings)


def test_a_pipeline_that_is_run_as_one_may_check_its_data(analyzer: Analyzer) -> None:
    report = analyzer.analyze(pipeline(mutated(DVC, [unseen("train", "validate_data")])))
    assert "AUT010@data" not in report.keys
    assert "AUT010" in report.open_questions


def test_data_may_come_in_through_a_step_that_reads_no_file(analyzer: Analyzer) -> None:
    steps = {"prepare": {"kind": "prepare"}, "train": {"kind": "train"}}
    data = {"pipeline": DVC["pipeline"], "steps": steps, "links": ["prepare -> train"]}
    assert "REP011@train" in analyzer.analyze(pipeline(data)).keys
    for step in steps:
        report = analyzer.analyze(pipeline(mutated(data, [unseen(step, "data_source")])))
        assert "REP011@train" not in report.keys, step
        assert "REP011" in report.open_questions


def test_a_release_of_which_nobody_saw_who_makes_it_lacks_nothing_around_it(analyzer: Analyzer) -> None:
    whole = {"pipeline": {"origin": "github"}, "steps": {"api": {"kind": "deploy"}, "fit": {"kind": "train"}}}
    missing = {"GRA002@api", "MON001@api"}
    assert missing <= analyzer.analyze(pipeline(whole)).keys
    report = analyzer.analyze(pipeline(mutated(whole, [unseen("api", "around")])))
    assert not missing & report.keys
    assert "MON001" in report.open_questions


def test_a_monitor_elsewhere_of_which_nothing_is_known_is_asked_about_and_shows_no_drift(analyzer: Analyzer) -> None:
    online = mutated(FETCHED, [unseen("deploy", "some monitor")])
    keys = analyzer.analyze(pipeline(online)).keys
    assert "MON001@deploy" not in keys
    assert "MON003@deploy" in keys
    assert "MON003@deploy" not in analyzer.analyze(pipeline(mutated(FETCHED, [unseen("deploy", "monitor")]))).keys
