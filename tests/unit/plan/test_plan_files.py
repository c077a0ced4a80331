"""Which files flow where, which commands run, and with which parameters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from designer.plan.attributes import is_branch, one_line, safe_path, whole, words
from designer.plan.plan import Plan, Stage
from designer.plan.planner import make_plan
from designer.plan.wiring import Paths
from designer.steps.kind import StepKind, Tool
from tests.unit.plan.drawn import CATALOG, plan, snapshot


def taken(stage: Stage) -> list[str]:
    return [a.path for a in stage.inputs]


def made(stage: Stage) -> list[str]:
    return [a.path for a in stage.outputs]


def features(found: Plan) -> set[tuple[str | None, str]]:
    return {(loss.step, loss.feature) for loss in found.losses}


# ------------------------------------------------------------------ wiring
def test_a_consumer_is_told_the_path_of_its_producer() -> None:
    found = plan("steps: {d: {kind: data_source}, t: {kind: train}}\nlinks: [d -> t]")
    assert made(found.stages["d"]) == ["data/d.csv"]
    assert taken(found.stages["t"]) == ["data/d.csv"]
    assert "--data data/d.csv" in found.stages["t"].commands[0]


def test_the_nearest_data_counts_and_checks_pass_it_on() -> None:
    found = plan(
        "steps: {d: {kind: data_source}, p: {kind: prepare}, v: {kind: validate_data}, t: {kind: train}}\n"
        "links: [d -> p, p -> v, v -> t]"
    )
    assert taken(found.stages["t"]) == ["data/p.csv"]
    assert found.stages["t"].order == ("v",)


def test_an_evaluation_gets_the_data_of_the_training() -> None:
    found = plan("steps: {d: {kind: data_source}, t: {kind: train}, e: {kind: evaluate}}\nlinks: [d -> t, t -> e]")
    assert taken(found.stages["e"]) == ["data/d.csv", "models/t.joblib"]


def test_data_that_is_nearer_than_the_training_replaces_its_data() -> None:
    found = plan(
        "steps: {d: {kind: data_source}, h: {kind: data_source}, t: {kind: train}, e: {kind: evaluate}}\n"
        "links: [d -> t, t -> e, h -> e]"
    )
    assert taken(found.stages["e"]) == ["data/h.csv", "models/t.joblib"]


def test_several_sources_are_all_taken_in_flow_order() -> None:
    found = plan("steps: {b: {kind: data_source}, a: {kind: data_source}, t: {kind: train}}\nlinks: [b -> t, a -> t]")
    assert taken(found.stages["t"]) == ["data/a.csv", "data/b.csv"]


def test_a_control_link_is_order_and_brings_no_files() -> None:
    found = plan('steps: {d: {kind: data_source}, t: {kind: train}}\nlinks: ["d -> t [control]"]')
    assert taken(found.stages["t"]) == []
    assert found.stages["t"].order == ("d",)
    assert "--data" not in found.stages["t"].commands[0]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("training", ["data/p.csv"]), ("d", ["data/d.csv"]), ("sales", ["data/d.csv"]), ("v", ["data/d.csv"])],
)
def test_a_drift_check_compares_with_what_it_names(reference: str, expected: list[str]) -> None:
    found = plan(
        "steps: {d: {kind: data_source, dataset: sales}, v: {kind: version}, p: {kind: prepare}, t: {kind: train},\n"
        f"  go: {{kind: deploy}}, w: {{kind: drift, reference: {reference}}}}}\n"
        "links: [d -> v, v -> p, p -> t, t -> go, go -> w]"
    )
    assert taken(found.stages["w"]) == expected


def test_a_reference_nobody_knows_is_said() -> None:
    found = plan("steps: {d: {kind: data_source}, w: {kind: drift, reference: moon}}\nlinks: [d -> w]")
    assert taken(found.stages["w"]) == ["data/d.csv"]
    assert ("w", "reference") in features(found)


def test_a_drift_check_without_reference_compares_with_nothing() -> None:
    found = plan("steps: {d: {kind: data_source}, w: {kind: drift}}\nlinks: [d -> w]")
    assert "--reference" not in found.stages["w"].commands[0]


def test_paths_never_overlap() -> None:
    paths = Paths()
    assert paths.claim("data/a.csv", "a")
    assert not paths.claim("DATA/A.csv", "b")
    assert not paths.claim("data", "b")
    assert not paths.claim("data/a.csv/inside", "b")
    assert paths.free("data/a.csv", "b") == "data_2/a.csv"
    assert paths.free("x.csv", "c") == "x.csv"
    assert paths.free("x.csv/inside", "d") == "x.csv_2/inside"
    assert paths.free("x.csv", "e") == "x_2.csv"
    assert paths.free("data", "f") == "data_3"


def test_a_tool_that_would_write_outside_of_the_project_is_told() -> None:
    tool = Tool("odd", "Odd", commands=("make ${out.data}",), writes={"data": "../${id}.csv"})
    kinds = {**CATALOG.kinds, "odd": StepKind("odd", "Odd", tools={"odd": tool})}
    found = make_plan(snapshot("steps: {s: {kind: odd}}"), replace(CATALOG, kinds=kinds))
    assert found.stages["s"].outputs == ()
    assert ("s", "output") in features(found)


# ------------------------------------------------------------------ the author's own command
def test_own_commands_stay_as_they_are() -> None:
    found = plan('steps: {t: {kind: train, command: "python  my.py ${HOME} --x  1"}}')
    stage = found.stages["t"]
    assert stage.commands == ("python  my.py ${HOME} --x  1",)
    assert stage.outputs == ()
    assert stage.own_command


def test_own_commands_may_ask_for_paths() -> None:
    found = plan(
        "steps: {d: {kind: data_source}, t: {kind: train, command: 'python my.py ${in.data:--in} ${out.model}'}}\n"
        "links: [d -> t]"
    )
    assert found.stages["t"].commands == ("python my.py --in data/d.csv models/t.joblib",)
    assert made(found.stages["t"]) == ["models/t.joblib"]


def test_own_commands_that_ask_for_nothing_get_what_is_near() -> None:
    found = plan(
        "steps: {d: {kind: data_source}, v: {kind: validate_data}, t: {kind: train, command: python my.py}}\n"
        "links: [d -> v, v -> t]"
    )
    assert taken(found.stages["t"]) == ["reports/v.json", "data/d.csv"]


def test_stated_files_are_what_an_own_command_takes_and_makes() -> None:
    found = plan(
        "steps:\n"
        "  d: {kind: data_source, command: python in.py, produces: [raw/x.csv, raw/y.csv]}\n"
        "  t: {kind: train, command: python t.py, consumes: [raw/x.csv, src/t.py],\n"
        "    produces: [m.pkl, run.json, log.txt]}\n"
        "links: [d -> t]"
    )
    stage = found.stages["t"]
    assert taken(stage) == ["raw/x.csv"]
    assert stage.scripts == ("src/t.py",)
    assert [(a.path, a.role) for a in stage.outputs] == [
        ("m.pkl", "model"),
        ("run.json", "metrics"),
        ("log.txt", "report"),
    ]
    assert {a.role for a in found.stages["d"].outputs} == {"data"}


def test_a_file_that_a_step_before_it_makes_is_no_file_of_the_project() -> None:
    found = plan(
        "steps: {a: {kind: other, command: x, produces: [o.txt]},\n"
        "  b: {kind: other, command: y, consumes: [o.txt, i.txt]}}\n"
        "links: [a -> b]"
    )
    assert found.stages["b"].scripts == ("i.txt",)


def test_a_bare_word_is_a_file_when_it_comes_from_outside() -> None:
    text = "steps: {t: {kind: train, command: make, consumes: [Makefile]}}"
    assert plan(text).stages["t"].scripts == ()
    assert plan("pipeline: {external: [Makefile]}\n" + text).stages["t"].scripts == ("Makefile",)


def test_two_writers_of_one_file_are_told() -> None:
    found = plan(
        "steps: {a: {kind: other, command: x, produces: [o.txt]}, b: {kind: other, command: y, produces: [o.txt]}}"
    )
    assert made(found.stages["b"]) == []
    assert ("b", "output") in features(found)


def test_a_file_of_a_step_that_comes_later_is_not_waited_for() -> None:
    found = plan(
        "steps: {a: {kind: other, command: x, produces: [o.txt]}, b: {kind: other, command: y, consumes: [o.txt]}}"
    )
    assert taken(found.stages["b"]) == []
    assert ("b", "input") in features(found)


def test_what_a_failed_step_made_is_not_waited_for() -> None:
    found = plan(
        "steps: {a: {kind: other, command: x, produces: [o.txt]}, c: {kind: other, command: z},\n"
        "  b: {kind: other, command: y, consumes: [o.txt]}}\n"
        'links: ["a -> c [failure]", c -> b]'
    )
    assert taken(found.stages["b"]) == []


def test_a_stated_file_that_the_tool_makes_anyway_is_one_file() -> None:
    found = plan("steps: {t: {kind: train, produces: [models/t.joblib]}}")
    assert made(found.stages["t"]) == ["models/t.joblib", "reports/t.json"]


# ------------------------------------------------------------------ tools and parameters
def test_a_stated_fact_chooses_the_tool() -> None:
    assert plan("steps: {t: {kind: train}}").stages["t"].tool == "python"
    assert plan("steps: {t: {kind: train, tracked: true}}").stages["t"].tool == "mlflow"
    assert plan("steps: {t: {kind: train, tracked: true, tool: python}}").stages["t"].tool == "python"


def test_an_unknown_tool_is_said() -> None:
    found = plan("steps: {t: {kind: train, tool: magic}, u: {kind: train, tool: magic, tracked: true}}")
    assert found.stages["t"].tool == "python"
    assert {("t", "tool"), ("u", "tool")} <= features(found)


def test_parameters_are_stated_or_the_default_of_kind_or_tool() -> None:
    params = plan("steps: {e: {kind: evaluate, min_score: 0.7, checks: [latency]}}").stages["e"].params
    assert params["min_score"] == 0.7
    assert params["metric"] == "roc_auc"
    assert params["threshold"] is False
    assert params["checks"] == ["latency"]
    assert "baseline" not in params


def test_facts_that_are_no_field_are_parameters() -> None:
    params = (
        plan("steps: {t: {kind: train, batch_size: 64, 'odd key': 1, nested: {a: 1}, owner: me}}").stages["t"].params
    )
    assert params["batch_size"] == 64
    assert not {"odd key", "nested", "owner"} & set(params)


def test_an_own_command_has_only_stated_parameters() -> None:
    stage = plan("steps: {t: {kind: train, command: make, seed: true, epochs: 3}}").stages["t"]
    assert stage.params == {"seed": True, "epochs": 3}
    assert stage.environment == {}


def test_an_own_command_with_a_named_tool_keeps_its_variables() -> None:
    stage = plan("steps: {t: {kind: train, command: make, tool: mlflow}}").stages["t"]
    assert "MLFLOW_TRACKING_URI" in stage.environment
    assert stage.requires == ()


def test_a_parameter_can_stand_in_a_command() -> None:
    stage = plan("steps: {t: {kind: train, command: 'fit ${param.rate:--rate} ${param.none}', rate: 0.1}}").stages["t"]
    assert stage.commands == ("fit --rate 0.1 ${param.none}",)


def test_tests_read_the_scripts_of_every_step() -> None:
    scripts = plan("steps: {c: {kind: code_test}, t: {kind: train}}").stages["c"].scripts
    assert "pipeline/train.py" in scripts
    assert not any("$" in s for s in scripts)


def test_tests_read_the_script_of_every_run_of_a_matrix() -> None:
    found = plan(
        """
steps:
  c: {kind: code_test}
  t: {kind: train, command: go, matrix: {model: [tree, line]}, consumes: ["src/${matrix.model}.py"]}
  e: {kind: evaluate, command: go, matrix: "${{ from_a_run }}", consumes: ["src/${matrix.size}.py", src/e.py]}
"""
    )
    scripts = [s for s in found.stages["c"].scripts if s.startswith("src/")]
    assert scripts == ["src/e.py", "src/line.py", "src/tree.py"]
    assert found.stages["t"].scripts == ("src/${matrix.model}.py",)


# ------------------------------------------------------------------ people and placeholders
@pytest.mark.parametrize(
    "facts",
    ["kind: train, automated: false", "kind: train, notebook: true", "kind: deploy, method: copy", "kind: manual"],
)
def test_what_a_person_does_is_marked_and_said(facts: str) -> None:
    found = plan(f"steps: {{s: {{{facts}}}}}")
    assert found.stages["s"].by_hand
    assert ("s", "by hand") in features(found)


@pytest.mark.parametrize("facts", ["kind: train", "kind: approve, automated: false", "kind: manual, automated: true"])
def test_what_runs_by_itself_is_not(facts: str) -> None:
    assert not plan(f"steps: {{s: {{{facts}}}}}").stages["s"].by_hand


@pytest.mark.parametrize("facts", ["kind: train, stub: true", "kind: other", "kind: unheard_of"])
def test_a_placeholder_does_nothing_and_says_so(facts: str) -> None:
    found = plan(f"steps: {{s: {{{facts}}}}}")
    stage = found.stages["s"]
    assert stage.placeholder
    assert (stage.commands, stage.outputs, stage.params) == ((), (), {})
    assert ("s", "placeholder") in features(found)


# ------------------------------------------------------------------ reading attributes
def test_whole_numbers_have_limits() -> None:
    facts = {"a": 5, "b": True, "c": "5", "d": 0}
    assert [whole(facts, name, 1) for name in "abcde"] == [5, 1, 1, 1, 1]


def test_text_of_any_type_is_read_safely() -> None:
    assert words("a") == ("a",)
    assert words("") == ()
    assert words(7) == ()
    assert words(["a", 7, ""]) == ("a",)
    assert one_line(" a\n b\x07 ") == "a b"


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "./a", "a b.c", "name", "", "a/../b", "-x\n.c"])
def test_what_is_not_safely_inside_is_no_path(path: str) -> None:
    assert safe_path(path) == ""


@pytest.mark.parametrize("name", ["main", "release/1.x", "release/*", "**"])
def test_branch_names(name: str) -> None:
    assert is_branch(name)


@pytest.mark.parametrize("name", ["", "a b", "it's", "a..b", "a//b", "a/", "x.lock", "***", "*a"])
def test_names_that_are_no_branches_or_not_safe(name: str) -> None:
    assert not is_branch(name)


@pytest.mark.parametrize("path", ["my data/x.csv", "../x.csv", "/mnt/x.csv", "s3://bucket/x.csv", "a$(b).csv"])
def test_a_stated_path_that_cannot_be_written_is_a_loss_and_not_dropped_silently(path: str) -> None:
    found = plan(f"steps: {{a: {{kind: prepare, produces: ['{path}']}}, b: {{kind: train, consumes: ['{path}']}}}}")
    told = {loss.step: loss for loss in found.losses if loss.feature in ("output", "input")}
    assert told["a"].message == f"{path} is no plain relative path, so no file is handed over under it"
    assert told["b"].message == f"{path} is no plain relative path, so no file is taken from it"
    assert path not in [a.path for a in found.stages["a"].outputs]


def test_a_bare_word_among_what_is_made_is_a_name_and_no_loss() -> None:
    found = plan("steps: {a: {kind: prepare, produces: [data]}, b: {kind: train, consumes: [data set]}}")
    assert not [loss for loss in found.losses if loss.feature in ("output", "input")]
