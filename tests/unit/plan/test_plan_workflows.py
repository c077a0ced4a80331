"""Approvals, workflows, feedback, environments, and what starts a run."""

from __future__ import annotations

import pytest

from designer.plan.plan import MONITOR, PIPELINE, Need, Plan, Trigger
from tests.unit.plan.drawn import IMPROVED, plan


def messages(made: Plan) -> str:
    return "\n".join(loss.message for loss in made.losses)


def triggers(made: Plan, name: str = PIPELINE) -> tuple[Trigger, ...]:
    return next(w.triggers for w in made.workflows if w.name == name)


# ------------------------------------------------------------------ approvals
def test_two_approvals_in_a_row_are_merged_into_one_deployment() -> None:
    made = plan("steps: {a: {kind: approve}, b: {kind: approve}, go: {kind: deploy}}\nlinks: [a -> b, b -> go]")
    assert made.merged == {"a": ("go",), "b": ("go",)}
    assert made.job_graph() == {"go": ()}


def test_an_approval_in_front_of_something_else_is_a_job_of_its_own() -> None:
    made = plan("steps: {ok: {kind: approve}, p: {kind: package}, go: {kind: deploy}}\nlinks: [ok -> p, ok -> go]")
    assert not made.merged
    group = made.workflow_of("ok").groups["ok"]
    assert (group.environment, group.reviewed) == ("approval-ok", True)


def test_an_approval_that_is_ignored_is_not_merged() -> None:
    made = plan('steps: {ok: {kind: approve}, go: {kind: deploy}}\nlinks: ["ok -> go [always]"]')
    assert not made.merged
    assert made.workflow_of("go").groups["go"].needs == (Need("ok", "always"),)


def test_the_outcome_asked_for_survives_a_merged_approval() -> None:
    made = plan(
        'steps: {t: {kind: code_test}, ok: {kind: approve}, go: {kind: deploy}}\nlinks: ["t -> ok [always]", ok -> go]'
    )
    assert made.workflow_of("go").groups["go"].needs == (Need("t", "always"),)


def test_two_ways_to_one_step_ask_for_the_most() -> None:
    made = plan(
        "steps: {t: {kind: code_test}, ok: {kind: approve}, go: {kind: deploy}}\n"
        'links: ["t -> ok [always]", ok -> go, t -> go]'
    )
    assert made.workflow_of("go").groups["go"].needs == (Need("t", "success"),)


@pytest.mark.parametrize(
    ("stated", "environment"),
    [("dev", "development"), ("staging", "staging"), ("prod", "production"), ("7", "production")],
)
def test_a_deployment_runs_in_its_environment(stated: str, environment: str) -> None:
    made = plan(f"steps: {{go: {{kind: deploy, environment: {stated}}}}}")
    assert made.workflow_of("go").groups["go"].environment == environment


def test_a_protected_environment_needs_reviewers() -> None:
    made = plan("steps: {go: {kind: deploy, environment_protected: true}, no: {kind: deploy}}")
    groups = made.workflows[0].groups
    assert groups["go"].reviewed
    assert not groups["no"].reviewed


def test_secrets_of_a_tool_need_an_environment() -> None:
    made = plan("steps: {t: {kind: train, tracked: true}, u: {kind: train}}")
    assert made.workflows[0].groups["t"].environment == "tracking"
    assert made.workflows[0].groups["u"].environment == ""


# ------------------------------------------------------------------ the workflow after a release
def test_what_watches_a_release_runs_by_the_clock() -> None:
    made = plan(IMPROVED)
    assert [w.name for w in made.workflows] == [PIPELINE, MONITOR]
    assert set(made.workflows[1].groups) == {"watch", "drift", "again"}
    assert set(made.crossings) == {("deploy", "watch"), ("deploy", "drift")}


def test_a_monitor_without_a_release_stays_in_the_pipeline() -> None:
    made = plan("steps: {t: {kind: train}, d: {kind: drift}}\nlinks: [t -> d]")
    assert [w.name for w in made.workflows] == [PIPELINE]
    assert not made.crossings


def test_a_monitor_that_names_its_release_runs_by_the_clock() -> None:
    made = plan("steps: {go: {kind: deploy}, w: {kind: monitor, target: go}}")
    assert made.workflow_of("w").name == MONITOR


def test_a_pipeline_may_be_only_a_monitor() -> None:
    made = plan("steps: {w: {kind: monitor, triggers: [schedule]}}")
    assert [w.name for w in made.workflows] == [MONITOR]


def test_a_message_that_waits_for_both_workflows_is_in_both() -> None:
    made = plan(
        "steps: {e: {kind: evaluate}, go: {kind: deploy}, w: {kind: monitor}, tell: {kind: notify}}\n"
        'links: [e -> go, go -> w, w -> tell, "e -> tell [failure]"]'
    )
    assert [("tell" in w.groups) for w in made.workflows] == [True, True]
    assert made.job_graph()["tell"] == ("e", "w")
    assert made.crossings == (("go", "w"),)


def test_a_feedback_link_starts_the_pipeline_again() -> None:
    made = plan(IMPROVED)
    assert [(r.source, r.target, r.workflow) for r in made.restarts] == [("again", "train", PIPELINE)]
    assert "from its beginning" in messages(made)


def test_a_feedback_link_inside_one_workflow_is_lost_because_it_would_never_end() -> None:
    made = plan("steps: {a: {kind: train}, b: {kind: evaluate}}\nlinks: [a -> b, b ~> a]")
    assert not made.restarts
    assert "without end" in messages(made)


def test_a_feedback_link_of_an_implicit_step_goes_with_it() -> None:
    made = plan("steps: {a: {kind: train}, b: {kind: version, implicit: true}}\nlinks: [b ~> a]")
    assert not made.restarts
    assert not any(loss.feature == "feedback" for loss in made.losses)


# ------------------------------------------------------------------ triggers
def test_pushes_go_to_main_unless_branches_are_stated() -> None:
    steps = "\nsteps: {t: {kind: train}}"
    assert triggers(plan("pipeline: {triggers: [push]}" + steps))[0] == Trigger("push", ("main",))
    stated = plan("pipeline: {triggers: [push, pull_request], branches: [develop]}" + steps)
    assert triggers(stated)[:2] == (Trigger("push", ("develop",)), Trigger("pull_request", ("develop",)))


def test_a_person_can_always_start_it_and_may_have_to() -> None:
    made = plan("steps: {t: {kind: train}}")
    assert triggers(made) == (Trigger("manual"),)
    assert "a person has to start it" in messages(made)


def test_a_pipeline_that_is_started_again_by_a_monitor_lacks_nothing() -> None:
    text = IMPROVED.replace("triggers: [push, schedule], ", "")
    assert "a person has to start it" not in messages(plan(text))


def test_outside_events_have_names() -> None:
    made = plan("pipeline: {triggers: [new_data, event, release, schedule]}\nsteps: {t: {kind: train}}")
    assert [t.event for t in triggers(made)] == ["schedule", "release", "manual", "event"]
    assert triggers(made)[-1].names == ("new-data", "event")


def test_dangerous_events_are_replaced_and_said() -> None:
    made = plan("pipeline: {triggers: [pull_request_target, workflow_run]}\nsteps: {t: {kind: train}}")
    assert [t.event for t in triggers(made)] == ["pull_request", "manual"]
    assert "strangers' code" in messages(made)
    assert "another workflow" in messages(made)


def test_events_and_branches_of_steps_count_too() -> None:
    made = plan("steps: {t: {kind: train, triggers: [push], push_branches: [develop]}}")
    assert triggers(made)[0] == Trigger("push", ("develop",))


def test_a_branch_that_is_not_safe_to_write_starts_nothing() -> None:
    made = plan('pipeline: {triggers: [push], branches: ["a\'b"]}\nsteps: {t: {kind: train}}')
    assert [t.event for t in triggers(made)] == ["manual"]
    assert "not safe" in messages(made)


@pytest.mark.parametrize(
    ("stated", "cron"),
    [
        ("[hourly, daily]", "17 * * * *"),
        ("[weekly]", "17 5 * * 1"),
        ("[weekly, daily]", "17 5 * * *"),
        ("[null]", "17 5 * * *"),
        ("[stream]", "17 * * * *"),
        ("[once, weekly]", "17 5 * * 1"),
        ("[once]", ""),
        ("[7]", "17 5 * * *"),
    ],
)
def test_the_most_impatient_watcher_sets_the_clock(stated: str, cron: str) -> None:
    words = stated.strip("[]").split(", ")
    steps = "".join(f"  w{n}: {{kind: monitor, frequency: {w}}}\n" for n, w in enumerate(words))
    links = ", ".join(f"go -> w{n}" for n in range(len(words)))
    made = plan(f"steps:\n  go: {{kind: deploy}}\n{steps}links: [{links}]")
    clocks = [t.cron for t in triggers(made, MONITOR) if t.event == "schedule"]
    assert clocks == ([cron] if cron else [])


def test_a_watcher_that_has_to_follow_others_is_told() -> None:
    made = plan(
        "steps: {go: {kind: deploy}, a: {kind: monitor, frequency: hourly}, b: {kind: drift, frequency: weekly},\n"
        "  c: {kind: drift, frequency: once}, d: {kind: drift, frequency: stream}}\n"
        "links: [go -> a, go -> b, go -> c, go -> d]"
    )
    lost = {loss.step: loss.message for loss in made.losses if loss.feature == "frequency"}
    assert set(lost) == {"b", "c", "d"}
    assert "hourly with the others" in lost["b"]
