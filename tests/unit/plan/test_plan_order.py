"""Which steps become stages and groups, and what waits for what."""

from __future__ import annotations

import pytest

from designer.errors import ExportError
from designer.plan.planner import make_plan
from tests.unit.plan.drawn import CATALOG, IMPROVED, plan, snapshot


def test_the_improved_lesson_has_one_group_a_step() -> None:
    assert plan(IMPROVED).job_graph() == {
        "data": (),
        "snap": ("data",),
        "check": ("snap",),
        "tests": (),
        "train": ("check", "tests"),
        "eval": ("train",),
        "reg": ("eval",),
        "image": ("reg",),
        "deploy": ("image",),
        "drift": (),
        "again": ("drift",),
        "watch": (),
    }


def test_what_can_be_repeated_from_files_ends_at_the_image() -> None:
    assert plan(IMPROVED).stage_graph() == {
        "data": (),
        "snap": ("data",),
        "check": ("snap",),
        "tests": (),
        "train": ("check", "tests"),
        "eval": ("train",),
        "reg": ("eval",),
        "image": ("reg",),
    }


def test_stages_stand_in_flow_order_ties_by_id() -> None:
    made = plan("steps: {b: {kind: train}, a: {kind: train}, c: {kind: evaluate}}\nlinks: [b -> c, a -> c]")
    assert list(made.stages) == ["a", "b", "c"]


def test_a_link_that_follows_from_others_is_left_out() -> None:
    made = plan("steps: {a: {kind: train}, b: {kind: evaluate}, c: {kind: register}}\nlinks: [a -> b, b -> c, a -> c]")
    assert made.job_graph()["c"] == ("b",)


def test_a_success_that_another_path_does_not_ask_for_is_kept() -> None:
    made = plan(
        "steps: {a: {kind: code_test}, b: {kind: evaluate}, c: {kind: register}}\n"
        'links: ["a -> b [always]", b -> c, a -> c]'
    )
    assert made.job_graph()["c"] == ("a", "b")


def test_steps_that_act_outside_are_bridged_between_repeatable_ones() -> None:
    made = plan(
        "steps: {reg: {kind: register}, go: {kind: deploy}, card: {kind: document}}\nlinks: [reg -> go, go -> card]"
    )
    assert made.stage_graph() == {"reg": (), "card": ("reg",)}


def test_what_runs_after_a_failure_is_no_order_for_files() -> None:
    made = plan('steps: {a: {kind: train}, b: {kind: document}}\nlinks: ["a -> b [failure]"]')
    assert made.stage_graph() == {"a": (), "b": ()}
    assert made.job_graph()["b"] == ("a",)


def test_an_implicit_step_is_bridged_and_never_exported() -> None:
    made = plan(
        "steps: {a: {kind: data_source}, v: {kind: version, implicit: true}, t: {kind: train}}\nlinks: [a -> v, v -> t]"
    )
    assert list(made.stages) == ["a", "t"]
    assert made.job_graph()["t"] == ("a",)
    assert [i.path for i in made.stages["t"].inputs] == ["data/a.csv"]


def test_an_empty_pipeline_cannot_be_exported() -> None:
    with pytest.raises(ExportError, match="no steps"):
        plan("steps: {}")


def test_a_circle_is_named() -> None:
    drawn = snapshot("steps: {a: {kind: train}, b: {kind: evaluate}}\nlinks: [a -> b, b -> a]")
    with pytest.raises(ExportError, match="a, b wait for each other") as caught:
        make_plan(drawn, CATALOG)
    assert "feedback link" in caught.value.advice


def test_ids_that_differ_only_in_case_get_names_that_differ() -> None:
    made = plan("steps: {train: {kind: train}, Train: {kind: train}, Train_2: {kind: train}}")
    names = [s.name for s in made.stages.values()]
    assert len({n.lower() for n in names}) == 3
    assert made.stages["Train_2"].name == "Train_2"


def test_everything_behind_a_stage_can_be_asked_for() -> None:
    made = plan("steps: {a: {kind: train}, b: {kind: evaluate}, c: {kind: register}}\nlinks: [a -> b, b -> c]")
    assert made.after("a") == {"b", "c"}


def test_a_merged_approval_belongs_to_the_group_it_guards() -> None:
    made = plan("steps: {r: {kind: register}, ok: {kind: approve}, go: {kind: deploy}}\nlinks: [r -> ok, ok -> go]")
    group = made.workflow_of("go").groups["go"]
    assert group.steps == ("ok", "go")
    assert group.reviewed
    assert group.environment == "production"
    assert made.job_graph() == {"r": (), "go": ("r",)}
