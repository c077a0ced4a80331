"""What saving edits of other people's files writes: patched texts, and beside them what those cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from designer.commands.waivers import KEY
from designer.errors import DesignerError, DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import PIPELINE, STEP_ID
from designer.plan.plan import Loss
from designer.session.derived import with_derived, with_derived_facts
from designer.session.projection import Edited, Wish, matched
from designer.storage.overlay import ASSESSED, Overlay, apply, difference, step_data, step_of
from designer.storage.sidecar import Sidecar, sidecar_text
from designer.targets.ignore_comments import read_waived, waived_in, without_waived
from designer.targets.imported import Patched, Place, SourceFile
from designer.targets.repository import Part, Repository, read_repository

if TYPE_CHECKING:
    from designer.session.source import Source


@dataclass(frozen=True, slots=True)
class Written:
    """What saving would write, and what reading it again would give.

    Args:
        texts: by path, every file of the source.
        sidecar: the file beside them; its text is empty when it says nothing.
        base: what the texts say.
        snapshot: the pipeline that opening them gives, with the places that somebody chose.
        places: step -> where it stands in them.
        losses: what they cannot say.
    """

    texts: Mapping[str, str]
    sidecar: Sidecar
    base: Repository
    snapshot: Snapshot
    places: Mapping[str, tuple[Place, ...]]
    losses: tuple[Loss, ...] = ()


def rewrite(source: Source, opened: Snapshot, now: Snapshot) -> Written:
    """Writes what was edited into the files and everything else beside them.

    Args:
        opened: the pipeline as it was opened, and
        now: as it is, both without places that nobody chose.
    """
    edited = Edited(source.base, source.applied.names, opened, now)
    wishes = edited.wishes()
    parts = {path: _uncommented(source, edited, part) for path, part in source.base.parts.items()}
    patches = {path: _patched(source, part, wishes[path]) for path, part in parts.items()}
    texts = {path: p.text for path, p in patches.items()}
    again = _read_again(source, texts)
    if isinstance(again, DocumentError):
        return _unpatched(source, now, again)
    names = matched(again, wishes, {path: p.places for path, p in patches.items()})
    now, names = with_derived(_followed(now, wishes, patches), opened, again.snapshot, names)
    now = with_derived_facts(now, opened, source.base.snapshot, again.snapshot)
    sidecar = _sidecar(source, again, now, names, frozenset(now.steps) - edited.known_steps)
    return Written(
        texts,
        sidecar,
        again,
        _reopened(source, sidecar, again),
        {wishes[path].names[i]: found for path, i, found in _all_places(patches) if i in wishes[path].names},
        tuple(loss_on_canvas(loss, wishes[path]) for path, p in patches.items() for loss in p.losses),
    )


def _followed(now: Snapshot, wishes: Mapping[str, Wish], patches: Mapping[str, Patched]) -> Snapshot:
    """The pipeline with what the texts say differently because of edits elsewhere: references to a new name, say."""
    steps = dict(now.steps)
    for path, patched in patches.items():
        for local, facts in patched.followed.items():
            step = steps.get(wishes[path].names.get(local, ""))
            if step is not None:
                steps[step.id] = step_of(step.id, {**step_data(step), **facts})
    return replace(now, steps=steps)


def loss_on_canvas(loss: Loss, wish: Wish) -> Loss:
    """A loss of one file with the id that its step has on the canvas."""
    return replace(loss, step=wish.names.get(loss.step, loss.step)) if loss.step else loss


def _patched(source: Source, part: Part, wish: Wish) -> Patched:
    """A file with its wish written into it; as it is where its format can only be read."""
    unchanged = Patched(part.file.text, part.imported.places)
    if not part.importer.is_editable:
        return unchanged
    try:
        return part.importer.patch(part.file, part.imported, wish.snapshot, source.around({}))
    except DesignerError as e:
        return replace(unchanged, losses=(Loss(None, "edit", str(e)),))


def _uncommented(source: Source, edited: Edited, part: Part) -> Part:
    """A file without the comments that said the waivers which were taken back since it was opened."""
    if not part.importer.is_editable:
        return part
    path, opened, now = part.file.path, edited.opened, edited.now
    pairs = [(PIPELINE, opened.facts, now.facts)]
    pairs += [
        (local, opened.steps[canvas].attributes, now.steps[canvas].attributes)
        for local, canvas in edited.canvas_ids(path).items()
        if canvas in opened.steps and canvas in now.steps
    ]
    kept = {at: waived_in(path, after.get(KEY)) for at, _, after in pairs}
    gone = {at: waived_in(path, before.get(KEY)) - kept[at] for at, before, _ in pairs}
    if not any(gone.values()):
        return part
    file = SourceFile(path, without_waived(part.file, part.imported, gone, kept))
    try:
        return replace(part, file=file, imported=read_waived(part.importer, file, source.around({})))
    except DocumentError:
        return part


def _read_again(source: Source, texts: Mapping[str, str]) -> Repository | DocumentError:
    """What patched texts say; the error when one of them cannot be read any more."""
    parts = source.base.parts
    changed = {path: text for path, text in texts.items() if text != parts[path].file.text}
    if not changed:
        return source.base
    files = [(part.importer, SourceFile(path, texts[path])) for path, part in parts.items()]
    again = read_repository(files, source.around(changed), is_whole=source.is_folder)
    missing = [path for path in texts if path not in again.parts]
    return DocumentError("would not be readable", path=missing[0]) if missing else again


def _unpatched(source: Source, now: Snapshot, error: DocumentError) -> Written:
    """Everything kept beside the files: safer than a file that nobody can read."""
    names = {common: canvas for common, canvas in source.applied.names.items() if canvas in now.steps}
    texts = {path: file.text for path, file in source.files.items()}
    places = {step: found for step, found in source.places.items() if step in now.steps}
    loss = Loss(None, "edit", f"{error}; the edits are kept beside the file")
    sidecar = _sidecar(source, source.base, now, names, frozenset())
    return Written(texts, sidecar, source.base, _reopened(source, sidecar, source.base), places, (loss,))


def _reopened(source: Source, sidecar: Sidecar, again: Repository) -> Snapshot:
    return source.assessed(apply(sidecar.overlay, again.snapshot).snapshot)


def _sidecar(
    source: Source, again: Repository, now: Snapshot, names: Mapping[str, str], new: frozenset[str]
) -> Sidecar:
    """The file beside, so that opening what is saved gives the pipeline as it is now.

    Where the pipeline states nothing about a step that was written for the first time, what the file says counts.
    """
    overlay = difference(again.snapshot, now, names)
    adopted = {i: _adopted(c) if names[i] in new else c for i, c in overlay.steps.items()}
    overlay = replace(overlay, steps={i: c for i, c in adopted.items() if c})
    if ASSESSED in overlay.facts:
        facts = {k: v for k, v in overlay.facts.items() if k != ASSESSED}
        bare = apply(replace(overlay, facts=facts), again.snapshot).snapshot
        there = set(source.assessed(bare).facts.get(ASSESSED, ()))
        gone = {place for place in map(_place, overlay.facts[ASSESSED]) if STEP_ID.match(place)} - now.steps.keys()
        rest = [a for a in overlay.facts[ASSESSED] if a not in there and _place(a) not in gone]
        overlay = replace(overlay, facts={**facts, ASSESSED: rest} if rest else facts)
    overlay = overlay.over(_still_orphans(source, again))
    sidecar = replace(source.sidecar, overlay=overlay)
    return replace(sidecar, text=sidecar_text(sidecar, source.sidecar if source.sidecar.text else None))


def _place(assessed: str) -> str:
    return assessed.partition("@")[2]


def _adopted(changes: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in changes.items() if value is not None}


def _still_orphans(source: Source, again: Repository) -> Overlay:
    """Entries about things that are gone are kept, unless something of that name is there again."""
    orphans: Overlay = source.applied.orphans
    there = again.snapshot.steps
    return replace(orphans, steps={i: c for i, c in orphans.steps.items() if i not in there})


def _all_places(patches: Mapping[str, Patched]) -> Iterator[tuple[str, str, tuple[Place, ...]]]:
    for path, patched in patches.items():
        for step, found in patched.places.items():
            yield path, step, tuple(found)
