"""Composite actions and reusable workflows of the same repository are looked into."""

from __future__ import annotations

from tests.unit.targets.github_reading.opened import fact, job, opened, step

USE = "steps:\n  - uses: ./.github/actions/{}\n"
ACTION = ".github/actions/{}/action.yml"


def composite(*commands: str) -> str:
    return "runs:\n  using: composite\n  steps:\n" + "".join(f"    - {{run: '{c}', shell: bash}}\n" for c in commands)


def with_action(name: str, text: str, file: str = "action.yml"):
    path = f".github/actions/{name}/{file}"
    body = "".join(f"    {line}\n" for line in USE.format(name).splitlines())
    return opened(f"on: push\njobs:\n  work:\n{body}", {path: text})


def test_a_composite_action_is_what_it_runs() -> None:
    read = with_action("go", composite("pip install x", "python src/train.py"))
    assert step(read).kind == "train"
    assert fact(read, "action") == "./.github/actions/go"


def test_what_it_is_called_goes_before_what_is_deep_inside() -> None:
    deploying = composite("kind create cluster", "kubectl apply -f k8s")
    assert step(with_action("run-tests", deploying)).kind == "code_test"
    assert step(with_action("cluster-setup", deploying)).kind == "other"
    assert step(with_action("go", deploying)).kind == "deploy"


def test_it_may_end_with_yaml() -> None:
    assert step(with_action("go", composite("python src/train.py"), "action.yaml")).kind == "train"


def test_one_that_only_sets_up_is_folded() -> None:
    path = ACTION.format("env")
    text = (
        "on: push\njobs:\n  work:\n    steps:\n      - uses: ./.github/actions/env\n      - run: python src/train.py\n"
    )
    read = opened(text, {path: composite("pip install x")})
    assert list(read.snapshot.steps) == ["work"]
    assert step(read).kind == "train"


def test_one_that_calls_another_is_followed_and_one_that_calls_itself_is_not() -> None:
    outer = "runs: {using: composite, steps: [{uses: ./.github/actions/inner}]}"
    text = "on: push\njobs:\n  work:\n    steps:\n      - uses: ./.github/actions/outer\n"
    inner = composite("python src/train.py")
    assert step(opened(text, {ACTION.format("outer"): outer, ACTION.format("inner"): inner})).kind == "train"
    circle = {ACTION.format("outer"): outer, ACTION.format("inner"): outer.replace("inner", "outer")}
    assert step(opened(text, circle)).kind == "other"


def test_one_that_is_missing_broken_or_outside_is_judged_by_its_name() -> None:
    assert step(job(USE.format("go"))).kind == "other"
    assert step(with_action("go", "a: [")).kind == "other"
    assert step(with_action("go", "runs: {using: node20, main: x.js}")).kind == "other"
    outside = {"secret/action.yml": composite("python src/train.py")}
    text = "on: push\njobs:\n  work:\n    steps:\n      - uses: ./../secret\n"
    assert step(opened(text, outside)).kind == "other"


def test_steps_of_strange_forms_are_passed_over() -> None:
    strange = "runs:\n  steps:\n    - text\n    - {run: [a], with: text}\n    - run: python src/train.py\n"
    assert step(with_action("go", strange)).kind == "train"
    assert step(with_action("go", "- a\n")).kind == "other"


def test_paths_are_seen_from_the_root_of_the_repository() -> None:
    text = "on: push\njobs:\n  work:\n    steps:\n      - uses: ./tools/go\n"
    files = {"sub/project/tools/go/action.yml": composite("python src/train.py")}
    assert step(opened(text, files, "sub/project/.github/workflows/ci.yml")).kind == "train"
    assert step(opened(text, {"tools/go/action.yml": composite("python src/train.py")}, "ci.yml")).kind == "train"


def test_a_reusable_workflow_is_what_its_jobs_do() -> None:
    steps = "      - uses: actions/checkout@v4\n      - run: python src/train.py\n"
    called = f"on: workflow_call\njobs:\n  a:\n    steps:\n{steps}"
    text = "on: push\njobs:\n  work:\n    uses: ./.github/workflows/called.yml\n"
    read = opened(text, {".github/workflows/called.yml": called})
    assert step(read).kind == "train"
    assert [(r.sort, r.name, r.step) for r in read.references] == [("calls", ".github/workflows/called.yml", "work")]
