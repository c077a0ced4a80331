"""Links between steps of different files."""

from __future__ import annotations

from typing import Any

import pytest

from designer.targets.imported import GUESSED
from tests.unit.targets.opened import WORKFLOWS, ends, repository

STAGES = """
    stages:
      prepare:
        cmd: python prepare.py
        deps: [prepare.py]
        outs: [data/clean.csv]
      train:
        cmd: python train.py
        deps: [data/clean.csv]
        outs: [models/model.pkl]
    """
RELEASE = """
    name: Release
    on: {push: {branches: [main]}}
    jobs:
      fit:
        runs-on: ubuntu-latest
        steps:
          - run: dvc repro
      ship:
        needs: fit
        runs-on: ubuntu-latest
        steps:
          - run: kubectl apply -f k8s/
    """
MANIFEST = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api}
    spec:
      replicas: 3
      template:
        spec:
          containers:
            - {name: api, image: "ghcr.io/team/api:1.2", resources: {limits: {cpu: 1}}}
    """


def workflow(job: str, *commands: str, on: str = "push", more: str = "") -> str:
    steps = "\n".join(f"      - run: {c}" for c in commands)
    return f"name: {job.title()}\non: {on}\njobs:\n  {job}:\n    runs-on: ubuntu-latest\n{more}    steps:\n{steps}\n"


def test_a_run_of_the_stages_is_drawn_into_the_job_that_asks_for_it() -> None:
    read = repository({f"{WORKFLOWS}/release.yml": RELEASE, "dvc.yaml": STAGES})
    assert {"fit -> prepare", "prepare -> train", "train -> ship", "fit -> ship"} <= ends(read)
    assert read.snapshot.steps["train"].kind == "train"
    assert read.snapshot.steps["fit"].kind == "other"
    assert any("runs dvc.yaml" in r.message and r.step == "fit" for r in read.remarks)


def test_of_several_jobs_that_run_the_stages_the_one_that_leads_to_a_release_counts() -> None:
    files = {
        f"{WORKFLOWS}/a.yml": workflow("check", "dvc repro", "pytest"),
        f"{WORKFLOWS}/release.yml": RELEASE,
        "dvc.yaml": STAGES,
    }
    read = repository(files)
    assert "fit -> prepare" in ends(read)
    assert not [k for k in read.snapshot.links.values() if k.target == "prepare" and k.source.startswith("check")]
    assert any("too: drawn is the run of" in r.message for r in read.remarks)


def test_stages_that_nobody_asks_for_stay_apart() -> None:
    files = {f"{WORKFLOWS}/release.yml": RELEASE.replace("dvc repro", "dvc repro prepare"), "dvc.yaml": STAGES}
    assert {"fit -> prepare", "prepare -> ship"} <= ends(repository(files))
    assert "train -> ship" not in ends(repository(files))


def test_a_manifest_that_a_step_applies_tells_what_the_release_is() -> None:
    read = repository({f"{WORKFLOWS}/release.yml": RELEASE, "k8s/api.yaml": MANIFEST})
    ship, manifest = read.snapshot.steps["ship"], read.snapshot.steps["api"]
    assert (ship.get("replicas"), ship.get("resource_limits"), ship.get("artifact_ref")) == (3, True, "version")
    assert (manifest.kind, manifest.get("implicit")) == ("other", True)
    assert "ship -> api" in ends(read)


def test_a_manifest_that_nobody_applies_is_a_release_of_its_own() -> None:
    read = repository({f"{WORKFLOWS}/ci.yml": workflow("check", "pytest"), "k8s/api.yaml": MANIFEST})
    assert read.snapshot.steps["api"].kind == "deploy"
    assert read.snapshot.steps["api"].get("implicit") is None


def test_an_image_that_is_built_here_reaches_the_manifest_that_runs_it() -> None:
    build = workflow("build", "docker build -t ghcr.io/team/api:${{ github.sha }} .")
    assert "build -> api" in ends(repository({f"{WORKFLOWS}/build.yml": build, "k8s/api.yaml": MANIFEST}))
    other = build.replace("team/api", "team/web")
    assert "build -> api" not in ends(repository({f"{WORKFLOWS}/build.yml": other, "k8s/api.yaml": MANIFEST}))


def test_a_dockerfile_belongs_to_the_step_that_builds_it_and_takes_the_model_in() -> None:
    files = {
        f"{WORKFLOWS}/build.yml": workflow("build", "docker build -t x ."),
        "Dockerfile": "FROM python:3.12\nCOPY models/model.pkl /app/\n",
        "dvc.yaml": STAGES,
    }
    read = repository(files)
    assert {"build -> image", "train -> build"} <= ends(read)
    assert "train -> image" not in ends(read)
    assert read.snapshot.steps["build"].get("pinned") is False
    assert read.snapshot.steps["image"].get("implicit") is True


def test_data_that_an_earlier_step_of_the_run_brings_has_no_stand_in() -> None:
    alone = {f"{WORKFLOWS}/release.yml": RELEASE, "dvc.yaml": STAGES.replace("[prepare.py]", "[prepare.py, raw.csv]")}
    assert "raw_csv" in repository(alone).snapshot.steps
    pulled = {
        **alone,
        f"{WORKFLOWS}/release.yml": RELEASE.replace("- run: dvc", "- run: dvc pull\n          - run: dvc"),
    }
    read = repository(pulled)
    assert "raw_csv" not in read.snapshot.steps
    assert "fit_dvc_2 -> prepare" in ends(read) or "fit_dvc -> prepare" in ends(read)


def test_a_called_workflow_is_drawn_where_it_is_called() -> None:
    caller = """
        on: push
        jobs:
          before: {runs-on: x, steps: [{run: pytest}]}
          middle: {needs: before, uses: ./.github/workflows/inner.yml}
          after: {needs: middle, runs-on: x, steps: [{run: kubectl apply -f a.yml}]}
        """
    inner = workflow("inside", "python train.py", on="workflow_call")
    read = repository({f"{WORKFLOWS}/caller.yml": caller, f"{WORKFLOWS}/inner.yml": inner})
    assert {"middle -> inside", "inside -> after"} <= ends(read)


def test_a_workflow_that_follows_another_comes_after_its_last_steps() -> None:
    first = workflow("first", "python train.py")
    second = workflow("second", "python evaluate.py", on="{workflow_run: {workflows: [First], types: [completed]}}")
    read = repository({f"{WORKFLOWS}/a.yml": first, f"{WORKFLOWS}/b.yml": second})
    assert any(k.source == "first" and k.target == "second" for k in read.snapshot.links.values())


def test_a_step_that_starts_another_workflow_is_a_feedback_link() -> None:
    files = {
        f"{WORKFLOWS}/watch.yml": workflow("watch", "gh workflow run train.yml", on="{schedule: [{cron: 1 2 * * *}]}"),
        f"{WORKFLOWS}/train.yml": workflow("train", "python train.py", on="workflow_dispatch"),
    }
    assert "watch ~> train" in ends(repository(files))


@pytest.mark.parametrize("run", ["kubectl apply -f k8s/api.yaml", "python train.py"])
@pytest.mark.parametrize(("event", "guards"), [("pull_request", True), ("push", False)])
def test_tests_of_pull_requests_guard_what_runs_after_the_merge(event: str, guards: bool, run: str) -> None:
    files = {
        f"{WORKFLOWS}/ci.yml": workflow("check", "pytest", on=event),
        f"{WORKFLOWS}/cd.yml": workflow("ship", run),
    }
    read = repository(files)
    assert ("check -> ship" in ends(read)) is guards
    told = [r for r in read.remarks if r.status == GUESSED and "guard" in r.message]
    assert bool(told) is guards


def test_only_the_last_tests_of_a_chain_guard_and_only_what_nothing_comes_before() -> None:
    checks = """
        on: pull_request
        jobs:
          lint: {runs-on: x, steps: [{run: ruff check}]}
          unit: {runs-on: x, needs: lint, steps: [{run: pytest}]}
        """
    read = repository({f"{WORKFLOWS}/checks.yml": checks, f"{WORKFLOWS}/release.yml": RELEASE, "dvc.yaml": STAGES})
    assert {k for k in ends(read) if k.startswith(("lint ->", "unit ->"))} == {"lint -> unit", "unit -> fit"}


def test_what_watches_by_the_clock_watches_the_only_release() -> None:
    files: dict[str, Any] = {
        f"{WORKFLOWS}/drift.yml": workflow("drift", "python check_drift.py", on="{schedule: [{cron: 1 2 * * *}]}"),
        f"{WORKFLOWS}/cd.yml": workflow("ship", "kubectl apply -f k8s/api.yaml"),
    }
    assert repository(files).snapshot.steps["drift"].get("target") == "ship"
    staged = workflow("try", "helm upgrade web ./chart", more="    environment: staging\n")
    files[f"{WORKFLOWS}/staging.yml"] = staged
    assert repository(files).snapshot.steps["drift"].get("target") == "ship"
    files[f"{WORKFLOWS}/other.yml"] = workflow("second", "helm upgrade web ./chart")
    assert repository(files).snapshot.steps["drift"].get("target") is None


def test_several_files_of_stages_are_linked_by_what_they_read_and_write() -> None:
    files = {
        "data/dvc.yaml": "stages:\n  load:\n    cmd: python load.py\n    outs: [raw.csv]\n",
        "model/dvc.yaml": "stages:\n  fit:\n    cmd: python train.py\n    deps: [../data/raw.csv]\n    outs: [m.pkl]\n",
    }
    read = repository(files)
    assert "load -> fit" in ends(read)
    drawn = [s for s in read.snapshot.steps.values() if s.get("dataset") or s.kind == "data_source"]
    assert all(s.get("implicit") is not True or "raw" not in s.id for s in drawn)


def test_a_link_that_would_close_a_circle_is_left_out_and_told() -> None:
    one = workflow("one", "python train.py", on="{workflow_run: {workflows: [Two]}}")
    two = workflow("two", "python evaluate.py", on="{workflow_run: {workflows: [One]}}")
    read = repository({f"{WORKFLOWS}/one.yml": one, f"{WORKFLOWS}/two.yml": two})
    assert len([k for k in read.snapshot.links.values() if k.is_flow]) == 1
    assert any("left out" in r.message for r in read.remarks)


def test_steps_carry_what_their_own_file_says_where_files_differ() -> None:
    files = {
        f"{WORKFLOWS}/a.yml": workflow("a", "pytest", on="{push: {branches: [main]}}"),
        f"{WORKFLOWS}/b.yml": workflow("b", "pytest", on="{schedule: [{cron: 1 2 * * *}]}"),
        "dvc.yaml": STAGES,
    }
    steps = repository(files).snapshot.steps
    assert steps["a"].get("triggers") == ["push"]
    assert steps["a"].get("push_branches") is None or steps["a"].get("push_branches") == ["main"]
    assert steps["b"].get("triggers") == ["schedule"]
    assert steps["train"].get("origin") == "dvc"


def test_many_cards_open_with_their_longer_jobs_collapsed() -> None:
    long = workflow("long", *(f"python train.py {n}" for n in range(8)))
    files = {f"{WORKFLOWS}/a.yml": long, f"{WORKFLOWS}/b.yml": workflow("short", "pytest", "python evaluate.py")}
    assert not any(f.extra.get("collapsed") for f in repository(files).snapshot.frames.values())
    read = repository({**files, "dvc.yaml": STAGES, f"{WORKFLOWS}/release.yml": RELEASE})
    collapsed = {f.title for f in read.snapshot.frames.values() if f.extra.get("collapsed")}
    assert collapsed == {"long"}


def test_a_repository_is_not_called_like_one_of_its_files_and_serves_when_one_of_them_does() -> None:
    read = repository({f"{WORKFLOWS}/release.yml": RELEASE, "dvc.yaml": STAGES})
    assert read.snapshot.name == ""
    assert read.snapshot.facts["scope"] == "online"
    assert repository({"a/dvc.yaml": STAGES, "b/dvc.yaml": STAGES}).snapshot.facts["scope"] == "training"


def test_a_few_tests_guard_those_that_run_code_first_and_no_release_to_a_test_stage() -> None:
    checks = {f"{WORKFLOWS}/a{n}.yml": workflow(f"check{n}", "ruff check", on="pull_request") for n in range(4)}
    files = {**checks, f"{WORKFLOWS}/unit.yml": workflow("unit", "pytest", on="pull_request")}
    release = {f"{WORKFLOWS}/cd.yml": workflow("ship", "kubectl apply -f x.yml")}
    guards = {k.source for k in repository({**files, **release}).snapshot.links.values() if k.target == "ship"}
    assert len(guards) == 3
    assert "unit" in guards
    staging = {f"{WORKFLOWS}/cd.yml": workflow("ship", "kubectl apply -f x.yml", more="    environment: staging\n")}
    assert not repository({**files, **staging}).snapshot.links


def test_objects_that_nobody_applies_are_not_taken_to_be_guarded() -> None:
    files = {f"{WORKFLOWS}/ci.yml": workflow("check", "pytest", on="pull_request"), "k8s/api.yaml": MANIFEST}
    assert not repository(files).snapshot.links


def test_a_repository_that_neither_makes_nor_releases_a_model_is_not_judged_for_lacking_one() -> None:
    library = repository(
        {f"{WORKFLOWS}/ci.yml": workflow("unit", "pytest"), f"{WORKFLOWS}/b.yml": workflow("b", "tox")}
    )
    assert library.snapshot.facts["partial"] is True
    assert "partial" not in repository({f"{WORKFLOWS}/release.yml": RELEASE, "dvc.yaml": STAGES}).snapshot.facts


def test_stages_that_are_run_by_hand_run_code_that_was_tested_when_it_was_pushed() -> None:
    tests = {f"{WORKFLOWS}/ci.yml": workflow("unit", "pytest"), "dvc.yaml": STAGES}
    read = repository(tests)
    assert "unit -> prepare" in ends(read)
    assert any(r.status == GUESSED and "was tested by" in r.message for r in read.remarks)


def test_data_that_lies_there_is_no_run_before_the_stages() -> None:
    stages = "stages:\n  fit: {cmd: python train.py, deps: [data/raw.csv], outs: [model.pkl]}\n"
    files = {f"{WORKFLOWS}/ci.yml": workflow("unit", "pytest"), "dvc.yaml": stages}
    assert {"data_raw_csv -> fit", "unit -> fit"} <= {k.partition(" [")[0] for k in ends(repository(files))}


def test_what_starts_a_workflow_does_not_start_what_is_run_by_hand() -> None:
    read = repository({f"{WORKFLOWS}/ci.yml": workflow("unit", "pytest", on="pull_request"), "dvc.yaml": STAGES})
    assert "triggers" not in read.snapshot.facts
    assert read.snapshot.steps["unit"].get("triggers") == ["pull_request"]


def test_what_comes_before_an_object_that_nobody_applies_is_not_seen() -> None:
    files = {f"{WORKFLOWS}/ci.yml": workflow("check", "pytest", on="pull_request"), "k8s/api.yaml": MANIFEST}
    assert repository(files).snapshot.steps["api"].get("unseen") == ["around"]
    applied = repository({f"{WORKFLOWS}/cd.yml": RELEASE, "dvc.yaml": STAGES, "k8s/api.yaml": MANIFEST})
    assert applied.snapshot.steps["ship"].get("unseen") == ["origin", "package", "strategy"]


@pytest.mark.parametrize("event", ["workflow_dispatch", "{schedule: [{cron: 1 2 * * *}]}"])
def test_a_later_run_uses_code_that_was_tested_when_it_was_pushed(event: str) -> None:
    files = {
        f"{WORKFLOWS}/ci.yml": workflow("unit", "pytest"),
        f"{WORKFLOWS}/train.yml": workflow("fit", "python train.py", on=event),
    }
    assert ends(repository(files)) == {"unit -> fit"}
    files[f"{WORKFLOWS}/train.yml"] = workflow("fit", "python train.py")
    assert not ends(repository(files))


def test_tests_of_pull_requests_guard_a_release_that_a_push_starts_besides_another_workflow() -> None:
    on = "{push: {branches: [main]}, workflow_run: {workflows: [Fit], types: [completed]}}"
    files = {
        f"{WORKFLOWS}/check.yml": workflow("check", "pytest", on="pull_request"),
        f"{WORKFLOWS}/fit.yml": workflow("fit", "python train.py", on="[push, pull_request]"),
        f"{WORKFLOWS}/ship.yml": workflow("ship", "kubectl apply -f k8s/", on=on),
    }
    assert {"check -> ship", "fit -> ship"} <= ends(repository(files))
