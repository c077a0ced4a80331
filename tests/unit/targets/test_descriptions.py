"""Formats that are only read: Dockerfiles, Kubernetes manifests, MLproject files."""

from __future__ import annotations

import pytest

from designer.errors import DocumentError, ExportError
from designer.model.step import Step
from designer.targets.imported import KEPT, SourceFile
from tests.unit.targets.opened import IMPORTERS, alone, around

IMAGE = IMPORTERS["dockerfile"]
OBJECTS = IMPORTERS["kubernetes"]
PROJECT = IMPORTERS["mlproject"]


# ------------------------------------------------------------------ Dockerfiles
def test_a_dockerfile_is_one_card_with_its_base() -> None:
    read = alone(
        "dockerfile",
        "app/Dockerfile",
        "# comment\nFROM node:20 AS build\nRUN x \\\n  y\nFROM build\nFROM python:3.12\n",
    )
    step = read.snapshot.steps["image"]
    assert (step.kind, step.title, step.get("pinned")) == ("package", "Image from python:3.12", False)
    assert read.places["image"][0].first_line == 2
    assert read.places["image"][0].last_line == 6


@pytest.mark.parametrize(
    ("base", "pinned"), [("python@sha256:" + "0" * 64, True), ("python:3", False), ("scratch", None), ("${BASE}", None)]
)
def test_a_base_is_pinned_by_its_digest_only(base: str, pinned: bool | None) -> None:
    assert alone("dockerfile", "Dockerfile", f"FROM {base}\n").snapshot.steps["image"].get("pinned") is pinned


def test_files_that_are_copied_in_are_seen_from_the_root() -> None:
    text = "FROM a\nCOPY --from=b /x /y\nCOPY --chown=1 models/m.pkl src /app/\nADD https://x/y /z\nCOPY . .\n"
    assert alone("dockerfile", "app/Dockerfile", text).files["image"].reads == ("app/models/m.pkl", "app/src")


def test_texts_for_a_shell_and_continued_lines_are_no_instructions() -> None:
    text = "FROM a\nRUN <<EOF\nCOPY no no\nEOF\nRUN a \\\n# note\n  COPY\nFETCH b\n"
    read = alone("dockerfile", "Dockerfile", text)
    assert read.files["image"].reads == ()
    assert [(r.line, r.message) for r in read.remarks if r.status == KEPT] == [
        (8, "FETCH is no instruction known here")
    ]


def test_a_word_given_to_a_command_opens_no_text_for_a_shell() -> None:
    read = alone("dockerfile", "Dockerfile", "FROM a\nRUN tr a b <<<EOF\nCOPY src /app\n")
    assert read.files["image"].reads == ("src",)


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [("Dockerfile", "FROM a", True), ("api.dockerfile", "FROM a", True), ("Dockerfile.md", "# How", False)],
)
def test_dockerfiles_are_known_by_name_and_a_base(path: str, text: str, known: bool) -> None:
    assert IMAGE.recognises(SourceFile(path, text)) is known


def test_a_dockerfile_without_a_base_is_refused() -> None:
    with pytest.raises(DocumentError, match="no FROM"):
        alone("dockerfile", "Dockerfile", "RUN x\n")


@pytest.mark.parametrize(
    ("attributes", "builds"),
    [
        ({"command": "docker build -t x app"}, True),
        ({"command": "docker buildx build --tag x -f app/Dockerfile ."}, True),
        ({"command": "docker build --file=app/Dockerfile ."}, True),
        ({"command": "docker build \\\n  -t x \\\n  app"}, True),
        ({"command": "docker build .", "working_directory": "app"}, True),
        ({"command": "docker build ."}, False),
        ({"command": "echo 'docker build"}, False),
        ({"action": "docker/build-push-action@v6", "inputs": {"context": "app"}}, True),
        ({"action": "docker/build-push-action@v6", "inputs": {"file": "app/Dockerfile"}}, True),
        ({"action": "docker/build-push-action@v6"}, False),
    ],
)
def test_a_step_builds_the_dockerfile_that_it_names(attributes: dict[str, object], builds: bool) -> None:
    file = SourceFile("app/Dockerfile", "FROM a\n")
    read = IMAGE.read(file, around({}))
    assert bool(IMAGE.runs(Step("b", "package", "", attributes), file, read)) is builds


def test_files_that_are_only_read_refuse_to_be_written() -> None:
    file = SourceFile("Dockerfile", "FROM a\n")
    read = IMAGE.read(file, around({}))
    with pytest.raises(ExportError, match="only read"):
        IMAGE.patch(file, read, read.snapshot, around({}))


# ------------------------------------------------------------------ Kubernetes
SERVICE = """
    # what serves
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: staging}
    spec:
      strategy: {type: Recreate}
      template:
        spec:
          containers:
            - {name: api, image: "team/api:latest"}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: scaler}
    spec: {scaleTargetRef: {kind: Deployment, name: api}}
    ---
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly}
    spec:
      jobTemplate: {spec: {template: {spec: {containers: [{image: "team/fit@sha256:0", command: [python, train.py]}]}}}}
    ---
    """


def test_what_serves_is_a_release_and_what_runs_by_the_clock_a_step() -> None:
    read = alone("kubernetes", "k8s/all.yaml", SERVICE)
    api, nightly = read.snapshot.steps["api"], read.snapshot.steps["nightly"]
    assert api.kind == "deploy"
    assert {k: api.get(k) for k in ("environment", "strategy", "artifact_ref", "resource_limits", "autoscaling")} == {
        "environment": "staging",
        "strategy": "recreate",
        "artifact_ref": "latest",
        "resource_limits": False,
        "autoscaling": True,
    }
    assert (nightly.kind, nightly.get("triggers"), nightly.get("pinned")) == ("train", ["schedule"], True)
    assert [(r.line, r.status) for r in read.remarks if r.step is None] == [(13, KEPT)]


@pytest.mark.parametrize(
    ("kind", "name", "image", "step"),
    [
        ("StatefulSet", "store", "postgres:16", "other"),
        ("Deployment", "mlflow", "team/tracking:2", "other"),
        ("Deployment", "grafana-ui", "grafana/grafana:11", "other"),
        ("Deployment", "web", "team/web:2", "deploy"),
        ("Deployment", "model-api", "team/nginx-model:2", "deploy"),
        ("Deployment", "frontend-api", "team/app:2", "deploy"),
        ("InferenceService", "mlflow", "x", "deploy"),
    ],
)
def test_what_runs_beside_a_model_is_no_release(kind: str, name: str, image: str, step: str) -> None:
    spec = f"spec: {{template: {{spec: {{containers: [{{image: '{image}'}}]}}}}}}"
    read = alone("kubernetes", "k8s/a.yaml", f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n{spec}\n")
    assert read.snapshot.steps[name].kind == step


def test_a_job_on_a_cluster_that_trains_may_do_more() -> None:
    unseen = alone("kubernetes", "k8s/all.yaml", SERVICE).snapshot.steps["nightly"].get("unseen")
    assert unseen == ["around", "evaluate", "register", "validate_data"]


def test_what_comes_before_predictions_on_a_cluster_stands_elsewhere() -> None:
    pods = "spec: {containers: [{image: x, command: [python, -m, app.batch_score]}]}"
    spec = f"spec: {{schedule: '0 2 * * *', jobTemplate: {{spec: {{template: {{{pods}}}}}}}}}"
    text = f"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: batch-score}}\n{spec}\n"
    step = alone("kubernetes", "k8s/score.yaml", text).snapshot.steps["batch-score"]
    assert (step.kind, step.get("unseen")) == ("deploy", ["around"])


def test_objects_know_their_lines_and_their_images() -> None:
    read = alone("kubernetes", "k8s/all.yaml", SERVICE)
    place = read.places["api"][0]
    assert (place.at, place.first_line, place.last_line) == ((0,), 3, 11)
    assert read.files["api"].reads == ("image://team/api",)


def test_items_of_a_list_are_objects() -> None:
    text = "apiVersion: v1\nkind: List\nitems:\n  - kind: Deployment\n    metadata: {name: a}\n  - 3\n"
    read = alone("kubernetes", "list.yaml", text)
    assert list(read.snapshot.steps) == ["a"]
    assert read.places["a"][0].at == (0, "items", 0)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("web", True),
        ("'{{inputs.parameters.name}}'", True),
        ("'{{$.inputs.name}}'", True),
        ("{{ $name }}", False),
        ("{{ .Values.name }}", False),
        ("web\n{{- if .Values.on }}\nspec: 1\n{{- end }}", False),
        ('x-{{ include "a.name" . }}', False),
    ],
)
def test_templates_that_another_program_fills_in_are_no_manifests(name: str, known: bool) -> None:
    text = f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n"
    assert OBJECTS.recognises(SourceFile("chart/templates/a.yaml", text)) is known


@pytest.mark.parametrize("text", ["apiVersion: v1\nkind: X\n---\n- a\n", "apiVersion: {{ x }}\nkind: y\n"])
def test_what_is_no_object_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        alone("kubernetes", "k8s/a.yaml", text)
    assert caught.value.line


@pytest.mark.parametrize(
    ("attributes", "applies"),
    [
        ({"command": "kubectl apply -f k8s/"}, True),
        ({"command": "kubectl --context x apply --filename=k8s/api.yaml"}, True),
        ({"command": "kubectl apply -k ."}, True),
        ({"command": "kubectl apply -f api.yaml", "working_directory": "k8s"}, True),
        ({"command": "kubectl apply -f other/"}, False),
        ({"command": "kubectl get pods -f k8s/"}, False),
        ({"command": "kubectl " * 100_000}, False),
        ({"action": "Azure/k8s-deploy@v5", "inputs": {"manifests": "a.yml\nk8s/api.yaml"}}, True),
        ({}, False),
    ],
)
def test_a_step_applies_the_manifests_that_it_names(attributes: dict[str, object], applies: bool) -> None:
    file = SourceFile("k8s/api.yaml", "apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\n")
    read = OBJECTS.read(file, around({}))
    assert bool(OBJECTS.runs(Step("b", "deploy", "", attributes), file, read)) is applies


# ------------------------------------------------------------------ MLproject
PROJECT_TEXT = """
    name: churn
    docker_env: {image: x}
    entry_points:
      main:
        parameters: {alpha: float}
        command: "python train.py {alpha}"
      odd: 3
    extra: 1
    """


def test_every_entry_point_is_a_card() -> None:
    read = alone("mlproject", "ml/MLproject", PROJECT_TEXT)
    main = read.snapshot.steps["main"]
    assert (main.kind, main.get("params"), main.get("env"), main.get("working_directory")) == (
        "train",
        "cli",
        "container",
        "ml",
    )
    assert list(read.snapshot.steps) == ["main", "odd"]
    assert read.snapshot.name == "churn"
    assert [r.line for r in read.remarks if r.status == KEPT] == [9]


@pytest.mark.parametrize("text", ["a: 1\n", "- a\n", "entry_points: x\n"])
def test_what_has_no_entry_points_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="no MLproject"):
        alone("mlproject", "MLproject", text)


@pytest.mark.parametrize(
    ("command", "runs"),
    [
        ("mlflow run ml", ("main",)),
        ("mlflow run --env-manager local ml -e odd -P a=1", ("odd",)),
        ("mlflow run ml --entry-point=odd", ("odd",)),
        ("mlflow run \\\n  'ml' \\\n  -e odd", ("odd",)),
        ("mlflow run .", ()),
        ("mlflow run", ()),
        ("mlflow server", ()),
    ],
)
def test_a_step_starts_the_entry_point_that_it_names(command: str, runs: tuple[str, ...]) -> None:
    read = alone("mlproject", "ml/MLproject", PROJECT_TEXT)
    file = SourceFile("ml/MLproject", "")
    assert PROJECT.runs(Step("b", "train", "", {"command": command}), file, read) == runs
