"""All fixes at once: rule by rule, many places in one round, with the result of one fix after the other."""

from __future__ import annotations

from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.finding import Finding
from designer.analysis.fix_rounds import independent, islands
from designer.analysis.fixes import SAFE, apply_fix, fix_all
from designer.analysis.view import PipelineView
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA

LESSON = DATA["benchmarks"]["B01"]
RELEASES = {"steps": {"train": {"kind": "train"}, "app": {"kind": "deploy"}, "shop": {"kind": "deploy"}}}


def copies(data: dict[str, Any], number: int) -> Snapshot:
    """So many copies of a pipeline side by side."""
    rows = {f"{n}{i}": row for i in range(number) for n, row in data["steps"].items()}
    pairs = [text.split(" -> ") for text in data["links"]]
    return pipeline({"steps": rows, "links": [f"{a}{i} -> {b}{i}" for i in range(number) for a, b in pairs]})


def mended_one_by_one(board: Pipeline, analyzer: Analyzer) -> list[str]:
    """What "fix all" does, in the simplest way: look, mend one thing, look again."""
    done: list[str] = []
    while True:
        found = [f for f in analyzer.analyze(board.snapshot()).findings if f.autofix and f.autofix.safety in SAFE]
        todo = [f for f in found if str(f) not in done]
        if not todo:
            return done
        finding = min(todo, key=lambda f: (f.principle != "structure", f.code))
        apply_fix(board, analyzer.catalog, finding)
        done.append(str(finding))


def chosen(analyzer: Analyzer, snapshot: Snapshot, code: str, profile: str = "regulated") -> list[str]:
    """Places that one round of a rule mends."""
    judged = analyzer.judge(snapshot, profile)
    return [f.at for f in independent(judged.view, judged.findings(code))]


@pytest.mark.parametrize("name", [*DATA["benchmarks"], *range(len(DATA["mutants"]))])
def test_it_does_what_one_fix_after_the_other_does(analyzer: Analyzer, name: str | int) -> None:
    if isinstance(name, str):
        start = pipeline(DATA["benchmarks"][name])
    else:
        start = pipeline(mutated(DATA["full"], DATA["mutants"][name]["edits"]))
    quick, simple = Pipeline(start), Pipeline(start)
    assert [str(f) for f in fix_all(quick, analyzer)] == mended_one_by_one(simple, analyzer)
    assert (dict(quick.steps), list(quick.links)) == (dict(simple.steps), list(simple.links))


def test_pipelines_side_by_side_are_mended_as_each_would_be_alone(analyzer: Analyzer) -> None:
    one, many = Pipeline(pipeline(LESSON)), Pipeline(copies(LESSON, 5))
    alone, together = fix_all(one, analyzer), fix_all(many, analyzer)
    assert sorted(f.code for f in together) == sorted(f.code for f in alone * 5)
    assert (len(many.steps), len(many.links)) == (5 * len(one.steps), 5 * len(one.links))
    scores = [analyzer.analyze(board.snapshot()).score.exact_overall for board in (one, many)]
    assert scores[0] == pytest.approx(scores[1])


def test_one_round_adds_steps_on_separate_islands(analyzer: Analyzer) -> None:
    assert chosen(analyzer, copies(LESSON, 3), "AUT001") == ["deploy0", "deploy1", "deploy2"]


def test_releases_on_one_island_get_their_evaluation_one_after_the_other(analyzer: Analyzer) -> None:
    behind = pipeline({**RELEASES, "links": ["train -> app", "app -> shop"]})
    assert chosen(analyzer, behind, "AUT001") == ["app"]
    board = Pipeline(behind)
    fix_all(board, analyzer)
    assert [s.id for s in board.steps.values() if s.kind == "evaluate"] == ["evaluate"]


def test_facts_about_different_steps_of_one_island_are_stated_in_one_round(analyzer: Analyzer) -> None:
    both = pipeline({**RELEASES, "links": ["train -> app", "train -> shop"]})
    assert chosen(analyzer, both, "SCA002") == ["app", "shop"]


def test_a_fact_that_two_places_ask_for_is_stated_once(analyzer: Analyzer) -> None:
    steps = {**RELEASES["steps"], "eval": {"kind": "evaluate", "threshold": True}}
    links = ["train -> eval", "eval -> app", "eval -> shop"]
    shared = pipeline({"pipeline": {"risk": "high"}, "steps": steps, "links": links})
    judged = analyzer.judge(shared, "regulated")
    assert [f.at for f in judged.findings("SEC015")] == ["app", "shop"]
    assert [f.at for f in independent(judged.view, judged.findings("SEC015"))] == ["app"]


def test_what_concerns_the_whole_pipeline_is_mended_alone(analyzer: Analyzer) -> None:
    snapshot = copies({"steps": {"deploy": {"kind": "deploy"}}, "links": []}, 3)
    assert chosen(analyzer, snapshot, "GRA002") == ["deploy0"]


def test_local_fixes_before_one_for_the_whole_pipeline_come_first(analyzer: Analyzer) -> None:
    judged = analyzer.judge(copies(LESSON, 2), "regulated")
    found: list[Finding] = [*judged.findings("AUT001"), *judged.findings("AUT011"), *judged.findings("AUT001")]
    assert [f.code for f in independent(judged.view, found)] == ["AUT001", "AUT001"]


def test_an_island_holds_what_is_linked_named_or_of_one_model(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train", "model": "A"},
            "deploy": {"kind": "deploy"},
            "watch": {"kind": "monitor", "target": "deploy"},
            "again": {"kind": "retrain_trigger"},
            "other": {"kind": "train", "model": "A"},
            "alone": {"kind": "train", "model": "B"},
        },
        "links": ["train -> deploy", "again ~> train"],
    }
    numbers = islands(PipelineView(pipeline(data), analyzer.catalog))
    assert len(set(numbers[:5])) == 1
    assert numbers[5] not in numbers[:5]


def test_one_rule_can_be_judged_with_what_it_stands_on(analyzer: Analyzer) -> None:
    snapshot = pipeline(mutated(DATA["full"], DATA["mutants"][0]["edits"]))
    whole = analyzer.judge(snapshot, "regulated")
    for code in whole.active:
        part = analyzer.judge(snapshot, "regulated", only=code)
        assert part.findings(code) == whole.findings(code)
    assert {"AUT001"} <= analyzer.judge(snapshot, only="AUT006").active.keys() < whole.active.keys()
