"""What importers tell: the pipeline that they read, where it stands in the files, and what a change made of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import NO_ATTRIBUTES
from designer.plan.plan import Loss
from designer.targets.file_links import FileUse

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
