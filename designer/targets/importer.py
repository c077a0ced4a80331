"""What an importer is: it reads a file that people already have, and writes changes back into its text.

A file that was opened stays the source of truth. Reading gives a snapshot and the place of each step in the text;
`Importer.patch` compares a wanted snapshot with the one that was read and edits only what differs. What a format cannot
say is told as a loss; it is kept beside the file, never in it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.plan.plan import Loss
from designer.recognition.recogniser import Recogniser
from designer.steps.catalog import Catalog

UNDERSTOOD: Final = "understood"
GUESSED: Final = "guessed"
KEPT: Final = "kept"
REFUSED: Final = "refused"

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
class Imported:
    """What was read.

    Args:
        snapshot: the pipeline; without positions.
        places: step id -> where it stands, its own lines first. Implicit steps have none.
        groups: the units of the format, in the order of the file.
        remarks: the import report.
    """

    snapshot: Snapshot
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=lambda: NO_ATTRIBUTES)
    groups: tuple[Group, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Patched:
    """A text with changes written into it.

    Args:
        text: the whole file.
        places: step id of the wanted snapshot -> where it stands now; steps that the file cannot say are missing.
        losses: what the file cannot say; it is kept beside the file.
    """

    text: str
    places: Mapping[str, tuple[Place, ...]]
    losses: tuple[Loss, ...] = ()


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
    order = 100
    """Which one is asked first whether it knows a file; low first."""
    is_editable = True
    """Whether `patch` can write changes; otherwise the file is only shown."""

    @abstractmethod
    def recognises(self, file: SourceFile) -> bool:
        """Whether this looks like a file of the format, judged by its name first; must be cheap."""

    @abstractmethod
    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        """Reads a file.

        Raises:
            DocumentError: it cannot be loaded at all; names file, line and what to do.
        """

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
