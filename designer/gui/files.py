"""New, open, save: which files a window shows."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from designer.errors import DesignerError, SaveError
from designer.gui import prompts
from designer.gui.load_errors import words_of
from designer.gui.reading import Reading
from designer.gui.waiting import Waiting
from designer.session.rewriting import Written
from designer.session.saving import later_written
from designer.session.session import Session
from designer.session.source import Source
from designer.session.templates import Template, load_template
from designer.storage.document import parse_document

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab

ENDING = ".mlops.yaml"
LESSON = "lesson"
QUESTION = "Which MLOps principles are missing?"
TASK = "Press F8 to walk through what is missing and fix it, one at a time. Every fix can be undone."
LARGE: Final = 200  # steps; the text of such a document takes longer than a moment
LARGE_FILE: Final = 30_000  # bytes; reading it takes longer than a moment
_log = logging.getLogger(__name__)


class Files:
    """The file side of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.reading = Reading(window)
        self._next: list[Path] = []  # to be opened after what is being read
        self._failed: dict[Path, DesignerError] = {}
        self._writing = Waiting(window.toast.say, lambda: None, window)

    @property
    def _session(self) -> Session:
        return self._window.desk.session

    # ------------------------------------------------------------------ other documents
    def new(self) -> None:
        """Starts an empty pipeline in a tab of its own."""
        self._window.tabs.open(self._window.desktop.session())

    def open(self) -> None:
        """Asks for a file and opens it."""
        path = self._window.desktop.prompts.file_to_open(self._window, str(self._folder()))
        if path:
            self.open_path(path)

    def open_folder(self) -> None:
        """Asks for a folder and opens all its pipelines."""
        path = self._window.desktop.prompts.folder_to_open(self._window, str(self._folder()))
        if path:
            self.open_path(path)

    def open_all(self, paths: Iterable[Path]) -> None:
        """Opens several one after the other, each in a tab; those that take a while hold up the next."""
        self._next = [*paths]
        self._open_next()

    def _open_next(self) -> None:
        while self._next and not self.reading.is_busy:
            self.open_path(self._next.pop(0))
        self._tell_failed()

    def open_path(self, path: Path) -> bool:
        """Opens a file or folder in a tab; says so when it cannot. Returns whether it is shown now.

        What is open already comes to the front. A folder or large file that takes a while is read in another thread
        and shown when it is there.
        """
        path, desktop = path.absolute(), self._window.desktop
        if desktop.bring_up(path, self._window):
            return True
        if path.is_dir() or _is_large(path):
            self.reading.start(path, lambda: desktop.session(path), lambda result: self._take(path, result))
            return not self.reading.is_busy and self._session.path == path
        try:
            return self._show(path, desktop.session(path))
        except DesignerError as e:
            return self._show(path, e)

    def _take(self, path: Path, result: Session | DesignerError) -> None:
        self._show(path, result)
        self._open_next()

    def _show(self, path: Path, result: Session | DesignerError) -> bool:
        if isinstance(result, DesignerError):
            self._failed[path] = result
            self._tell_failed()
            return False
        if result.path and result.path != path and self._window.desktop.bring_up(result.path, self._window):
            return True  # the file beside others was picked, and those are open
        is_free = QApplication.activeModalWidget() is None  # else what somebody answers there is about this document
        tab = self._window.tabs.open(result, to_front=is_free)
        self.opened(path, tab)
        return True

    def opened(self, path: Path, tab: Tab) -> None:
        """Remembers a document that a tab shows now."""
        self._window.desktop.remember(lambda s: s.with_recent(path))
        if is_lesson(tab.session):
            self._tell_task(tab)
        if tab is self._window.tabs.current and tab.session.source and tab.desk.report.has_questions:
            self._window.panes.raise_("report")

    def open_lesson(self) -> None:
        """Opens a copy of the lesson that has no file yet, and shows its question."""
        self.open_template(load_template(LESSON))

    def open_template(self, template: Template) -> None:
        """Starts from a template; saving asks for a place."""
        desktop = self._window.desktop
        document = parse_document(template.text, f"{template.slug}{ENDING}", desktop.services.catalog)
        session = Session(desktop.services, document, desktop.settings.profile)
        tab = self._window.tabs.open(session)
        if is_lesson(session):
            self._tell_task(tab)

    def show_load_errors(self, failed: Mapping[Path, DesignerError]) -> None:
        """Says which file, line and field is wrong, and what to do."""
        title, text = words_of(failed)
        only = [path for path in failed if len(failed) == 1 and path.parent.is_dir()]
        offers = [("Open the folder", partial(open_folder, path)) for path in only]
        self._window.bar.tell("error", title, text, offers)

    def _tell_failed(self) -> None:
        if self._failed and not self._next and not self.reading.is_busy:
            self.show_load_errors(self._failed)
            self._failed = {}

    # ------------------------------------------------------------------ saving
    def save(self) -> bool:
        """Writes the document to its file; returns whether it was written."""
        path = self._session.path
        if path is None:
            return self.save_as()
        if self._session.source:
            return self._window.tabs.current.following.may_save() and self._write(path)
        if self._session.changed_on_disk:
            answer = self._window.desktop.prompts.replace_newer(self._window, path.name)
            if answer == prompts.SAVE_AS:
                return self.save_as()
            if answer != prompts.OVERWRITE:
                return False
        return self._write(path)

    def save_soon(self) -> None:
        """As `save`; the text of a large document, or of files of others, is made in another thread."""
        tab, session = self._window.tabs.current, self._session
        path, source = session.path, session.source
        if path is None or len(session.pipeline.steps) < LARGE or session.changed_on_disk:
            self.save()
            return
        tab.finish()
        revision, job = session.pipeline.revision, later_written(session)

        def make() -> str | Written | None:
            try:
                return job()
            except DesignerError:
                return None  # saving finds it again, and tells

        def take(made: str | Written | None) -> None:
            if tab not in self._window.tabs.all:
                return  # closed meanwhile: it was asked whether to save
            self._window.tabs.show(tab)
            is_same = session.path == path and session.source is source
            if session.pipeline.revision != revision or not is_same:
                self.save_soon()
            elif session.changed_on_disk:
                self.save()
            else:
                self._write(path, made)

        self._writing.start("Saving…", make, take)

    def close(self) -> None:
        """The window closes."""
        self.reading.close()
        self._writing.close()

    def save_as(self) -> bool:
        """Asks for a file and writes the document to it."""
        own = None if self._session.source else self._session.path  # a document never takes the name of others' files
        name = f"{_file_name(self._session.name)}{'-drawing' if self._session.source else ''}{ENDING}"
        suggestion = own or self._folder() / name
        path = self._window.desktop.prompts.file_to_save(self._window, str(suggestion))
        if path is None:
            return False
        if not path.suffix:
            path = path.with_name(path.name + ENDING)
        return self._write(path.absolute())

    def reload(self, tab: Tab) -> None:
        """Reads the file of a document again and drops what was changed here."""
        path = tab.session.path
        if path is None:
            return

        def take(result: Session | DesignerError) -> None:
            if isinstance(result, DesignerError):
                self.show_load_errors({path: result})
            elif tab in self._window.tabs.all:
                self._window.tabs.replace(tab, result)

        self.reading.start(path, lambda: self._window.desktop.session(path), take)

    # ------------------------------------------------------------------ inside
    def _tell_task(self, tab: Tab) -> None:
        tab.bar.tell("task", QUESTION, TASK)
        self._window.panes.raise_("findings")

    def _write(self, path: Path, made: str | Written | None = None) -> bool:
        self._window.tabs.current.finish()
        before = self._session.source if path == self._session.path else None
        try:
            self._session.save(path, made)
        except SaveError as e:
            self._window.bar.tell(
                "error", f"Not saved: {path.name}", f"{e.sentence} What was there before is still there."
            )
            return False
        self._window.tabs.current.keeper.forget()
        self._window.desktop.remember(lambda s: s.with_recent(path))
        self._window.desktop.bookmarks.saved(self._session)
        self._window.tabs.current.following.watch()
        self._window.desk.files_changed()
        self._window.refresh()
        self._window.toast.say(_saved_text(before, self._session.source) if before else f"Saved {path.name}")
        return True

    def _folder(self) -> Path:
        if self._session.path:
            return self._session.path.parent
        recent = self._window.desktop.settings.recent
        return Path(recent[0]).parent if recent and Path(recent[0]).parent.is_dir() else Path.home()


def shown_name(session: Session) -> str:
    """What the title bar calls a document: of files of others their own names."""
    if session.source is None or session.source.is_folder:
        return session.name
    names = [path.rpartition("/")[2] for path in session.source.files]
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")


def _saved_text(before: Source, after: Source | None) -> str:
    """Which files saving wrote."""
    if after is None:
        return "Saved"
    written = [path for path, file in after.files.items() if file.text != before.files[path].text]
    if after.sidecar.text != before.sidecar.text:
        written.append(after.sidecar_path)
    names = [path.rpartition("/")[2] for path in written]
    if not names:
        return "Nothing to save"
    return f"Saved {', '.join(names[:3])}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def is_lesson(session: Session) -> bool:
    """Whether a pipeline carries the note with the task of the lesson."""
    task = session.pipeline.notes.get("task")
    return task is not None and QUESTION in task.text


def open_folder(path: Path) -> None:
    """Shows the folder of a file in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size > LARGE_FILE
    except OSError:
        return False  # reading it tells


def _file_name(name: str) -> str:
    safe = "".join(c if c.isalnum() or c in "-_ " else "" for c in name).strip().replace(" ", "-").lower()
    return safe or "pipeline"
