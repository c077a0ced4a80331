"""Fixes one by one: what they change, that each is one undo step, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.finding import Finding
from designer.analysis.fixes import apply_fix, fix_all
from designer.commands.placement import overlaps
from designer.errors import EditRefused
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.unit.analysis.drawn import mutated, pipeline
from tests.unit.analysis.test_benchmarks import DATA

LESSON = DATA["benchmarks"]["B01"]


def finding_of(analyzer: Analyzer, board: Pipeline, code: str, profile: str = "regulated") -> Finding:
    return next(f for f in analyzer.analyze(board.snapshot(), profile).findings if f.code == code)


def fixed(analyzer: Analyzer, data: dict[str, Any], code: str, profile: str = "regulated") -> Pipeline:
    """The pipeline after one fix; the finding must be gone."""
    board = Pipeline(pipeline(data))
    finding = finding_of(analyzer, board, code, profile)
    apply_fix(board, analyzer.catalog, finding)
    assert str(finding) not in analyzer.analyze(board.snapshot(), profile).keys
    return board


def test_a_fix_is_one_undo_step_with_a_label(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline(LESSON))
    history = History(board)
    before = board.snapshot()
    apply_fix(board, analyzer.catalog, finding_of(analyzer, board, "AUT001"))
    assert history.undo_label == "Fix AUT001: Insert an evaluation with a threshold"
    assert set(board.links) == {"train -> evaluate", "evaluate -> deploy"}
    history.undo()
    assert (board.snapshot().steps, board.snapshot().links) == (before.steps, before.links)
    assert history.undo_label == ""


def test_fix_all_is_one_undo_step_and_leaves_unsafe_fixes_to_people(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline(LESSON))
    history = History(board)
    done = fix_all(board, analyzer)
    left = analyzer.analyze(board.snapshot()).findings
    assert {f.autofix.safety for f in done if f.autofix} == {"safe", "canvas-safe"}
    assert {f.autofix.safety for f in left if f.autofix} == {"unsafe"}
    assert history.undo_label == "Fix all"
    history.undo()
    assert set(board.steps) == {"train", "deploy"}


def test_fix_all_with_nothing_to_do_leaves_no_undo_step(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline(DATA["improved"]))
    history = History(board)
    assert fix_all(board, analyzer, unsafe=True) == []
    assert history.undo_label == ""


def test_fix_all_gives_the_same_result_every_time(analyzer: Analyzer) -> None:
    boards = [Pipeline(pipeline(LESSON)), Pipeline(pipeline(LESSON))]
    for board in boards:
        fix_all(board, analyzer, "regulated", unsafe=True)
    first, second = (board.snapshot() for board in boards)
    assert (list(first.steps.items()), list(first.links), first.positions) == (
        list(second.steps.items()),
        list(second.links),
        second.positions,
    )


def test_new_steps_lie_between_their_neighbours_and_on_nobody(analyzer: Analyzer) -> None:
    start = pipeline(LESSON)
    places = {"train": (0.0, 0.0), "deploy": (290.0, 0.0)}
    board = Pipeline(Snapshot(steps=start.steps, links=start.links, facts=start.facts, positions=places))
    fix_all(board, analyzer, unsafe=True)
    positions = dict(board.positions)
    assert positions.keys() == board.steps.keys()
    assert positions["train"][0] < positions["evaluate"][0] < positions["deploy"][0]
    rest = list(positions.values())
    assert not any(overlaps(a, b) for i, a in enumerate(rest) for b in rest[:i])


def test_steps_without_a_place_get_no_neighbours_with_one(analyzer: Analyzer) -> None:
    assert dict(fixed(analyzer, LESSON, "AUT001").positions) == {}


def test_a_fix_that_is_not_there_or_no_longer_fits_is_refused(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline(LESSON))
    finding = finding_of(analyzer, board, "REP005")
    with board.edit("Delete") as edit:
        edit.remove_step("train")
    with pytest.raises(EditRefused, match="there is no step train"):
        apply_fix(board, analyzer.catalog, finding)
    stub = Pipeline(pipeline({"steps": {"train": {"kind": "train", "stub": True}}}))
    with pytest.raises(EditRefused, match="has no automatic fix"):
        apply_fix(stub, analyzer.catalog, finding_of(analyzer, stub, "AUT017"))


def test_a_fix_leaves_what_is_already_good(analyzer: Analyzer) -> None:
    data = mutated(DATA["full"], [{"set": {"step": "train", "attrs": {"notebook": True}}}])
    train = fixed(analyzer, data, "REP010").steps["train"]
    assert (train.get("runs_on"), train.get("notebook")) == ("cluster", False)


def test_a_step_put_before_another_takes_over_its_links_as_they_are(analyzer: Analyzer) -> None:
    data = {
        "steps": {"train": {"kind": "train"}, "card": {"kind": "document"}, "deploy": {"kind": "deploy"}},
        "links": ["train -> card", "card -> deploy [always]", "train -> deploy [control]"],
    }
    links = fixed(analyzer, data, "AUT001").links
    assert links["card -> evaluate"].when == "always"
    assert links["train -> evaluate"].carries == "control"
    assert links["evaluate -> deploy"].when == "success"


def test_a_gate_learns_the_events_of_the_release_and_keeps_its_own(analyzer: Analyzer) -> None:
    gate = fixed(analyzer, DATA["benchmarks"]["B08"], "AUT008").steps["eval"]
    assert list(gate.get("branches")) == ["develop", "main"]
    assert list(gate.get("triggers")) == ["push", "pull_request"]
    other = mutated(DATA["full"], [{"set": {"step": "eval", "attrs": {"triggers": ["manual"]}}}])
    assert list(fixed(analyzer, other, "AUT008").steps["eval"].get("triggers")) == ["manual", "push", "schedule"]


RELEASES: list[tuple[dict[str, Any], dict[str, Any], str, dict[str, Any]]] = [
    ({"triggers": ["push", "schedule"], "branches": ["develop"]}, {"branches": ["release"]}, "AUT018",
     {"branches": ["develop"]}),
    ({"triggers": ["schedule"]}, {"branches": ["release"]}, "AUT018", {"branches": ["main"]}),
    ({"triggers": ["manual", "pull_request"]}, {"branches": ["main"]}, "AUT018", {"triggers": ["manual"]}),
    ({"triggers": ["push", "pull_request"]}, {}, "SEC016", {"triggers": ["push"], "branches": ["main"]}),
    ({"triggers": ["push", "pull_request"], "branches": ["trunk"]}, {}, "SEC016",
     {"triggers": ["push"], "branches": ["trunk"]}),
    ({"triggers": ["pull_request"]}, {}, "SEC016", {"triggers": ["push"], "branches": ["main"]}),
    ({"triggers": ["schedule", "pull_request_target"]}, {"branches": ["main"]}, "SEC016",
     {"triggers": ["schedule"], "branches": ["main"]}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "attrs", "code", "after"), RELEASES)
def test_a_release_gets_events_that_reach_it_and_its_gate_follows(
    analyzer: Analyzer, facts: dict[str, Any], attrs: dict[str, Any], code: str, after: dict[str, Any]
) -> None:
    gate = {"kind": "evaluate", "threshold": True, **attrs}
    steps = {"train": {"kind": "train"}, "eval": gate, "deploy": {"kind": "deploy", **attrs}}
    data = {"pipeline": facts, "steps": steps, "links": ["train -> eval", "eval -> deploy"]}
    board = fixed(analyzer, data, code)
    release = board.steps["deploy"]
    assert {n: list(release.get(n)) for n in ("triggers", "branches") if release.get(n)} == after
    assert not {"AUT008", "AUT018", "SEC016"} & {f.code for f in analyzer.analyze(board.snapshot()).findings}


@pytest.mark.parametrize(
    ("facts", "train", "release", "where"),
    [
        ({"triggers": ["manual"]}, {}, {}, "pipeline"),
        ({}, {"triggers": ["manual"]}, {}, "train"),
        ({}, {}, {"branches": ["release"]}, "train"),
        ({}, {}, {"triggers": ["manual"]}, "train"),
    ],
)
def test_a_schedule_is_stated_where_it_disturbs_no_release(
    analyzer: Analyzer, facts: dict[str, Any], train: dict[str, Any], release: dict[str, Any], where: str
) -> None:
    steps = {
        "train": {"kind": "train", **train},
        "eval": {"kind": "evaluate", "threshold": True, "triggers": ["manual"]},
        "deploy": {"kind": "deploy", **release},
    }
    data = {"pipeline": facts, "steps": steps, "links": ["train -> eval", "eval -> deploy"]}
    board = fixed(analyzer, data, "AUT011")
    stated = board.facts.get("triggers") if where == "pipeline" else board.steps["train"].get("triggers")
    assert "schedule" in stated
    assert not {"AUT008", "AUT018"} & {f.code for f in analyzer.analyze(board.snapshot()).findings}


def test_a_registry_beside_the_way_is_linked_to_the_release(analyzer: Analyzer) -> None:
    mutant = next(m for m in DATA["mutants"] if m["rule"] == "REP004")
    assert "reg -> deploy" in fixed(analyzer, mutated(DATA["full"], mutant["edits"]), "REP004").links


def test_a_registry_behind_the_release_is_no_origin_so_a_new_one_is_inserted(analyzer: Analyzer) -> None:
    data = {
        "steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}, "reg": {"kind": "register"}},
        "links": ["train -> deploy", "deploy -> reg"],
    }
    assert {"train -> register", "register -> deploy"} <= set(fixed(analyzer, data, "REP004").links)


def test_feedback_behind_the_gate_is_led_back_to_training(analyzer: Analyzer) -> None:
    links = fixed(analyzer, mutated(DATA["full"], [{"link": "watch ~> image"}]), "AUT019").links
    assert "watch ~> image" not in links and "watch ~> train" in links


def test_a_trigger_is_put_on_the_feedback_link(analyzer: Analyzer) -> None:
    data = mutated(DATA["full"], [{"del": "again"}, {"link": "drift ~> data"}])
    board = fixed(analyzer, data, "MON009")
    assert {"drift -> retrain", "retrain ~> data"} <= set(board.links)
    assert board.steps["retrain"].get("condition") == "drift > threshold"


def test_a_trigger_is_put_on_a_loop_that_has_no_feedback_link(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train"},
            "deploy": {"kind": "deploy"},
            "drift": {"kind": "drift", "reference": "training"},
            "next": {"kind": "train"},
        },
        "links": ["train -> deploy", "deploy -> drift", "drift -> next"],
    }
    assert {"drift -> retrain", "retrain -> next"} <= set(fixed(analyzer, data, "MON009").links)


def test_a_circle_is_opened_at_the_link_that_closes_it(analyzer: Analyzer) -> None:
    links = fixed(analyzer, mutated(DATA["improved"], [{"link": "again -> data"}]), "GRA001").links
    assert "again ~> data" in links and "again -> data" not in links


def test_a_circle_that_feedback_closes_too_and_a_link_to_itself_just_go(analyzer: Analyzer) -> None:
    twice = mutated(DATA["improved"], [{"link": "again -> train"}])
    assert "again -> train" not in fixed(analyzer, twice, "GRA001").links
    loop = {"steps": {"train": {"kind": "train"}}, "links": ["train -> train"]}
    assert dict(fixed(analyzer, loop, "GRA001").links) == {}


def test_a_step_on_a_circle_gets_no_step_between_before_the_circle_is_open(analyzer: Analyzer) -> None:
    data = {
        "steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}},
        "links": ["train -> deploy", "deploy -> train"],
    }
    board = Pipeline(pipeline(data))
    assert finding_of(analyzer, board, "AUT001").autofix is None
    fix_all(board, analyzer)
    assert "AUT001@deploy" not in analyzer.analyze(board.snapshot()).keys


def test_what_watches_nothing_is_linked_or_told_its_target(analyzer: Analyzer) -> None:
    late = mutated(DATA["improved"], [{"add": {"extra": {"kind": "monitor"}}}, {"link": "train -> extra"}])
    assert "deploy -> extra" in fixed(analyzer, late, "MON002").links
    early = mutated(late, [{"link": "extra -> deploy"}])
    assert fixed(analyzer, early, "MON002").steps["extra"].get("target") == "deploy"


TWO_MODELS = {
    "pipeline": {"models": ["A", "B"]},
    "steps": {
        "labels": {"kind": "feedback", "model": "A"},
        "train": {"kind": "train", "model": "B"},
        "deploy_a": {"kind": "deploy", "model": "A"},
        "deploy_b": {"kind": "deploy"},
    },
    "links": ["labels -> train", "train -> deploy_b"],
}


def test_a_fix_that_links_a_watcher_draws_no_other_release_into_its_model(analyzer: Analyzer) -> None:
    board = fixed(analyzer, TWO_MODELS, "MON002")
    assert board.steps["labels"].get("target") == "deploy_a"
    assert "deploy_a -> labels" not in board.links


def test_a_watcher_is_attached_to_no_release_of_an_unknown_model(analyzer: Analyzer) -> None:
    lost = {
        "pipeline": {"models": ["A", "B"]},
        "steps": {"deploy": {"kind": "deploy"}, "watch": {"kind": "monitor", "model": "A"}},
        "links": ["deploy -> watch"],
    }
    assert finding_of(analyzer, Pipeline(pipeline(lost)), "MON002").autofix is None


def test_a_release_on_a_circle_gets_no_registry_before_the_circle_is_open(analyzer: Analyzer) -> None:
    data = {
        "steps": {"fetch": {"kind": "model_source"}, "deploy": {"kind": "deploy"}},
        "links": ["fetch -> deploy", "deploy -> fetch"],
    }
    assert finding_of(analyzer, Pipeline(pipeline(data)), "REP004").autofix is None


def test_an_empty_canvas_gets_its_core(analyzer: Analyzer) -> None:
    board = Pipeline(Snapshot())
    apply_fix(board, analyzer.catalog, analyzer.analyze(board.snapshot()).findings[0])
    assert [s.kind for s in board.steps.values()] == ["train", "deploy"]
    assert list(board.links) == ["train -> deploy"]


def test_a_missing_release_follows_what_is_made_and_trusts_only_reviewed_code(analyzer: Analyzer) -> None:
    data = {
        "pipeline": {"triggers": ["pull_request"]},
        "steps": {"train": {"kind": "train"}, "eval": {"kind": "evaluate"}, "tell": {"kind": "notify"}},
        "links": ["train -> eval", "eval -> tell"],
    }
    board = fixed(analyzer, data, "GRA002")
    assert "eval -> deploy" in board.links and "tell -> deploy" not in board.links
    assert "SEC016@deploy" not in analyzer.analyze(board.snapshot()).keys


def test_a_release_without_origin_gets_the_existing_one_or_a_registry(analyzer: Analyzer) -> None:
    apart = {"steps": {"train": {"kind": "train"}, "deploy": {"kind": "deploy"}}}
    assert "train -> deploy" in fixed(analyzer, apart, "GRA002").links
    after = {**apart, "links": ["deploy -> train"]}
    board = fixed(analyzer, after, "GRA002")
    assert board.steps["model_source"].get("source") == "registry"
    alone = Pipeline(pipeline({"steps": {"app": {"kind": "deploy"}, "shop": {"kind": "deploy"}}}))
    fix_all(alone, analyzer)
    assert {"train -> evaluate", "train -> evaluate_2"} <= set(alone.links)


def test_each_model_line_gets_what_it_lacks_with_its_label(analyzer: Analyzer) -> None:
    data = {
        "pipeline": {"models": ["A", "B"]},
        "steps": {"train": {"kind": "train", "model": "A"}, "deploy": {"kind": "deploy", "model": "A"}},
        "links": ["train -> deploy"],
    }
    board = fixed(analyzer, data, "GRA002")
    assert {s.get("model") for s in board.steps.values() if s.id not in ("train", "deploy")} == {"B"}
    fix_all(board, analyzer, unsafe=True)
    left = analyzer.analyze(board.snapshot()).findings
    assert [f.code for f in left if f.severity == "error"] == []


def test_a_step_waits_for_those_that_make_what_it_needs(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train", "produces": ["model"]},
            "card": {"kind": "document", "produces": ["text"]},
            "image": {"kind": "package", "consumes": ["model", "text"]},
        },
        "links": ["train -> card"],
    }
    board = fixed(analyzer, data, "GRA003")
    assert {"train -> image", "card -> image"} <= set(board.links)


def test_new_data_for_training_is_not_linked_behind_anybodys_back(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "data": {"kind": "data_source"},
            "more": {"kind": "data_source", "produces": ["rows"]},
            "prep": {"kind": "prepare", "consumes": ["rows"]},
            "train": {"kind": "train"},
        },
        "links": ["data -> prep", "prep -> train"],
    }
    board = Pipeline(pipeline(data))
    finding = next(f for f in analyzer.analyze(board.snapshot()).findings if str(f) == "GRA003@prep")
    assert finding.message == "prep needs rows, but only more makes it, not before it."
    assert finding.autofix is None


def test_a_loop_is_not_offered_where_no_training_step_is(analyzer: Analyzer) -> None:
    data = {
        "steps": {"model": {"kind": "model_source"}, "deploy": {"kind": "deploy"}, "drift": {"kind": "drift"}},
        "links": ["model -> deploy", "deploy -> drift"],
    }
    assert finding_of(analyzer, Pipeline(pipeline(data)), "MON008").autofix is None


def test_nothing_is_inserted_for_a_step_that_belongs_to_no_model(analyzer: Analyzer) -> None:
    data = {"pipeline": {"models": ["A", "B"]}, "steps": {"train": {"kind": "train"}}}
    assert finding_of(analyzer, Pipeline(pipeline(data)), "REP001").autofix is None


def test_a_feedback_loop_over_a_circle_is_opened_by_the_trigger(analyzer: Analyzer) -> None:
    data = mutated(DATA["full"], [{"del": "again"}, {"link": "drift -> data"}])
    board = fixed(analyzer, data, "MON009")
    assert "retrain ~> data" in board.links and "GRA001" not in {
        f.code for f in analyzer.analyze(board.snapshot()).findings
    }


def test_two_releases_without_a_model_get_one_training(analyzer: Analyzer) -> None:
    board = Pipeline(pipeline({"steps": {"app": {"kind": "deploy"}, "shop": {"kind": "deploy"}}}))
    finding = next(f for f in analyzer.analyze(board.snapshot()).findings if str(f) == "GRA002@pipeline")
    apply_fix(board, analyzer.catalog, finding)
    assert set(board.links) == {"train -> app", "train -> shop"}


def test_a_new_release_takes_over_the_trusted_events(analyzer: Analyzer) -> None:
    data = {"pipeline": {"triggers": ["schedule", "pull_request"]}, "steps": {"train": {"kind": "train"}}}
    assert list(fixed(analyzer, data, "GRA002").steps["deploy"].get("triggers")) == ["schedule"]


def test_in_scope_training_a_gate_and_a_baseline_belong_to_the_train_step(analyzer: Analyzer) -> None:
    data = {
        "pipeline": {"scope": "training"},
        "steps": {"train": {"kind": "train"}, "eval": {"kind": "evaluate"}},
        "links": ["train -> eval"],
    }
    assert fixed(analyzer, data, "AUT006").steps["eval"].get("threshold") is True
    assert fixed(analyzer, data, "AUT016").steps["eval"].get("baseline") == "production"
    alone = {"pipeline": {"scope": "training"}, "steps": {"train": {"kind": "train"}}}
    assert "train -> evaluate" in fixed(analyzer, alone, "AUT001").links


def test_a_monitor_that_is_in_place_only_gets_its_model(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train", "model": "A"},
            "deploy": {"kind": "deploy", "model": "A"},
            "watch": {"kind": "monitor", "model": "B"},
            "other": {"kind": "monitor", "model": "B", "target": "deploy"},
        },
        "links": ["train -> deploy", "deploy -> watch"],
    }
    board = fixed(analyzer, data, "MON002")
    assert board.steps["watch"].get("model") == "A"
    assert list(board.links) == ["train -> deploy", "deploy -> watch"]
    fix_all(board, analyzer, unsafe=True)
    assert "deploy -> other" not in board.links


def test_feedback_to_the_only_possible_step_is_removed(analyzer: Analyzer) -> None:
    data = {
        "steps": {"train": {"kind": "train"}, "eval": {"kind": "evaluate"}, "deploy": {"kind": "deploy"}},
        "links": ["train -> eval", "eval -> deploy", "train ~> deploy"],
    }
    assert "train ~> deploy" not in fixed(analyzer, data, "AUT019").links


def test_an_origin_is_not_linked_where_feedback_would_go_around_a_gate(analyzer: Analyzer) -> None:
    data = {
        "steps": {
            "train": {"kind": "train"},
            "other": {"kind": "train"},
            "eval": {"kind": "evaluate", "threshold": True},
            "app": {"kind": "deploy"},
            "shop": {"kind": "deploy"},
            "drift": {"kind": "drift"},
        },
        "links": ["other -> eval", "eval -> shop", "app -> shop", "shop -> drift", "drift ~> train"],
    }
    board = fixed(analyzer, data, "GRA002")
    assert "train -> app" not in board.links
    assert "AUT019" not in {f.code for f in analyzer.analyze(board.snapshot()).findings}
