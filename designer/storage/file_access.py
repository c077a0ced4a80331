"""The bytes and the text of a file, with clear words for everything that can be in the way."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from designer.errors import DocumentError

MAX_BYTES: Final = 32 * 1024 * 1024
_REASONS: Final = {
    errno.ENOENT: ("there is no such file", "Check the name."),
    errno.ENOTDIR: ("there is no such file", "Check the name."),
    errno.EACCES: ("no permission to read it", "Change its permissions, or open a copy."),
    errno.EPERM: ("no permission to read it", "Change its permissions, or open a copy."),
    errno.ELOOP: ("its symbolic links go in a circle", "Open the file itself."),
    errno.ENAMETOOLONG: ("the name is too long", "Check the name."),
}


def read_text(path: Path) -> str:
    """A file's text, byte order mark and line ends as they are.

    Raises:
        DocumentError: missing, not a regular file, no permission, too large, or not UTF-8.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as e:
        raise _refused(path, e) from e
    try:
        _check_file(path, os.fstat(descriptor))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as e:
        raise _refused(path, e) from e
    finally:
        os.close(descriptor)
    return decode(data, str(path))


def digest_of(data: bytes) -> str:
    """SHA-256 by which a program knows whether a file still holds what it read."""
    return hashlib.sha256(data).hexdigest()


def digest_on_disk(path: Path) -> str | None:
    """`digest_of` a file; None when there is none that can be read."""
    try:
        return digest_of(path.read_bytes()) if path.is_file() else None
    except OSError:
        return None


def _check_file(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError("it is a folder", path=str(path), advice="Name a file inside it.")
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError("it is not a regular file", path=str(path), advice="Copy its content to a file.")
    if status.st_size > MAX_BYTES:
        raise _too_large(str(path))


def decode(data: bytes, source: str) -> str:
    """The text of a document's bytes, from a file or from standard input.

    Raises:
        DocumentError: too large or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        advice = "Save it as UTF-8."
        raise DocumentError("the text is not UTF-8", path=source, line=line, advice=advice) from None


def _too_large(source: str) -> DocumentError:
    limit = MAX_BYTES // 1024**2
    return DocumentError(f"larger than {limit} MB", path=source, advice="A pipeline document is much smaller.")


def _refused(path: Path, error: OSError | ValueError) -> DocumentError:
    reason, advice = _REASONS.get(getattr(error, "errno", None) or 0, (f"cannot be read ({error})", ""))
    return DocumentError(reason, path=str(path), advice=advice)
