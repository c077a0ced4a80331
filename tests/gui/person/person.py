"""Somebody who works the window: makes a gesture, then looks whether all laws hold."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtWidgets import QApplication

from designer.gui.appearance import Appearance
from designer.gui.desk import Desk
from designer.gui.desktop import Desktop
from designer.gui.main_window import MainWindow
from designer.gui.tab import Tab
from designer.session.recovery import RecoveryStore
from designer.session.services import Services
from designer.session.session import Session
from designer.session.templates import load_template
from designer.storage.document import parse_document, read_document
from tests.gui.answers import Answers
from tests.gui.opened import repository
from tests.gui.person import laws
from tests.gui.person.diary import Diary, rows
from tests.gui.person.hands import Hands
from tests.gui.person.spots import Spots
from tests.gui.person.work import GESTURES

MOST_STEPS = 60
MOST_CLOSINGS = 10
SIZE = (1440, 900)
ROW = """
pipeline: {name: Row}
steps:
  data: {kind: data_source, title: Orders}
  check: {kind: validate_data}
  train: {kind: train, command: python train.py}
  eval: {kind: evaluate}
  deploy: {kind: deploy, method: auto}
  watch: {kind: monitor}
links: [data -> check, check -> train, train -> eval, eval -> deploy, deploy -> watch, data -> eval]
notes:
  ask: {text: Ask the owner, at: [0, 200], size: [200, 120]}
frames:
  f1: {title: Nightly, steps: [train, eval]}
layout: {data: [0, 0], check: [300, 0], train: [600, 0], eval: [900, 0], deploy: [1200, 0], watch: [1200, 160]}
"""


class Person:
    """Works one window.

    Args:
        window: with a document.
        answers: what is answered when the window asks.
        folder: files go there.
    """

    avoided = frozenset(  # what asks, leaves the window or shows another one
        {"file.quit", "file.window", "file.close_window", "file.move", "file.open", "file.open_folder", "file.save_as"}
        | {"file.save", "file.close", "file.close_others", "file.export", "file.new", "file.lesson"}
        | {"check.fix_everything", "check.compare", "check.waive", "check.change_waiver", "check.rules", "check.why"}
        | {"edit.change_kind", "help.palette", "help.keys", "help.about", "check.linters"}
    )

    def __init__(self, window: MainWindow, answers: Answers, folder: Path) -> None:
        self.window, self.answers, self.folder = window, answers, folder
        self.hands = Hands(window)
        self._diaries: WeakKeyDictionary[Session, Diary] = WeakKeyDictionary()
        self._files = 0
        answers.keep = "discard"
        window.tabs.opened.connect(self._follow)
        for tab in window.tabs.all:
            self._follow(tab)

    @property
    def keys(self) -> list[str]:
        """All keys of actions but those that are avoided."""
        records = self.window.registry.records.values()
        return [key for record in records if record.id not in self.avoided for key in record.all_keys]

    @property
    def desk(self) -> Desk:
        return self.window.desk

    @property
    def diary(self) -> Diary:
        return self._diaries[self.desk.session]

    def _follow(self, tab: Tab) -> None:
        if tab.session not in self._diaries:  # a diary hears of every edit from then on: there is never a second one
            self._diaries[tab.session] = Diary(tab.session)

    # ------------------------------------------------------------------ living
    def act(self, name: str, dice: Random) -> None:
        """Makes one gesture and checks the laws; the seldom ones now and then."""
        self.close_popups()
        self.desk.canvas.setFocus()
        if dice.random() < 0.7:  # else the report comes when it comes: in the middle of something
            self.desk.bridge.wait_idle()
        before, started = {d: d.edits for d in self._diaries.values()}, self.hands.gestures
        started -= self.desk.canvas.in_place.editor is not None
        GESTURES[name][1](self, dice, Spots(self.desk.canvas, dice))
        QApplication.processEvents()
        for work in (self.window.tidying, self.window.pasting):  # what they find is part of this gesture
            work.waiting.wait_idle()
        for diary in self._diaries.values():
            edits = diary.edits - before.get(diary, 0)
            assert edits <= self.hands.gestures - started, f"{edits} undo steps of one gesture"
        self.check()
        if dice.random() < 0.25:
            laws.report_is_shown(self.desk)
        if dice.random() < 0.15:
            laws.picture_is_whole(self.desk.canvas)
        self._keep_it_small(dice)

    def check(self) -> None:
        """The laws that hold at any time between gestures."""
        for tab in self.window.tabs.all:
            self._diaries[tab.session].check()
        self._come_back()
        laws.nothing_is_held(self.desk.canvas)
        laws.canvas_shows_the_pipeline(self.desk)
        laws.links_lead_from_port_to_port(self.desk.canvas)
        laws.pointer_finds_the_cards(self.desk.canvas)
        laws.focus_shows_the_lineage(self.desk.canvas)

    def _come_back(self) -> None:
        """Over the ground of the canvas: what was let go over a menu, the map or a bar ends there at the latest."""
        canvas = self.desk.canvas
        places = [canvas.rect().center() + QPoint(10 * step, 7 * step) for step in range(-30, 30)]
        free = next((place for place in places if canvas.childAt(place) is None), None)
        if free is not None:
            self.hands.point(canvas.mapToGlobal(free))

    def undo_everything_and_redo_it(self) -> None:
        """By keys: back to the document as it came, and forward to what was there."""
        self.close_popups()
        self.desk.canvas.setFocus()
        diary, last = self.diary, rows(self.desk.session.pipeline)
        for _ in range(len(diary.states)):
            self.hands.key("Ctrl+Z")
        assert diary.is_at_start
        diary.expect(0)
        self.check()
        for _ in range(len(diary.states)):
            self.hands.key("Ctrl+Y")
        diary.expect(-1)
        assert last in diary.states
        self.check()

    # ------------------------------------------------------------------ what gestures ask for
    def close_popups(self) -> None:
        for _ in range(MOST_CLOSINGS):
            popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if popup is None:
                return
            popup.close()
            QApplication.processEvents()
        raise AssertionError("a popup does not close")

    def end_presenting(self) -> None:
        """By key; the first one may end a stroke."""
        for _ in range(3):
            if self.window.presenter.is_on:
                self.desk.canvas.setFocus()
                self.hands.key("Escape")
        assert not self.window.presenter.is_on, "presenting does not end"

    def save(self) -> None:
        """By key; what was written is what the pipeline holds."""
        session = self.desk.session
        self._files += 1
        self.answers.path = self.folder / f"saved{self._files}.mlops.yaml"
        asked = len(self.answers.asked)
        self.hands.key("Ctrl+S")
        if any(question.startswith("newer") for question in self.answers.asked[asked:]):
            return  # another tab wrote the file: nothing is written over it unasked
        if session.source is None:
            assert session.path is not None
            assert not session.is_dirty, f"not saved: {self.window.bar.message} {self.answers.asked[-1:]}"
            read = read_document(session.path, session.services.catalog).snapshot
            for part in ("steps", "links", "notes", "frames", "facts"):
                assert repr(dict(getattr(read, part))) == repr(dict(getattr(session.pipeline, part))), part

    def open_another(self, dice: Random) -> None:
        """A new document, a lesson, what was saved, or files of others."""
        desktop = self.window.desktop
        saved = sorted(self.folder.glob("saved*.mlops.yaml"))
        choice = dice.randrange(4)
        if choice == 0:
            self.window.show_session(desktop.session())
        elif choice == 1 or not saved:
            self.show(dice.choice((ROW, load_template("lesson").text)))
        elif choice == 2:
            path = dice.choice(saved)
            if not desktop.bring_up(path, self.window):
                self.window.show_session(desktop.session(path))
        else:
            made = repository(Path(tempfile.mkdtemp(dir=self.folder)))
            self.window.show_session(desktop.session(made))
        QApplication.processEvents()

    def show(self, text: str) -> None:
        """Opens a document that has no file."""
        services = self.window.desktop.services
        self.window.show_session(Session(services, parse_document(text, "test.mlops.yaml", services.catalog)))

    def _keep_it_small(self, dice: Random) -> None:
        if len(self.desk.session.pipeline.steps) > MOST_STEPS:
            self.undo_everything_and_redo_it()
            large = self.window.tabs.current
            self.show(ROW)
            self.window.closing.close(large)
            QApplication.processEvents()


@contextmanager
def at_the_window(services: Services, folder: Path) -> Iterator[Person]:
    """Somebody before a window of their own, with a short row of steps."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    answers, appearance = Answers(), Appearance(app, "light")
    desktop = Desktop(services, appearance, folder / "settings.json", answers, RecoveryStore(folder / "recovery"))
    window = desktop.open_window()
    window.resize(*SIZE)
    window.activateWindow()
    QApplication.processEvents()
    made = Person(window, answers, folder)
    made.show(ROW)
    QApplication.processEvents()
    try:
        yield made
    finally:
        made.close_popups()
        for other in tuple(desktop.windows):
            other.close_without_asking()
        appearance.choice = "light"
        appearance.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.setStyleSheet("")
        gc.collect()
