"""Attributes that can be read off what a step runs."""

from __future__ import annotations

from typing import Any

import pytest

from designer.recognition.recogniser import Recogniser, Work, load_recogniser
from designer.steps.catalog import load_catalog


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser()


def facts(recogniser: Recogniser, command: str = "", **more: Any) -> dict[str, Any]:
    return dict(recogniser.recognise(Work(command=command, **more)).attributes)


SEEN: list[tuple[str, dict[str, Any]]] = [
    ("dvc repro", {"cache": True}),
    ("python train.py --config params.yaml", {"params": "file"}),
    ("python train.py --epochs 3 --seed 42", {"params": "cli", "seed": True}),
    ("python train.py --device cuda", {"accelerator": "gpu"}),
    ("torchrun --nproc_per_node=4 train.py", {"distributed": True}),
    ("docker run image:1 python train.py", {"env": "container"}),
    ("docker run image@sha256:" + "a" * 64 + " python train.py", {"env": "digest"}),
    ("uv sync --frozen\nuv run python train.py", {"env": "lockfile"}),
    ("sbatch train.slurm", {"runs_on": "cluster"}),
    ("ruff check .\nmypy src", {"levels": ["lint"]}),
    ("ruff check .\npytest tests", {"levels": ["lint", "unit"]}),
    ("pytest tests/integration", {"levels": ["unit", "integration"]}),
    ("locust -f load.py --headless", {"checks": ["latency", "load"]}),
    ("python evaluate.py --min-accuracy 0.9", {"threshold": True, "checks": ["accuracy"]}),
    ("pytest tests/test_model_quality.py", {"threshold": True}),
    ("dvc metrics diff main", {"baseline": "previous", "checks": ["accuracy"]}),
    ("python evaluate.py --fairness", {"fairness": True}),
    ("dvc pull", {"versioned": True}),
    ("great_expectations checkpoint run c", {"checks": ["schema"]}),
    ("spark-submit features.py", {"parallel": True}),
    ("python anonymise.py data.csv", {"pii_removed": True}),
    ("docker build -t app:${GITHUB_SHA} .", {"immutable_tag": True}),
    ("docker build -t app:latest .", {}),
    ("twine upload dist/*", {"immutable_tag": True}),
    ("trivy image app", {"targets": ["image"]}),
    ("pip-audit", {"targets": ["deps"]}),
    ("gitleaks detect", {"targets": ["secrets"]}),
    ("git add dvc.lock models/m.pkl\ngit commit -m x", {"artifacts": ["code", "data", "model"]}),
    ("dvc push", {"artifacts": ["data", "model"]}),
    (
        "gcloud run deploy app --image a:latest --allow-unauthenticated",
        {"platform": "serverless", "method": "auto", "access": "none", "artifact_ref": "latest"},
    ),
    (
        "kubectl set image deployment/app app=ghcr.io/a/b:${{ github.sha }}",
        {"platform": "kubernetes", "method": "auto", "strategy": "rolling", "artifact_ref": "version"},
    ),
    ("scp -r app me@example.org:/srv", {"platform": "server", "method": "copy"}),
    ("python monitor_model.py --alert", {"alerts": True}),
    ("huggingface-cli download bert", {"source": "hub"}),
]


@pytest.mark.parametrize(("command", "expected"), SEEN)
def test_facts_are_read_off_a_command(recogniser: Recogniser, command: str, expected: dict[str, Any]) -> None:
    assert facts(recogniser, command) == expected


@pytest.mark.parametrize(("command", "expected"), SEEN)
def test_every_fact_fits_the_field_of_its_kind(recogniser: Recogniser, command: str, expected: dict[str, Any]) -> None:
    found = recogniser.recognise(Work(command=command))
    fields = load_catalog().fields(found.kind)
    assert not [(n, v) for n, v in found.attributes.items() if fields[n].type.problem(v)]


def test_a_gate_whose_failure_is_swallowed_does_not_block(recogniser: Recogniser) -> None:
    assert facts(recogniser, "pytest || true")["blocking"] is False
    assert facts(recogniser, "flake8 --exit-zero .")["blocking"] is False
    assert facts(recogniser, "dvc push || echo 'no remote'")["blocking"] is False


def test_a_step_blocks_when_one_of_its_checks_does(recogniser: Recogniser) -> None:
    assert "blocking" not in facts(recogniser, "mypy src || true\npytest")
    assert "blocking" not in facts(recogniser, "docker rm old || true\npytest")
    assert "blocking" not in facts(recogniser, "pytest || (echo failed; exit 1)")


def test_tracking_is_seen_in_variables_and_inline_code(recogniser: Recogniser) -> None:
    assert facts(recogniser, "python train.py", variables={"MLFLOW_TRACKING_URI": "x"})["tracked"] is True
    assert facts(recogniser, "python -c 'import mlflow\nfrom shop import train\ntrain()'")["tracked"] is True
    assert "tracked" not in facts(recogniser, "python train.py")


@pytest.mark.parametrize(
    ("command", "variables", "expected"),
    [
        ("make deploy", {"API_KEY": "abc123"}, "hardcoded"),
        ("docker run -e DB_PASSWORD=hunter2 image make deploy", {}, "hardcoded"),
        ("export AWS_SECRET_ACCESS_KEY=abc123\nmake deploy", {}, "hardcoded"),
        ("python -c \"\nupload(\n    path,\n    token='hf_abcdef12345',\n)\n\"", {}, "hardcoded"),
        ('python -c "\nupload(\n    path,\n    token=token,\n)\n"', {}, None),
        ("python -c \"\nupload(path, token=os.getenv('HF_TOKEN'))\n\"", {}, None),
        ("make deploy", {"API_KEY": "${{ secrets.API_KEY }}"}, "store"),
        ("make deploy TOKEN=$TOKEN", {}, None),
        ("printf 'BOT_TOKEN=%s\\n' \"${T:-}\" > bot.env", {}, None),
        ('printf "BOT_TOKEN=%s\\nCHAT=%s\\n" "${T:-}" | tee bot.env', {}, None),
        ("make deploy", {"API_KEY": "${{ vars.API_KEY }}"}, "plain"),
        ("make deploy", {"GITHUB_TOKEN": "${{ secrets.GITHUB_TOKEN }}"}, None),
        ("make deploy", {"POSTGRES_PASSWORD": "test"}, None),
        ("make deploy", {"SECRET_KEY": "test-secret-key"}, None),
        ("python p.py", {"GOOGLE_APPLICATION_CREDENTIALS": "config/service-account-key.json"}, None),
        ("python p.py", {"API_TOKEN": "managed-identity", "DB_PASSWORD": "keyvault"}, None),
        ("python p.py", {"DB_PASSWORD": "admin123"}, "hardcoded"),
        ("make report", {"OPENAI_API_KEY": "not-needed-for-drift"}, None),
        ("make deploy", {"JWT_SECRET": "not-a-secret-for-ci"}, None),
        ("pytest", {"POSTGRES_PASSWORD": "postgres", "POSTGRES_HOST": "localhost"}, None),
        ("make deploy", {"POSTGRES_PASSWORD": "postgres", "POSTGRES_HOST": "db.example.org"}, "hardcoded"),
        ("make deploy", {"POSTGRES_PASSWORD": "hunter2", "POSTGRES_HOST": "localhost"}, "hardcoded"),
        (
            "python -c \"\nc = client('s3', endpoint_url='http://localhost:9000',\n"
            "  aws_access_key_id='minio', aws_secret_access_key='minio123')\n\"",
            {},
            None,
        ),
        ("make deploy", {"TOKEN_PATH": "/tmp/x", "MAX_TOKENS": "512", "TOKEN_LIMIT": "abc"}, None),
        ("make deploy", {}, None),
    ],
)
def test_how_credentials_reach_a_step(
    recogniser: Recogniser, command: str, variables: dict[str, str], expected: str | None
) -> None:
    assert facts(recogniser, command, variables=variables).get("secrets") == expected


def test_credentials_of_actions(recogniser: Recogniser) -> None:
    def of(**inputs: str) -> Any:
        return facts(recogniser, action="aws-actions/configure-aws-credentials@v4", inputs=inputs).get("secrets")

    assert of(**{"role-to-assume": "arn:aws:iam::1:role/x"}) == "oidc"
    assert of(**{"aws-secret-access-key": "${{ secrets.KEY }}"}) == "store"
    assert of(**{"aws-secret-access-key": "AbCdEf"}) == "hardcoded"
    assert of(region="eu-west-1") is None


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("docker/build-push-action@v6", False),
        ("docker/build-push-action@" + "0" * 40, True),
        ("actions/checkout@v4", None),
        ("./.github/actions/build", None),
        ("docker://alpine:3", False),
        ("docker://alpine@sha256:" + "0" * 64, True),
        ("owner/repository/.github/workflows/build.yml@main", False),
    ],
)
def test_actions_of_others_are_pinned_by_commit_or_not(
    recogniser: Recogniser, action: str, expected: bool | None
) -> None:
    assert facts(recogniser, action=action).get("pinned") is expected


def test_inputs_of_actions_are_read_too(recogniser: Recogniser) -> None:
    build = "docker/build-push-action@" + "0" * 40
    tagged = facts(recogniser, action=build, inputs={"tags": "a/b:${{ github.sha }}", "provenance": "true"})
    assert (tagged["immutable_tag"], tagged["provenance"]) == (True, True)
    assert "immutable_tag" not in facts(recogniser, action=build, inputs={"tags": "a/b:latest"})


def test_the_environment_is_seen_in_the_name(recogniser: Recogniser) -> None:
    assert facts(recogniser, "make deploy", name="Deploy to staging")["environment"] == "staging"
    assert facts(recogniser, "make deploy", name="Deploy to dev")["environment"] == "dev"
    assert "environment" not in facts(recogniser, "make deploy", name="Deploy to production")


def test_a_service_that_is_given_keys_may_ask_for_them_itself(recogniser: Recogniser) -> None:
    deploy = "gcloud run deploy api --allow-unauthenticated --set-env-vars="
    assert facts(recogniser, deploy + "MAPS_API_KEY=$MAPS")["access"] == "none"
    assert "access" not in facts(recogniser, deploy + "API_KEY=$KEY")
    assert "access" not in facts(recogniser, deploy.replace("api", "web-server") + "A=1", name="Deploy")
