"""Saving a file so that at any moment the old or the new one is there, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from designer.errors import SaveError

_REASONS: Final = {
    errno.ENOSPC: ("the disk is full", "Free some space or save elsewhere."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space or save elsewhere."),
    errno.EFBIG: ("the file would be too large", "Save elsewhere."),
    errno.EACCES: ("no permission to write there", "Save elsewhere or change the folder's permissions."),
    errno.EPERM: ("no permission to write there", "Save elsewhere or change the folder's permissions."),
    errno.EROFS: ("the disk is read-only", "Save elsewhere."),
    errno.ENOENT: ("the folder does not exist", "Create it or save elsewhere."),
    errno.ENOTDIR: ("the folder does not exist", "Create it or save elsewhere."),
    errno.EISDIR: ("it is a folder", "Choose a file name."),
    errno.ELOOP: ("its symbolic links go in a circle", "Save elsewhere."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one."),
}


def atomic_write(path: Path, data: bytes) -> None:
    """Replaces a file's content, or creates the file. Follows symbolic links and keeps the permissions.

    Raises:
        SaveError: it could not be written; the old file is untouched. Names the path and the reason.
    """
    try:
        target = Path(os.path.realpath(path, strict=False))
        mode = _mode_of(target)
        temporary = _written_beside(target, data, mode)
        try:
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except (OSError, ValueError) as e:
        raise _refused(path, e) from e


def _mode_of(target: Path) -> int | None:
    """Permission bits of the file that is there; None when there is none."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected")
    return stat.S_IMODE(status.st_mode)


def _written_beside(target: Path, data: bytes, mode: int | None) -> Path:
    """A temporary file in the same folder that is on the disk completely."""
    temporary = target.with_name(f".{target.name[:80]}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # Nobody may read a private file's content while it is being written.
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None:
                temporary.chmod(mode)
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    """Makes the new name last a power cut; some file systems cannot, and the file is there all the same."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refused(path: Path, error: OSError | ValueError) -> SaveError:
    reason, advice = _REASONS.get(getattr(error, "errno", None) or 0, (f"cannot be written ({error})", ""))
    return SaveError(reason, path=str(path), advice=advice)
