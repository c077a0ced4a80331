"""What is exported is clean in the tools that people check such files with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from designer import yaml_io
from tests.external.conftest import SAMPLES, export
from tests.external.toolbox import ROOT, Project

pytestmark = pytest.mark.external
TEMPLATES = sorted((ROOT / "resources" / "templates").glob("*.mlops.yaml"))


@pytest.fixture(scope="module", params=["lesson", "improved", "digits", *(t.name for t in TEMPLATES)])
def project(request: pytest.FixtureRequest, tools, fixed_lesson: Path, tmp_path_factory) -> Project:
    """Exports with starter files: the mended lesson, the samples, every template."""
    folder = tmp_path_factory.mktemp("linted") / "project"
    designs = {
        "lesson": fixed_lesson,
        "improved": SAMPLES / "lesson" / "improved.mlops.yaml",
        **{t.name: t for t in TEMPLATES},
    }
    if request.param == "digits":
        shutil.copytree(SAMPLES / "digits", folder, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        folder.mkdir()
        export(designs[request.param], folder)
    return Project(tools, folder)


def steps_of(workflow: Path):
    jobs = yaml_io.load(workflow.read_text(encoding="utf-8"), workflow.name)["jobs"]
    return [(job_id, job, step) for job_id, job in jobs.items() for step in job["steps"]]


def test_actionlint_with_shellcheck(project, tools):
    assert project.workflows
    shellcheck = tools.path("shellcheck")
    done = tools.run("actionlint", "-no-color", "-shellcheck", shellcheck, *project.workflows, cwd=project.folder)
    assert (done.text, done.code) == ("", 0)


def test_zizmor_finds_nothing_even_as_an_auditor(project, tools):
    done = tools.run(
        "zizmor", "--offline", "--no-progress", "--persona=auditor", *project.workflows, cwd=project.folder
    )
    assert done.code == 0, done.text


def test_the_schema_of_workflows(project, tools):
    words = ("--builtin-schema", "vendor.github-workflows", *project.workflows)
    done = tools.run("check-jsonschema", *words, cwd=project.folder)
    assert done.code == 0, done.text


def test_shellcheck_on_the_commands_of_dvc(project, tools, tmp_path):
    stages = yaml_io.load((project.folder / "dvc.yaml").read_text(encoding="utf-8"), "dvc.yaml")["stages"]
    for name, stage in stages.items():
        commands = stage["cmd"] if isinstance(stage["cmd"], list) else [stage["cmd"]]
        (tmp_path / f"{name}.sh").write_text("#!/bin/sh\n" + "\n".join(commands) + "\n")
    done = tools.run("shellcheck", *sorted(tmp_path.glob("*.sh")), cwd=project.folder)
    assert done.code == 0, done.text


def test_hadolint_on_the_dockerfile(project, tools):
    for dockerfile in project.folder.glob("Dockerfile"):
        done = tools.run("hadolint", dockerfile, cwd=project.folder)
        assert (done.text, done.code) == ("", 0)


def test_the_manifests_are_valid_kubernetes_objects(project, tools):
    for manifest in sorted((project.folder / "k8s").glob("*.yaml")):
        done = tools.run("kubernetes-validate", "--strict", manifest, cwd=project.folder)
        assert done.code == 0, done.text


def test_every_file_that_a_command_names_is_there_or_made_by_a_step(project):
    """A script that is not there is found on the first run; people find that too late."""
    for workflow in project.workflows:
        for job_id, _, step in steps_of(workflow):
            for word in str(step.get("run", "")).split():
                if word.endswith((".py", ".txt", ".lock")):
                    assert (project.folder / word).is_file(), f"{job_id} runs {word}"


def test_what_a_job_takes_over_was_handed_over_by_a_job_that_it_waits_for(project):
    for workflow in project.workflows:
        given = {
            step["with"]["name"]: job_id
            for job_id, _, step in steps_of(workflow)
            if "/upload-artifact@" in step.get("uses", "")
        }
        jobs = yaml_io.load(workflow.read_text(encoding="utf-8"), workflow.name)["jobs"]
        for job_id, _, step in steps_of(workflow):
            if "/download-artifact@" in step.get("uses", ""):
                assert given[step["with"]["name"]] in before(jobs, job_id), f"{job_id} in {workflow.name}"


def before(jobs, job_id):
    found, todo = set(), list(jobs[job_id].get("needs", []))
    while todo:
        job = todo.pop()
        if job not in found:
            found.add(job)
            todo.extend(jobs[job].get("needs", []))
    return found


def test_no_job_does_nothing(project):
    """A job with nothing but set-up and echo would look like a check and be none."""
    for workflow in project.workflows:
        jobs = yaml_io.load(workflow.read_text(encoding="utf-8"), workflow.name)["jobs"]
        for job_id, job in jobs.items():
            work = [s for s in job["steps"] if s.get("id") and "run" in s]
            assert work, f"{job_id} in {workflow.name} does nothing"
            assert any(not s["run"].lstrip().startswith("echo") for s in work), (
                f"{job_id} in {workflow.name} only talks"
            )


def test_the_tools_do_look(tools, tmp_path):
    """A control: a workflow with known faults, so that silence above means something."""
    workflow = tmp_path / ".github" / "workflows" / "bad.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        "on: pull_request_target\njobs:\n  a:\n    needs: [b]\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n      - run: echo ${{ github.event.pull_request.title }} $UNQUOTED\n"
    )
    shellcheck = tools.path("shellcheck")
    lint = tools.run("actionlint", "-no-color", "-shellcheck", shellcheck, workflow, cwd=tmp_path)
    assert all(word in lint.text for word in ("[shellcheck]", "[expression]", "[job-needs]")), lint.text
    audit = tools.run("zizmor", "--offline", "--no-progress", "--persona=auditor", workflow, cwd=tmp_path)
    assert all(word in audit.text for word in ("template-injection", "unpinned-uses", "dangerous-triggers")), audit.text


def test_the_locks_are_satisfied_by_the_tools_environment(tools):
    """Runs with act install nothing: a lock that asks for other versions would change the environment, or fail."""
    for lock in (ROOT / "resources" / "starter" / "requirements.lock", SAMPLES / "digits" / "requirements.lock"):
        words = ("-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
        done = tools.run("python", *words, cwd=tools.home, environment={"PIP_DRY_RUN": "1", "PIP_NO_INDEX": "1"})
        assert done.code == 0, done.text
