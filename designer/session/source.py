"""Other people's files as a document: opened, shown, written back, with what they cannot say in a file beside them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from designer.analysis.questions import answered_in_comments
from designer.errors import SaveError
from designer.model.changes import TABLES
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position, Snapshot
from designer.plan.plan import Loss
from designer.session.projection import Edited
from designer.session.rewriting import Written, loss_on_canvas, rewrite
from designer.session.services import Services
from designer.session.tree import Tree
from designer.storage.atomic_write import atomic_write
from designer.storage.file_access import digest_of, digest_on_disk
from designer.storage.overlay import ASSESSED, Applied, Overlay, apply
from designer.storage.sidecar import Sidecar
from designer.targets.imported import KEPT, Place, Portable, Remark, SourceFile
from designer.targets.importer import Surroundings
from designer.targets.repository import Repository
from designer.targets.target import Emission, TextSpan

_REMEMBERED: Final = 50  # saves that undo can go back behind


@dataclass(frozen=True)
class Source:
    """Files of other people as they were read, and the pipeline that they and the file beside them make.

    It never changes: saving and reading again give another one.

    Args:
        path: the file or folder that was opened.
        tree: the folder whose files may be read.
        base: what the files say.
        sidecar_path: path of the file beside them, relative to the root.
        sidecar: what it held; without a text when there is none.
        is_folder: whether every file of the tree belongs to it.
        shown: the pipeline as it was when it was last saved or taken over; None for what was read.
        layouts: places of cards that nobody chose, besides those of the opened pipeline; they are not written.
        earlier: what the files held before saves, so that undoing past a save brings their very bytes back.
    """

    services: Services
    path: Path
    tree: Tree
    base: Repository
    sidecar_path: str
    sidecar: Sidecar
    is_folder: bool = False
    shown: Snapshot | None = None
    layouts: tuple[Mapping[str, Position], ...] = ()
    earlier: tuple[Written, ...] = ()

    # ------------------------------------------------------------------ what was read
    @property
    def root(self) -> Path:
        """The folder that all paths are relative to."""
        return self.tree.root

    @property
    def files(self) -> Mapping[str, SourceFile]:
        """The files by path, as they were read."""
        return {path: part.file for path, part in self.base.parts.items()}

    @property
    def digest(self) -> str | None:
        """SHA-256 of the file that was opened; None for a folder or a sidecar."""
        found = (file for path, file in self.files.items() if self.tree.path_of(path) == self.path)
        return next((digest_of(file.text.encode()) for file in found), None)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The pipeline as opened or saved, with a place for every card."""
        from designer.drawing.layout import placed  # numpy costs time that checking does not need

        return self.shown or placed(self.applied.snapshot)

    @property
    def content(self) -> Snapshot:
        """The pipeline as read; cards that nobody placed have no place."""
        return self.applied.snapshot

    @cached_property
    def places(self) -> Mapping[str, tuple[Place, ...]]:
        """Step of the opened pipeline -> where it stands in the files."""
        names = self.applied.names
        return {names[i]: found for i, found in self.base.places.items() if i in names}

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """The import report, ids as on the canvas; at its end what the file beside says about things that are gone.

        It quotes the files; their credentials are masked.
        """
        names = self.applied.names
        own = [replace(r, step=names.get(r.step)) if r.step else r for r in self.base.remarks]
        texts = (*(file.text for file in self.files.values()), *(r.message for r in own))
        mask = self.services.mask(texts, [self.base.snapshot])
        safe = [replace(r, message=mask.hide(r.message), advice=mask.hide(r.advice)) for r in own]
        return (*safe, *orphan_remarks(self.applied.orphans, self.sidecar_path))

    @cached_property
    def applied(self) -> Applied:
        """The sidecar laid over what the files say."""
        applied = apply(self.sidecar.overlay, self.base.snapshot)
        return replace(applied, snapshot=self.assessed(applied.snapshot))

    def assessed(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the facts remembered that an import shows by itself."""
        judged = self.services.analyzer.judge(snapshot)
        seen = (*judged.judge.seen, *answered_in_comments(judged))
        assessed = list(dict.fromkeys([*snapshot.facts.get(ASSESSED, ()), *seen]))
        return replace(snapshot, facts={**snapshot.facts, ASSESSED: assessed}) if assessed else snapshot

    def shared(self, step: str) -> tuple[str, ...]:
        """The steps that share facts of their unit with a step, as its file says it."""
        for (path, local), common in self.base.names.items():
            if self.applied.names.get(common) == step:
                part, names = self.base.parts[path], self.applied.names
                found = [self.base.names[path, i] for i in part.importer.shared(local, part.imported)]
                return tuple(names[i] for i in found if i in names)
        return ()

    # ------------------------------------------------------------------ what would be written
    def emission(self, snapshot: Snapshot) -> Emission:
        """The files as they would be saved, with the lines of each step; for any thread."""
        written = self.written(snapshot)
        files = dict(written.texts)
        if written.sidecar.text:
            files[self.sidecar_path] = written.sidecar.text
        spans = {
            step: tuple(TextSpan(p.path, p.first_line, p.last_line) for p in found)
            for step, found in written.places.items()
        }
        return Emission(files, written.losses, (), spans)

    def written(self, snapshot: Snapshot) -> Written:
        """What saving a pipeline would write. Nothing edited, or all of it undone: exactly what was read."""
        now = self.stated(snapshot)
        for state in (self.as_read, *reversed(self.earlier)):
            if all(_is_same(getattr(state.snapshot, table), getattr(now, table)) for table in TABLES):
                return state
        return self.rewritten(snapshot)

    def noticing(self, pipeline: Pipeline) -> Callable[[], bool]:
        """A question to ask after each edit: whether the files say something else than the last time."""
        last = self.written(pipeline.snapshot()).texts

        def has_changed() -> bool:
            nonlocal last
            before, last = last, self.written(pipeline.snapshot()).texts
            return last != before

        return has_changed

    @property
    def as_read(self) -> Written:
        """The files and the one beside them as they are."""
        texts = {path: file.text for path, file in self.files.items()}
        return Written(texts, self.sidecar, self.base, self.stated(self.snapshot), self.places)

    def rewritten(self, snapshot: Snapshot) -> Written:
        """As `written`, but every file goes through its format, whether or not anything was edited."""
        return rewrite(self, self.stated(self.snapshot), self.stated(snapshot))

    def stated(self, snapshot: Snapshot) -> Snapshot:
        """Without places that nobody chose; bends of links choose the places of the cards round them."""
        positions = snapshot.positions
        if not snapshot.bends and self.is_automatic(positions):
            stated = self.sidecar.overlay.positions
            return replace(snapshot, positions={i: p for i, p in stated.items() if i in snapshot.steps})
        return snapshot

    def is_automatic(self, positions: Mapping[str, Position]) -> bool:
        """Whether cards stand where the program put them, or where they were."""
        layouts = (self.snapshot.positions, *self.layouts)
        # By place and not by id: a step keeps its place when its id changes.
        return any(set(positions.values()) <= set(places.values()) for places in layouts)

    def with_layout(self, positions: Mapping[str, Position]) -> Source:
        """The same with one more layout that nobody chose."""
        return replace(self, layouts=(*self.layouts, dict(positions)))

    def has(self, path: str) -> bool:
        """Whether there is a file below the root that can be read."""
        return self.tree.neighbour(path) is not None

    def around(self, texts: Mapping[str, str]) -> Surroundings:
        """What an importer may use; ``texts`` are newer than the files of their paths."""

        def neighbour(path: str) -> str | None:
            name = os.path.normpath(path).replace(os.sep, "/")
            return texts[name] if name in texts else self.tree.neighbour(path)

        return Surroundings(self.services.catalog, self.services.recogniser, neighbour, self.tree.code)

    def portable(self, snapshot: Snapshot) -> Portable:
        """A pipeline in words that every target can write, and what only the formats of its files can fill in."""
        steps, losses = dict(snapshot.steps), list[Loss]()
        for path, wish in Edited(self.base, self.applied.names, self.content, snapshot).shares().items():
            part = self.base.parts[path]
            found = part.importer.portable(part.file, part.imported, wish.snapshot, self.around({}))
            steps.update({c: replace(found.snapshot.steps[i], id=c) for i, c in wish.names.items()})
            losses += [loss_on_canvas(loss, wish) for loss in found.losses]
        return Portable(replace(snapshot, steps=steps), tuple(losses))

    # ------------------------------------------------------------------ the disk
    def changed_on_disk(self) -> bool:
        """Whether another program changed, added or removed a file since they were read or saved here."""
        known: dict[str, str | None] = {path: digest_of(file.text.encode()) for path, file in self.files.items()}
        known[self.sidecar_path] = digest_of(self.sidecar.text.encode()) if self.sidecar.text else None
        known.update({path: d for path, d in self.tree.mentioned.items() if path not in known})
        if any(digest_on_disk(self.tree.path_of(path)) != digest for path, digest in known.items()):
            return True
        return self.is_folder and self.tree.has_other_files(self.services.importers.values())

    def save(self, written: Written) -> Source:
        """Writes what differs from the files as they were read, all or nothing; returns the source that is there now.

        Raises:
            SaveError: a file cannot be written; the others are as before.
        """
        changed = {p: t for p, t in written.texts.items() if t != self.base.parts[p].file.text}
        if written.sidecar.text != self.sidecar.text:
            changed[self.sidecar_path] = written.sidecar.text
        before = {path: file.text for path, file in self.files.items()}
        before[self.sidecar_path] = self.sidecar.text
        done: list[str] = []
        try:
            for path, text in changed.items():
                _write(self.tree.path_of(path), text)
                done.append(path)
        except SaveError:
            for path in done:
                with contextlib.suppress(SaveError):
                    _write(self.tree.path_of(path), before[path])
            raise
        tree = self.tree.with_texts(written.texts)
        earlier = (*self.earlier, self.as_read)[-_REMEMBERED:]
        saved = replace(self, tree=tree, base=written.base, sidecar=written.sidecar, shown=None, earlier=earlier)
        return saved.with_layout(self.snapshot.positions)


def orphan_remarks(orphans: Overlay, path: str) -> tuple[Remark, ...]:
    """What the file beside says about things that its sources do not hold any more."""
    gone = "is not in the files any more; what is kept about it waits for it"
    told = [f"the step {name} {gone}" for name in dict.fromkeys([*orphans.steps, *orphans.removed])]
    told += [f"the added step {name} is in the files now; the one in the files counts" for name in orphans.added]
    told += [f"the link {name} has an end that is not there any more; it is kept" for name in orphans.links]
    told += [f"the frame {name} {gone}" for name in orphans.frames]
    return tuple(Remark(KEPT, path, None, message, advice="Remove it there when it is not needed.") for message in told)


def _is_same(a: Mapping[str, object], b: Mapping[str, object]) -> bool:
    return a == b and repr(dict(a)) == repr(dict(b))  # 1 == True, but not to a file


def _write(path: Path, text: str) -> None:
    """Writes a file; one without a text goes away."""
    if text:
        atomic_write(path, text.encode("utf-8"))
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as e:
        raise SaveError(f"cannot be removed ({e.strerror})", path=str(path)) from e
