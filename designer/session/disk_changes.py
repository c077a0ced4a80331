"""What another program did to the files of a source: read again, and told in a few words."""

from __future__ import annotations

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.session.merging import Merge
from designer.session.opening import reread
from designer.session.source import Source
from designer.targets.imported import REFUSED


def read_again(source: Source) -> Source | DocumentError:
    """What stands on disk; the error when a file cannot be read that could be before."""
    try:
        theirs = reread(source)
    except DocumentError as e:
        return e
    for path in source.files:
        refused = next((r for r in theirs.remarks if r.path == path and r.status == REFUSED), None)
        if refused is not None and path not in theirs.files:
            where = str(source.tree.path_of(path))
            return DocumentError(refused.message, path=where, line=refused.line, advice=refused.advice)
    return theirs


def is_arranged_only(merged: Merge) -> bool:
    """Whether all that was edited here is where things stand and what is folded: nothing that a file says."""
    base, mine = merged.base, merged.mine
    return base.steps == mine.steps and base.links == mine.links and base.facts == mine.facts


def what_changed(before: Snapshot, after: Snapshot) -> str:
    """Two states of a pipeline compared, in a few words."""
    added = [after.steps[s].label for s in after.steps if s not in before.steps]
    gone = [before.steps[s].label for s in before.steps if s not in after.steps]
    edited = [s.label for i, s in after.steps.items() if i in before.steps and before.steps[i] != s]
    links = len(set(before.links) ^ set(after.links))
    parts = [_named(names, word) for names, word in ((added, "added"), (gone, "removed"), (edited, "changed")) if names]
    parts += [f"{links} link{'' if links == 1 else 's'} changed"] * bool(links)
    return ", ".join(parts) or "nothing that is drawn"


def _named(names: list[str], word: str) -> str:
    return f"“{names[0]}” {word}" if len(names) == 1 else f"{len(names)} steps {word}"
