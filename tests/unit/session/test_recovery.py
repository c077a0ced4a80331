"""Unsaved work outlives its program, is offered once, and never touches the file of the document."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from designer.commands import steps
from designer.errors import DocumentError, SaveError
from designer.session.recovery import Leftover, RecoveryStore, recovery_folder
from designer.session.services import DEFAULT_PROFILE, Services, load_services
from designer.session.session import Session
from designer.storage.document import parse_document
from tests.unit.session.files import WORKFLOW, workflow

TEXT = """\
# Written by hand
pipeline: {name: churn}
steps:
  data: {kind: data_source}   # from the warehouse
  train: {kind: train}
links: [data -> train]
"""
# Opens the document, or starts an empty one, edits it, keeps the change, and waits to be killed.
PROGRAM = """
import sys
from pathlib import Path
from designer.commands import steps
from designer.session.recovery import RecoveryStore
from designer.session.services import load_services
from designer.session.session import Session

folder, *path = map(Path, sys.argv[1:])
services = load_services()
session = Session.open(services, path[0]) if path else Session(services)
session.run(steps.add_step, services.catalog, "deploy", step_id="release")
RecoveryStore(folder).keep(session)
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "recovery"


@pytest.fixture
def store(folder: Path) -> RecoveryStore:
    return RecoveryStore(folder)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "churn.mlops.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run_program(*arguments: Path) -> subprocess.Popen[bytes]:
    """A program that holds unsaved work."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    program = subprocess.Popen(command, cwd=Path(__file__).parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == b"kept\n"
    return program


def kill(program: subprocess.Popen[bytes]) -> None:
    with program:
        program.send_signal(signal.SIGKILL)


@pytest.fixture
def leftover(store: RecoveryStore, folder: Path, file: Path) -> Leftover:
    kill(run_program(folder, file))
    (found,) = store.left_behind()
    return found


def edited(services: Services, file: Path) -> Session:
    session = Session.open(services, file)
    session.run(steps.rename, "train", "Fit")
    return session


# ---------------------------------------------------------------- keeping
def test_what_is_kept_is_what_would_be_saved_and_the_file_stays_as_it_is(
    services: Services, store: RecoveryStore, folder: Path, file: Path
) -> None:
    session = edited(services, file)
    size = store.keep(session)
    (text,) = folder.glob("*.mlops.yaml")
    assert text.read_text(encoding="utf-8") == session.text()
    assert size == text.stat().st_size
    assert file.read_text(encoding="utf-8") == TEXT


def test_only_the_person_can_read_what_is_kept(
    services: Services, store: RecoveryStore, folder: Path, file: Path
) -> None:
    store.keep(edited(services, file))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_document_is_kept_in_the_same_two_files_until_it_is_forgotten(
    services: Services, store: RecoveryStore, folder: Path, file: Path
) -> None:
    session = edited(services, file)
    store.keep(session)
    session.run(steps.rename, "data", "Orders")
    store.keep(session)
    assert len(list(folder.iterdir())) == 2
    (text,) = folder.glob("*.mlops.yaml")
    assert "Orders" in text.read_text(encoding="utf-8")
    store.forget(session)
    store.forget(session)
    assert list(folder.iterdir()) == []


def test_what_is_kept_later_is_what_was_there_when_it_was_asked_for(
    services: Services, store: RecoveryStore, folder: Path, file: Path
) -> None:
    session = edited(services, file)
    write = store.keeping(session)
    session.run(steps.rename, "train", "Later")
    write()
    (text,) = folder.glob("*.mlops.yaml")
    assert "Fit" in text.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(services: Services, tmp_path: Path, file: Path) -> None:
    (tmp_path / "in the way").touch()
    with pytest.raises(SaveError, match="in the way"):
        RecoveryStore(tmp_path / "in the way" / "recovery").keep(edited(services, file))


def test_work_is_kept_where_the_system_wants_the_state_of_programs() -> None:
    assert recovery_folder() == Path(os.environ["XDG_STATE_HOME"]) / "mlops-designer" / "recovery"


# ---------------------------------------------------------------- finding
def test_nothing_is_found_where_nothing_was_kept(store: RecoveryStore) -> None:
    assert store.left_behind() == []


def test_the_work_of_a_living_program_is_left_alone(
    services: Services, store: RecoveryStore, folder: Path, file: Path
) -> None:
    session = edited(services, file)
    store.keep(session)  # this program
    other = run_program(folder, file)
    assert store.left_behind() == []
    assert RecoveryStore(folder).left_behind() == []
    kill(other)
    assert len(store.left_behind()) == 1


def test_the_work_of_a_killed_program_is_found(leftover: Leftover, file: Path) -> None:
    assert (leftover.name, leftover.path) == ("churn", file)
    assert "release" in leftover.text and "# from the warehouse" in leftover.text
    assert not leftover.changed_on_disk


def test_a_leftover_is_offered_by_one_program_only(leftover: Leftover, folder: Path) -> None:
    assert RecoveryStore(folder).left_behind() == []


def test_several_leftovers_come_oldest_first(store: RecoveryStore, folder: Path, file: Path) -> None:
    for number in range(3):
        kill(run_program(folder))
        (new,) = [p for p in folder.glob("*.mlops.yaml") if p.stat().st_mtime > 10]
        os.utime(new, (3 - number, 3 - number))
    times = [found.kept_in.stat().st_mtime for found in store.left_behind()]
    assert times == [1, 2, 3]


def test_a_file_that_changed_or_went_meanwhile_is_noticed(leftover: Leftover, file: Path) -> None:
    file.write_text(TEXT + "# pulled\n", encoding="utf-8")
    assert leftover.changed_on_disk
    file.unlink()
    assert leftover.changed_on_disk


def test_work_that_the_file_holds_already_is_not_offered(store: RecoveryStore, folder: Path, file: Path) -> None:
    kill(run_program(folder, file))  # as if it had been killed between saving and forgetting
    (text,) = folder.glob("*.mlops.yaml")
    file.write_bytes(text.read_bytes())
    assert store.left_behind() == []
    assert list(folder.iterdir()) == []


def test_the_rests_of_a_program_that_was_killed_while_it_wrote_are_cleared_away(
    store: RecoveryStore, folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / "ab.json").touch()
    (folder / ".ab.mlops.yaml.77-1234.tmp").write_text("steps:", encoding="utf-8")
    assert store.left_behind() == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("about", ["", "{", "[]", "[" * 100_000, '{"name": 1, "path": 2, "digest": 3}'])
def test_work_without_a_readable_origin_is_offered_as_untitled(store: RecoveryStore, folder: Path, about: str) -> None:
    folder.mkdir(parents=True)
    (folder / "ab.json").write_text(about, encoding="utf-8")
    (folder / "ab.mlops.yaml").write_text(TEXT, encoding="utf-8")
    (found,) = store.left_behind()
    assert (found.name, found.path, found.digest, found.text) == ("Untitled", None, None, TEXT)
    assert not found.changed_on_disk


def test_a_text_that_cannot_be_read_is_not_offered_and_stays(store: RecoveryStore, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ab.json").write_text("{}", encoding="utf-8")
    (folder / "ab.mlops.yaml").write_bytes(b"\xff\xfe")
    assert store.left_behind() == []
    assert len(list(folder.iterdir())) == 2


# ---------------------------------------------------------------- deciding
def test_a_recovered_session_has_the_same_pipeline_and_saves_to_its_file(
    services: Services, store: RecoveryStore, folder: Path, leftover: Leftover, file: Path
) -> None:
    session = store.recover(leftover, services, DEFAULT_PROFILE)
    wanted = parse_document(leftover.text, "kept", services.catalog).snapshot
    assert dict(session.pipeline.steps) == dict(wanted.steps)
    assert dict(session.pipeline.links) == dict(wanted.links)
    assert session.path == file
    assert session.is_dirty
    assert not session.changed_on_disk
    session.save()
    assert not session.is_dirty
    assert file.read_text(encoding="utf-8") == leftover.text
    store.forget(session)
    assert list(folder.iterdir()) == []


def test_recovered_work_is_still_kept_until_it_is_saved(
    services: Services, store: RecoveryStore, folder: Path, leftover: Leftover
) -> None:
    session = store.recover(leftover, services, DEFAULT_PROFILE)
    assert leftover.kept_in.is_file()
    session.run(steps.rename, "release", "Roll out")
    store.keep(session)
    assert len(list(folder.iterdir())) == 2
    assert "Roll out" in leftover.kept_in.read_text(encoding="utf-8")
    about = json.loads(leftover.kept_in.with_name(leftover.kept_in.name.replace(".mlops.yaml", ".json")).read_bytes())
    assert about["digest"] == session.digest


def test_over_a_changed_file_the_work_comes_back_as_a_copy_without_a_file(
    services: Services, store: RecoveryStore, leftover: Leftover, file: Path
) -> None:
    file.write_text("steps: {}\n", encoding="utf-8")
    session = store.recover(leftover, services, DEFAULT_PROFILE)
    assert session.path is None
    assert session.is_dirty
    assert "release" in session.pipeline.steps
    with pytest.raises(SaveError):
        session.save()
    assert file.read_text(encoding="utf-8") == "steps: {}\n"


def test_work_that_never_had_a_file_comes_back(services: Services, store: RecoveryStore, folder: Path) -> None:
    kill(run_program(folder))
    (leftover,) = store.left_behind()
    assert (leftover.name, leftover.path, leftover.changed_on_disk) == ("Untitled", None, False)
    session = store.recover(leftover, services, DEFAULT_PROFILE)
    assert list(session.pipeline.steps) == ["release"]
    assert session.path is None and session.is_dirty


def test_a_text_that_is_no_document_is_refused_and_stays(
    services: Services, store: RecoveryStore, folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / "ab.json").write_text("{}", encoding="utf-8")
    (folder / "ab.mlops.yaml").write_text("steps: [", encoding="utf-8")
    (leftover,) = store.left_behind()
    with pytest.raises(DocumentError, match=r"ab\.mlops\.yaml"):
        store.recover(leftover, services, DEFAULT_PROFILE)
    assert leftover.kept_in.is_file()


def test_discarded_work_is_gone(store: RecoveryStore, folder: Path, leftover: Leftover, file: Path) -> None:
    store.discard(leftover)
    assert list(folder.iterdir()) == []
    assert file.read_text(encoding="utf-8") == TEXT


def test_unsaved_edits_of_files_of_others_come_back_on_top_of_these(
    services: Services, store: RecoveryStore, folder: Path, tmp_path: Path
) -> None:
    path = workflow(tmp_path / "project")
    kill(run_program(folder, path))
    (leftover,) = store.left_behind()
    session = store.recover(leftover, services, DEFAULT_PROFILE)
    assert session.source is not None
    assert session.is_dirty
    assert "release" in session.pipeline.steps
    session.undo()
    assert "release" not in session.pipeline.steps
    assert path.read_text(encoding="utf-8") == WORKFLOW


def test_where_these_changed_meanwhile_the_edits_come_back_as_a_document(
    services: Services, store: RecoveryStore, folder: Path, tmp_path: Path
) -> None:
    path = workflow(tmp_path / "project")
    kill(run_program(folder, path))
    path.write_text(WORKFLOW.replace("./deploy.sh", "./ship.sh"), encoding="utf-8")
    (leftover,) = store.left_behind()
    session = store.recover(leftover, services, DEFAULT_PROFILE)
    assert (session.source, session.path) == (None, None)
    assert "release" in session.pipeline.steps
