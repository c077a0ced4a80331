"""The mended lesson really runs: locally with DVC, and its workflow with act; its gates really stop the release."""

from __future__ import annotations

import shutil

import pytest

from designer import yaml_io
from tests.external.conftest import export
from tests.external.toolbox import Project

pytestmark = [pytest.mark.external, pytest.mark.timeout(290)]


def pipeline_of(project):
    return next(w for w in project.workflows if w.name == "ml-pipeline.yml")


def kinds_of(fixed_lesson):
    steps = yaml_io.load(fixed_lesson.read_text(encoding="utf-8"), "lesson")["steps"]
    return {kind: step_id for step_id, step in steps.items() for kind in [step["kind"]]}


@pytest.fixture(scope="module")
def repeated(tools, fixed_lesson, tmp_path_factory):
    """A repository in which `dvc repro` has run once, and what it said."""
    folder = tmp_path_factory.mktemp("repeated") / "lesson"
    folder.mkdir()
    export(fixed_lesson, folder)
    project = Project(tools, folder).begin()
    return project, project.dvc("repro")


def test_dvc_runs_everything_once_and_nothing_twice(repeated):
    lesson, first = repeated
    assert first.code == 0, first.text
    assert first.text.count("Running stage") == len(dvc_stages(lesson))
    second = lesson.dvc("repro")
    assert second.code == 0, second.text
    assert "Running stage" not in second.text
    assert second.text.count("didn't change, skipping") == len(dvc_stages(lesson))
    assert lesson.dvc("metrics", "show").code == 0


def dvc_stages(project):
    return yaml_io.load((project.folder / "dvc.yaml").read_text(encoding="utf-8"), "dvc.yaml")["stages"]


def test_a_push_goes_green_from_the_data_to_the_release(lesson):
    run = lesson.act("push", pipeline_of(lesson))
    jobs = yaml_io.load(pipeline_of(lesson).read_text(encoding="utf-8"), "workflow")["jobs"]
    assert run.code == 0, run.text[-4000:]
    assert run.jobs == dict.fromkeys(jobs, "success"), run.text[-4000:]
    assert "nothing was deployed" in run.text  # no access here; the digits are really released


def test_without_access_the_release_says_that_it_did_nothing(repeated, fixed_lesson):
    """Only the last job would differ from the run above, so its command is run alone."""
    lesson, _ = repeated
    jobs = yaml_io.load(pipeline_of(lesson).read_text(encoding="utf-8"), "workflow")["jobs"]
    deploy = kinds_of(fixed_lesson)["deploy"]
    command = next(s["run"] for s in jobs[deploy]["steps"] if s.get("id") == deploy)
    done = lesson.tools.run("python", *command.split()[1:], cwd=lesson.folder)
    assert done.code == 0, done.text
    assert "nothing was deployed" in done.text


def test_a_failing_test_stops_the_release(lesson, fixed_lesson):
    (lesson.folder / "tests" / "unit" / "test_broken.py").write_text("def test_broken():\n    assert 1 == 2\n")
    lesson.commit()
    run = lesson.act("push", pipeline_of(lesson), "-s", "KUBE_CONFIG=stub")
    kinds = kinds_of(fixed_lesson)
    assert run.code != 0
    assert run.jobs[kinds["code_test"]] == "failure", run.text[-4000:]
    assert kinds["deploy"] not in run.jobs
    assert "kubectl" not in lesson.stub_log


def test_a_limit_out_of_reach_stops_the_release(lesson, fixed_lesson):
    kinds = kinds_of(fixed_lesson)
    raise_the_limit(lesson)
    run = lesson.act("push", pipeline_of(lesson), "-s", "KUBE_CONFIG=stub")
    assert run.code != 0
    assert run.jobs[kinds["train"]] == "success", run.text[-4000:]
    assert run.jobs[kinds["evaluate"]] == "failure"
    assert kinds["deploy"] not in run.jobs
    assert "kubectl" not in lesson.stub_log


def raise_the_limit(project):
    text = (project.folder / "params.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("min_score:"))
    project.replace("params.yaml", line, line.split(":")[0] + ": 1.1")
    project.commit()


def test_a_limit_out_of_reach_stops_dvc_too(repeated, fixed_lesson, tmp_path):
    project, _ = repeated
    shutil.copytree(project.folder, tmp_path / "lesson")
    lesson = Project(project.tools, tmp_path / "lesson")
    raise_the_limit(lesson)
    done = lesson.dvc("repro")
    kinds = kinds_of(fixed_lesson)
    assert done.code != 0
    assert f"Stage '{kinds['train']}' didn't change" in done.text
    assert f"failed to reproduce '{kinds['evaluate']}'" in done.text


def test_a_changed_script_is_a_new_version_of_the_code(repeated, fixed_lesson):
    lesson, _ = repeated
    versions = [
        step_id
        for step_id, step in yaml_io.load(fixed_lesson.read_text(encoding="utf-8"), "lesson")["steps"].items()
        if "code" in step.get("artifacts", [])
    ]
    assert versions
    with (lesson.folder / "pipeline" / "train.py").open("a", encoding="utf-8") as script:
        script.write("# a change\n")
    status = lesson.dvc("status", *versions).text
    assert all(f"{step_id}:" in status for step_id in versions), status
    assert "pipeline/train.py" in status


def test_a_release_needs_an_image_before_it_touches_a_cluster(repeated, fixed_lesson):
    """Nothing packs an image in the mended lesson: with access, the release must not name one that nobody built."""
    lesson, _ = repeated
    deploy = kinds_of(fixed_lesson)["deploy"]
    jobs = yaml_io.load(pipeline_of(lesson).read_text(encoding="utf-8"), "workflow")["jobs"]
    command = next(s["run"] for s in jobs[deploy]["steps"] if s.get("id") == deploy)
    settings = {"KUBE_CONFIG": "stub", "STUB_LOG": str(lesson.folder / "log.txt")}
    done = lesson.tools.run("python", *command.split()[1:], cwd=lesson.folder, environment=settings)
    assert done.code != 0
    assert "no image" in done.text
    assert not (lesson.folder / "log.txt").exists()


def test_drift_starts_the_pipeline_again(lesson, fixed_lesson):
    """The feedback link: images of another world come in, the monitor says so, a new run is asked for."""
    monitor = next(w for w in lesson.workflows if w.name == "ml-monitor.yml")
    quiet = lesson.act("schedule", monitor, "-s", "KUBE_CONFIG=stub")
    assert quiet.code == 0, quiet.text[-4000:]
    assert "gh workflow run" not in lesson.stub_log
    shifted = (
        "from sklearn.datasets import load_breast_cancer as b; f = b(as_frame=True).frame; "
        "f[f.columns[:-1]] *= 2; f.to_csv('data/current.csv', index=False)"
    )
    (lesson.folder / "data").mkdir(exist_ok=True)
    assert lesson.tools.run("python", "-c", shifted, cwd=lesson.folder).code == 0
    lesson.tools.git("add", "--force", "data/current.csv", cwd=lesson.folder)
    lesson.commit()
    (lesson.artifacts / "artifacts").rename(lesson.artifacts / "earlier")
    loud = lesson.act("schedule", monitor)
    assert loud.code == 0, loud.text[-4000:]
    assert "gh workflow run ml-pipeline.yml" in lesson.stub_log
