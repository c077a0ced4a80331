"""What is a release for everybody and what only stands beside it; what becomes of a model that was trained."""

from __future__ import annotations

import pytest

from tests.unit.targets.github_reading.opened import fact, job, opened

TRAINS = "import joblib\nmodel.fit(x, y)\njoblib.dump(model, target)\n"


def kinds(text: str) -> list[str]:
    return [s.kind for s in job(text).snapshot.steps.values()]


def test_an_endpoint_is_the_place_of_the_release_behind_it_and_none_itself() -> None:
    make = "steps:\n- name: Create endpoint\n  run: ./make.ps1\n"
    assert kinds(make + "- name: Deploy model to endpoint\n  run: ./ship.ps1\n") == ["other", "deploy"]
    assert kinds(make) == ["deploy"]


@pytest.mark.parametrize(
    ("name", "branches", "environment"),
    [
        ("Build and ship (dev)", "[dev]", "dev"),
        ("Build and ship (dev)", "[main]", None),
        ("Build and ship", "[dev]", None),
        ("Dev to prod", "[dev]", None),
    ],
)
def test_a_file_for_developers_says_so_by_its_name_and_its_branch(
    name: str, branches: str, environment: str | None
) -> None:
    text = (
        f"name: {name}\non: {{push: {{branches: {branches}}}}}\njobs: {{a: {{steps: [{{run: kubectl apply -f k}}]}}}}\n"
    )
    assert fact(opened(text), "environment", "a") == environment


@pytest.mark.parametrize(
    ("commits", "is_open"),
    [
        ("git add -A data/", True),
        ("git add .", True),
        ("git add --all && git commit -m x", True),
        ("git add out/state/ || true", True),
        ("git commit -am 'new'", True),
        ("git add metrics.json", False),
        ("git add docs/", False),
        ("git add img/*.png", False),
    ],
)
def test_a_model_may_lie_in_a_folder_that_is_committed_behind_it(commits: str, *, is_open: bool) -> None:
    steps = f'[{{run: python train.py}}, {{run: "{commits}\\ngit push"}}]'
    text = f"on: push\njobs: {{a: {{steps: {steps}}}}}\n"
    read = opened(text, {"train.py": TRAINS})
    train = next(s for s in read.snapshot.steps.values() if s.kind == "train")
    assert ("register" in (train.get("unseen") or ())) == is_open


def test_a_job_that_is_called_a_release_is_none_that_trains() -> None:
    assert kinds("steps:\n- run: az ml job create --file jobs/prod-deploy.yml\n") == ["deploy"]
    assert kinds("steps:\n- run: az ml job create --file jobs/fit.yml\n") == ["train"]


def test_a_dashboard_is_what_people_look_at_whatever_its_steps_are_called() -> None:
    ship = "{steps: [{name: Ship to the cloud, run: gcloud run deploy $NAME --image $IMAGE}]}"
    read = opened(f"on: push\njobs: {{deploy-dashboard: {ship}, deploy-api: {ship}}}\n")
    assert {s.id: s.kind for s in read.snapshot.steps.values()} == {"deploy-dashboard": "other", "deploy-api": "deploy"}


@pytest.mark.parametrize(
    ("target", "environment"),
    [
        ("--function-name shop-dev-score", "dev"),
        ("--function-name devices-score", None),
        ("--function-name score --description dev", None),
    ],
)
def test_what_is_released_may_be_called_after_developers(target: str, environment: str | None) -> None:
    read = job(f"steps:\n- run: aws lambda update-function-code {target} --image-uri $IMAGE\n")
    assert fact(read, "environment") == environment


def test_a_script_that_trains_and_tests_may_do_so_in_time() -> None:
    steps = '[{name: Train, run: "python train.py && pytest"}]'
    read = opened(f"on: push\njobs: {{a: {{steps: {steps}}}}}\n", {"train.py": TRAINS})
    assert fact(read, "unseen", "a") == ["code_test"]
