from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from designer.errors import ExportError
from designer.session.export import FileChange, compare, write_files
from designer.session.text_diff import unified_diff


def contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_missing_file_is_new_and_its_diff_adds_every_line(tmp_path: Path) -> None:
    (change,) = compare(tmp_path, {"a/b.yaml": "one\ntwo\n"})
    assert change == FileChange("a/b.yaml", "new", "--- /dev/null\n+++ b/a/b.yaml\n@@ -0,0 +1,2 @@\n+one\n+two\n")


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    compare(tmp_path / "missing", {"a.yaml": "one\n"})
    assert not (tmp_path / "missing").exists()


def test_a_file_with_the_same_bytes_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("é\n".encode())
    assert compare(tmp_path, {"a.yaml": "é\n"}) == (FileChange("a.yaml", "same", ""),)


def test_other_line_ends_are_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"one\r\n")
    (change,) = compare(tmp_path, {"a.yaml": "one\n"})
    assert change.status == "changed"
    assert "-one\r\n+one\n" in change.diff


def test_a_changed_file_shows_the_lines_that_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one\ntwo\n")
    (change,) = compare(tmp_path, {"a.yaml": "one\n2\n"})
    assert (change.status, change.diff) == ("changed", "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n")


def test_a_file_that_is_not_text_is_a_change_without_lines(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe")
    (change,) = compare(tmp_path, {"a.yaml": "one\n"})
    assert (change.status, change.diff) == ("changed", "Binary file a.yaml would be replaced by text\n")


def test_new_files_are_written_with_their_folders(tmp_path: Path) -> None:
    written = write_files(tmp_path / "out", {".github/workflows/ci.yml": "on: push\n", "dvc.yaml": "stages: {}\n"})
    assert written == (".github/workflows/ci.yml", "dvc.yaml")
    assert contents(tmp_path / "out") == {".github/workflows/ci.yml": "on: push\n", "dvc.yaml": "stages: {}\n"}


def test_an_existing_file_is_not_touched_unless_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "b").write_text("mine")
    assert write_files(tmp_path, {"a": "new", "b": "new"}, overwrite={"b"}) == ("b",)
    assert contents(tmp_path) == {"a": "mine", "b": "new"}


def test_a_file_that_has_its_contents_already_is_not_written_again(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("same")
    before = (tmp_path / "a").stat().st_ino
    assert write_files(tmp_path, {"a": "same"}, overwrite={"a"}) == ()
    assert (tmp_path / "a").stat().st_ino == before


@pytest.mark.parametrize("path", ["../a", "x/../../a", "/etc/a", "", ".", "a\\..\\b", "C:a", "a\0b"])
def test_a_path_that_leaves_the_folder_is_refused_before_anything_is_written(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "out"
    with pytest.raises(ExportError, match="leaves the folder"):
        write_files(folder, {"fine": "text", path: "text"})
    assert not folder.exists()


@pytest.mark.parametrize("name", ["link", "link/deep"])
def test_a_symbolic_link_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder, outside = tmp_path / "out", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "link").symlink_to(outside if "/" in name else outside / "file")
    with pytest.raises(ExportError, match="outside the folder"):
        write_files(folder, {"fine": "text", name: "text"}, overwrite={name})
    assert not list(outside.iterdir())
    assert not (folder / "fine").exists()


def test_a_symbolic_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_files(tmp_path, {"link": "new"}, overwrite={"link"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_folder_that_is_itself_a_link_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write_files(tmp_path / "out", {"a": "text"})
    assert contents(tmp_path / "real") == {"a": "text"}


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "dvc.yaml").mkdir()
    with pytest.raises(ExportError, match=r"dvc\.yaml: a folder stands in its place"):
        compare(tmp_path, {"dvc.yaml": "text"})


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("file")
    with pytest.raises(ExportError, match="a file stands where a folder is needed"):
        compare(tmp_path, {".github/workflows/ci.yml": "text"})


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="file"):
        write_files(tmp_path / "file", {"a": "text"})


def test_git_applies_the_diffs(tmp_path: Path) -> None:
    old = {"a": "one\ntwo\nthree", "b": "x\n"}
    new = {"a": "one\n2\nthree\n", "b": "x\ny", "c": "\n"}
    for name, text in old.items():
        (tmp_path / name).write_text(text)
    patch = "".join(change.diff for change in compare(tmp_path, new))
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, text=True, check=True)
    assert contents(tmp_path) == new


def test_only_line_feeds_end_lines_in_a_diff() -> None:
    assert unified_diff("a\x0cb\n", "a\x0cc\n", "f", "f").splitlines(keepends=False)[0] == "--- a/f"
    assert unified_diff("a\x0cb\n", "a\x0cc\n", "f", "f").endswith("-a\x0cb\n+a\x0cc\n")


def test_the_same_text_has_no_diff() -> None:
    assert unified_diff("a\n", "a\n", "f", "f") == ""


def test_a_file_in_the_way_of_another_exported_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write_files(tmp_path, {"a": "text", "a/b": "text"})
    assert contents(tmp_path) == {"a": "text"}


def test_a_write_that_fails_leaves_whole_files_only(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(ExportError, match="too large"):
            write_files(tmp_path, {"a": "small", "b": "x" * 1000}, overwrite={"b"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(tmp_path) == {"a": "small", "b": "old"}


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("mine")
    with pytest.raises(ExportError) as error:
        compare(place, {"sub/a.yaml": "one\n"})
    assert str(error.value).startswith(f"{place}: a file stands where a folder is needed. Move it away or choose")
    with pytest.raises(ExportError) as error:
        compare(tmp_path, {"out/b/c.yaml": "one\n"})
    assert error.value.path == str(place)


@pytest.mark.timeout(10)
def test_a_named_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(ExportError) as error:
        compare(tmp_path, {"a.yaml": "one\n"})
    assert "not a regular file" in str(error.value)
