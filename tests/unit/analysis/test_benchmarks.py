"""Pipelines whose findings and scores are known exactly; the data stands in tests/golden/benchmarks.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.fixes import apply_fix, fix_all
from designer.model.pipeline import Pipeline
from tests.unit.analysis.drawn import mutated, pipeline

FILE = Path(__file__).parents[2] / "golden" / "benchmarks.yaml"
DATA: dict[str, Any] = yaml_io.load(FILE.read_text(encoding="utf-8"), FILE.name)


@pytest.mark.parametrize("name", DATA["benchmarks"])
def test_a_benchmark_has_exactly_its_findings_and_its_score(analyzer: Analyzer, name: str) -> None:
    case = DATA["benchmarks"][name]
    report = analyzer.analyze(pipeline(case))
    assert sorted(map(str, report.findings)) == sorted(case["expected"])
    assert {
        "overall": report.score.overall,
        "grade": report.score.grade,
        "principles": list(report.score.principles.values()),
    } == case["score"]


@pytest.mark.parametrize("profile", DATA["lesson"])
def test_the_lesson_has_exactly_its_findings_in_each_profile(analyzer: Analyzer, profile: str) -> None:
    report = analyzer.analyze(pipeline(DATA["benchmarks"]["B01"]), profile)
    assert sorted(map(str, report.findings)) == sorted(DATA["lesson"][profile])


@pytest.mark.parametrize("number", range(len(DATA["mutants"])), ids=lambda i: f"{i}-{DATA['mutants'][i]['rule']}")
def test_a_planted_fault_gives_exactly_its_findings(analyzer: Analyzer, number: int) -> None:
    mutant = DATA["mutants"][number]
    report = analyzer.analyze(pipeline(mutated(DATA["full"], mutant["edits"])), "regulated")
    assert sorted(map(str, report.findings)) == sorted(mutant["expected"])


def test_the_improved_and_the_full_pipeline_are_perfect_in_their_profiles(analyzer: Analyzer) -> None:
    improved = analyzer.analyze(pipeline(DATA["improved"]))
    full = analyzer.analyze(pipeline(DATA["full"]), "regulated")
    assert (improved.findings, improved.score.overall, improved.score.grade) == ((), 100, "A")
    assert (full.findings, full.score.overall, full.score.grade) == ((), 100, "A")


def test_maturity_levels_and_ml_test_score_are_those_of_the_papers(analyzer: Analyzer) -> None:
    lesson, improved, full = (
        analyzer.analyze(pipeline(data)).score for data in (DATA["benchmarks"]["B01"], DATA["improved"], DATA["full"])
    )
    assert [s.levels for s in (lesson, improved, full)] == [
        {"google": 0, "microsoft": 0},
        {"google": 2, "microsoft": 1},
        {"google": 2, "microsoft": 4},
    ]
    assert (lesson.ml_test_score, full.ml_test_score) == (0.0, 3.0)


# code, then the principles and the overall score after its fix, as the documentation of the score shows them
BEST_FIXES = [
    ("AUT001", [0, 53, 0, 0, 0], 5, "F"),
    ("SCA001", [0, 53, 50, 0, 0], 10, "F"),
    ("SCA002", [0, 53, 100, 0, 0], 15, "F"),
    ("MON003", [0, 53, 100, 40, 0], 19, "F"),
    ("SEC002", [0, 53, 100, 40, 40], 23, "E"),
    ("MON008", [0, 59, 100, 70, 40], 27, "E"),
    ("MON001", [0, 59, 100, 100, 40], 30, "E"),
    ("REP001", [17, 59, 100, 100, 40], 40, "E"),
    ("REP003", [33, 59, 100, 100, 40], 50, "D"),
    ("REP005", [50, 59, 100, 100, 40], 55, "D"),
    ("REP011", [67, 59, 100, 100, 40], 57, "D"),
    ("SEC003", [67, 59, 100, 100, 60], 68, "C"),
    ("SEC004", [67, 59, 100, 100, 80], 70, "C"),
    ("REP002", [83, 59, 100, 100, 80], 72, "C"),
    ("REP010", [100, 59, 100, 100, 80], 73, "C"),
    ("AUT002", [100, 71, 100, 100, 80], 80, "C"),
    ("AUT003", [100, 82, 100, 100, 80], 86, "C"),
    ("AUT005", [100, 94, 100, 100, 80], 87, "B"),
    ("AUT010", [100, 100, 100, 100, 80], 88, "B"),
]


def test_the_lesson_rises_fix_by_fix_with_the_documented_scores(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline(DATA["benchmarks"]["B01"]))
    for code, principles, overall, grade in BEST_FIXES:
        finding = next(f for f in analyzer.analyze(board.snapshot()).findings if f.code == code)
        apply_fix(board, analyzer.catalog, finding)
        score = analyzer.analyze(board.snapshot()).score
        assert (list(score.principles.values()), score.overall, score.grade) == (principles, overall, grade), code


def test_fix_all_leaves_no_error_on_the_lesson_and_only_a_question_for_a_person(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline(DATA["benchmarks"]["B01"]))
    done = fix_all(board, analyzer, unsafe=True)
    report = analyzer.analyze(board.snapshot())
    assert [f.severity for f in report.findings if f.severity == "error"] == []
    assert report.keys == {"SEC006@data"}
    assert len(done) == 20
