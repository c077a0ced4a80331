"""Repositories whose steps come from several formats, and findings that rest on a guess."""

from __future__ import annotations

from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.report import Report
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA

IMPROVED: dict[str, Any] = DATA["improved"]


def judged(analyzer: Analyzer, data: dict[str, Any], *edits: dict[str, Any], profile: str = "classroom") -> Report:
    return analyzer.analyze(pipeline(mutated(data, edits)), profile)


def silent(step: str, *names: str) -> dict[str, Any]:
    return {"unset": {"step": step, "attrs": list(names)}}


def states(step: str, **facts: Any) -> dict[str, Any]:
    return {"set": {"step": step, "attrs": facts}}


def test_silence_of_an_imported_step_in_a_drawn_pipeline_is_a_question(analyzer: Analyzer) -> None:
    report = judged(analyzer, IMPROVED, silent("deploy", "access"), states("deploy", origin="github"))
    assert (report.keys, report.open_questions) == (frozenset(), {"SEC002": ("deploy",)})


def test_silence_of_a_drawn_step_in_an_import_is_a_finding(analyzer: Analyzer) -> None:
    github = {"pipe": {"origin": "github"}}
    report = judged(analyzer, IMPROVED, github, silent("deploy", "access"), states("deploy", origin="canvas"))
    assert (report.keys, report.open_questions) == ({"SEC002@deploy"}, {})


def test_each_step_is_read_as_its_own_format_shows_it(analyzer: Analyzer) -> None:
    github = {"pipe": {"origin": "github"}}
    tracking = silent("train", "tracked")  # a workflow cannot show it, a stage can
    assert judged(analyzer, IMPROVED, github, tracking).open_questions == {"REP005": ("train",)}
    report = judged(analyzer, IMPROVED, github, tracking, states("train", origin="dvc"))
    assert (report.keys, report.open_questions) == ({"REP005@train"}, {})


def test_only_what_silence_could_hide_is_remembered_as_seen(analyzer: Analyzer) -> None:
    report = judged(analyzer, IMPROVED, states("deploy", origin="github"))
    assert "SEC002@deploy" in report.seen
    assert not [key for key in report.seen if key.endswith("@train")]


def test_a_fact_that_was_seen_stays_in_the_score_whatever_the_step_comes_from(analyzer: Analyzer) -> None:
    edits = [silent("deploy", "access"), states("deploy", origin="github"), {"pipe": {"assessed": ["SEC002@deploy"]}}]
    assert judged(analyzer, IMPROVED, *edits).keys == {"SEC002@deploy"}


def test_the_gate_is_read_as_its_own_format_shows_it_not_as_that_of_the_release(analyzer: Analyzer) -> None:
    bare = silent("eval", "threshold")
    assert judged(analyzer, IMPROVED, bare).keys == {"AUT006@eval"}
    imported = judged(analyzer, IMPROVED, bare, states("eval", origin="dvc"))
    assert (imported.keys, imported.open_questions) == (frozenset(), {"AUT006": ("deploy",)})
    assert judged(analyzer, IMPROVED, bare, states("deploy", origin="dvc")).keys == {"AUT006@eval"}


def test_a_step_without_links_is_reported_only_where_it_was_drawn(analyzer: Analyzer) -> None:
    lonely = {"add": {"note": {"kind": "document"}}}
    assert "GRA003@note" in judged(analyzer, IMPROVED, lonely).keys
    imported = {"add": {"note": {"kind": "document", "origin": "github"}}}
    assert "GRA003@note" not in judged(analyzer, IMPROVED, imported).keys


def test_an_origin_that_is_none_is_read_as_that_of_the_pipeline(analyzer: Analyzer) -> None:
    odd = [silent("deploy", "access"), states("deploy", origin=["github"])]
    assert judged(analyzer, IMPROVED, *odd).keys == {"SEC002@deploy"}


@pytest.mark.parametrize(("sure", "expected"), [("low", "low"), ("medium", "medium"), ("confirmed", "medium")])
def test_a_finding_at_a_step_that_is_only_guessed_is_less_sure(analyzer: Analyzer, sure: str, expected: str) -> None:
    report = judged(analyzer, IMPROVED, states("deploy", access="none", confidence=sure))
    assert {str(f): f.confidence for f in report.findings} == {"SEC002@deploy": expected}


def test_the_other_end_of_a_finding_counts_as_well(analyzer: Analyzer) -> None:
    edits = [states("eval", blocking=False), states("deploy", confidence="low")]
    assert {str(f): f.confidence for f in judged(analyzer, IMPROVED, *edits).findings} == {"AUT007@eval": "medium"}
    source = [states("data", encrypted=False), states("train", confidence="low")]
    assert {str(f): f.confidence for f in judged(analyzer, IMPROVED, *source).findings} == {"SEC003@data": "low"}


def test_what_is_wrong_with_a_step_of_any_kind_does_not_rest_on_the_guess(analyzer: Analyzer) -> None:
    report = judged(analyzer, IMPROVED, states("deploy", secrets="hardcoded", confidence="low"))
    assert {str(f): f.confidence for f in report.findings} == {"SEC001@deploy": "high"}
