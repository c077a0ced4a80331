from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.commands import links, notes, steps
from designer.errors import DocumentError
from designer.session.merging import Merge, merge
from designer.session.opening import reread
from designer.session.services import Services, load_services
from designer.session.session import Session
from tests.unit.session.files import WORKFLOW, contents, data, stages, workflow


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workflow(tmp_path)


@pytest.fixture
def session(services: Services, path: Path) -> Session:
    return Session.open(services, path)


def compared(session: Session) -> Merge:
    assert session.source is not None
    return merge(session.source, session.pipeline.snapshot(), reread(session.source))


def told(merged: Merge) -> list[tuple[str, str, str, str, bool]]:
    return [(s.what, s.base, s.mine, s.theirs, s.is_conflict) for s in merged.steps]


# ---------------------------------------------------------------------- noticing
def test_a_change_of_the_file_or_of_what_it_mentions_is_noticed(services: Services, tmp_path: Path) -> None:
    session = Session.open(services, stages(tmp_path))
    assert not session.changed_on_disk
    (tmp_path / "params.yaml").write_text("split: 0.5\nlr: 1\n")
    assert session.changed_on_disk
    session.follow()
    assert not session.changed_on_disk
    (tmp_path / "dvc.mlops.yaml").write_text("sources: [dvc.yaml]\n")
    assert session.changed_on_disk


def test_saving_ones_own_edits_is_no_change_of_others(session: Session) -> None:
    session.run(steps.set_attributes, "deploy", {"owner": "Kim", "timeout_minutes": 3})
    session.save()
    assert not session.changed_on_disk


def test_in_a_folder_new_files_are_noticed_but_not_ones_own(services: Services, tmp_path: Path) -> None:
    stages(tmp_path)
    session = Session.open(services, tmp_path)
    session.run(steps.set_attributes, "train", {"owner": "Kim"})
    session.save()
    assert not session.changed_on_disk
    workflow(tmp_path)
    assert session.changed_on_disk
    session.follow()
    assert "deploy" in session.pipeline.steps
    assert session.pipeline.steps["train"].get("owner") == "Kim"
    assert not session.changed_on_disk


# ---------------------------------------------------------------------- following
def test_following_takes_the_new_state_and_is_not_dirty(session: Session, path: Path) -> None:
    places = dict(session.pipeline.positions)
    path.write_text(WORKFLOW.replace("./deploy.sh", "./ship.sh"))
    session.follow()
    assert session.pipeline.steps["deploy"].get("command") == "./ship.sh"
    assert session.pipeline.positions == places
    assert not session.is_dirty
    assert not session.changed_on_disk
    before = contents(path.parents[2])
    session.save()
    assert contents(path.parents[2]) == before


def test_following_is_one_undo_step(session: Session, path: Path) -> None:
    before = data(session.pipeline.snapshot())
    path.write_text(WORKFLOW.replace("pytest -q", "pytest").replace("  deploy:", "  release:"))
    session.follow()
    assert "release" in session.pipeline.steps
    session.undo()
    assert data(session.pipeline.snapshot()) == before
    assert session.is_dirty


def test_a_renamed_job_keeps_its_place_on_the_canvas(session: Session, path: Path) -> None:
    session.run(steps.move, {"deploy": (900.0, 5.0)})
    session.save()
    path.write_text(WORKFLOW.replace("  deploy:", "  release:"))
    session.follow()
    assert session.pipeline.positions["release"] == (900.0, 5.0)
    assert "deploy" not in session.pipeline.steps


def test_a_step_that_moves_down_is_recognised_by_its_content(session: Session, path: Path) -> None:
    place = session.pipeline.positions["train_train"]
    path.write_text(
        WORKFLOW.replace("    - name: Train\n", "    - name: Warm up\n      run: ./warm.sh\n    - name: Train\n")
    )
    session.follow()
    assert session.pipeline.positions["train_train"] == place
    assert session.pipeline.positions["train_warm_up"] != place


def test_a_file_that_cannot_be_read_any_more_leaves_the_last_good_pipeline(session: Session, path: Path) -> None:
    before = data(session.pipeline.snapshot())
    path.write_text("jobs: [\n")
    with pytest.raises(DocumentError):
        session.follow()
    assert data(session.pipeline.snapshot()) == before
    path.write_text(WORKFLOW)
    session.follow()
    assert not session.is_dirty


def test_following_keeps_a_layout_that_nobody_chose_out_of_the_files(session: Session, path: Path) -> None:
    path.write_text(
        WORKFLOW + "\n  last:\n    needs: deploy\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./x.sh\n"
    )
    session.follow()
    session.run(steps.set_attributes, "last", {"command": "./y.sh"})
    session.save()
    assert set(contents(path.parents[2])) == {".github/workflows/ci.yml"}


def test_documents_are_not_followed(services: Services) -> None:
    with pytest.raises(DocumentError):
        Session(services).follow()


# ---------------------------------------------------------------------- merging
def test_edits_of_different_things_come_together(session: Session, path: Path) -> None:
    session.run(steps.set_attributes, "test", {"command": "pytest -x"})
    path.write_text(WORKFLOW.replace("./deploy.sh", "./deploy.sh --all"))
    merged = compared(session)
    assert told(merged) == [("Step Deploy: command", "./deploy.sh", "./deploy.sh", "./deploy.sh --all", False)]
    session.apply_merge(merged)
    assert session.is_dirty
    session.save()
    assert path.read_text() == WORKFLOW.replace("./deploy.sh", "./deploy.sh --all").replace("pytest -q", "pytest -x")


def test_an_edit_of_the_same_fact_is_a_conflict_and_somebody_chooses(session: Session, path: Path) -> None:
    session.run(steps.set_attributes, "deploy", {"command": "./mine.sh"})
    path.write_text(WORKFLOW.replace("./deploy.sh", "./theirs.sh"))
    merged = compared(session)
    (clash,) = merged.conflicts
    assert (clash.what, clash.base, clash.mine, clash.theirs) == (
        *("Step Deploy: command", "./deploy.sh", "./mine.sh", "./theirs.sh"),
    )
    assert merged.result().steps["deploy"].get("command") == "./theirs.sh"
    session.apply_merge(merged, {clash.key})
    session.save()
    assert path.read_text() == WORKFLOW.replace("./deploy.sh", "./mine.sh")


def test_the_same_edit_on_both_sides_is_none(session: Session, path: Path) -> None:
    session.run(steps.set_attributes, "deploy", {"command": "./deploy.sh --all"})
    path.write_text(WORKFLOW.replace("./deploy.sh", "./deploy.sh --all"))
    merged = compared(session)
    assert merged.steps == ()
    session.apply_merge(merged)
    session.save()
    assert path.read_text() == WORKFLOW.replace("./deploy.sh", "./deploy.sh --all")


def test_what_they_removed_and_i_edited_is_a_conflict(session: Session, path: Path) -> None:
    session.run(steps.set_attributes, "deploy", {"command": "./mine.sh"})
    path.write_text(WORKFLOW[: WORKFLOW.index("  deploy:")])
    merged = compared(session)
    (clash,) = merged.conflicts
    assert clash.what == "Step Deploy"
    assert clash.theirs == "removed"
    assert "deploy" not in merged.result().steps
    session.apply_merge(merged, {clash.key})
    assert session.pipeline.steps["deploy"].get("command") == "./mine.sh"


def test_what_i_removed_and_they_edited_is_a_conflict(session: Session, path: Path) -> None:
    session.run(steps.delete, ["deploy"])
    path.write_text(WORKFLOW.replace("./deploy.sh", "./theirs.sh"))
    merged = compared(session)
    (clash,) = merged.conflicts
    assert (clash.what, clash.mine) == ("Step Deploy", "removed")
    assert "deploy" in merged.result().steps
    assert "deploy" not in merged.result({clash.key}).steps


def test_my_new_steps_notes_links_and_places_stay(session: Session, path: Path) -> None:
    new = session.run(steps.add_step, session.services.catalog, "monitor", after="deploy")
    session.run(notes.add_note, 1.0, 2.0, "Ask Kim")
    session.run(links.disconnect, "test -> train_train")
    session.run(steps.move, {"test": (-500.0, 0.0)})
    path.write_text(WORKFLOW.replace("./deploy.sh", "./deploy.sh --all"))
    session.apply_merge(compared(session))
    pipeline = session.pipeline
    assert f"deploy -> {new}" in pipeline.links
    assert "test -> train_train" not in pipeline.links
    assert [n.text for n in pipeline.notes.values()] == ["Ask Kim"]
    assert pipeline.positions["test"] == (-500.0, 0.0)
    assert pipeline.steps["deploy"].get("command") == "./deploy.sh --all"


def test_a_new_step_of_theirs_with_the_id_of_mine_does_not_swallow_it(session: Session, path: Path) -> None:
    new = session.run(steps.add_step, session.services.catalog, "monitor", step_id="watch")
    assert new == "watch"
    path.write_text(WORKFLOW + "\n  watch:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./theirs.sh\n")
    merged = compared(session)
    assert [s.what for s in merged.steps] == ["Step Watch"]
    session.apply_merge(merged)
    assert session.pipeline.steps["watch"].get("command") == "./theirs.sh"
    assert session.pipeline.steps["watch_2"].kind == "monitor"


def test_a_merge_is_one_undo_step(session: Session, path: Path) -> None:
    session.run(steps.set_attributes, "test", {"command": "pytest -x"})
    before = data(session.pipeline.snapshot())
    path.write_text(WORKFLOW.replace("./deploy.sh", "./deploy.sh --all"))
    session.apply_merge(compared(session))
    session.undo()
    assert data(session.pipeline.snapshot()) == before


def test_corrections_in_the_file_beside_are_merged_too(session: Session, path: Path) -> None:
    session.run(steps.set_attributes, "test", {"owner": "Kim"})
    session.save()
    beside = path.parents[1] / "ci.mlops.yaml"
    session.run(steps.set_attributes, "deploy", {"owner": "Lee"})
    beside.write_text(beside.read_text().replace("Kim", "Max"))
    session.apply_merge(compared(session))
    session.save()
    assert "owner: Max" in beside.read_text()
    assert "owner: Lee" in beside.read_text()


@settings(max_examples=25)
@given(changes=st.data())
def test_where_only_one_side_edited_its_state_is_the_result(services: Services, changes: st.DataObject) -> None:
    texts = ("pytest -q", "./deploy.sh", "python evaluate.py", "  deploy:", "timeout-minutes: 90", "needs: test")
    new = {"  deploy:": "  release:", "timeout-minutes: 90": "timeout-minutes: 30", "needs: test": "needs: []"}
    edited = changes.draw(st.sets(st.sampled_from(texts)))
    with tempfile.TemporaryDirectory() as name:
        path = workflow(Path(name))
        session = Session.open(services, path)
        mine = data(session.pipeline.snapshot())
        text = WORKFLOW
        for old in edited:
            text = text.replace(old, new.get(old, f"{old} --new"))
        path.write_text(text)
        merged = compared(session)
        assert not merged.conflicts
        theirs = Session.open(services, path).pipeline.snapshot()
        result = merged.result()
        assert data(replace(result, facts=theirs.facts)) == data(theirs)
        assert set(theirs.facts["assessed"]) <= set(result.facts["assessed"])
        kept = merged.result({s.key for s in merged.steps})
        if "  deploy:" not in edited:
            assert {s: k["command"] for s, k in data(kept)["steps"].items()} == {  # type: ignore[attr-defined]
                s: k["command"]
                for s, k in mine["steps"].items()  # type: ignore[attr-defined]
            }
