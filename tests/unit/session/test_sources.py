from __future__ import annotations

import os
from pathlib import Path

import pytest

from designer.commands import links, notes, steps
from designer.errors import DocumentError, SaveError
from designer.session.opening import open_source
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.storage.document import read_document
from tests.unit.session.files import STAGES, WORKFLOW, contents, data, stages, workflow, written


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


def reopened(session: Session) -> Session:
    assert session.path is not None
    return Session.open(session.services, session.path)


# ---------------------------------------------------------------------- opening
def test_a_workflow_opens_with_its_steps_laid_out(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    assert set(session.pipeline.steps) == {"test", "train_train", "train_evaluate", "deploy"}
    assert set(session.pipeline.positions) == set(session.pipeline.steps)
    assert session.source is not None
    assert list(session.source.files) == [".github/workflows/ci.yml"]
    assert session.source.root == tmp_path
    assert session.source.places["deploy"][0].first_line == WORKFLOW[: WORKFLOW.index("  deploy:")].count("\n") + 1
    assert (session.name, session.is_dirty) == ("ci", False)


def test_stages_open_with_the_parameters_beside_them(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, stages(tmp_path))
    assert {"prepare", "train"} <= set(session.pipeline.steps)
    assert session.pipeline.links["prepare -> train"]


def test_a_folder_opens_as_one_pipeline_with_a_frame_a_file(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    written(tmp_path / "node_modules" / "x" / "dvc.yaml", STAGES)
    written(tmp_path / ".cache" / "dvc.yaml", STAGES)
    session = Session.open(services, tmp_path)
    assert session.source is not None
    assert session.source.is_folder
    assert list(session.source.files) == [".github/workflows/ci.yml", "dvc.yaml"]
    frames = [f.extra.get("path") for f in session.pipeline.frames.values() if f.extra.get("role") == "file"]
    assert frames == [".github/workflows/ci.yml", "dvc.yaml"]


def test_of_a_repository_only_the_workflows_count_that_are_run(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path)
    copies = ("docs/ci.yml", "template/.github/workflows/cd.yml", ".github/workflows/old/cd.yml")
    for copy in copies:
        written(tmp_path / copy, WORKFLOW)
    found = open_source(services, tmp_path)
    assert found is not None
    assert list(found.files) == [".github/workflows/ci.yml"]
    told = [r.path for r in found.remarks if "not run where it stands" in r.message]
    assert told == sorted(copies)


def test_workflows_that_stand_in_no_repository_are_all_read(services: Services, tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path / f"{name}.yml", WORKFLOW)
    found = open_source(services, tmp_path)
    assert found is not None
    assert list(found.files) == ["a.yml", "b.yml"]


def test_a_folder_that_only_says_that_it_deploys_says_nothing_of_a_model(services: Services, tmp_path: Path) -> None:
    jobs = "  test: {runs-on: x, steps: [{run: pytest}]}\n  deploy: {runs-on: x, steps: [{run: echo soon}]}\n"
    written(tmp_path / ".github/workflows/ci.yml", f"on: push\njobs:\n{jobs}")
    assert Session.open(services, tmp_path).pipeline.facts["partial"] is True


def test_a_document_opens_as_ever(services: Services, tmp_path: Path) -> None:
    path = written(tmp_path / "a.mlops.yaml", "steps: {train: {kind: train}}\n")
    assert Session.open(services, path).source is None
    assert open_source(services, written(tmp_path / "b.yaml", "steps: {train: {kind: train}}\n")) is None


def test_one_file_of_a_folder_says_that_there_may_be_others(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    assert session.pipeline.facts["partial"] is True
    session.run(steps.set_attributes, "train_evaluate", {"command": "python evaluate.py --all"})
    session.save()
    assert reopened(session).pipeline.facts["partial"] is True
    assert not list(tmp_path.rglob("*.mlops.yaml"))
    assert "partial" not in Session.open(services, tmp_path).pipeline.facts


def test_a_folder_that_only_measures_says_that_models_are_made_elsewhere(services: Services, tmp_path: Path) -> None:
    for name, run in (("ci", "pytest"), ("report", "python evaluate.py")):
        text = f"on: push\njobs:\n  {name}:\n    runs-on: x\n    steps: [{{run: {run}}}]\n"
        file = tmp_path / ".github/workflows" / f"{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert Session.open(services, tmp_path).pipeline.facts["partial"] is True


def test_what_the_import_shows_counts_as_seen(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    report = session.analyze()
    assert report.seen
    assert set(report.seen) <= set(session.pipeline.facts["assessed"])


def test_a_broken_file_is_refused_with_its_line(services: Services, tmp_path: Path) -> None:
    path = workflow(tmp_path, "name: x\non: push\njobs:\n  a:\n   - b\n  - c\n")
    with pytest.raises(DocumentError) as caught:
        Session.open(services, path)
    assert caught.value.line
    assert "ci.yml" in str(caught.value)


def test_of_a_folder_the_broken_file_is_told_and_the_rest_opens(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path)
    written(tmp_path / "dvc.yaml", "stages:\n  a: [\n")
    session = Session.open(services, tmp_path)
    assert session.source is not None
    refused = [(r.path, r.line) for r in session.source.remarks if r.status == "refused"]
    assert refused == [("dvc.yaml", 3)]


def test_a_folder_without_anything_to_read_is_refused(services: Services, tmp_path: Path) -> None:
    written(tmp_path / "settings.yaml", "a: 1\n")
    with pytest.raises(DocumentError, match="nothing in this folder"):
        Session.open(services, tmp_path)


# ---------------------------------------------------------------------- what is read besides
def test_nothing_outside_of_the_root_is_read(services: Services, tmp_path: Path) -> None:
    written(tmp_path / "secret.yaml", "split: 0.9\n")
    root = tmp_path / "project"
    path = stages(root)
    source = open_source(services, path)
    assert source is not None
    assert source.tree.neighbour("params.yaml") is not None
    assert source.tree.neighbour("./params.yaml") is not None
    (root / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (root / "folder").symlink_to(tmp_path)
    outside = (
        "../secret.yaml",
        "link.yaml",
        "folder/secret.yaml",
        str(tmp_path / "secret.yaml"),
        "a/../../secret.yaml",
    )
    assert [source.tree.neighbour(name) for name in (*outside, "", ".", "no\0name")] == [None] * 8


def test_devices_and_pipes_are_not_read(services: Services, tmp_path: Path) -> None:
    source = open_source(services, stages(tmp_path))
    assert source is not None
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "null.yaml").symlink_to("/dev/null")
    assert source.tree.neighbour("pipe.yaml") is None
    assert source.tree.neighbour("null.yaml") is None


def test_a_folder_is_not_left_through_links(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path / "other")
    stages(tmp_path / "project")
    (tmp_path / "project" / "more").symlink_to(tmp_path / "other")
    (tmp_path / "project" / "extra.yml").symlink_to(tmp_path / "other" / ".github" / "workflows" / "ci.yml")
    session = Session.open(services, tmp_path / "project")
    assert session.source is not None
    assert list(session.source.files) == ["dvc.yaml"]


def test_parameters_above_are_read_inside_of_a_repository_only(services: Services, tmp_path: Path) -> None:
    text = STAGES.replace("- params.yaml", "- ../params.yaml")
    written(tmp_path / "params.yaml", "split: 0.3\nlr: 0.1\n")
    path = written(tmp_path / "sub" / "dvc.yaml", text)
    alone = open_source(services, path)
    (tmp_path / ".git").mkdir()
    inside = open_source(services, path)
    assert alone is not None
    assert inside is not None
    assert (alone.root, inside.root) == (tmp_path / "sub", tmp_path)
    assert inside.tree.neighbour("params.yaml") is not None


# ---------------------------------------------------------------------- saving
@pytest.mark.parametrize("make", [workflow, stages])
def test_saving_without_an_edit_writes_nothing(services: Services, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    session = Session.open(services, make(tmp_path))
    before = contents(tmp_path)
    times = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    session.save()
    assert contents(tmp_path) == before
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == times


def test_an_edit_changes_only_its_line(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "train_evaluate", {"command": "python evaluate.py --all"})
    session.save()
    assert contents(tmp_path) == {
        ".github/workflows/ci.yml": WORKFLOW.replace("evaluate.py", "evaluate.py --all").encode()
    }
    assert not session.is_dirty
    assert data(reopened(session).pipeline.snapshot()) == data(session.pipeline.snapshot())


def test_what_the_file_cannot_say_is_kept_beside_it(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "deploy", {"owner": "Kim"})
    session.run(steps.set_kind, services.catalog, "test", "validate_data")
    session.save()
    found = contents(tmp_path)
    assert found[".github/workflows/ci.yml"] == WORKFLOW.encode()
    beside = found[".github/ci.mlops.yaml"].decode()
    assert beside.startswith("format: 1\nsources: [workflows/ci.yml]\npipeline:\n  assessed: [AUT002@deploy]\nsteps:\n")
    assert "owner: Kim" in beside
    assert "layout" not in beside
    again = reopened(session)
    assert again.pipeline.steps["test"].kind == "validate_data"
    assert data(again.pipeline.snapshot()) == data(session.pipeline.snapshot())


def test_taking_the_last_such_edit_back_removes_the_file_beside(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "deploy", {"owner": "Kim"})
    session.save()
    session.undo()
    session.save()
    assert set(contents(tmp_path)) == {".github/workflows/ci.yml"}


def test_notes_and_moved_cards_leave_the_file_alone(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, stages(tmp_path))
    session.run(notes.add_note, 5.0, 5.0, "Ask Kim")
    session.run(steps.move, {"train": (1000.0, 7.0)})
    session.save()
    assert (tmp_path / "dvc.yaml").read_text() == STAGES
    again = reopened(session)
    assert again.pipeline.positions == session.pipeline.positions
    assert [n.text for n in again.pipeline.notes.values()] == ["Ask Kim"]
    assert (tmp_path / "dvc.mlops.yaml").exists()


def test_saving_again_after_saving_writes_nothing(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "deploy", {"owner": "Kim", "timeout_minutes": 5})
    session.save()
    before = contents(tmp_path)
    session.save()
    again = reopened(session)
    again.save()
    assert contents(tmp_path) == before


def test_a_correction_that_is_kept_beside_is_not_pushed_into_the_file(services: Services, tmp_path: Path) -> None:
    path = workflow(tmp_path)
    written(
        tmp_path / ".github" / "ci.mlops.yaml", "sources: [workflows/ci.yml]\nsteps: {deploy: {timeout_minutes: 5}}\n"
    )
    session = Session.open(services, path)
    assert session.pipeline.steps["deploy"].get("timeout_minutes") == 5
    session.run(steps.set_attributes, "test", {"timeout_minutes": 7})
    session.save()
    text = path.read_text()
    assert "timeout-minutes: 7" in text
    assert "timeout-minutes: 5" not in text
    assert reopened(session).pipeline.steps["deploy"].get("timeout_minutes") == 5


def test_saving_somewhere_else_makes_a_document(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.save(tmp_path / "copy.mlops.yaml")
    assert session.source is None
    document = read_document(tmp_path / "copy.mlops.yaml", services.catalog)
    assert data(document.snapshot) == data(session.pipeline.snapshot())
    assert (tmp_path / ".github" / "workflows" / "ci.yml").read_text() == WORKFLOW


def test_when_one_file_cannot_be_written_none_is(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "deploy", {"owner": "Kim", "command": "./ship.sh"})
    (tmp_path / ".github" / "ci.mlops.yaml").mkdir()
    with pytest.raises(SaveError):
        session.save()
    assert (tmp_path / ".github" / "workflows" / "ci.yml").read_text() == WORKFLOW
    assert session.is_dirty


def test_of_a_folder_only_the_edited_file_is_written(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    session = Session.open(services, tmp_path)
    (train,) = (s for s in session.pipeline.steps.values() if s.get("command") == "python train.py")
    session.run(steps.set_attributes, train.id, {"command": "python train.py --fast"})
    session.save()
    assert (tmp_path / "dvc.yaml").read_text() == STAGES.replace("python train.py", "python train.py --fast")
    assert set(contents(tmp_path)) == {"dvc.yaml", "params.yaml", ".github/workflows/ci.yml"}


def test_a_new_step_goes_into_the_file_of_its_neighbour(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    session = Session.open(services, tmp_path)
    new = session.run(steps.add_step, services.catalog, "notify")
    session.run(steps.set_attributes, new, {"command": "./tell.sh"})
    session.run(links.connect, "deploy", new)
    session.save()
    assert "./tell.sh" in (tmp_path / ".github" / "workflows" / "ci.yml").read_text()
    assert (tmp_path / "dvc.yaml").read_text() == STAGES
    assert data(reopened(session).pipeline.snapshot()) == data(session.pipeline.snapshot())


def test_a_fact_of_a_whole_job_changes_on_all_of_its_cards_in_one_undo_step(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "train_train", {"runner": "ubuntu-24.04"})
    assert session.pipeline.steps["train_evaluate"].get("runner") == "ubuntu-24.04"
    assert session.pipeline.steps["deploy"].get("runner") == "ubuntu-latest"
    session.undo()
    assert session.pipeline.steps["train_evaluate"].get("runner") == ["self-hosted", "gpu"]


# ---------------------------------------------------------------------- the emission
def test_the_emission_shows_the_files_as_they_would_be_saved(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    assert session.source is not None
    snapshot = session.pipeline.snapshot()
    emission = session.source.emission(snapshot)
    assert dict(emission.files) == {".github/workflows/ci.yml": WORKFLOW}
    lines = WORKFLOW.split("\n")
    assert lines[emission.spans["deploy"][0].first_line - 1] == "  deploy:"
    session.run(steps.set_attributes, "test", {"command": "pytest -q -x", "owner": "Kim"})
    emission = session.source.emission(session.pipeline.snapshot())
    session.save()
    assert {name: text.encode() for name, text in emission.files.items()} == contents(tmp_path)


# ---------------------------------------------------------------------- the file beside
def test_the_file_beside_opens_what_it_is_about(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.set_attributes, "deploy", {"owner": "Kim"})
    session.save()
    beside = Session.open(services, tmp_path / ".github" / "ci.mlops.yaml")
    assert data(beside.pipeline.snapshot()) == data(session.pipeline.snapshot())
    beside.run(steps.set_attributes, "deploy", {"owner": "Lee"})
    beside.save()
    assert reopened(session).pipeline.steps["deploy"].get("owner") == "Lee"


def test_the_file_of_a_folder_opens_the_folder(services: Services, tmp_path: Path) -> None:
    workflow(tmp_path)
    stages(tmp_path)
    session = Session.open(services, tmp_path)
    session.run(steps.set_attributes, "deploy", {"owner": "Kim"})
    session.save()
    beside = Session.open(services, tmp_path / ".mlops.yaml")
    assert data(beside.pipeline.snapshot()) == data(session.pipeline.snapshot())


def test_a_source_that_is_gone_is_told(services: Services, tmp_path: Path) -> None:
    path = written(tmp_path / "ci.mlops.yaml", "format: 1\nsources: [gone.yml]\nsteps: {a: {kind: train}}\n")
    with pytest.raises(DocumentError, match=r"the file it describes is gone: gone\.yml"):
        Session.open(services, path)


@pytest.mark.parametrize("name", ["../x.yml", "/etc/passwd", "a/../../x.yml"])
def test_a_source_outside_of_its_folder_is_not_opened(services: Services, tmp_path: Path, name: str) -> None:
    workflow(tmp_path, name="x.yml")
    path = written(tmp_path / "sub" / "ci.mlops.yaml", f"sources: [{name}]\n")
    with pytest.raises(DocumentError, match="lies outside of its folder"):
        Session.open(services, path)


def test_what_is_kept_about_steps_that_are_gone_is_told_and_never_lost(services: Services, tmp_path: Path) -> None:
    path = workflow(tmp_path)
    session = Session.open(services, path)
    session.run(steps.set_attributes, "deploy", {"owner": "Kim"})
    session.run(steps.set_attributes, "test", {"owner": "Lee"})
    session.save()
    path.write_text(WORKFLOW.replace("  deploy:", "  release:"))
    session = reopened(session)
    assert session.source is not None
    (told,) = (r for r in session.source.remarks if "deploy" in r.message and r.path == ".github/ci.mlops.yaml")
    assert told.status == "kept"
    session.run(steps.set_attributes, "test", {"owner": "Max"})
    session.save()
    path.write_text(WORKFLOW)
    session = reopened(session)
    assert (session.pipeline.steps["deploy"].get("owner"), session.pipeline.steps["test"].get("owner")) == (
        "Kim",
        "Max",
    )


def test_a_document_in_the_place_of_the_file_beside_is_not_replaced(services: Services, tmp_path: Path) -> None:
    path = stages(tmp_path)
    written(tmp_path / "dvc.mlops.yaml", "steps: {train: {kind: train}}\n")
    with pytest.raises(DocumentError, match="in the way"):
        Session.open(services, path)


# ---------------------------------------------------------------------- exporting, recovering
def test_stages_leave_as_a_workflow(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, stages(tmp_path))
    emission = session.export("github")
    assert any("python prepare.py --split 0.2" in text for text in emission.files.values())


def test_undoing_past_a_save_brings_back_the_bytes_that_were_there(services: Services, tmp_path: Path) -> None:
    path = workflow(tmp_path)
    before = contents(tmp_path)
    session = Session.open(services, path)
    names = list(session.pipeline.steps)
    session.run(steps.delete, steps=[names[-1]])
    session.save()
    assert contents(tmp_path) != before
    session.undo()
    assert list(session.pipeline.steps) == names
    assert session.is_dirty
    session.save()
    assert contents(tmp_path) == before
    session.redo()
    session.save()
    assert len(Session.open(services, path).pipeline.steps) == len(names) - 1


def test_what_saving_adds_belongs_to_the_edit_that_it_follows_from(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    names = set(session.pipeline.steps)
    session.run(steps.add_step, services.catalog, "evaluate", attributes={"command": "python judge.py"})
    session.save()
    session.undo()
    assert set(session.pipeline.steps) == names
    assert session.history.undo_label == ""


def test_nothing_is_kept_about_what_was_seen_of_a_step_that_is_gone(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, workflow(tmp_path))
    session.run(steps.delete, steps=[list(session.pipeline.steps)[-1]])
    session.save()
    beside = (tmp_path / ".github" / "ci.mlops.yaml").read_text(encoding="utf-8")
    assert beside == "format: 1\nsources: [workflows/ci.yml]\npipeline:\n  scope: online\n"  # duties do not shrink


def test_a_folder_whose_files_are_all_refused_names_the_first_of_them(services: Services, tmp_path: Path) -> None:
    written(tmp_path / ".github" / "workflows" / "ci.yml", "jobs: [1,\n")
    written(tmp_path / ".github" / "workflows" / "more.yml", "jobs: [2,\n")
    with pytest.raises(DocumentError, match=r"\(\.github/workflows/ci\.yml, line 2, and 1 more\)"):
        Session.open(services, tmp_path)
