"""What the rules ask for, worked out from what a file says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from tests.unit.targets.github_reading.opened import CATALOG, fact, job, jobs, opened, step

RUN = "steps:\n  - run: python src/train.py"
DEPLOY = "steps:\n  - run: kubectl apply -f k8s"
SHA = "8f4b7f84864484a7bf31766abe9204da3cbe65b3"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (f"continue-on-error: true\n{RUN}", "blocking", False),
        ("steps:\n  - {run: python src/train.py, continue-on-error: true}", "blocking", False),
        (f"continue-on-error: ${{{{ matrix.maybe }}}}\n{RUN}", "blocking", None),
        (f"if: github.ref == 'refs/heads/main'\n{RUN}", "branches", ["main"]),
        ("steps:\n  - {run: python train.py, if: github.ref_name == 'x'}", "branches", ["x"]),
        (f"if: github.event_name == 'schedule'\n{RUN}", "triggers", ["schedule"]),
        (f"if: github.event_name != 'pull_request'\n{RUN}", "triggers", ["push", "schedule", "manual"]),
        (f"if: github.event_name != 'release'\n{RUN}", "triggers", None),
        (f"environment: staging-eu\n{DEPLOY}", "environment", "staging"),
        (f"environment: {{name: development}}\n{DEPLOY}", "environment", "dev"),
        (f"environment: live\n{DEPLOY}", "environment", "prod"),
        (f"environment: ${{{{ inputs.where }}}}\n{DEPLOY}", "environment", None),
        (f"name: Deploy to staging\n{DEPLOY}", "environment", "staging"),
        (DEPLOY, "environment", None),
        (f"environment: live\n{RUN}", "environment", None),
        (f"runs-on: ubuntu-latest\n{RUN}", "runs_on", "ci"),
        (f"runs-on: [self-hosted, linux, gpu-a100]\n{RUN}", "runs_on", "gpu_runner"),
        (f"runs-on: {{group: ml, labels: [gpu]}}\n{RUN}", "runs_on", "gpu_runner"),
        (f"runs-on: [self-hosted, k8s-large]\n{RUN}", "runs_on", "cluster"),
        (f"runs-on: self-hosted\n{RUN}", "runs_on", "ci"),
        (f"runs-on: ${{{{ matrix.os }}}}\n{RUN}", "runs_on", None),
        ("runs-on: ubuntu-latest\nsteps:\n  - run: az ml job create --file job.yml", "runs_on", "managed"),
        (
            "steps:\n  - {run: python src/train.py, env: {API_PASSWORD: Xy7kQp92LmZ4}}\n"
            "env: {KEY: '${{ secrets.KEY }}'}",
            "secrets",
            "hardcoded",
        ),
        (f"permissions: write-all\n{RUN}", "permissions", "broad"),
        (f"permissions: {{contents: write}}\n{RUN}", "permissions", "least"),
        (f"permissions: {{}}\n{RUN}", "permissions", "least"),
        (RUN, "permissions", None),
        (f"env: {{KEY: '${{{{ secrets.KEY }}}}'}}\n{RUN}", "secrets", "store"),
        ("steps:\n  - run: python train.py --token ${{ secrets.GITHUB_TOKEN }}", "secrets", None),
        ("steps:\n  - run: python train.py --key ${{ secrets['API_KEY'] }}", "secrets", "store"),
        (
            "permissions: {id-token: write}\nsteps:\n"
            "  - {uses: aws-actions/configure-aws-credentials@v4, with: {role-to-assume: x}}\n  - run: python train.py",
            "secrets",
            "oidc",
        ),
        ("steps:\n  - uses: docker/build-push-action@v6", "pinned", False),
        (f"steps:\n  - uses: docker/build-push-action@{SHA}", "pinned", True),
        ("steps:\n  - uses: docker://python:3.12", "pinned", False),
        (f"steps:\n  - uses: docker://python@sha256:{SHA}{'0' * 24}", "pinned", True),
        ("steps:\n  - uses: astral-sh/setup-uv@v5\n  - run: python src/train.py", "pinned", False),
        ("steps:\n  - uses: actions/checkout@v4\n  - run: python src/train.py", "pinned", None),
        ("steps:\n  - uses: actions/checkout@master\n  - run: python src/train.py", "pinned", False),
    ],
)
def test_a_fact_is_judged_from_the_text(text: str, name: str, expected: Any) -> None:
    top = "on: {push: {branches: [main]}, pull_request: , schedule: [{cron: '0 3 * * *'}], workflow_dispatch: }"
    assert fact(job(text, top), name) == expected


def test_only_the_first_card_of_a_job_answers_for_its_set_up() -> None:
    read = job(
        "steps:\n  - uses: astral-sh/setup-uv@v5\n"
        "  - {id: a, run: python src/train.py}\n  - {id: b, run: python src/evaluate.py}"
    )
    assert [card.get("pinned") for card in read.snapshot.steps.values()] == [False, None]


def test_rights_and_secrets_of_the_file_count_for_every_job() -> None:
    read = job(RUN, "on: push\npermissions: write-all\nenv: {KEY: '${{ secrets.KEY }}'}")
    assert (fact(read, "permissions"), fact(read, "secrets")) == ("broad", "store")
    assert fact(read, "token_permissions") is None


@pytest.mark.parametrize(
    ("cron", "often"),
    [
        ("0 3 * * *", "daily"), ("*/5 * * * *", "hourly"), ("0 */6 * * *", "hourly"), ("0 3 * * 1", "weekly"),
        ("0 3 1 * *", None), ("nonsense", None),
    ],
)  # fmt: skip
def test_the_clock_says_how_often_drift_is_looked_for(cron: str, often: str | None) -> None:
    read = job("steps:\n  - run: python src/detect_drift.py", f"on: {{schedule: [{{cron: '{cron}'}}]}}")
    assert fact(read, "frequency") == often


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        (RUN, "training"),
        (DEPLOY, "online"),
        (f"environment: staging\n{DEPLOY}", "training"),
        ("steps:\n  - run: python src/batch_predict.py", "batch"),
    ],
)
def test_a_purpose_is_proposed(text: str, scope: str) -> None:
    assert job(text, "on: {schedule: [{cron: '0 3 * * *'}]}").snapshot.facts["scope"] == scope


def test_facts_of_the_whole_file() -> None:
    read = opened("name: Nightly\non: {push: {branches: [main, 'release/*']}, label: }\njobs: {a: {}}")
    facts = read.snapshot.facts
    assert facts["name"] == "Nightly"
    assert facts["triggers"] == ["push", "event"]
    assert facts["branches"] == ["main", "release/*"]
    assert (facts["origin"], facts["repo"]) == ("github", True)
    assert "opaque" not in facts


def test_a_workflow_of_others_makes_the_picture_partly_hidden() -> None:
    call = "build:\n  uses: {}\n"
    assert jobs(call.format("team/tools/.github/workflows/x.yml@v1")).snapshot.facts["opaque"] is True
    assert jobs(call.format("./.github/workflows/x.yml")).snapshot.facts["opaque"] is True
    text = "on: push\njobs:\n  build:\n    uses: ./.github/workflows/x.yml\n"
    there = opened(text, {".github/workflows/x.yml": "on: workflow_call\njobs: {}"})
    assert "opaque" not in there.snapshot.facts


def test_somebody_is_told_of_failures() -> None:
    tell = "tell:\n  needs: fit\n  if: failure()\n  steps:\n    - run: 'curl -d x $SLACK_WEBHOOK'\n"
    fit = "fit:\n  steps:\n    - run: python src/train.py\n"
    assert jobs(fit + tell).snapshot.facts["notify_on_failure"] is True
    assert "notify_on_failure" not in jobs(fit + tell.replace("  if: failure()\n", "")).snapshot.facts


def test_the_analyzer_sees_that_a_release_ignores_its_gate() -> None:
    gate = "gate:\n  needs: fit\n  steps:\n    - run: python src/evaluate.py --min-accuracy 0.9\n"
    fit = "fit:\n  steps:\n    - run: python src/train.py\n"
    ship = "ship:\n  needs: gate\n  if: always()\n  steps:\n    - run: kubectl apply -f k8s\n"
    analyzer = Analyzer(CATALOG, load_rulebook())

    def codes(text: str) -> set[str]:
        found = analyzer.analyze(jobs(text).snapshot, today=date(2026, 1, 1))
        return {finding.code for finding in found.findings}

    assert "AUT009" in codes(fit + gate + ship)
    assert "AUT009" not in codes(fit + gate + ship.replace("  if: always()\n", ""))


MOVABLE = """
runs-on: ubuntu-latest
permissions: write-all
steps:
- uses: actions/checkout@v4
- uses: docker/login-action@v3
- run: pytest
- uses: docker/build-push-action@v6
  with: {push: true}
"""


def test_what_can_be_swapped_is_named_also_when_it_only_prepares() -> None:
    found = job(MOVABLE)
    named = {s.id: s.get("movable") for s in found.snapshot.steps.values()}
    assert named == {
        "work_pytest": ["docker/login-action@v3"],
        "work_build_push_action": ["docker/build-push-action@v6"],
    }


def test_rights_of_a_job_are_too_broad_once() -> None:
    assert [s.get("permissions") for s in job(MOVABLE).snapshot.steps.values()] == ["broad", None]


def test_a_model_that_is_fetched_was_made_out_of_sight() -> None:
    found = job("steps:\n- name: Download model\n  run: aws s3 cp s3://models/a.pkl model.pkl\n- run: pytest\n")
    unseen = {s.kind: s.get("unseen") for s in found.snapshot.steps.values()}
    assert unseen == {"model_source": ["maker"], "code_test": None}


def test_a_script_that_fetches_data_knows_itself_which_version() -> None:
    def unseen(command: str) -> Any:
        return next(iter(job(f"steps:\n- name: Download data\n  run: {command}\n").snapshot.steps.values())).get(
            "unseen"
        )

    assert unseen("python scripts/get_data.py") == ["versioned"]
    assert unseen("wget https://example.org/train.csv") is None
    assert unseen("dvc pull") is None


def test_a_called_workflow_that_is_not_here_may_check_the_data_that_it_fetches() -> None:
    analyzer = Analyzer(CATALOG, load_rulebook())
    text = (
        "on: push\njobs:\n  ingest_data:\n    uses: ./.github/workflows/ingest.yml\n"
        "  train:\n    needs: ingest_data\n    steps: [{run: python train.py}]\n"
    )
    missing = opened(text).snapshot
    assert "maker" in missing.steps["ingest_data"].get("unseen")
    assert "AUT010" in analyzer.analyze(missing, "startup").open_questions
    fetched = opened(text.replace("uses: ./.github/workflows/ingest.yml", "steps: [{run: dvc pull}]")).snapshot
    assert "AUT010@ingest_data" in analyzer.analyze(fetched, "startup").keys


def test_a_report_to_a_pull_request_is_no_gate_that_misses_the_release() -> None:
    """Whether the pipeline that trains also evaluates, on each run, was not read."""
    analyzer = Analyzer(CATALOG, load_rulebook())
    text = (
        "on: [push, pull_request]\njobs:\n  train:\n    steps:\n    - run: {0}\n"
        "    - {{if: github.event_name == 'pull_request', run: cml comment create report.md}}\n"
        "  deploy:\n    needs: train\n    if: github.ref_name == 'main'\n    steps: [{{run: kubectl apply -f k8s}}]\n"
    )
    report = analyzer.analyze(opened(text.format("dvc repro")).snapshot, "startup")
    assert report.open_questions["AUT008"] == ("deploy",)
    script = {"train.py": "from sklearn.svm import SVC\nSVC(random_state=1).fit(x, y)\n"}
    read = analyzer.analyze(opened(text.format("python train.py"), script).snapshot, "startup")
    assert "AUT008@train_cml" in read.keys


def test_what_is_released_to_a_cluster_that_goes_away_is_no_release_to_users() -> None:
    apply = "- run: kubectl apply -f k8s/\n"
    assert fact(job(f"steps:\n{apply}"), "environment") is None
    for made in ("- uses: helm/kind-action@v1\n", "- run: minikube start\n"):
        assert fact(job(f"steps:\n{made}{apply}"), "environment") == "dev"
    for name, environment in (("E2E tests", "dev"), ("Test and deploy", None), ("Latest", None)):
        assert fact(job(f"name: {name}\nsteps:\n{apply}"), "environment") == environment, name


def test_where_the_model_of_a_release_comes_from_may_be_hidden_in_its_image() -> None:
    assert fact(job("steps:\n- run: kubectl apply -f k8s/\n"), "unseen") == ["origin", "package", "strategy"]


def test_a_pull_request_with_the_model_versions_it() -> None:
    action = "- uses: peter-evans/create-pull-request@v6\n  with:\n    add-paths: |\n      models/model.pkl\n"
    assert fact(job(f"steps:\n{action}"), "artifacts") == ["code", "model"]


def test_a_training_script_that_was_read_hides_only_what_it_does() -> None:
    text = "on: push\njobs:\n  fit:\n    steps:\n    - run: python train.py\n"
    unseen = opened(text).snapshot.steps["fit"].get("unseen")
    assert unseen == ["evaluate", "register"]
    assert opened(text, {"train.py": "model.fit(x)\n"}).snapshot.steps["fit"].get("unseen") is None


SECRET = "{API_TOKEN: s3cr3t-value-9}"


def hard_coded(text: str) -> list[str]:
    return [s.id for s in opened(text).snapshot.steps.values() if s.get("secrets") == "hardcoded"]


def test_a_password_of_all_jobs_is_told_once() -> None:
    two = "{runs-on: x, steps: [{run: make build}, {run: python train.py}]}"
    assert hard_coded(f"on: push\nenv: {SECRET}\njobs:\n  a: {two}\n  b: {two}\n") == ["a_build"]
    steps = "[{run: pip install x}, {run: python train.py}]"
    assert hard_coded(f"on: push\njobs:\n  a:\n    env: {SECRET}\n    steps: {steps}\n") == ["a"]


def test_a_password_that_a_test_makes_for_itself_is_none() -> None:
    assert hard_coded(f"on: push\njobs:\n  test: {{env: {SECRET}, steps: [{{run: pytest}}]}}\n") == []
    assert hard_coded(f"on: push\njobs:\n  ship: {{env: {SECRET}, steps: [{{run: pytest}}]}}\n") == ["ship"]


def test_the_password_of_a_container_beside_the_job_opens_nothing_else() -> None:
    services = "services: {db: {image: postgres, env: {POSTGRES_PASSWORD: Xy7kQp92}}}"
    for env in (
        "env: {PGPASSWORD: Xy7kQp92}, steps: [{run: make}]",
        "steps: [{run: make, env: {PGPASSWORD: Xy7kQp92}}]",
    ):
        assert hard_coded(f"on: push\njobs:\n  ship: {{{services}, {env}}}\n") == []
        assert hard_coded(f"on: push\njobs:\n  ship: {{{env}}}\n") == ["ship"]


def test_commands_over_ssh_are_no_copy_by_hand() -> None:
    ssh = "steps:\n- uses: appleboy/ssh-action@v1\n  with: {script: docker compose up -d}\n"
    assert (fact(job(ssh), "platform"), fact(job(ssh), "method")) == ("server", None)


def test_a_step_called_validate_model_measures_it_whatever_its_script_is_called() -> None:
    steps = "steps:\n- name: Validate Model (Automated Testing)\n  run: python test_pipeline.py\n- run: pytest\n"
    assert next(iter(job(steps).snapshot.steps.values())).kind == "evaluate"


def test_a_pipeline_that_is_run_as_one_may_check_its_data() -> None:
    assert "validate_data" in fact(job("steps:\n- run: dvc repro train\n"), "unseen")
    assert "validate_data" not in fact(job("steps:\n- run: python train.py\n"), "unseen")


def test_a_release_may_pack_its_model_itself_unless_it_copies_the_file() -> None:
    assert fact(job("steps:\n- uses: akhileshns/heroku-deploy@v3\n"), "unseen") == ["origin", "package", "strategy"]
    copied = "steps:\n- name: Deploy\n  run: scp models/model.pkl me@example.org:/srv/\n"
    assert fact(job(copied), "unseen") == ["origin", "strategy"]


def test_a_run_that_is_told_of_events_is_not_started_by_hand() -> None:
    top = "on: {workflow_dispatch: {inputs: {s3_key: {required: false}}}}"
    assert "retrain_trigger" in fact(job("steps:\n- run: python train.py\n", top), "unseen")
    top = "on: {workflow_dispatch: {inputs: {epochs: {required: false}}}}"
    assert "retrain_trigger" not in fact(job("steps:\n- run: python train.py\n", top), "unseen")


def test_a_machine_for_the_run_is_no_release() -> None:
    found = job("steps:\n- name: deploy\n  run: docker-machine create --driver amazonec2 m\n- run: pytest\n")
    assert next(iter(found.snapshot.steps.values())).kind == "other"


def test_a_step_behind_an_environment_is_an_approval_whatever_it_prints() -> None:
    gate = "environment: production\nsteps:\n- name: Approval\n  run: echo approved\n"
    assert fact(job(gate), "stub") is None
    assert fact(job(gate.replace("environment: production\n", "")), "stub") is True


def test_what_a_job_takes_down_at_its_end_is_no_release_to_users() -> None:
    make = "- run: kubectl apply -f k8s/\n"
    drop = "- if: always()\n  run: az vm delete --ids $ID --yes\n"
    assert fact(job(f"steps:\n{make}{drop}"), "environment") == "dev"
    assert fact(job(f"steps:\n{make}{drop.replace('always()', 'inputs.drop')}"), "environment") is None


def test_a_copy_that_the_same_run_starts_on_its_server_is_no_work_by_hand() -> None:
    copy = "- name: Deploy\n  uses: appleboy/scp-action@v1\n  with: {source: app/, target: /srv}\n"
    start = "- uses: appleboy/ssh-action@v1\n  with: {script: docker compose up -d}\n"
    methods = [
        next(s.get("method") for s in job(f"steps:\n{text}").snapshot.steps.values()) for text in (copy, copy + start)
    ]
    assert methods == ["copy", "auto"]


def test_a_pipeline_that_nobody_read_may_evaluate_what_it_trains() -> None:
    def of(command: str, **files: str) -> Any:
        text = f"on: push\njobs:\n  train:\n    steps:\n    - name: Train\n      run: {command}\n"
        return (
            opened(text, {name.replace("_", "."): x for name, x in files.items()}).snapshot.steps["train"].get("unseen")
        )

    for command in ("dvc repro", "dvc repro --force", "dvc repro prepare train evaluate", "python train_flow.py run"):
        assert "maker" in of(command), command
    for command in ("dvc repro train", "python train.py"):
        assert "maker" not in of(command), command
    assert "maker" not in of("dvc repro", dvc_yaml="stages: {train: {cmd: python train.py}}\n")


@pytest.mark.parametrize(
    ("ships", "codes_found"),
    [
        ("github.ref == 'refs/heads/main' || github.event.inputs.ship == 'true'", False),
        ("(github.event_name == 'push' && github.ref == 'refs/heads/main') || github.event_name == 'schedule'", False),
        ("github.ref == 'refs/heads/main' || github.actor == 'me'", True),
    ],
)
def test_a_pull_request_stands_on_no_branch_and_sets_no_inputs(ships: str, codes_found: bool) -> None:
    jobs = f"  ship:\n    if: {ships}\n    steps:\n    - run: kubectl apply -f k8s/\n"
    found = opened(f"on: [push, pull_request, schedule, workflow_dispatch]\njobs:\n{jobs}").snapshot.steps["ship"]
    events = found.get("triggers") or ["pull_request"]
    assert ("pull_request" in events) == codes_found


GATE = "  gate:\n    if: github.ref == 'refs/heads/main'\n    steps: [{run: pytest}]\n"
SHIP = "  ship:\n    needs: gate\n    steps: [{run: kubectl apply -f k8s/}]\n"


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        (GATE + SHIP, ["push", "manual"]),
        (GATE + SHIP.replace("needs: gate", "needs: gate\n    if: always()"), None),
        (
            GATE + SHIP.replace("needs: gate", "needs: gate\n    if: always() && needs.gate.result == 'success'"),
            ["push", "manual"],
        ),
        (GATE + "  mid: {needs: gate, steps: [{run: make build}]}\n" + SHIP.replace("gate", "mid"), ["push", "manual"]),
        (GATE.replace("github.ref == 'refs/heads/main'", "github.actor == 'me'") + SHIP, None),
        (SHIP.replace("needs: gate", "if: github.event.pull_request.merged == true"), ["push", "manual"]),
        (SHIP.replace("needs: gate", "if: github.event.pull_request.merged == true || inputs.x"), None),
        (
            SHIP.replace("needs: gate", "if: github.event_name == 'push' || github.event.pull_request.merged == true"),
            ["push", "manual"],
        ),
    ],
)
def test_a_release_starts_with_the_events_that_the_jobs_before_it_let_through(jobs: str, expected: Any) -> None:
    found = opened(f"on: [push, pull_request, workflow_dispatch]\njobs:\n{jobs}")
    assert fact(found, "triggers", "ship") == expected


def test_code_that_is_brought_to_where_it_trains_is_not_released() -> None:
    bring = "- run: rsync -avz -e 'ssh -i k' ./ me@example.org:~/app/\n"
    train = "- name: Train on the machine\n  run: ssh me@example.org 'cd app && python train.py'\n"
    restart = "- run: ssh me@example.org 'systemctl restart app'\n"
    kinds = [[s.kind for s in job(f"steps:\n{bring}{text}").snapshot.steps.values()] for text in (train, restart)]
    assert kinds == [["other", "train"], ["deploy", "deploy"]]


def test_a_job_called_deploy_that_only_talks_of_it_is_planned() -> None:
    text = (
        "on: push\njobs:\n  deploy:\n    steps:\n    - name: Check if a deployment is needed\n      run: echo later\n"
    )
    assert (fact(opened(text), "stub", "deploy"), step(opened(text), "deploy").kind) == (True, "deploy")


def test_a_check_whose_answer_is_asked_for_can_stop_what_follows() -> None:
    gate = "- {id: gate, run: python evaluate.py --min-f1 0.8, continue-on-error: true}\n"
    ship = "- {run: kubectl apply -f k8s, if: steps.gate.outputs.promote == 'true'}\n"
    plain = "- {run: kubectl apply -f k8s}\n"
    assert [fact(job(f"steps:\n{gate}{text}"), "blocking", "work_gate") for text in (ship, plain)] == [None, False]
    hands_on = "    outputs: {ok: '${{ steps.gate.outcome }}'}\n"
    first = f"  check:\n{hands_on}    steps:\n    {gate}    - run: python report.py\n"
    ships = "  ship: {needs: check, if: needs.check.outputs.ok == 'success', steps: [{run: kubectl apply -f k8s}]}\n"
    for text, expected in ((first + ships, None), (first + ships.replace("outputs.ok", "result"), False)):
        assert fact(opened(f"on: push\njobs:\n{text}"), "blocking", "check_gate") is expected


def test_a_job_that_is_called_a_release_to_developers_is_no_release_to_users() -> None:
    for name, expected in (("deploy-dev", "dev"), ("deploy_to_preview", "dev"), ("deploy-devices", None)):
        found = jobs(f"{name}:\n  steps:\n    - run: kubectl apply -f k8s\n")
        assert fact(found, "environment", name) == expected


def test_a_file_called_after_a_page_releases_the_page() -> None:
    text = "on: push\nname: {name}\njobs:\n  deploy:\n    steps:\n    - run: gcloud run deploy x --image y\n"
    kinds = [
        step(opened(text.replace("{name}", n)), "deploy").kind for n in ("Deploy Frontend", "Deploy", "Deploy API")
    ]
    assert kinds == ["other", "deploy", "deploy"]
    job_of_page = "  deploy-frontend:\n    steps: [{name: Deploy to Vercel, uses: amondnet/vercel-action@v25}]\n"
    assert step(opened(f"on: push\njobs:\n{job_of_page}"), "deploy-frontend").kind == "other"


def test_what_makes_the_machines_of_a_release_is_none_where_the_release_follows() -> None:
    make, ship = "- run: terraform apply -auto-approve\n", "- run: helm upgrade --install app chart\n"
    named = make.replace("- run", "- name: Deploy\n  run")
    kinds = [[s.kind for s in job(f"steps:\n{t}").snapshot.steps.values()] for t in (named + ship, named, make)]
    assert kinds == [["other", "deploy"], ["deploy"], ["other"]]
    jobs = "on: push\njobs:\n  {0}:\n    steps:\n    - name: Terraform apply\n      run: terraform apply\n"
    named = [opened(jobs.format(n)).snapshot.steps[n].kind for n in ("deploy-lambda", "deploy", "terraform", "apply")]
    assert named == ["deploy", "deploy", "other", "other"]


def test_what_a_called_workflow_holds_back_is_not_seen() -> None:
    text = "on: pull_request\njobs:\n  deploy:\n    name: Deploy model\n    uses: ./.github/workflows/_deploy.yml\n"
    path, calls = (
        ".github/workflows/_deploy.yml",
        "on: workflow_call\njobs:\n  go:\n    if: {0}\n    steps: [{{run: make deploy}}]\n",
    )
    for files, is_unseen in (
        ({}, True),
        ({path: calls.format("github.event_name == 'push'")}, True),
        ({path: calls.format("inputs.go")}, False),
    ):
        assert ("triggers" in opened(text, files).snapshot.steps["deploy"].get("unseen", ())) == is_unseen
    assert "triggers" not in fact(job("steps:\n- run: kubectl apply -f k8s/\n"), "unseen")


def test_a_step_that_plans_a_check_of_drift_says_nothing_of_how_often_it_runs() -> None:
    plan = "steps:\n- name: Create data drift schedule\n  uses: ./.github/templates/plan\n"
    assert fact(job(plan), "unseen") == ["frequency"]
    assert fact(job("steps:\n- name: Check drift\n  run: python check_drift.py\n"), "unseen") is None


def test_a_training_that_is_told_of_a_registry_may_register_by_itself() -> None:
    script = {"train.py": "from sklearn.svm import SVC\nSVC(random_state=1).fit(x, y)\n"}
    for option, is_unseen in (("--registry-name churn", True), ("--rows 5", False)):
        text = f"on: push\njobs:\n  fit:\n    steps:\n    - run: python train.py {option}\n"
        assert ("register" in (opened(text, script).snapshot.steps["fit"].get("unseen") or ())) == is_unseen


def test_a_release_that_only_its_name_tells_of_is_asked_about() -> None:
    jobs = "on: push\njobs:\n  deploy:\n    steps:\n    - {0}\n"
    unseen = {
        does: {"around", "triggers"} <= set(opened(jobs.format(does)).snapshot.steps["deploy"].get("unseen", ()))
        for does in ("uses: someone/strange@v1", "run: kubectl apply -f k8s/")
    }
    assert list(unseen.values()) == [True, False]


def test_predictions_by_the_clock_may_be_the_release() -> None:
    text = "on: {{{0}}}\njobs:\n  predict:\n    steps: [{{run: python predict_live.py}}]\n"
    by_clock, by_push = ("schedule: [{cron: '0 3 * * *'}]", "push: {}")
    assert "deploy" in opened(text.format(by_clock)).snapshot.steps["predict"].get("unseen", ())
    assert "deploy" not in (opened(text.format(by_push)).snapshot.steps["predict"].get("unseen") or ())


def test_a_line_about_how_the_tests_went_is_no_test_that_is_missing() -> None:
    def kind(name: str, when: str) -> tuple[str, Any]:
        found = job(f"steps:\n- run: make build\n- name: {name}\n  if: {when}\n  run: echo sorry\n")
        last = list(found.snapshot.steps.values())[-1]
        return last.kind, last.get("stub")

    assert kind("Test failure", "failure()") == ("other", None)
    assert kind("Test", "github.ref == 'refs/heads/main'") == ("code_test", True)
    assert kind("Notify the team", "failure()") == ("notify", True)
