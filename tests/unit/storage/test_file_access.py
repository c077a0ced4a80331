from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from designer.errors import DocumentError
from designer.storage.document import read_document
from designer.storage.file_access import MAX_BYTES, decode, digest_of, digest_on_disk, read_text
from tests.unit.storage.documents import CATALOG


def refusal(path: Path) -> str:
    started = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read_text(path)
    assert time.monotonic() - started < 5
    assert caught.value.path == str(path)
    return str(caught.value)


def test_text_comes_with_its_mark_and_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.mlops.yaml"
    path.write_bytes("\ufeffsteps: {}\r\n# ü".encode())
    assert read_text(path) == "\ufeffsteps: {}\r\n# ü"
    assert read_document(path, CATALOG).path == path


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("steps: {}")
    (tmp_path / "link").symlink_to("real")
    assert read_text(tmp_path / "link") == "steps: {}"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none").endswith("none: there is no such file. Check the name.")
    (tmp_path / "file").write_text("")
    assert "there is no such file" in refusal(tmp_path / "file" / "inside")


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert "it is a folder. Name a file inside it." in refusal(tmp_path)


def test_a_circle_of_links_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert "its symbolic links go in a circle" in refusal(tmp_path / "a")


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    assert "the name is too long" in refusal(tmp_path / ("x" * 300))
    assert re.search(r"cannot be read \(.*embedded null", refusal(tmp_path / "a\0b"))  # Pythons word it differently


def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "it is not a regular file. Copy its content to a file." in refusal(tmp_path / "pipe")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device: str) -> None:
    assert "it is not a regular file" in refusal(Path(device))


def test_a_socket_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        assert "cannot be read" in refusal(path)


def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    """Root may read everything, so the question is asked by somebody else."""
    path = tmp_path / "secret.mlops.yaml"
    path.write_text("steps: {}")
    path.chmod(0)
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from designer.storage.file_access import read_text\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: read_text(Path(sys.argv[1]))\n"
        "except Exception as e: print(type(e).__name__, e)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("DocumentError ")
    assert "no permission to read it. Change its permissions, or open a copy." in done.stdout


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    assert "larger than 32 MB. A pipeline document is much smaller." in refusal(path)


def test_a_file_that_cannot_be_read_after_opening_is_told() -> None:
    assert "cannot be read" in refusal(Path("/proc/self/mem"))


def test_bytes_that_are_no_utf_8_are_told_with_their_line() -> None:
    with pytest.raises(DocumentError) as caught:
        decode(b"steps:\n  a: {title: \xe4}\n", "a.yaml")
    assert str(caught.value) == "a.yaml:2: the text is not UTF-8. Save it as UTF-8."
    for encoding in ("utf-16", "utf-32"):
        with pytest.raises(DocumentError, match="not UTF-8"):
            decode("steps: {ä: b}".encode(encoding), "a.yaml")


def test_too_many_bytes_from_anywhere_are_refused() -> None:
    with pytest.raises(DocumentError, match="larger than 32 MB"):
        decode(b"a" * (MAX_BYTES + 1), "<stdin>")


def test_a_digest_tells_whether_a_file_still_holds_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mlops.yaml"
    path.write_bytes(b"steps: {}")
    assert digest_on_disk(path) == digest_of(b"steps: {}")
    path.write_bytes(b"steps: {} ")
    assert digest_on_disk(path) != digest_of(b"steps: {}")


def test_what_cannot_be_read_has_no_digest(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # reading it would wait for a writer
    assert [digest_on_disk(p) for p in (tmp_path, pipe, tmp_path / "none", tmp_path / ("x" * 300))] == [None] * 4
