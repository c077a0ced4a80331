"""The sample repository opens as its README says, and every byte of it comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from designer.session.services import load_services
from designer.session.session import Session
from designer.targets.imported import REFUSED
from scripts.export_samples import SAMPLES

REPOSITORY = SAMPLES / "repository"


@pytest.fixture(scope="module")
def session() -> Session:
    return Session.open(load_services(), REPOSITORY)


def ends(session: Session) -> set[str]:
    return set(session.pipeline.links)


def test_the_stages_are_drawn_into_the_job_that_runs_them(session: Session) -> None:
    assert "train_reproduce_the_pipeline -> prepare" in ends(session)
    assert "evaluate -> train_keep_the_results" in ends(session)


def test_two_models_make_one_card_with_two_variants(session: Session) -> None:
    assert session.pipeline.steps["train"].get("matrix") == {"item": ["forest", "boosted"]}


def test_the_manifest_counts_for_the_step_that_applies_it(session: Session) -> None:
    deploy = session.pipeline.steps["deploy"]
    assert (deploy.get("replicas"), deploy.get("resource_limits"), deploy.get("artifact_ref")) == (2, False, "latest")
    assert session.pipeline.steps["release_image"].get("pinned") is False


def test_the_drift_check_starts_the_release_again(session: Session) -> None:
    assert "drift_train_again ~> train_get_the_data" in ends(session)
    assert session.pipeline.steps["drift_drift"].get("target") == "deploy"


def test_tests_of_pull_requests_guard_the_release(session: Session) -> None:
    assert "unit -> train_get_the_data" in ends(session)
    assert "AUT002" not in {f.code for f in session.analyze().findings}


def test_nothing_is_refused_and_nothing_is_written_unedited(session: Session, tmp_path: Path) -> None:
    assert session.source is not None
    assert not [r for r in session.source.remarks if r.status == REFUSED]
    copy = tmp_path / "repository"
    shutil.copytree(REPOSITORY, copy)
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    Session.open(load_services(), copy).save()
    assert {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()} == before


def test_every_offered_fix_changes_files_or_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "repository"
    shutil.copytree(REPOSITORY, copy)
    session = Session.open(load_services(), copy)
    codes = {f.code for f in session.analyze().findings}
    session.fix_all(unsafe=True)
    session.save()
    again = Session.open(load_services(), copy)
    left = {f.code for f in again.analyze().findings}
    assert left < codes
    assert again.source is not None
    assert not [r for r in again.source.remarks if r.status == REFUSED]
