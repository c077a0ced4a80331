"""What an importer is: it reads a file that people already have, and writes changes back into its text.

A file that was opened stays the source of truth. Reading gives a snapshot and the place of each step in the text;
`Importer.patch` compares a wanted snapshot with the one that was read and edits only what differs. What a format cannot
say is told as a loss; it is kept beside the file, never in it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES, Step
from designer.plan.plan import Loss
from designer.recognition.recogniser import Recogniser
from designer.steps.catalog import Catalog
from designer.targets.file_links import FileUse
from designer.targets.records import FilesAround
from designer.targets.target import TextSpan

UNDERSTOOD: Final = "understood"
GUESSED: Final = "guessed"
KEPT: Final = "kept"
REFUSED: Final = "refused"

CALLS: Final = "calls"
STARTS: Final = "starts"
SENDS: Final = "sends"
FOLLOWS: Final = "follows"
RECEIVES: Final = "receives"

SHARED: Final = ("matrix", "runner", "environment_name", "token_permissions")
"""Facts that belong to the whole unit of a format and stand on all of its steps alike."""

YamlPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of other people.

    Args:
        path: posix path relative to the folder that was opened.
        text: what it holds, byte order mark and line ends as they are.
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    Args:
        path: of the file, as in `SourceFile`.
        at: keys and indexes that lead to it, ``("jobs", "train", "steps", 2)``; empty where the file is no YAML.
        first_line: 1-based.
        last_line: inclusive; comments and blank lines below do not count.
    """

    path: str
    at: YamlPath
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Group:
    """What the format itself runs as one unit: a job, a stage.

    Args:
        name: its name in the file.
        steps: ids of its steps, in order.
        needs: names of the groups that it waits for directly, in the order of the file.
        count: how many times one run runs it (matrix, foreach); None when only a run can tell.
        place: where it stands.
    """

    name: str
    steps: tuple[str, ...]
    needs: tuple[str, ...]
    count: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the import report.

    Args:
        status: ``understood``, ``guessed``, ``kept`` (not understood, stays as it is) or ``refused``.
        path: file.
        line: 1-based, None when it is about the whole file.
        message: what was found, a sentence without a final full stop.
        step: id of the step it is about.
        advice: what a person can do.
    """

    status: str
    path: str
    line: int | None
    message: str
    step: str | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a file says about another file or about an event: a link that shows where both files are open.

    Args:
        sort: ``calls`` (a step runs the file as a part of this run), ``starts`` (a step starts a later run of it),
            ``sends`` (a step sends an event), ``follows`` (this file starts when that pipeline has ended),
            ``receives`` (the event starts this file).
        name: of the other side. ``calls``: path seen from the opened folder; ``starts``: file name or name of the
            pipeline; ``follows``: name of the pipeline, or its file where it has no name; else the type of the event.
        step: id of the step; None when it is about the whole file.
        when: for ``follows``, the outcome of the other pipeline: ``success``, ``always`` or ``failure``.
    """

    sort: str
    name: str
    step: str | None = None
    when: str = "success"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read.

    Args:
        snapshot: the pipeline; without positions.
        places: step id -> where it stands, its own lines first. Implicit steps have none.
        groups: the units of the format, in the order of the file.
        remarks: the import report.
        files: step id -> what it reads and writes, seen from the opened folder, where the format knows it for certain;
            `file_links` finds the links between files of a folder. Implicit steps that stand for files are in it, too:
            they give way where somebody else writes those files.
        references: what it says about other files.
    """

    snapshot: Snapshot
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)
    groups: tuple[Group, ...] = ()
    remarks: tuple[Remark, ...] = ()
    files: Mapping[str, FileUse] = field(default_factory=lambda: NO_ATTRIBUTES)
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Patched:
    """A text with changes written into it.

    Args:
        text: the whole file.
        places: step id of the wanted snapshot -> where it stands now; steps that the file cannot say are missing.
        losses: what the file cannot say; it is kept beside the file.
        followed: step id of the wanted snapshot -> facts (and ``title``) that nobody edited and that the text says
            differently now, because of other edits; None where one is gone.
    """

    text: str
    places: Mapping[str, tuple[Place, ...]]
    losses: tuple[Loss, ...] = ()
    followed: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: NO_ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class Portable:
    """A pipeline in neutral words.

    Args:
        snapshot: as it was read, the format's own templates and expressions replaced.
        losses: what only the format itself can fill in.
    """

    snapshot: Snapshot
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One edit that a file must survive; ``roundtrip --edit`` applies them one at a time.

    Args:
        sort: what kind of edit it is, ``set the time limit``; the summary counts by it.
        wanted: the snapshot with the edit.
        lines: first and last line, 1-based, of what may change or go in the text as it is; what is new may stand
            inside, directly before or directly behind such a range. ``(8, 7)`` is the gap between lines 7 and 8.
    """

    sort: str
    wanted: Snapshot
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an importer may use besides the file itself.

    Args:
        catalog: kinds of steps.
        recogniser: guesses kinds from commands.
        neighbour: text of another file by its path relative to the opened folder; None when there is none, when it
            lies outside of the folder, or when it is no readable text.
    """

    catalog: Catalog
    recogniser: Recogniser
    neighbour: Callable[[str], str | None]


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
