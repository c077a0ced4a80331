"""All fixes of a pipeline carried out on a copy, which another thread may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.analysis import fixes
from designer.analysis.finding import Finding
from designer.commands import steps as step_commands
from designer.drawing.tidying import tidy
from designer.model.edit import Edit
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.session import framing, sharing
from designer.session.source import Source

if TYPE_CHECKING:
    from designer.session.session import Session


@dataclass(frozen=True)
class Fixed:
    """What fixing everything came to.

    Args:
        done: what was mended, in that order.
        snapshot: the pipeline with all of it.
        revision: of the pipeline that it was worked out from.
        label: of the undo step.
    """

    done: tuple[Finding, ...]
    snapshot: Snapshot
    revision: int
    label: str


class _Stopped(Exception):
    pass


def later_fixes(session: Session, *, unsafe: bool = False) -> Callable[[Callable[[], bool]], Fixed | None]:
    """A job for any thread: takes the state now; asks after each fix whether to go on, and gives None when not.

    In files of others, a fix that would change none of them is left out: it would only silence its finding.
    When fixes added steps the whole picture is arranged anew: they would not fit between the others.
    """
    snapshot, source = session.pipeline.snapshot(), session.source
    analyzer, configured, folder = session.services.analyzer, session.configured, session.folder
    label = "Fix everything" if unsafe else "Fix all safe"

    def fix(goes_on: Callable[[], bool]) -> Fixed | None:
        board = Pipeline(snapshot)
        board.keep(lambda edit: complete(edit, board, source))
        shows = source.noticing(board) if source else lambda: True

        def is_kept() -> bool:
            if not goes_on():
                raise _Stopped
            return shows()

        profile = configured.of(snapshot.facts, folder).profile
        try:
            with board.edit(label) as edit:
                done = fixes.fix_all(board, analyzer, profile, unsafe=unsafe, places_steps=False, is_kept=is_kept)
                if set(board.steps) != set(snapshot.steps):
                    complete(edit, board, source)
                    tidied = tidy(board.snapshot())
                    step_commands.tidy(board, tidied.steps, tidied.notes)
        except _Stopped:
            return None
        return Fixed(tuple(done), board.snapshot(), snapshot.revision, label)

    return fix


def complete(edit: Edit, pipeline: Pipeline, source: Source | None) -> None:
    """What follows from an edit of other people's files, in the same undo step.

    Facts of a whole unit stay equal on all of its steps, and new steps stand in the frame of their file.
    """
    if source:
        sharing.share(edit, pipeline, source)
        framing.frame_new_steps(edit, pipeline, source)
