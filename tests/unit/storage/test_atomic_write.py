from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from designer.errors import SaveError
from designer.storage.atomic_write import atomic_write


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def refusal(path: Path, data: bytes = b"new") -> str:
    with pytest.raises(SaveError) as caught:
        atomic_write(path, data)
    assert caught.value.path == str(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    atomic_write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert names(tmp_path) == ["a", "usual"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_an_existing_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_symbolic_link_stays_one_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("folder/real")
    (tmp_path / "second").symlink_to("link")
    atomic_write(tmp_path / "second", b"new")
    assert (tmp_path / "folder" / "real").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink() and (tmp_path / "second").is_symlink()
    assert names(tmp_path / "folder") == ["real"]


def test_a_link_to_a_file_that_is_not_there_yet_creates_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    atomic_write(tmp_path / "link", b"new")
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_relative_path_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    atomic_write(Path("a"), b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_long_name_can_be_saved(tmp_path: Path) -> None:
    atomic_write(tmp_path / ("ä" * 120), b"new")
    assert names(tmp_path) == ["ä" * 120]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert "it is a folder. Choose a file name." in refusal(tmp_path / "folder")


def test_places_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert "the folder does not exist. Create it or save elsewhere." in refusal(tmp_path / "none" / "a")
    assert "the folder does not exist" in refusal(tmp_path / "file" / "a")
    assert "circle" in refusal(tmp_path / "a")
    assert "the name is too long" in refusal(tmp_path / ("x" * 300))
    assert "cannot be written" in refusal(tmp_path / "x\0y")
    assert names(tmp_path) == ["a", "b", "file"]


def tried_elsewhere(program: str, *args: object, wrapper: tuple[str, ...] = ()) -> list[str]:
    """What another process prints; a save there that fails prints its error."""
    start = "import os, resource, signal, sys\nfrom pathlib import Path\n"
    start += "from designer.storage.atomic_write import atomic_write\n"
    start += "def save(path, data):\n    try: atomic_write(Path(path), data)\n"
    start += "    except Exception as e: print(type(e).__name__, e)\n"
    command = [*wrapper, sys.executable, "-c", start + program, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_file_that_grows_beyond_a_limit_leaves_the_old_one(tmp_path: Path) -> None:
    """A limit on the size of files makes a write fail half-way, as a full disk does."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    program = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    program += "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\nsave(sys.argv[1], b'x' * 200_000)\n"
    assert tried_elsewhere(program, path) == [f"SaveError {path}: the file would be too large. Save elsewhere."]
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


SMALL_DISK = ("unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"')
CAN_MOUNT = subprocess.run([*SMALL_DISK, "/mnt", "true"], capture_output=True, check=False).returncode == 0

if CAN_MOUNT:  # otherwise the limit above has to do

    def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
        path = tmp_path / "a"
        program = "Path(sys.argv[1]).write_bytes(b'old')\nsave(sys.argv[1], b'x' * 200_000)\n"
        program += "print(Path(sys.argv[1]).read_bytes(), os.listdir(sys.argv[2]))\n"
        printed = tried_elsewhere(program, path, tmp_path, wrapper=(*SMALL_DISK, str(tmp_path)))
        expected = [f"SaveError {path}: the disk is full. Free some space or save elsewhere.", "b'old' ['a']"]
        assert printed == expected


AS_SOMEBODY = "if os.getuid() == 0: os.setuid(65534)\nfor name in sys.argv[1:]: save(name, b'new')\n"


@pytest.fixture
def open_to_all(tmp_path: Path) -> Path:
    """A folder that every user may enter; root, who may do everything, tries as somebody else."""
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    tmp_path.chmod(0o777)
    return tmp_path


def test_somebody_without_permission_is_told(open_to_all: Path) -> None:
    closed = open_to_all / "closed"
    closed.mkdir()
    (closed / "a").write_bytes(b"old")
    closed.chmod(0o555)
    protected = open_to_all / "protected"
    protected.write_bytes(b"old")
    protected.chmod(0o444)
    paths = [closed / "a", closed / "new", protected]
    printed = tried_elsewhere(AS_SOMEBODY, *paths)
    reason = "no permission to write there. Save elsewhere or change the folder's permissions."
    assert printed == [f"SaveError {path}: {reason}" for path in paths]
    assert (closed / "a").read_bytes() == protected.read_bytes() == b"old"
    assert names(open_to_all) == ["closed", "protected"]


if os.getuid() == 0:  # only root can make a file of somebody else's

    def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(open_to_all: Path) -> None:
        """Everybody may write the file, but in a sticky folder only its owner may replace it."""
        path = open_to_all / "a"
        path.write_bytes(b"old")
        path.chmod(0o666)
        open_to_all.chmod(0o1777)
        assert "no permission to write there" in tried_elsewhere(AS_SOMEBODY, path)[0]
        assert path.read_bytes() == b"old"
        assert names(open_to_all) == ["a"]
