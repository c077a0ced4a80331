"""Links that follow from who writes and who reads which files."""

from __future__ import annotations

import pytest

from designer.targets.file_links import FileUse, Writers, file_links, located


@pytest.mark.parametrize(
    ("folder", "path", "seen"),
    [
        ("", "data/x.csv", "data/x.csv"),
        ("sub", "./data//x.csv", "sub/data/x.csv"),
        ("sub", "../x.csv", "x.csv"),
        ("", "../x.csv", "../x.csv"),
        ("sub", "/abs/x", "/abs/x"),
        ("sub", "s3://bucket//a/../b/", "s3://bucket/b"),
        ("", "", "."),
    ],
)
def test_paths_are_seen_from_the_opened_folder(folder: str, path: str, seen: str) -> None:
    assert located(folder, path) == seen


@pytest.mark.parametrize(
    ("written", "read", "is_linked"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a", True),
        ("a", "a/b/c", True),
        ("a", "a-b", False),
        ("a-b", "a", False),
        ("a/b", "a/bc", False),
        ("a", ".", True),
        (".", "a", True),
        ("../a", ".", False),
        ("s3://x/a", "a", False),
        ("s3://x/a", "s3://x", True),
        ("/abs/a", "/abs", True),
    ],
)
def test_paths_meet_when_one_is_or_holds_the_other(written: str, read: str, is_linked: bool) -> None:
    found = file_links({"maker": FileUse(writes=(written,)), "reader": FileUse(reads=(read,))})
    assert found == ({("maker", "reader"): (written,)} if is_linked else {})


def test_a_link_names_every_path_that_makes_it_and_nobody_links_to_itself() -> None:
    uses = {
        "a": FileUse(writes=("d/x", "d/y", "z")),
        "b": FileUse(reads=("d", "z"), writes=("o",)),
        "c": FileUse(reads=("o", "c"), writes=("c",)),
    }
    assert file_links(uses) == {("a", "b"): ("d/x", "d/y", "z"), ("b", "c"): ("o",)}


def test_paths_in_each_others_way_are_found() -> None:
    writers = Writers([("a", "p"), ("a/b", "q"), ("c", "p"), ("c", "q"), ("a-b", "p")])
    assert sorted(writers.overlaps()) == [("a", "a/b"), ("c", "c")]
    assert writers.owners("c") == ("p", "q")
