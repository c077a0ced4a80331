"""What silence means in an import, and which model a step serves."""

from __future__ import annotations

from typing import Any

from designer.analysis.analyzer import Analyzer
from designer.analysis.report import Report
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA

IMPORTED = mutated(DATA["improved"], [{"pipe": {"origin": "github"}}])


def judged(analyzer: Analyzer, data: dict[str, Any], *edits: dict[str, Any], profile: str = "classroom") -> Report:
    return analyzer.analyze(pipeline(mutated(data, edits)), profile)


def test_what_an_import_cannot_show_is_a_question_and_not_in_the_score(analyzer: Analyzer) -> None:
    silent = {"unset": {"step": "deploy", "attrs": ["access"]}}
    report = judged(analyzer, IMPORTED, silent)
    assert (report.keys, report.open_questions) == (frozenset(), {"SEC002": ("deploy",)})
    assert report.score.rules["SEC002"].credit is None
    assert judged(analyzer, DATA["improved"], silent).keys == {"SEC002@deploy"}


def test_what_an_import_states_wrongly_is_a_finding(analyzer: Analyzer) -> None:
    report = judged(analyzer, IMPORTED, {"set": {"step": "deploy", "attrs": {"access": "none"}}})
    assert report.keys == {"SEC002@deploy"}


def test_what_was_seen_once_stays_in_the_score(analyzer: Analyzer) -> None:
    seen = judged(analyzer, IMPORTED).seen
    assert "SEC002@deploy" in seen and "REP005@train" in seen
    silent = {"unset": {"step": "deploy", "attrs": ["access"]}}
    report = judged(analyzer, IMPORTED, silent, {"pipe": {"assessed": list(seen)}})
    assert report.keys == {"SEC002@deploy"}


def test_dependents_of_what_cannot_be_seen_are_not_judged_either(analyzer: Analyzer) -> None:
    report = judged(analyzer, IMPORTED, {"unset": {"step": "drift", "attrs": ["reference"]}})
    assert report.open_questions == {"MON004": ("deploy",), "MON005": ("deploy",)}


def test_a_source_that_cannot_be_seen_leaves_the_rules_about_sources_open(analyzer: Analyzer) -> None:
    report = judged(analyzer, IMPORTED, {"del": "data"}, {"cut": "snap -> check"}, {"cut": "check -> train"})
    assert report.score.rules["REP002"].credit is None
    assert report.open_questions["REP011"] == report.open_questions["AUT010"] == ("train",)
    drawn = judged(analyzer, DATA["improved"], {"del": "data"}, {"cut": "snap -> check"}, {"cut": "check -> train"})
    assert drawn.blocked["REP002"] == ("train",)


def test_an_opaque_import_lacks_no_core(analyzer: Analyzer) -> None:
    alone = {"pipeline": {"origin": "github"}, "steps": {"test": {"kind": "code_test"}}}
    assert "GRA002@pipeline" in judged(analyzer, alone).keys
    assert judged(analyzer, alone, {"pipe": {"opaque": True}}).keys == frozenset()


def test_when_nothing_can_be_assessed_there_is_no_score(analyzer: Analyzer) -> None:
    first = judged(analyzer, {"pipeline": {"scope": "training"}, "steps": {"train": {"kind": "train"}}})
    codes = [code for code, rule in first.score.rules.items() if rule.type == "merit"]
    rows = [{"code": c, "as": "not_applicable", "reason": "an exercise for the class"} for c in codes]
    data = {
        "pipeline": {"scope": "training", "suppress": rows},
        "steps": {"train": {"kind": "train", "automated": False}},
    }
    score = judged(analyzer, data).score
    left = {code: rule.credit for code, rule in score.rules.items() if rule.type == "merit" and rule.credit is not None}
    assert set(left.values()) <= {0.0, 1.0}
    assert score.principles["monitoring"] is None


def two_models(**watch: Any) -> dict[str, Any]:
    steps: dict[str, Any] = {}
    links = []
    for line in "AB":
        for name, row in DATA["improved"]["steps"].items():
            steps[f"{name}_{line}"] = {**row, **({"model": line} if name in ("train", "deploy") else {})}
        for text in DATA["improved"]["links"]:
            a, arrow, b = text.split(" ")
            links.append(f"{a}_{line} {arrow} {b}_{line}")
    steps["watch_B"] |= watch
    return {"pipeline": {**DATA["improved"]["pipeline"], "models": ["A", "B"]}, "steps": steps, "links": links}


def test_two_complete_models_are_perfect(analyzer: Analyzer) -> None:
    report = judged(analyzer, two_models())
    assert (report.findings, report.score.overall) == ((), 100)


def test_a_monitor_of_the_other_model_watches_nothing(analyzer: Analyzer) -> None:
    report = judged(analyzer, two_models(model="A"))
    assert report.keys == {"MON001@deploy_B", "MON002@watch_B"}
    assert report.score.rules["MON001"].credit == 0.5


def test_a_declared_model_without_steps_is_missing_its_core(analyzer: Analyzer) -> None:
    data = mutated(DATA["improved"], [{"pipe": {"models": ["A", "B"]}}])
    labelled = mutated(data, [{"set": {"step": s, "attrs": {"model": "A"}}} for s in ("train", "deploy")])
    report = judged(analyzer, labelled)
    assert {f.message for f in report.findings if f.code == "GRA002"} == {
        "No step trains or fetches a model of model B.",
        "No step deploys the model of model B to production.",
    }
    assert report.score.overall == 50


def test_a_step_may_serve_two_models(analyzer: Analyzer) -> None:
    shared = mutated(two_models(), [{"del": "watch_B"}, {"link": "deploy_B -> watch_A"}])
    assert judged(analyzer, shared).findings == ()


def test_a_stub_is_drawn_but_proves_nothing(analyzer: Analyzer) -> None:
    report = judged(analyzer, DATA["improved"], {"set": {"step": "eval", "attrs": {"stub": True}}})
    assert report.keys == {"AUT001@deploy", "AUT017@eval"}


def test_a_witness_by_hand_earns_half(analyzer: Analyzer) -> None:
    report = judged(analyzer, DATA["improved"], {"set": {"step": "watch", "attrs": {"automated": False}}})
    assert report.keys == {"AUT004@watch"}
    assert report.score.rules["MON001"].credit == 0.5
    assert report.score.grade == "C"  # MON001 is an error that is not fully met


def test_kinds_of_ones_own_count_as_the_kind_they_are_like(analyzer: Analyzer) -> None:
    report = judged(analyzer, DATA["improved"], {"set": {"step": "eval", "attrs": {"kind": "quantum"}}})
    assert "AUT001@deploy" in report.keys  # unknown kinds satisfy nothing
