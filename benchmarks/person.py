"""Somebody who works in a window with real events: pointer, wheel and keys, always the same in the same order."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator
from typing import Final

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas.canvas import Canvas
from designer.gui.main_window import MainWindow

Work = Iterator[int]  # milliseconds until the next event

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
MOVE_MS: Final = 12
KEY_MS: Final = 40
LOOK_MS: Final = 250  # a person looks at what happened
THINK_MS: Final = 700  # long enough for findings, files and the map to follow
PANES: Final = ("view.exports", "view.outline", "check.list", "edit.properties", "check.levels", "check.list")


class Person(QObject):
    """Works in a window until told to stop.

    Args:
        tell: hears what is being done, before each piece of work.
        hurry: how much faster than a person, without changing what is done.
        only: names of the pieces of work that are done; all when there are none.
    """

    def __init__(
        self, window: MainWindow, tell: Callable[[str], object], hurry: float = 1.0, only: Collection[str] = ()
    ) -> None:
        super().__init__()
        self._window = window
        self._tell = tell
        self._hurry = hurry
        self._only = only
        unknown = sorted(set(only) - self._pieces().keys())
        if unknown:
            raise ValueError(f"no such pieces of work: {', '.join(unknown)}; there are {', '.join(self._pieces())}")
        self._chance = random.Random(5)
        self.rounds = 0
        self.done: list[str] = []
        self._work = self._forever()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begins with the first piece of work."""
        self._timer.start(0)

    def stop(self) -> None:
        """Lets go of everything."""
        self._timer.stop()
        self._work.close()

    def _go_on(self) -> None:
        self._timer.start(max(1, round(next(self._work) / self._hurry)))

    def _pieces(self) -> dict[str, Callable[[], Work]]:
        pieces = (
            self._pan, self._zoom, self._select, self._drag, self._type_a_title, self._edit_a_field, self._undo,
            self._band, self._nudge, self._mend, self._quick_add, self._connect, self._delete, self._copy,
            self._find, self._palette, self._fold, self._panes, self._why, self._save, self._compare, self._tabs,
            self._what_if, self._keys, self._frame, self._tidy, self._fix_all, self._all,
        )  # fmt: skip
        return {piece.__name__.strip("_").replace("_", " "): piece for piece in pieces}

    def _forever(self) -> Work:
        while True:
            for name, piece in self._pieces().items():
                if self._only and name not in self._only:
                    continue
                self._tell(name)
                yield from piece()
                yield THINK_MS
                yield from self._come_back()
                self.done.append(name)
            self.rounds += 1

    # ------------------------------------------------------------------ hands
    @property
    def canvas(self) -> Canvas:
        return self._window.desk.canvas

    def _target(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        top = popup or QApplication.activeWindow() or self._window
        return top.focusWidget() or top

    def _key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._target(), key, held)

    def _press(self, action: str) -> None:
        """The key of an action, or its menu entry where it has none."""
        record = self._window.registry.records[action]
        if not record.all_keys:
            self._window.registry.trigger(action)
            return
        pressed = QKeySequence(record.all_keys[0])[0]
        self._key(pressed.key(), pressed.keyboardModifiers())

    def _do(self, action: str) -> Work:
        self._tell(action)
        self._press(action)
        yield LOOK_MS

    def _type(self, text: str) -> Work:
        for letter in text:
            QTest.keyClicks(self._target(), letter)
            yield KEY_MS

    def _come_back(self) -> Work:
        """Closes what stands in front, and gives the canvas the keyboard."""
        for _ in range(3):
            popup = QApplication.activePopupWidget()
            if popup is not None:
                self._key(Qt.Key.Key_Escape)
                yield KEY_MS
        self._window.activateWindow()
        self.canvas.setFocus()
        yield KEY_MS

    def _card_in_view(self) -> str:
        """A card that can be worked on; zooms in on one where nothing can be."""
        canvas = self.canvas
        inside = canvas.rect().adjusted(40, 40, -260, -200)
        positions = self._window.desk.session.pipeline.positions
        seen = [s for s in canvas.scene.cards() if s in positions and inside.contains(self._pixel(s))]
        if not seen or canvas.view.scale < 0.4:
            card = self._chance.choice([s for s in canvas.scene.cards() if s in positions])
            canvas.zoom_to(0.8)
            canvas.reveal(card)
            return card
        return self._chance.choice(seen)

    def _pixel(self, step: str, across: float = 0.6, down: float = 0.75) -> QPoint:
        x, y = self._window.desk.session.pipeline.positions[step]
        return self._at(x + CARD_WIDTH * across, y + CARD_HEIGHT * down)

    def _at(self, x: float, y: float) -> QPoint:
        return QPoint(*(round(v) for v in self.canvas.view.to_view(x, y)))

    def _drag_from(
        self, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton | None = None
    ) -> Work:
        canvas, left = self.canvas, button or Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, left, held, start)
        for part in range(1, 21):
            yield MOVE_MS
            QTest.mouseMove(canvas, start + (end - start) * part / 20)
        yield MOVE_MS
        QTest.mouseRelease(canvas, left, held, end)
        yield LOOK_MS

    def _wheel(self, pixels: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        at = QPointF(self.canvas.rect().center())
        glob, phase = QPointF(self.canvas.mapToGlobal(at.toPoint())), Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, glob, QPoint(), pixels, Qt.MouseButton.NoButton, held, phase, False)
        QApplication.sendEvent(self.canvas, event)

    def _click_card(self) -> Work:
        card = self._card_in_view()
        yield LOOK_MS
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, NONE, self._pixel(card))
        yield LOOK_MS

    # ------------------------------------------------------------------ pieces of work
    def _pan(self) -> Work:
        for turn in range(30):
            self._wheel(QPoint(-60 if turn < 15 else 60, -45 if turn % 10 < 5 else 45))
            yield MOVE_MS
        centre = self.canvas.rect().center()
        yield from self._drag_from(centre, centre + QPoint(-180, 90), button=Qt.MouseButton.MiddleButton)

    def _zoom(self) -> Work:
        for turn in (-120, 120):
            for _ in range(12):
                self._wheel(QPoint(0, turn), CTRL)
                yield MOVE_MS
        for action in ("view.fit", "view.actual", "view.zoom_out"):
            yield from self._do(action)

    def _select(self) -> Work:
        for _ in range(4):
            yield from self._click_card()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._key(key, Qt.KeyboardModifier.ControlModifier)
            yield KEY_MS
        self._key(Qt.Key.Key_Escape)
        yield LOOK_MS

    def _drag(self) -> Work:
        card = self._card_in_view()
        yield LOOK_MS
        start = self._pixel(card)
        yield from self._drag_from(start, start + QPoint(90, 60))

    def _type_a_title(self) -> Work:
        yield from self._click_card()
        yield from self._do("edit.rename")
        yield from self._type("Fit the model")
        self._key(Qt.Key.Key_Return)
        yield LOOK_MS

    def _edit_a_field(self) -> Work:
        yield from self._click_card()
        lines = [e for e in self._window.desk.inspector.findChildren(QLineEdit) if e.isEnabled() and not e.isReadOnly()]
        if lines:
            line = lines[min(1, len(lines) - 1)]
            line.setFocus(Qt.FocusReason.MouseFocusReason)
            yield from self._type("abc")
            self._key(Qt.Key.Key_Tab)
            yield LOOK_MS

    def _undo(self) -> Work:
        for action in ("edit.undo", "edit.undo", "edit.redo", "edit.redo"):
            yield from self._do(action)

    def _band(self) -> Work:
        yield from self._do("view.fit")
        corner = self.canvas.rect().topLeft() + QPoint(6, 6)
        yield from self._drag_from(corner, self.canvas.rect().center())
        self._key(Qt.Key.Key_Escape)
        yield KEY_MS

    def _nudge(self) -> Work:
        yield from self._click_card()
        for _ in range(6):
            self._key(Qt.Key.Key_Right, CTRL)
            yield KEY_MS
        yield from self._do("edit.undo")

    def _mend(self) -> Work:
        for action in ("check.next", "check.next", "check.apply", "check.next", "check.previous", "check.apply"):
            yield from self._do(action)
            yield LOOK_MS

    def _quick_add(self) -> Work:
        yield from self._click_card()
        yield from self._do("insert.step")
        self._tell("quick add, typing")
        yield from self._type("train")
        self._tell("quick add, enter")
        self._key(Qt.Key.Key_Return)
        yield LOOK_MS

    def _connect(self) -> Work:
        card = self._card_in_view()
        yield LOOK_MS
        start = self._pixel(card, 1.0, 0.5)
        yield from self._drag_from(start, start + QPoint(170, 130))

    def _delete(self) -> Work:
        yield from self._click_card()
        yield from self._do("edit.delete")
        yield from self._click_card()
        yield from self._do("edit.delete_heal")
        yield from self._do("edit.undo")

    def _copy(self) -> Work:
        yield from self._click_card()
        for action in ("edit.copy", "edit.paste", "edit.duplicate", "edit.undo", "edit.undo"):
            yield from self._do(action)

    def _find(self) -> Work:
        yield from self._do("edit.find")
        self._tell("find, typing")
        yield from self._type("deploy")
        self._tell("find, enter")
        self._key(Qt.Key.Key_Down)
        yield KEY_MS
        self._key(Qt.Key.Key_Return)
        yield LOOK_MS

    def _palette(self) -> Work:
        yield from self._do("help.palette")
        self._tell("command palette, typing")
        yield from self._type("zoom")
        self._key(Qt.Key.Key_Return)
        yield LOOK_MS

    def _fold(self) -> Work:
        yield from self._click_card()
        for action in ("view.fold", "view.fold", "view.fold_all", "view.unfold_all"):
            yield from self._do(action)

    def _panes(self) -> Work:
        yield from self._click_card()
        for action in PANES:
            yield from self._do(action)
            yield THINK_MS
            if action == "view.exports":
                self._tell("files in sight, an edit")
                yield from self._nudge()
                yield from self._click_card()

    def _why(self) -> Work:
        yield from self._do("check.next")
        yield from self._do("check.why")
        yield THINK_MS
        if self._window.rules.browser is not None:
            self._window.rules.browser.close()
        yield LOOK_MS

    def _save(self) -> Work:
        yield from self._do("file.save")

    def _compare(self) -> Work:
        yield from self._do("check.compare")
        yield THINK_MS * 2
        self._tell("compare closes")
        self._window.comparing.close()
        yield LOOK_MS

    def _tabs(self) -> Work:
        number = len(self._window.tabs.all)
        for action in ("file.new", "file.lesson", "view.next_tab", "view.previous_tab", "view.next_tab"):
            yield from self._do(action)
            yield THINK_MS
        while len(self._window.tabs.all) > number:
            self._tell("file.close")
            self._window.tabs.show(self._window.tabs.all[-1])
            yield LOOK_MS
            self._press("file.close")
            yield THINK_MS

    def _what_if(self) -> Work:
        yield from self._click_card()
        yield from self._do("check.what_if_fails")
        yield THINK_MS
        yield from self._do("check.list")
        self._key(Qt.Key.Key_Escape)

    def _keys(self) -> Work:
        yield from self._do("help.keys")
        sheet = QApplication.activeModalWidget()
        if sheet is not None:
            sheet.close()
        yield KEY_MS

    def _frame(self) -> Work:
        card = self._card_in_view()
        yield LOOK_MS
        start = self._pixel(card, -0.1, -0.2)
        yield from self._drag_from(start, start + QPoint(520, 330))
        yield from self._do("insert.frame")
        self._key(Qt.Key.Key_Return)
        yield LOOK_MS
        yield from self._do("edit.undo")

    def _tidy(self) -> Work:
        for action in ("view.tidy", "edit.undo"):
            yield from self._do(action)
            yield THINK_MS

    def _fix_all(self) -> Work:
        for action in ("check.fix_all", "edit.undo"):
            yield from self._do(action)
            yield THINK_MS * 2

    def _all(self) -> Work:
        for action in ("edit.all", "edit.copy", "edit.properties"):
            yield from self._do(action)
        self.canvas.setFocus()
        self._key(Qt.Key.Key_Escape)
        yield KEY_MS
