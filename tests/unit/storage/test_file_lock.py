"""A held file belongs to one program until that lets go of it or dies."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from designer.storage import file_lock
from designer.storage.file_lock import LockedFile

HOLDER = """
import sys
from pathlib import Path
from designer.storage.file_lock import LockedFile
held = LockedFile.create(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_nobody_else_gets_a_held_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    held = LockedFile.create(path)
    assert held is not None
    assert LockedFile.create(path) is None
    assert LockedFile.take(path) is None
    held.remove()
    assert not path.exists()
    assert LockedFile.take(path) is None


def test_a_file_holds_the_newest_content(tmp_path: Path) -> None:
    held = LockedFile.create(tmp_path / "a.json")
    assert held is not None
    held.write(b"a long content")
    held.write(b"short")
    assert held.read() == b"short"
    assert (tmp_path / "a.json").read_bytes() == b"short"
    held.remove()


def test_a_killed_program_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    command = [sys.executable, "-c", HOLDER, str(path)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert LockedFile.take(path) is None
        holder.send_signal(signal.SIGKILL)
    taken = LockedFile.take(path)
    assert taken is not None
    taken.remove()


def test_a_file_that_its_holder_removed_just_before_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.touch()
    lock = file_lock._lock

    def lock_late(descriptor: int) -> None:
        path.unlink()
        lock(descriptor)

    monkeypatch.setattr(file_lock, "_lock", lock_late)
    assert LockedFile.take(path) is None


def test_a_file_system_without_locks_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptors: list[int] = []

    def no_locks(descriptor: int) -> None:
        descriptors.append(descriptor)
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(file_lock, "_lock", no_locks)
    with pytest.raises(OSError, match="No locks"):
        LockedFile.create(tmp_path / "a.json")
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptors[0])  # closed
