"""What another program does to the open files: the canvas follows, or somebody decides whose edits count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from designer.errors import DesignerError, DocumentError
from designer.gui.latest import Job, Latest
from designer.gui.panels.own_files import broken
from designer.model.snapshot import Snapshot
from designer.session.disk_changes import is_arranged_only, read_again, what_changed
from designer.session.merging import Merge, merge
from designer.session.session import Session
from designer.session.source import Source
from designer.storage.file_access import digest_on_disk

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.gui.merge_dialog import MergeDialog
    from designer.gui.tab import Tab

PAUSE_MS: Final = 150  # editors write in several steps
_MOST: Final = 400  # files and folders that are watched; beyond them a look at the window is what tells
State = tuple[str | None, ...]
Read = tuple[Source, Source | DocumentError, tuple[str, ...]]
"""What was open, what stands on disk, and the names that stood there before it was read."""


class Following(QObject):
    """Watches the files of one document.

    A watcher forgets a file that is replaced as a whole, so folders are watched too and files are added again. Where
    nothing can be watched, coming back to the window is what tells.
    """

    def __init__(self, window: MainWindow, tab: Tab) -> None:
        super().__init__(tab)
        self._window = window
        self._tab = tab
        self._told: State | None = None  # what stood on disk when the bar spoke of it
        self._kept: State | None = None  # what stood on disk when somebody said that this side counts
        self._is_broken = False
        self._said = ""  # the last message in the bar that is ours
        self._listed = self._listing()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.check)
        self._reading = Latest(self._prepare, 0, self)
        self._reading.ready.connect(self._take)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _: self._timer.start())
        self._watcher.directoryChanged.connect(lambda _: self._timer.start())

    def watch(self) -> None:
        """Another document, or other files of it."""
        self._told = self._kept = None
        self._is_broken = False
        self._listed = self._listing()
        self._add()

    def check(self) -> None:
        """Looks whether the files are as they were read, and follows them or asks."""
        self._add()
        session = self._session
        if session.source is not None:
            self._check_source(session.source)
        elif session.path is not None and session.changed_on_disk and self._is_news():
            text = "Reload shows the other program's version"
            text += "; your changes here would be lost." if session.is_dirty else "."
            offers = [("Reload", lambda: self._window.files.reload(self._tab))]
            title = f"{session.path.name} was changed by another program"
            self._tab.bar.tell("warning", title, text, offers, close="Keep mine")

    def may_save(self) -> bool:
        """Whether saving overwrites nothing that nobody has seen; asks when it would."""
        session = self._session
        if session.source is None or not session.changed_on_disk or self._state() == self._kept:
            return True
        self._told = self._state()
        self._take(self._read(session.source))
        return not session.changed_on_disk

    # ------------------------------------------------------------------ files of others
    def _check_source(self, source: Source) -> None:
        if not source.changed_on_disk() and self._listing() == self._listed:
            self._mended()
            return
        if not self._is_news():
            return
        if source.is_folder:
            self._reading.ask()  # may take as long as opening did
        else:
            self._take(self._read(source))

    def _take(self, read: Read | None) -> None:
        """Goes on with what was read of the files, unless they have been read or saved meanwhile."""
        if read is None:
            return
        source, theirs, listed = read
        if source is not self._session.source:
            self._told = None
            self._timer.start()  # what stands there now was not looked at
            return
        if isinstance(theirs, DocumentError):
            self._tell_broken(source, theirs)
            return
        self._mended()
        if theirs.files == source.files and not source.changed_on_disk():
            self._listed = listed  # a file came or went that is no pipeline
        elif not self._session.is_dirty:
            self.follow(theirs)
        else:
            merged = merge(source, self._session.pipeline.snapshot(), theirs)
            if is_arranged_only(merged):
                self._adopt(merged)
            else:
                self._ask()

    def _prepare(self) -> Job:
        source = self._session.source
        return lambda: self._read(source) if source else None

    def _read(self, source: Source) -> Read:
        listed = self._listing()  # first: what comes while the files are read is news
        return source, read_again(source), listed

    def close(self) -> None:
        """The window closes."""
        self._timer.stop()
        self._reading.close()

    def reload(self) -> None:
        """Reads what stands on disk, then follows it."""
        source = self._session.source
        if source is None:
            return

        def take(theirs: Source | DocumentError) -> None:
            if self._tab not in self._window.tabs.all or self._session.source is not source:
                return  # closed, saved or read again meanwhile
            if isinstance(theirs, DocumentError):
                self._tell_broken(source, theirs)
            else:
                self.follow(theirs)

        self._window.files.reading.start(source.path, lambda: read_again(source), take)

    def follow(self, theirs: Source | None = None) -> None:
        """Takes over what stands on disk; edits that were not saved can be undone back."""
        session = self._session
        before = session.pipeline.snapshot()
        try:
            session.follow(theirs)
        except DesignerError as e:
            self._tab.bar.tell("error", f"{self._name()} cannot be followed", sentence(e))
            self._said = self._tab.bar.message
            return
        self._taken_over()
        self._say_changed(before)

    def keep_mine(self) -> None:
        """What stands here counts: the next saving writes over what stands on disk."""
        self._kept = self._state()

    def merge(self) -> None:
        """Goes through both sides' edits."""
        from designer.gui.merge_dialog import MergeDialog

        session = self._session
        if session.source is None:
            return
        source, snapshot, revision = session.source, session.pipeline.snapshot(), session.pipeline.revision

        def read() -> Merge | DocumentError:
            theirs = read_again(source)
            return theirs if isinstance(theirs, DocumentError) else merge(source, snapshot, theirs)

        def take(merged: Merge | DocumentError) -> None:
            if self._tab not in self._window.tabs.all or session.source is not source:
                return  # closed, saved or read again meanwhile
            if isinstance(merged, DocumentError):
                self._tell_broken(source, merged)
            elif session.pipeline.revision != revision:
                self.merge()
            else:
                self._show_merge(MergeDialog(merged, self._name(), self._window))

        self._window.files.reading.start(source.path, read, take)

    def _show_merge(self, dialog: MergeDialog) -> None:
        dialog.decided.connect(lambda keep: self._merged(dialog, keep))
        dialog.rejected.connect(self._ask)
        dialog.open()

    def _adopt(self, merged: Merge) -> None:
        """Follows although cards were moved or frames folded here: that is nobody's quarrel."""
        before = self._session.pipeline.snapshot()
        try:
            self._session.apply_merge(merged)
        except DesignerError:
            self._ask()
            return
        self._taken_over()
        self._say_changed(before)

    def _say_changed(self, before: Snapshot) -> None:
        changes = what_changed(before, self._session.pipeline.snapshot())
        self._window.toast.say(f"{self._name()} changed on disk: {changes}")

    def _merged(self, dialog: object, keep: object) -> None:
        merged = dialog.merged  # type: ignore[attr-defined]
        try:
            self._session.apply_merge(merged, keep)  # type: ignore[arg-type]
        except DesignerError as e:
            self._window.show_refusal(e)
            return
        self._taken_over()
        self._window.toast.say("Merged: nothing is written until you save")

    def _taken_over(self) -> None:
        self.watch()
        if not self._session.is_dirty:
            self._tab.keeper.forget()
        self._tab.bar.withdraw(self._said)
        self._tab.desk.files_changed()
        self._window.refresh()

    def _ask(self) -> None:
        offers = [("Reload", self.reload), ("Keep mine", self.keep_mine), ("Merge…", self.merge)]
        text = "You have edits here that are not saved. Merge shows both sides, change by change."
        self._tab.bar.tell("warning", f"{self._name()} was changed by another program", text, offers, close="")
        self._said = self._tab.bar.message

    # ------------------------------------------------------------------ files that cannot be read
    def _tell_broken(self, source: Source, error: DocumentError) -> None:
        self._is_broken = True
        path = Path(error.path or source.path)
        place = f"{path.name}, line {error.line}" if error.line else path.name
        text = f"{sentence(error)}. The canvas shows what it said before."
        self._tab.bar.tell("error", f"{place} cannot be read any more", text, [("Keep mine", self.keep_mine)])
        self._said = self._tab.bar.message
        self._tab.desk.preview.show_broken(broken(source, error))

    def _mended(self) -> None:
        if self._is_broken:
            self._is_broken = False
            self._tab.bar.withdraw(self._said)
            self._tab.desk.preview.show_broken(None)

    # ------------------------------------------------------------------ inside
    @property
    def _session(self) -> Session:
        return self._tab.session

    def _name(self) -> str:
        from designer.gui.files import shown_name

        return shown_name(self._session)

    def _paths(self) -> list[Path]:
        """The files of the document, whether they are there or not."""
        session, source = self._session, self._session.source
        if source is None:
            return [session.path] if session.path else []
        names = (*source.files, source.sidecar_path, *source.tree.mentioned)
        return [source.tree.path_of(name) for name in dict.fromkeys(names)]

    def _state(self) -> State:
        return (*(digest_on_disk(path) for path in self._paths()), *self._listing())

    def _listing(self) -> tuple[str, ...]:
        """Of a folder that is open, the names beside its pipelines: a new one belongs to it, too."""
        source = self._session.source
        if source is None or not source.is_folder:
            return ()
        folders = dict.fromkeys(source.tree.path_of(name).parent for name in source.files)
        return tuple(str(path) for folder in folders for path in sorted(folder.glob("*.y*ml")))

    def _is_news(self) -> bool:
        """Whether nobody has been told about what stands on disk."""
        now = self._state()
        if now in (self._told, self._kept):
            return False
        self._told = now
        return True

    def _add(self) -> None:
        paths = [path for path in self._paths() if path.is_file()]
        folders = dict.fromkeys(path.parent for path in self._paths() if path.parent.is_dir())
        wanted = [str(path) for path in (*folders, *paths)][:_MOST]
        known = {*self._watcher.files(), *self._watcher.directories()}
        gone = [path for path in known if path not in wanted]
        if gone:
            self._watcher.removePaths(gone)
        new = [path for path in wanted if path not in known]
        if new:
            self._watcher.addPaths(new)


def sentence(error: DesignerError) -> str:
    """What is wrong and what to do, without a full stop."""
    text = f"{error.message}. {error.advice}".strip().removesuffix(".")
    return text[:1].upper() + text[1:]
