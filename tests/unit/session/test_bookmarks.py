"""Where bookmarks of views are kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from designer.session.bookmarks import MOST, Bookmark, BookmarkStore
from designer.session.services import Services, load_services
from designer.session.session import Session

TEXT = "pipeline: {name: Two}\nsteps:\n  a: {kind: train}\n  b: {kind: deploy}\nlinks: [a -> b]\n"
VIEW = Bookmark("Training", (0.0, 0.0, 400.0, 300.0), "a", (10.0, 20.0))


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "two.mlops.yaml"
    path.write_text(TEXT)
    return path


def test_bookmarks_come_back_in_the_next_run(services: Services, document: Path, tmp_path: Path) -> None:
    store = BookmarkStore(tmp_path / "bookmarks.json")
    store.keep(Session.open(services, document), [VIEW])
    again = BookmarkStore(tmp_path / "bookmarks.json")
    assert again.of(Session.open(services, document)) == (VIEW,)


def test_the_document_and_its_folder_stay_as_they_were(services: Services, document: Path, tmp_path: Path) -> None:
    before = document.read_bytes(), sorted(tmp_path.iterdir())
    session = Session.open(services, document)
    BookmarkStore(tmp_path / "settings" / "bookmarks.json").keep(session, [VIEW])
    assert not session.is_dirty
    assert (document.read_bytes(), sorted(p for p in tmp_path.iterdir() if p.name != "settings")) == before


def test_those_of_a_document_without_a_file_go_with_it_when_it_is_saved(services: Services, tmp_path: Path) -> None:
    store = BookmarkStore(tmp_path / "bookmarks.json")
    session = Session(services)
    store.keep(session, [VIEW])
    assert not (tmp_path / "bookmarks.json").exists()
    session.save(tmp_path / "new.mlops.yaml")
    store.saved(session)
    again = BookmarkStore(tmp_path / "bookmarks.json")
    assert again.of(Session.open(services, tmp_path / "new.mlops.yaml")) == (VIEW,)


def test_the_last_one_removed_leaves_nothing_behind(services: Services, document: Path, tmp_path: Path) -> None:
    store, session = BookmarkStore(tmp_path / "bookmarks.json"), Session.open(services, document)
    store.keep(session, [VIEW])
    store.keep(session, [])
    assert json.loads((tmp_path / "bookmarks.json").read_text()) == {}


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{}", '{"KEY": 3}', '{"KEY": [{"name": "x"}]}', '{"KEY": [{"area": [1, 2, NaN, 4]}, null]}']
)
def test_a_file_that_cannot_be_understood_counts_as_empty(
    services: Services, document: Path, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "bookmarks.json"
    path.write_text(text.replace("KEY", str(document.resolve())))
    store, session = BookmarkStore(path), Session.open(services, document)
    assert store.of(session) == ()
    store.keep(session, [VIEW])
    assert BookmarkStore(path).of(session) == (VIEW,)


def test_there_are_never_too_many(services: Services, document: Path, tmp_path: Path) -> None:
    store, session = BookmarkStore(tmp_path / "bookmarks.json"), Session.open(services, document)
    store.keep(session, [VIEW] * (MOST + 5))
    assert len(store.of(session)) == MOST
