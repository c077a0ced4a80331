"""One file of a repository: what may stand in the others is asked about, what stands between its steps is seen."""

from __future__ import annotations

from typing import Any

from designer.analysis.analyzer import Analyzer
from designer.analysis.report import Report
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA

PARTIAL: dict[str, Any] = {"origin": "github", "partial": True}
ONE_FILE = mutated(DATA["improved"], [{"pipe": PARTIAL}])


def judged(analyzer: Analyzer, data: dict[str, Any], *edits: dict[str, Any], profile: str = "classroom") -> Report:
    return analyzer.analyze(pipeline(mutated(data, edits)), profile)


def test_tests_and_monitors_may_stand_in_another_file(analyzer: Analyzer) -> None:
    gone = [{"del": name} for name in ("tests", "watch")]
    report = judged(analyzer, ONE_FILE, *gone)
    assert not report.findings
    assert report.open_questions["AUT002"] == report.open_questions["MON001"] == ("deploy",)
    assert {"AUT002@deploy", "MON001@deploy"} <= judged(analyzer, ONE_FILE, *gone, {"pipe": {"partial": False}}).keys


def test_what_lies_between_two_steps_of_the_file_is_seen(analyzer: Analyzer) -> None:
    report = judged(analyzer, ONE_FILE, {"del": "eval"}, {"del": "check"})
    assert {"AUT001@deploy", "AUT010@data"} <= report.keys


def test_a_release_whose_training_is_elsewhere_is_not_judged_by_what_leads_to_it(analyzer: Analyzer) -> None:
    data = {"pipeline": PARTIAL, "steps": {"deploy": {"kind": "deploy"}}}
    report = judged(analyzer, data)
    assert not report.findings
    assert not report.blocked
    assert report.open_questions["AUT001"] == ("deploy",)
    assert "AUT001" in judged(analyzer, data, {"pipe": {"partial": False}}).blocked


def test_what_is_stated_wrongly_is_a_finding_all_the_same(analyzer: Analyzer) -> None:
    wrong = {"step": "deploy", "attrs": {"method": "copy", "secrets": "hardcoded", "triggers": ["pull_request"]}}
    assert judged(analyzer, ONE_FILE, {"set": wrong}).keys >= {"AUT003@deploy", "SEC001@deploy", "SEC016@deploy"}


def test_a_test_that_was_seen_is_missed_when_it_is_deleted(analyzer: Analyzer) -> None:
    seen = judged(analyzer, ONE_FILE).seen
    assert "AUT002@deploy" in seen
    report = judged(analyzer, ONE_FILE, {"del": "tests"}, {"pipe": {"assessed": list(seen)}})
    assert "AUT002@deploy" in report.keys


def test_a_file_without_training_and_release_has_no_score_instead_of_a_bad_one(analyzer: Analyzer) -> None:
    lint = {"pipeline": PARTIAL, "steps": {"lint": {"kind": "code_test", "levels": ["lint"]}}}
    report = judged(analyzer, lint)
    assert (report.findings, report.score.overall, report.score.grade) == ((), None, "n/a")
    assert judged(analyzer, lint, {"pipe": {"partial": False}}).score.overall == 0


def test_deleting_all_that_was_judged_does_not_take_the_score_away(analyzer: Analyzer) -> None:
    seen = {"pipe": {"assessed": list(judged(analyzer, ONE_FILE).seen)}}
    gone = [{"del": name} for name in ("train", "deploy")]
    assert judged(analyzer, ONE_FILE, seen, *gone).score.overall == 0


def test_hidden_workflows_of_others_excuse_a_missing_core_and_nothing_else(analyzer: Analyzer) -> None:
    gone = [{"pipe": {"partial": False, "opaque": True}}, *({"del": name} for name in ("tests", "watch"))]
    assert {"AUT002@deploy", "MON001@deploy"} <= judged(analyzer, ONE_FILE, *gone).keys
    alone = {"pipeline": {"origin": "github", "opaque": True}, "steps": {"watch": {"kind": "monitor"}}}
    assert judged(analyzer, alone).keys == {"MON002@watch"}


def test_a_monitor_alone_in_a_file_may_watch_a_release_of_another(analyzer: Analyzer) -> None:
    alone = {"pipeline": PARTIAL, "steps": {"watch": {"kind": "monitor"}}}
    assert judged(analyzer, alone).keys == frozenset()
    assert "MON002@watch" in judged(analyzer, alone, {"pipe": {"partial": False}}).keys


def test_an_approval_before_the_evaluation_is_seen_but_one_elsewhere_is_not(analyzer: Analyzer) -> None:
    early = [{"add": {"ok": {"kind": "approve"}}}, {"link": "ok -> train"}]
    assert "SEC008@deploy" in judged(analyzer, ONE_FILE, *early, profile="startup").keys
    assert "SEC008@deploy" not in judged(analyzer, ONE_FILE, profile="startup").keys


def test_files_that_no_step_makes_are_in_the_repository(analyzer: Analyzer) -> None:
    steps = {"train": {"kind": "train", "consumes": ["src/train.py"], "produces": ["model.pkl"]}}
    imported = {"pipeline": {"origin": "dvc", "scope": "training", "given_files": True}, "steps": steps}
    assert "GRA003@train" not in judged(analyzer, imported).keys
    assert "GRA003@train" in judged(analyzer, imported, {"pipe": {"given_files": False}}).keys
    assert "GRA003@train" in judged(analyzer, imported, {"pipe": {"origin": "canvas"}}).keys
    late = {"add": {"report": {"kind": "document", "consumes": ["model.pkl"]}}}
    assert "GRA003@report" in judged(analyzer, imported, late).keys


def test_a_step_drawn_into_an_import_is_expected_to_have_what_it_needs(analyzer: Analyzer) -> None:
    drawn = {"set": {"step": "deploy", "attrs": {"origin": "canvas"}}}
    assert "AUT002@deploy" in judged(analyzer, ONE_FILE, drawn, {"del": "tests"}).keys


def test_one_flaw_alone_is_a_finding_and_no_score_of_what_was_not_seen(analyzer: Analyzer) -> None:
    data = {"pipeline": PARTIAL, "steps": {"tests": {"kind": "code_test", "stub": True}}}
    report = judged(analyzer, data)
    assert {f.code for f in report.findings} == {"AUT017"}
    assert report.score.overall is None
    assert judged(analyzer, data, {"pipe": {"partial": False}}).score.overall == 0


def test_no_release_is_missed_where_a_step_may_be_it(analyzer: Analyzer) -> None:
    data = {
        "pipeline": {"origin": "github", "scope": "batch"},
        "steps": {"train": {"kind": "train"}, "predict": {"kind": "evaluate"}},
        "links": ["train -> predict"],
    }
    assert "GRA002@pipeline" in judged(analyzer, data).keys
    may_be = {"set": {"step": "predict", "attrs": {"unseen": ["deploy"]}}}
    assert "GRA002@pipeline" not in judged(analyzer, data, may_be).keys
