"""What an importer is: it reads a file that people already have, and writes changes back into its text.

A file that was opened stays the source of truth. Reading gives a snapshot and the place of each step in the text;
`Importer.patch` compares a wanted snapshot with the one that was read and edits only what differs. What a format cannot
say is told as a loss; it is kept beside the file, never in it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.recognition.folder_code import FolderCode
from designer.recognition.recogniser import Recogniser
from designer.steps.catalog import Catalog
from designer.targets.imported import Imported, Patched, Portable, SourceFile, Trial
from designer.targets.records import FilesAround
from designer.targets.target import TextSpan


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an importer may use besides the file itself.

    Args:
        catalog: kinds of steps.
        recogniser: guesses kinds from commands.
        neighbour: text of another file by its path relative to the opened folder; None when there is none, when it
            lies outside of the folder, or when it is no readable text.
        code: what else the folder holds; nothing where one file was opened.
    """

    catalog: Catalog
    recogniser: Recogniser
    neighbour: Callable[[str], str | None]
    code: FolderCode = field(default_factory=FolderCode)


class Importer(ABC):
    """A format that can be read. Subclasses hold no state and open no files; nothing they read is executed."""

    slug: str
    title: str
    called = ""
    """What one text of it is called, with its article: ``a dvc.yaml``."""
    unread = "not understood"
    """What is said of its lines that no step was made of."""
    order = 100
    """Which one is asked first whether it knows a file; low first."""
    is_editable = True
    """Whether `patch` can write changes; otherwise the file is only shown."""
    names: tuple[str, ...] = ("*.yml", "*.yaml")
    """Patterns of file names that are worth a look when a folder is opened."""
    hidden_folders: tuple[str, ...] = ()
    """Folders with a dot that its files may stand in; others are not entered."""
    linters: tuple[str, ...] = ()
    """Names of the programs of others that read its files."""
    root_marks: tuple[str, ...] = (".git",)
    """Entries by which the root of a file's tree is known: the nearest folder above it that holds one of them."""

    @abstractmethod
    def recognises(self, file: SourceFile) -> bool:
        """Whether this looks like a file of the format, judged by its name first; must be cheap."""

    @abstractmethod
    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        """Reads a file.

        Raises:
            DocumentError: it cannot be loaded at all; names file, line and what to do.
        """

    def path_of_text(self, text: str) -> str | None:
        """The path that a text without a name, one that was pasted, is read under; None when it is no such text."""
        return None

    def is_live(self, path: str) -> bool:
        """Whether what runs such files takes one at this place of a repository; elsewhere it is a copy."""
        return True

    is_description = False
    """Whether its steps only say what the step that uses the file does: an image to build, objects to apply."""

    def runs(self, step: Step, file: SourceFile, read: Imported) -> tuple[str, ...]:
        """Ids of the steps of a file that a step of another file runs, builds or applies; none for most."""
        return ()

    def folder_beside(self, path: PurePosixPath) -> PurePosixPath:
        """Where the layout and notes of a file are kept: its own folder, unless that would be taken for a source."""
        return path.parent

    def portable(self, file: SourceFile, base: Imported, now: Snapshot, around: Surroundings) -> Portable:
        """A pipeline of this file in words that every target can write: ``${matrix.x}``, ``$NAME``, plain values.

        Args:
            file: the text that ``base`` was read from.
            base: what was read.
            now: the pipeline as it is, ids as in ``base``.
            around: as for `read`.
        """
        return Portable(now)

    def shared(self, step_id: str, base: Imported) -> tuple[str, ...]:
        """Ids of the steps that share the facts `SHARED` with a step, itself included; empty when it has its own."""
        return ()

    def recorded(self, file: SourceFile, around: FilesAround) -> tuple[TextSpan, ...]:
        """The lines of a file that a record of an earlier run beside it proves; none for most formats."""
        return ()

    def trials(self, file: SourceFile, base: Imported, around: Surroundings) -> Iterable[Trial]:
        """Edits of every sort that this file can be tried with, at most a few of each."""
        return ()

    def touched(self, file: SourceFile, base: Imported, wanted: Snapshot) -> tuple[tuple[int, int], ...]:
        """The lines that `patch` may change for what is wanted, in the form of `Trial.lines`; all, if nobody knows."""
        return ((1, file.text.count("\n") + 1),)

    def patch(self, file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
        """Writes the differences between ``base.snapshot`` and ``wanted`` into the text of the file.

        The same snapshot gives the same text. Only lines that an edit must touch change.

        Args:
            file: the text that ``base`` was read from.
            base: what was read.
            wanted: what it shall say.
            around: as for `read`.
        """
        raise ExportError(f"{self.title} files are only read", advice="Change the file itself.")
