"""One open document: run commands, undo, analyse, save, export. No window."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from designer.analysis import fixes
from designer.analysis.finding import Finding
from designer.analysis.report import Report
from designer.analysis.rulebook import Profile
from designer.commands import steps as step_commands
from designer.commands.placement import place_between
from designer.drawing.layout import placed
from designer.errors import DocumentError, SaveError
from designer.model.changes import Transaction
from designer.model.edit import Edit
from designer.model.history import History
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.session.analysing import later_report
from designer.session.automatic_layouts import AutomaticLayouts
from designer.session.configured import Configured
from designer.session.exporting import later_export, plan_of
from designer.session.fixing import Fixed, complete, later_fixes
from designer.session.merging import Merge, merge
from designer.session.opening import open_source, reread
from designer.session.rewriting import Written
from designer.session.services import DEFAULT_PROFILE, Services
from designer.session.source import Source
from designer.session.takeover import take_over
from designer.storage.atomic_write import atomic_write
from designer.storage.document import Document, read_document, write_document
from designer.storage.file_access import digest_of, digest_on_disk
from designer.storage.fragment import copied_text
from designer.targets.starter import starter_files
from designer.targets.target import Emission

P = ParamSpec("P")
R = TypeVar("R")


class Session:
    """A pipeline with its history, its file and the services that judge and export it.

    Args:
        document: what was read from a file; None starts empty.
        profile: the set of rules that applies where nobody names one.
        source: other people's files that were opened instead of a document.

    Its ``configured`` says which rules count, and may be replaced: ``session.configured.choosing(profile="startup")``.
    """

    def __init__(
        self,
        services: Services,
        document: Document | None = None,
        profile: str = DEFAULT_PROFILE,
        source: Source | None = None,
    ) -> None:
        self.services = services
        self.ignores_waivers = False
        self.configured = Configured(services.analyzer.rulebook, usual_profile=profile)
        self._document = document
        self._source = source
        self.path = source.path if source else document.path if document else None
        self._digest = digest_of(document.data) if document and document.path else None
        start = source.snapshot if source else placed(document.snapshot) if document else Snapshot()
        self.pipeline = Pipeline(start)
        self._is_of_files = False  # what is taken over stands in files of others just like that
        self.pipeline.keep(self._complete)
        self.history = History(self.pipeline)
        self._layouts = AutomaticLayouts(start.positions)

    @classmethod
    def open(cls, services: Services, path: Path, profile: str = DEFAULT_PROFILE) -> Session:
        """Opens a document, a file of a format that can be read, a folder of such files, or what stands beside them.

        Raises:
            DocumentError: it cannot be read; names file, line and what to do.
        """
        source = open_source(services, path)
        if source is not None:
            return cls(services, None, profile, source)
        return cls(services, read_document(path, services.catalog), profile)

    @classmethod
    def recovered(cls, services: Services, document: Document, digest: str | None, profile: str) -> Session:
        """Goes on with unsaved changes.

        Args:
            document: what would have been saved.
            digest: of the document's file as it is without the changes; None when it has no file.
        """
        session = cls(services, document, profile)
        session._digest = digest
        session.history.mark_unsaved()
        return session

    # ------------------------------------------------------------------ state
    @property
    def name(self) -> str:
        """What the title bar shows: the pipeline's name, the file's name, or Untitled."""
        if self.path:
            return self.path.name.removesuffix(".yaml").removesuffix(".yml").removesuffix(".mlops")
        return str(self.pipeline.facts.get("name") or "Untitled")

    @property
    def source(self) -> Source | None:
        """Other people's files that are open; None for a document. Saving and reading again give another one."""
        return self._source

    @property
    def is_dirty(self) -> bool:
        return self.history.is_dirty

    @property
    def changed_on_disk(self) -> bool:
        """Whether another program changed the file since it was read or saved here."""
        if self._source:
            return self._source.changed_on_disk()
        now = digest_on_disk(self.path) if self.path else None
        return now is not None and now != self._digest

    @property
    def digest(self) -> str | None:
        """SHA-256 of the file when it was read or saved here; None when there is no file, or a folder."""
        return self._source.digest if self._source else self._digest

    # ------------------------------------------------------------------ editing
    def run(self, command: Callable[Concatenate[Pipeline, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a command on the pipeline; refused edits raise EditRefused and change nothing."""
        return command(self.pipeline, *args, **kwargs)

    def undo(self) -> Transaction | None:
        return self.history.undo()

    def redo(self) -> Transaction | None:
        return self.history.redo()

    def copy_text(self, step_ids: Iterable[str], note_ids: Iterable[str] = ()) -> str:
        """Steps with the links among them and from outside, and notes, as YAML text for the clipboard."""
        snapshot, steps = self.pipeline.snapshot(), set(step_ids)
        incoming = [k for k in snapshot.links.values() if k.target in steps and k.source not in steps]
        return copied_text(step_commands.excerpt(snapshot, steps, note_ids), incoming)

    def _complete(self, edit: Edit) -> None:
        if not self._is_of_files:
            complete(edit, self.pipeline, self._source)

    def _take_over_files(self, wanted: Snapshot, names: Mapping[str, str], label: str) -> None:
        """Turns the pipeline into what files of others say; nothing else follows from it."""
        self._is_of_files = True
        try:
            take_over(self.pipeline, wanted, names, label)
        finally:
            self._is_of_files = False

    # ------------------------------------------------------------------ judging
    @property
    def folder(self) -> Path:
        """Where its file stands; for what has none, where the program was started."""
        path = self.path or Path()
        return path if path.is_dir() else path.parent

    @property
    def profile(self) -> Profile:
        """The rules that count now, as everything that is configured makes them."""
        return self.configured.of(self.pipeline.facts, self.folder).profile

    def analyze(self) -> Report:
        return later_report(self)()

    def apply_fix(self, finding: Finding) -> None:
        """Carries out the offered fix of a finding as one undo step; whatever it adds has a place to be seen at."""
        title = finding.autofix.title if finding.autofix else finding.title
        with self.pipeline.edit(f"Fix {finding.code}: {title}") as edit:
            fixes.apply_fix(self.pipeline, self.services.catalog, finding)
            for step in [s for s in self.pipeline.steps if s not in self.pipeline.positions]:
                before = [k.source for k in self.pipeline.links_of(step) if k.is_flow and k.target == step]
                edit.move_steps({step: place_between(self.pipeline, before, ())})

    def fix_all(self, *, unsafe: bool = False, fixed: Fixed | None = None) -> list[Finding]:
        """Carries out all safe fixes, or with ``unsafe`` every fix, as one undo step; returns what was fixed.

        Args:
            fixed: what `later_fixes` worked out from the present state; None does it now.
        """
        fixed = fixed or later_fixes(self, unsafe=unsafe)(lambda: True)
        if fixed is None:
            return []
        was_automatic = self._layouts.explain(self.pipeline.positions)
        take_over(self.pipeline, fixed.snapshot, {}, fixed.label)
        if was_automatic:
            self._layouts.add(self.pipeline.snapshot().positions)
            self._source = self._source and self._source.with_layout(self.pipeline.positions)
        return list(fixed.done)

    # ------------------------------------------------------------------ files
    def text(self) -> str:
        """The document as it would be saved now; of files of others, the pipeline as a document of its own."""
        return self.later_text()()

    def later_text(self) -> Callable[[], str]:
        """`text` for another thread: takes the state now and writes it when called."""
        if self._source:
            return partial(write_document, self.pipeline.snapshot())
        return partial(write_document, self._snapshot_to_save(), self._document)

    def save(self, path: Path | None = None, made: str | Written | None = None) -> None:
        """Writes the document; on failure the old file is still there, whole.

        Of files of others, those that differ are written. In another place a document of its own begins.

        Args:
            made: what `later_written` of `saving` made of the present state; None makes it now.

        Raises:
            SaveError: no path, or the file cannot be written.
        """
        target = path or self.path
        if target is None:
            raise SaveError("the document has no file yet", advice="Choose one with Save as.")
        if self._source and target == self.path:
            self._save_source(self._source, made if isinstance(made, Written) else None)
            return
        snapshot = self._snapshot_to_save()
        document = Document(
            snapshot, made if isinstance(made, str) else write_document(snapshot, self._document), target
        )
        atomic_write(target, document.data)
        self._document, self._source = document, None
        self._digest = digest_of(document.data)
        self.path = target
        self.history.mark_saved()

    def follow(self, theirs: Source | None = None) -> None:
        """Takes over what stands on disk, as one undo step, and is as saved as that; cards stay where they are.

        Edits that were not saved are gone; `undo` brings them back.

        Args:
            theirs: what was read from disk; None reads it now.

        Raises:
            DocumentError: the files cannot be read any more; the pipeline is as it was.
        """
        if self._source is None:
            raise DocumentError("only files of others are followed", advice="Open the document again.")
        merged = merge(self._source, self.pipeline.snapshot(), theirs or reread(self._source))
        self._take_over_files(merged.theirs, merged.names, "Follow the file")
        self._source = self._as_on_disk(merged, replace(merged.source, shown=self.pipeline.snapshot()))
        self.history.mark_saved()

    def apply_merge(self, merged: Merge, keep_mine: Collection[tuple[str, str, str]] = ()) -> None:
        """Brings both sides together as one undo step; the files on disk count as read from now on.

        Args:
            merged: what `merging.merge` found.
            keep_mine: keys of the merge steps for which what stands here counts.
        """
        take_over(self.pipeline, merged.result(keep_mine), merged.names, "Merge with the file")
        self._source = self._as_on_disk(merged, merged.source)
        self.history.mark_unsaved()

    def _as_on_disk(self, merged: Merge, source: Source) -> Source:
        return source.with_layout(self.pipeline.positions) if merged.was_automatic else source

    def _save_source(self, source: Source, made: Written | None) -> None:
        written = made or source.written(self.pipeline.snapshot())
        saved = source.save(written)
        # What follows from the edited text is there at once, as when the file is opened.
        positions = {i: p for i, p in self.pipeline.positions.items() if i in written.snapshot.steps}
        revision = self.pipeline.revision
        self._take_over_files(placed(replace(written.snapshot, positions=positions)), {}, "Save")
        if self.pipeline.revision != revision:
            self.history.join_last()  # it follows from what was edited: undoing that takes it back, too
        self._source = replace(saved, shown=self.pipeline.snapshot())
        self.history.mark_saved()

    def export(self, slug: str) -> Emission:
        """The files of one target. Raises ExportError."""
        return later_export(self.services, self._source, self.pipeline.snapshot(), slug)

    def starter_files(self) -> dict[str, str]:
        """Scripts, tests and configuration that let a first run of the exports be green, by path."""
        return dict(starter_files(plan_of(self.services, self.pipeline.snapshot())))

    def _snapshot_to_save(self) -> Snapshot:
        snapshot = self.pipeline.snapshot()
        if self._document and self._layouts.explain(snapshot.positions):
            stated = self._document.snapshot.positions
            return replace(snapshot, positions={i: p for i, p in stated.items() if i in snapshot.steps})
        return snapshot
