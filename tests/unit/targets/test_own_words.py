"""Steps that came from files of other people: matrix, variables, folder, shell, machine, condition, action."""

from __future__ import annotations

from typing import Any

from designer import yaml_io
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.plan.planner import make_plan
from designer.targets.catalog import load_targets
from designer.targets.target import Emission
from tests.unit.plan.drawn import CATALOG

TARGETS = load_targets()
JOBS, STAGES = TARGETS["github"], TARGETS["dvc"]


def drawn(*steps: Step, links: tuple[tuple[str, str], ...] = ()) -> Snapshot:
    made = [Link(a, b) for a, b in links]
    return Snapshot({s.id: s for s in steps}, {k.id: k for k in made}, {"name": "own", "repo": True})


def step(name: str, kind: str = "train", **attributes: Any) -> Step:
    return Step(name, kind, "", {"command": "python train.py", **attributes})


def written(snapshot: Snapshot, target: Any) -> Emission:
    return target.emit(make_plan(snapshot, CATALOG))


def jobs(snapshot: Snapshot) -> dict[str, Any]:
    return yaml_io.load(written(snapshot, JOBS).files[".github/workflows/ml-pipeline.yml"], "")["jobs"]


def stages(snapshot: Snapshot) -> dict[str, Any]:
    return yaml_io.load(written(snapshot, STAGES).files["dvc.yaml"], "")["stages"]


def work(job: dict[str, Any], name: str) -> dict[str, Any]:
    return next(s for s in job["steps"] if s.get("id") == name)


MATRIX = {"model": ["forest", "linear"], "size": [1, 2]}
VARIED = step(
    "fit",
    matrix=MATRIX,
    command="python train.py --model ${matrix.model} --size ${matrix.size}",
    produces=["models/${matrix.model}-${matrix.size}.pkl"],
)


def test_a_matrix_is_written_in_the_words_of_each_target() -> None:
    job, stage = jobs(drawn(VARIED))["fit"], stages(drawn(VARIED))["fit"]
    assert job["strategy"] == {"fail-fast": False, "matrix": MATRIX}
    assert work(job, "fit")["run"] == "python train.py --model ${MATRIX_MODEL} --size ${MATRIX_SIZE}"
    assert work(job, "fit")["env"] == {"MATRIX_MODEL": "${{ matrix.model }}", "MATRIX_SIZE": "${{ matrix.size }}"}
    assert stage["matrix"] == MATRIX
    assert stage["cmd"] == "python train.py --model ${item.model} --size ${item.size}"
    assert stage["outs"] == ["models/${item.model}-${item.size}.pkl"]


def test_each_run_of_a_matrix_hands_its_files_over_under_a_name_of_its_own() -> None:
    after = step("judge", "evaluate", command="python judge.py")
    found = jobs(drawn(VARIED, after, links=(("fit", "judge"),)))
    uploads = [s["with"] for s in found["fit"]["steps"] if s["name"] == "Hand over"]
    downloads = [s["with"] for s in found["judge"]["steps"] if s["name"].startswith("Take over")]
    assert uploads[0]["name"] == "fit-${{ strategy.job-index }}"
    assert "models/${{ matrix.model }}-${{ matrix.size }}.pkl" in uploads[0]["path"]
    assert downloads == [{"pattern": "fit-*", "merge-multiple": True}]


def test_what_follows_a_matrix_waits_for_the_file_of_every_run() -> None:
    after = step("judge", "evaluate", command="python judge.py")
    deps = stages(drawn(VARIED, after, links=(("fit", "judge"),)))["judge"]["deps"]
    assert deps == [f"models/{m}-{n}.pkl" for m in ("forest", "linear") for n in (1, 2)]


def test_a_step_with_the_same_matrix_waits_for_its_own_run_only() -> None:
    after = step("judge", "evaluate", matrix=MATRIX, consumes=["models/${matrix.model}-${matrix.size}.pkl"])
    deps = stages(drawn(VARIED, after, links=(("fit", "judge"),)))["judge"]["deps"]
    assert deps == ["models/${item.model}-${item.size}.pkl"]


def test_exclude_and_include_become_a_list_of_runs() -> None:
    matrix = {"m": ["a", "b"], "exclude": [{"m": "b"}], "include": [{"m": "c", "big": True}]}
    stage = stages(drawn(step("fit", matrix=matrix, command="echo ${matrix.m}", produces=["out/${matrix.m}"])))["fit"]
    assert stage["foreach"] == [{"big": "", "m": "a"}, {"big": True, "m": "c"}]
    assert stage["do"]["cmd"] == "echo ${item.m}"


def test_values_known_only_to_a_run_are_a_loss_where_there_is_no_service() -> None:
    one = step("fit", matrix={"m": "${{ fromJSON(inputs.models) }}"})
    assert jobs(drawn(one))["fit"]["strategy"]["matrix"] == {"m": "${{ fromJSON(inputs.models) }}"}
    assert "matrix" not in stages(drawn(one))["fit"]
    assert [x.step for x in written(drawn(one), STAGES).losses if x.feature == "matrix"] == ["fit"]


def test_a_value_that_only_a_run_knows_is_no_template_of_dvc() -> None:
    one = step("fit", matrix={"m": "${{ fromJSON(inputs.models) }}"}, command="fit ${matrix.m}")
    assert stages(drawn(one))["fit"]["cmd"] == r"fit \${matrix.m}"


def test_variables_reach_the_command_and_secrets_stay_names() -> None:
    one = step("fit", variables={"DEPTH": 3, "NAME": "it's", "KEY": "secret:API_KEY", "URL": "var:SERVER"})
    env = work(jobs(drawn(one))["fit"], "fit")["env"]
    assert env == {"DEPTH": "3", "NAME": "it's", "KEY": "${{ secrets.API_KEY }}", "URL": "${{ vars.SERVER }}"}
    assert stages(drawn(one))["fit"]["cmd"] == """export DEPTH=3; export NAME='it'"'"'s'; python train.py"""
    lost = [x.message for x in written(drawn(one), STAGES).losses if x.feature == "variable"]
    assert len(lost) == 2
    assert "API_KEY" in lost[0] and "SERVER" in lost[1]


def test_a_stage_in_a_folder_names_its_files_from_there() -> None:
    one = step("fit", working_directory="ml/code", produces=["ml/models/m.pkl", "ml/code/log.txt"])
    stage = stages(drawn(one))["fit"]
    assert stage["wdir"] == "ml/code"
    assert stage["outs"] == ["../models/m.pkl", {"log.txt": {"cache": False}}]
    assert work(jobs(drawn(one))["fit"], "fit")["working-directory"] == "ml/code"


def test_a_folder_outside_of_the_project_is_a_loss() -> None:
    one = step("fit", working_directory="../../etc")
    assert "working-directory" not in work(jobs(drawn(one))["fit"], "fit")
    assert [x.feature for x in written(drawn(one), JOBS).losses if x.step == "fit"] == ["folder"]


def test_a_condition_stands_beside_the_conditions_of_the_links() -> None:
    first, then = step("fit"), step("tell", "notify", only_if="${{ github.actor == 'me' || inputs.loud }}")
    snapshot = Snapshot(
        {s.id: s for s in (first, then)}, {"fit -> tell": Link("fit", "tell", when="failure")}, {"name": "own"}
    )
    assert jobs(snapshot)["tell"]["if"] == "failure() && (github.actor == 'me' || inputs.loud)"


def test_a_condition_that_would_break_out_is_left_out_and_told() -> None:
    for hostile in ("a) || (b", "a }} ${{ b", "'open"):
        one = step("fit", only_if=hostile)
        assert "if" not in jobs(drawn(one))["fit"]
        assert "condition" in [x.feature for x in written(drawn(one), JOBS).losses]


def test_a_ready_made_action_does_the_work_of_its_job_and_is_a_loss_for_stages() -> None:
    one = Step("scan", "scan", "", {"action": "owner/scan@v1", "inputs": {"deep": True, "path": "src/${matrix.m}"}})
    assert work(jobs(drawn(one))["scan"], "scan") == {
        "name": "Scan",
        "id": "scan",
        "uses": "owner/scan@v1",
        "with": {"deep": True, "path": "src/${{ matrix.m }}"},
    }
    assert "scan" not in stages(drawn(one, step("fit")))
    assert any("owner/scan@v1" in x.message for x in written(drawn(one, step("fit")), STAGES).losses)


def test_machine_environment_and_token_are_written_as_stated() -> None:
    one = step("fit", runner=["self-hosted", "gpu"], environment_name="lab", token_permissions={"contents": "write"})
    job = jobs(drawn(one))["fit"]
    assert (job["runs-on"], job["environment"], job["permissions"]) == (
        ["self-hosted", "gpu"],
        "lab",
        {"contents": "write"},
    )
    features = {x.feature for x in written(drawn(one), STAGES).losses}
    assert {"runner", "environment name", "token permissions"} <= features


def test_a_command_without_files_gets_a_mark_only_where_somebody_waits_for_it() -> None:
    first, then = step("fit"), step("judge", "evaluate", command="python judge.py")
    assert stages(drawn(first))["fit"] == {"desc": "Fit", "cmd": "python train.py"}
    found = stages(drawn(first, then, links=(("fit", "judge"),)))
    assert found["fit"]["outs"] == [{"reports/fit.done": {"cache": False}}]
    assert found["judge"]["deps"] == ["reports/fit.done"]


def test_a_file_that_every_run_would_write_is_a_loss_where_files_have_one_writer() -> None:
    one = step("fit", matrix=MATRIX, produces=["same.csv", "models/${matrix.model}-${matrix.size}.pkl"])
    assert stages(drawn(one))["fit"]["outs"] == ["models/${item.model}-${item.size}.pkl"]
    assert [x.feature for x in written(drawn(one), STAGES).losses if x.step == "fit"] == ["output"]
