from __future__ import annotations

from pathlib import Path

import pytest

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.session.disk_changes import read_again, what_changed
from designer.session.services import Services, load_services
from designer.session.session import Session

WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n"


def snapshot(*steps: Step, links: tuple[Link, ...] = ()) -> Snapshot:
    return Snapshot(steps={s.id: s for s in steps}, links={k.id: k for k in links})


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (snapshot(Step("a", "train"), Step("b", "deploy")), "“B” added"),
        (snapshot(), "“A” removed"),
        (snapshot(Step("a", "evaluate")), "“A” changed"),
        (snapshot(Step("a", "train")), "nothing that is drawn"),
        (
            snapshot(*(Step(i, "train") for i in "abcd"), links=(Link("a", "b"), Link("b", "c"))),
            "3 steps added, 2 links changed",
        ),
    ],
)
def test_what_changed_is_told_in_a_few_words(after: Snapshot, words: str) -> None:
    assert what_changed(snapshot(Step("a", "train")), after) == words


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    for name in ("ci.yml", "cd.yml"):
        (workflows / name).write_text(WORKFLOW, encoding="utf-8")
    return tmp_path


def test_files_that_can_be_read_are_read_again(services: Services, folder: Path) -> None:
    source = Session.open(services, folder).source
    assert source is not None
    again = read_again(source)
    assert not isinstance(again, DocumentError) and again.files == source.files


def test_one_broken_file_of_a_folder_is_an_error_with_its_line(services: Services, folder: Path) -> None:
    source = Session.open(services, folder).source
    assert source is not None
    broken = folder / ".github" / "workflows" / "cd.yml"
    broken.write_text(WORKFLOW + "  b: [\n", encoding="utf-8")
    error = read_again(source)
    assert isinstance(error, DocumentError)
    assert error.path == str(broken) and error.line


def test_a_file_that_is_gone_from_a_folder_is_no_error(services: Services, folder: Path) -> None:
    source = Session.open(services, folder).source
    assert source is not None
    (folder / ".github" / "workflows" / "cd.yml").unlink()
    again = read_again(source)
    assert not isinstance(again, DocumentError) and list(again.files) == [".github/workflows/ci.yml"]
