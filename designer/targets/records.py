"""What a record of a run beside the files of a format proves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilesAround:
    """The folder that a record stands in; nothing in it is changed or executed.

    Args:
        text: of a file by its path relative to the folder; None when there is none that can be read.
        md5: of the bytes of a file; None when there is none, when it is a folder or too large.
    """

    text: Callable[[str], str | None]
    md5: Callable[[str], str | None]
