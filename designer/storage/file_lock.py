"""A small file that a program holds as long as it lives: the system lets go of it even when the program is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_BINARY: Final = getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    # Behind every content: Windows lets nobody read a byte that somebody locked.
    _LOCKED_BYTE: Final = 1 << 30

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockedFile:
    """A file that no other program holds; made with `create` or `take`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def create(cls, path: Path) -> LockedFile | None:
        """Makes a new file and holds it; None when the name is taken or another program was quicker to hold it.

        Raises:
            OSError: the file cannot be made, or the file system knows no locks.
        """
        return cls._held(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY)

    @classmethod
    def take(cls, path: Path) -> LockedFile | None:
        """Holds a file that is there; None when it is gone or a living program holds it.

        Raises:
            OSError: it cannot be opened, or the file system knows no locks.
        """
        return cls._held(path, os.O_RDWR | _BINARY)

    @classmethod
    def _held(cls, path: Path, flags: int) -> LockedFile | None:
        try:
            descriptor = os.open(path, flags, 0o600)
        except (FileExistsError, FileNotFoundError):
            return None
        try:
            _lock(descriptor)
            if path.exists():  # who held it before may have removed it in between
                return cls(path, descriptor)
        except (BlockingIOError, PermissionError):  # Windows says the second
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def read(self) -> bytes:
        """The whole content."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return os.read(self._descriptor, os.fstat(self._descriptor).st_size)

    def write(self, data: bytes) -> None:
        """Replaces the content, on the disk when this returns. For a few bytes: not atomic. Raises OSError."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, data)
        os.fsync(self._descriptor)

    def remove(self) -> None:
        """Lets go of the file and deletes it. Raises OSError when it cannot be deleted."""
        os.close(self._descriptor)  # Windows deletes no open file
        self.path.unlink(missing_ok=True)
