from __future__ import annotations

from pathlib import Path

import pytest

from designer.commands import steps
from designer.session.services import Services, load_services
from designer.session.session import Session
from tests.unit.session.files import stages, workflow


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def session(services: Services, tmp_path: Path) -> Session:
    workflow(tmp_path)
    stages(tmp_path)
    return Session.open(services, tmp_path)


def frame_of(session: Session, path: str) -> tuple[str, ...]:
    frames = session.pipeline.frames.values()
    return next(f.steps for f in frames if f.extra.get("path") == path)


def test_a_new_step_stands_in_the_frame_of_the_file_that_it_will_be_written_to(session: Session) -> None:
    new = session.run(steps.add_step, session.services.catalog, "monitor", after="deploy")
    assert new in frame_of(session, ".github/workflows/ci.yml")
    session.undo()
    assert new not in frame_of(session, ".github/workflows/ci.yml")


def test_a_new_step_that_belongs_to_no_file_stands_in_no_frame(session: Session) -> None:
    before = dict(session.pipeline.frames)
    session.run(steps.add_step, session.services.catalog, "monitor", at=(5000.0, 0.0))
    assert dict(session.pipeline.frames) == before


def test_steps_that_fixes_add_stand_in_the_frames_of_their_files(session: Session) -> None:
    before = set(session.pipeline.steps)
    session.fix_all()
    new = set(session.pipeline.steps) - before
    framed = {step for frame in session.pipeline.frames.values() for step in frame.steps}
    assert new and new <= framed


def test_nothing_about_frames_is_kept_beside_the_files_for_a_new_step(session: Session) -> None:
    session.run(steps.add_step, session.services.catalog, "monitor", after="deploy")
    session.save()
    assert session.source is not None
    assert "frames" not in session.source.sidecar.text
