"""What a finding tells: where, the path that shows it, what is missing there, and what it is worth."""

from __future__ import annotations

from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.condition import Condition
from designer.analysis.finding import Finding, Ghost
from designer.model.snapshot import Snapshot
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA


def found(analyzer: Analyzer, data: dict[str, Any], code: str, profile: str = "regulated") -> Finding:
    return next(f for f in analyzer.analyze(pipeline(data), profile).findings if f.code == code)


def test_a_release_without_evaluation_shows_the_way_that_avoids_it(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train"},
            "image": {"kind": "package"},
            "deploy": {"kind": "deploy"},
            "eval": {"kind": "evaluate"},
        },
        "links": ["train -> image", "image -> deploy", "train -> eval"],
    }
    finding = found(analyzer, data, "AUT001")
    assert finding.message == "At deploy, no evaluate step lies between train and it."
    assert finding.steps == ("train", "image", "deploy")
    assert finding.bypass == finding.links == ("train -> image", "image -> deploy")
    assert finding.ghost == Ghost("evaluate", "Evaluate model", before=("deploy",), after=("image",))


def test_of_several_trainings_the_way_starts_at_the_nearest_one(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "base": {"kind": "train"},
            "tune": {"kind": "train"},
            "image": {"kind": "package"},
            "deploy": {"kind": "deploy"},
        },
        "links": ["base -> tune", "tune -> image", "image -> deploy"],
    }
    finding = found(analyzer, data, "AUT001")
    assert finding.message == "At deploy, no evaluate step lies between base and tune and it."
    assert finding.bypass == ("tune -> image", "image -> deploy")
    assert finding.ghost == Ghost("evaluate", "Evaluate model", before=("deploy",), after=("image",))


def test_of_many_steps_a_sentence_names_the_first_and_counts_the_rest(analyzer: Analyzer) -> None:
    names = [f"train_{i}" for i in range(7)]
    steps = {name: {"kind": "train"} for name in names} | {"deploy": {"kind": "deploy"}}
    finding = found(analyzer, {"steps": steps, "links": [f"{name} -> deploy" for name in names]}, "AUT001")
    between = "between train_0, train_1, train_2 and 4 more and it."
    assert finding.message == f"At deploy, no evaluate step lies {between}"
    assert finding.bypass == ("train_0 -> deploy",)


def test_a_source_of_many_trainings_shows_the_ways_to_the_first_and_is_about_all(analyzer: Analyzer) -> None:
    names = [f"train_{i}" for i in range(12)]
    steps = {"data": {"kind": "data_source"}} | {name: {"kind": "train"} for name in names}
    data = {"steps": steps, "links": [f"data -> {name}" for name in names]}
    finding = found(analyzer, data, "SEC004")
    assert finding.steps == ("data", *names[:8])
    assert finding.others == tuple(names)


def test_unversioned_data_shows_the_way_of_the_data(analyzer: Analyzer) -> None:
    finding = found(analyzer, DATA["benchmarks"]["B03"], "REP002")
    assert finding.steps == ("data", "check", "train")
    assert finding.bypass == ("data -> check", "check -> train")
    assert finding.ghost == Ghost("version", "Data version", before=("check",), after=("data",))
    assert finding.message.endswith("no version step (data in artifacts) lies between it and train.")


def test_a_fact_of_a_source_shows_its_way_to_each_training_it_feeds(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "data": {"kind": "data_source"},
            "join": {"kind": "prepare"},
            "small": {"kind": "train"},
            "large": {"kind": "train"},
            "beside": {"kind": "prepare"},
        },
        "links": ["data -> small", "data -> join", "join -> large", "data -> beside"],
    }
    finding = found(analyzer, data, "SEC004")
    assert finding.steps == ("data", "join", "small", "large")
    assert finding.bypass == ()


def test_a_model_without_its_core_shows_the_steps_that_name_it_unless_it_is_declared(analyzer: Analyzer) -> None:
    data: dict[str, Any] = {
        "steps": {
            "train": {"kind": "train", "model": "A"},
            "deploy": {"kind": "deploy", "model": "A"},
            "fetch": {"kind": "model_source", "model": "B"},
            "watch": {"kind": "monitor", "model": "B"},
        },
        "links": ["train -> deploy"],
    }
    assert found(analyzer, data, "GRA002").steps == ("fetch",)
    assert found(analyzer, {**data, "pipeline": {"models": ["A", "B"]}}, "GRA002").steps == ()


def test_personal_data_shows_the_way_that_is_not_cleaned(analyzer: Analyzer) -> None:
    finding = found(analyzer, DATA["benchmarks"]["B11"], "SEC005")
    assert finding.bypass == ("data -> check", "check -> feat", "feat -> train")
    assert finding.message == "At data, its raw data reaches training over data -> check -> feat -> train."


def test_an_ignored_gate_shows_the_links_behind_it(analyzer: Analyzer) -> None:
    mutant = next(m for m in DATA["mutants"] if m["rule"] == "AUT009")
    finding = found(analyzer, mutated(DATA["full"], mutant["edits"]), "AUT009")
    assert finding.at == "eval=>deploy"
    assert finding.bypass[0] == "eval -> reg" and finding.bypass[-1] == "ok -> deploy"


def test_feedback_behind_the_gate_shows_the_link_and_the_way_to_the_release(analyzer: Analyzer) -> None:
    finding = found(analyzer, mutated(DATA["full"], [{"link": "watch ~> image"}]), "AUT019")
    assert finding.links == ("watch ~> image", "image -> scan", "scan -> staging", "staging -> ok", "ok -> deploy")
    assert finding.steps == ("image", "scan", "staging", "ok", "deploy", "watch")


def test_a_circle_names_its_steps(analyzer: Analyzer) -> None:
    data = mutated(DATA["improved"], [{"link": "again -> data"}])
    finding = found(analyzer, data, "GRA001")
    assert finding.at == "again -> data"
    assert finding.message.startswith("again -> data closes the circle data -> snap -> check -> train -> eval")
    assert finding.severity == "error" and finding.points == 0


GHOSTS = [
    ({"del": "watch"}, "MON001", Ghost("monitor", "Monitor", (), ("deploy",))),
    ({"del": "again"}, "MON008", Ghost("", "", ("train",), ("drift",))),
    ({"unset": {"step": "watch", "attrs": ["alerts"]}}, "MON007", Ghost("notify", "Notify", (), ("watch",))),
    ({"del": "tests"}, "AUT002", Ghost("code_test", "Test code", ("train",), ())),
    ({"del": "image"}, "AUT015", Ghost("package", "Package model", ("deploy",), ("reg",))),
    ({"set": {"step": "deploy", "attrs": {"access": "none"}}}, "SEC002", None),
]


def test_two_circles_over_one_link_show_the_steps_of_both(analyzer: Analyzer) -> None:
    data = {
        "steps": {name: {"kind": "other"} for name in ("a", "b", "c", "d")},
        "links": ["a -> b", "b -> c", "c -> a", "a -> c", "a -> d"],
    }
    finding = found(analyzer, data, "GRA001")
    assert (finding.at, finding.steps) == ("c -> a", ("a", "b", "c"))


@pytest.mark.parametrize(("edit", "code", "ghost"), GHOSTS, ids=[code for _, code, _ in GHOSTS])
def test_the_missing_step_is_drawn_where_it_belongs(
    analyzer: Analyzer, edit: dict[str, Any], code: str, ghost: Ghost | None
) -> None:
    shown = found(analyzer, mutated(DATA["improved"], [edit]), code).ghost
    assert (shown and (shown.kind, shown.before, shown.after)) == (ghost and (ghost.kind, ghost.before, ghost.after))


def test_missing_links_and_the_place_on_the_loop_are_drawn_too(analyzer: Analyzer) -> None:
    mutant = next(m for m in DATA["mutants"] if m["rule"] == "REP004")
    missing_link = found(analyzer, mutated(DATA["full"], mutant["edits"]), "REP004").ghost
    assert missing_link == Ghost("", "", ("deploy",), ("reg",))
    on_loop = mutated(DATA["full"], [{"del": "again"}, {"link": "drift ~> data"}])
    ghost = found(analyzer, on_loop, "MON009").ghost
    assert ghost is not None and (ghost.before, ghost.after) == (("data",), ("drift",))


def test_an_empty_canvas_asks_for_the_core_and_nothing_else(analyzer: Analyzer) -> None:
    report = analyzer.analyze(Snapshot())
    assert list(map(str, report.findings)) == ["GRA002@pipeline", "GRA002@pipeline"]
    assert [f.ghost.kind for f in report.findings if f.ghost] == ["train", "deploy"]
    assert (report.score.overall, report.score.grade) == (0, "F")


def test_points_say_what_a_fix_is_worth(analyzer: Analyzer) -> None:
    report = analyzer.analyze(pipeline(DATA["benchmarks"]["B01"]))
    points = {f.code: f.points for f in report.findings}
    assert points["AUT001"] == 5.3  # with a limit, the new evaluation is a whole gate
    assert points["SCA001"] == points["SCA002"] == 5.0
    assert points["REP010"] == 0.0  # nothing is earned by the absence of a fault while all else is missing


def test_points_of_a_demerit_are_what_its_absence_gives_back(analyzer: Analyzer) -> None:
    one = mutated(DATA["improved"], [{"set": {"step": "train", "attrs": {"runs_on": "local"}}}])
    two = mutated(one, [{"set": {"step": "eval", "attrs": {"notebook": True}}}])
    lost = 100 - analyzer.analyze(pipeline(one)).score.exact_overall  # type: ignore[operator]
    assert found(analyzer, one, "REP010", "classroom").points == round(lost, 1)
    assert found(analyzer, two, "REP010", "classroom").points == 0.0


def test_findings_come_worst_first_and_by_step(analyzer: Analyzer) -> None:
    report = analyzer.analyze(pipeline(DATA["benchmarks"]["B01"]), "regulated")
    ranks = ["error", "warning", "info"]
    assert [ranks.index(f.severity) for f in report.findings] == sorted(
        ranks.index(f.severity) for f in report.findings
    )
    assert set(report.by_step) == {"train", "deploy"}
    assert sum(map(len, report.by_step.values())) == len(report.findings)


def test_the_severity_is_that_of_the_profile(analyzer: Analyzer) -> None:
    data = mutated(DATA["full"], [{"del": "ok"}])
    assert found(analyzer, data, "SEC007", "startup").severity == "warning"
    assert found(analyzer, data, "SEC007", "regulated").severity == "error"


def test_gates_with_one_fault_for_two_releases_are_one_finding(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train"},
            "eval": {"kind": "evaluate"},
            "shop": {"kind": "deploy"},
            "app": {"kind": "deploy"},
        },
        "links": ["train -> eval", "eval -> shop", "eval -> app"],
    }
    report = analyzer.analyze(pipeline(data))
    (finding,) = [f for f in report.findings if f.code == "AUT006"]
    assert (finding.at, finding.others) == ("eval", ("shop", "app"))


@pytest.mark.parametrize(
    ("condition", "value", "words"),
    [
        (True, None, "'resource limits' is not stated"),
        (True, False, "'resource limits' is no"),
        ({"not": "local"}, "local", "'resource limits' is local"),
        ({"in": ["a", "b", "c"]}, None, "'resource limits' is not stated (a, b or c would do)"),
        ({"in": ["a", "b"]}, "x", "'resource limits' is x instead of a or b"),
        ({"min": 2}, 1, "'resource limits' is 1 instead of at least 2"),
        ({"has": "data"}, ["code"], "'resource limits' is code instead of data"),
        ({"has": "data"}, [], "'resource limits' is empty instead of data"),
    ],
)
def test_what_a_value_lacks_is_said_in_words(condition: object, value: object, words: str) -> None:
    assert Condition.parse(condition).lack("resource_limits", value) == words
