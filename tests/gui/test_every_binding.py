"""Every binding of the table does what it says: the key or gesture, and what can be seen of it afterwards.

Where we differ from the plan of keys, ARCHITECTURE.md says why. Tools of the whiteboard and presenting have their own
cases beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from designer.gui.key_sheet import KeySheet
from designer.gui.main_window import MainWindow
from designer.gui.picker import Picker

CHAIN_STEPS = ["data", "train", "deploy"]
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class Person:
    """Works the window: keys go to the canvas, places are in the scene."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.canvas, self.session = window, window.desk.canvas, window.desk.session
        self.canvas.zoom_to(1.0)
        self.canvas.view.x, self.canvas.view.y = 60, 300
        self.canvas.scene.ghosts = []
        self.canvas.setFocus()

    @property
    def pipeline(self) -> Any:
        return self.session.pipeline

    @property
    def origin(self) -> tuple[float, float]:
        return self.canvas.view.x, self.canvas.view.y

    def links(self) -> set[tuple[str, str]]:
        return {(k.source, k.target) for k in self.pipeline.links.values()}

    def key(self, keys: str) -> None:
        pressed = QKeySequence(keys)[0]
        QTest.keyClick(self.canvas, pressed.key(), pressed.keyboardModifiers())
        self.window.pasting.waiting.wait_idle()  # what it began may end elsewhere

    def choose(self, *steps: str) -> None:
        self.canvas.select(steps=steps)

    def pixel(self, x: float, y: float) -> QPoint:
        return QPoint(*(round(v) for v in self.canvas.view.to_view(x, y)))

    def drag(self, start: tuple[float, float], end: tuple[float, float], held: Any = NONE, button: Any = LEFT) -> None:
        QTest.mousePress(self.canvas, button, held, self.pixel(*start))
        for part in (0.5, 1.0):
            place = [a + (b - a) * part for a, b in zip(start, end, strict=True)]
            QTest.mouseMove(self.canvas, self.pixel(*place))
            QApplication.processEvents()
        QTest.mouseRelease(self.canvas, button, held, self.pixel(*end))

    def double_click(self, at: tuple[float, float]) -> None:
        QTest.mouseDClick(self.canvas, LEFT, NONE, self.pixel(*at))

    def wheel(self, held: Any) -> None:
        at = QPointF(300, 200)
        turn = QWheelEvent(
            at, QPointF(self.canvas.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            held, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.canvas, turn)

    def popup(self) -> Picker | None:
        found = QApplication.activePopupWidget()
        return found if isinstance(found, Picker) else None


@pytest.fixture
def person(chain: MainWindow) -> Iterator[Person]:
    yield Person(chain)
    for _ in range(5):
        left = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if left is None:
            break
        left.reject() if isinstance(left, QDialog) else left.close()


Check = Callable[[Person], object]


def press_with_space(p: Person) -> None:
    QTest.keyPress(p.canvas, Qt.Key.Key_Space)
    p.drag((100.0, 200.0), (140.0, 230.0))
    QTest.keyRelease(p.canvas, Qt.Key.Key_Space)


def with_hand(p: Person) -> None:
    p.key("H")
    p.drag((100.0, 200.0), (140.0, 230.0))


def moved(p: Person, act: Check) -> bool:
    before = p.origin
    act(p)
    return p.origin != before and p.canvas.view.scale == 1.0 and not p.session.is_dirty


def scaled(p: Person, act: Check) -> float:
    act(p)
    return p.canvas.view.scale


def adds(p: Person, act: Check) -> bool:
    act(p)
    return p.popup() is not None and "Which step" in p.popup().line.placeholderText()  # type: ignore[union-attr]


def keys(text: str, *chosen: str) -> Check:
    def act(p: Person) -> None:
        p.choose(*chosen)
        p.key(text)

    return act


def after(act: Check, seen: Callable[[Person], object]) -> Check:
    def check(p: Person) -> object:
        act(p)
        return seen(p)

    return check


def places(p: Person, *steps: str) -> list[tuple[float, float]]:
    return [p.pipeline.positions[s] for s in steps]


def pasted(text: str) -> Check:
    def act(p: Person) -> None:
        p.choose("train")
        p.key("Ctrl+C")
        p.key(text)

    return act


ROWS: dict[str, Check] = {
    "Space and drag pan": lambda p: moved(p, press_with_space),
    "the middle button pans": lambda p: moved(p, lambda q: q.drag((100.0, 200.0), (140.0, 230.0), NONE, MIDDLE)),
    "H and drag pan": lambda p: moved(p, with_hand),
    "the wheel pans down": lambda p: moved(p, lambda q: q.wheel(NONE)) and p.canvas.view.x == 60,
    "Shift and wheel pan to the side": lambda p: moved(p, lambda q: q.wheel(SHIFT)) and p.canvas.view.y == 300,
    "Ctrl and wheel zoom": lambda p: scaled(p, lambda q: q.wheel(CTRL)) > 1,
    "Ctrl++": lambda p: scaled(p, keys("Ctrl++")) > 1,
    "Ctrl+-": lambda p: scaled(p, keys("Ctrl+-")) < 1,
    "Ctrl+0": lambda p: p.canvas.zoom_to(0.3) or scaled(p, keys("Ctrl+0")) == 1,
    "Ctrl+1": lambda p: p.canvas.zoom_to(4.0) or scaled(p, keys("Ctrl+1")) <= 1,
    "Shift+1": lambda p: p.canvas.zoom_to(4.0) or scaled(p, keys("Shift+1")) <= 1,
    "Ctrl+2": lambda p: scaled(p, keys("Ctrl+2", "train")) == 1.5,
    "Shift+2": lambda p: scaled(p, keys("Shift+2", "train")) == 1.5,
    "M": after(keys("M"), lambda p: not p.window.desktop.habits.minimap),
    "A": lambda p: adds(p, keys("A")),
    "Insert": lambda p: adds(p, keys("Ins")),
    "Ctrl+Space": lambda p: adds(p, keys("Ctrl+Space")),
    "double-click on nothing": lambda p: adds(p, lambda q: q.double_click((400.0, 200.0))),
    "a port dragged to nothing": lambda p: adds(p, lambda q: q.drag((800.0, 36.0), (780.0, 220.0))),
    **{
        f"Alt+{way}": (lambda p, way=way: adds(p, keys(f"Alt+{way}", "train")))
        for way in ("Left", "Right", "Up", "Down")
    },
    "a port dragged to a port": after(
        lambda p: p.drag((200.0, 36.0), (600.0, 36.0)), lambda p: ("data", "deploy") in p.links()
    ),
    "Ctrl+L": after(keys("Ctrl+L", "data", "deploy"), lambda p: ("data", "deploy") in p.links()),
    "Ctrl+Shift+L": after(keys("Ctrl+Shift+L", "data", "train"), lambda p: ("data", "train") not in p.links()),
    "double-click on a link": after(lambda p: p.double_click((226.0, 36.0)), lambda p: p.pipeline.bends),
    "Alt and drag across a link": after(
        lambda p: p.drag((250.0, -60.0), (250.0, 130.0), ALT), lambda p: ("data", "train") not in p.links()
    ),
    "Right": after(keys("Right", "data"), lambda p: p.canvas.selection.steps == ("train",)),
    "Left": after(keys("Left", "train"), lambda p: p.canvas.selection.steps == ("data",)),
    "Shift+Right": after(keys("Shift+Right", "data"), lambda p: set(p.canvas.selection.steps) == set(CHAIN_STEPS)),
    "Shift+Left": after(keys("Shift+Left", "deploy"), lambda p: set(p.canvas.selection.steps) == set(CHAIN_STEPS)),
    "Ctrl+Right": after(keys("Ctrl+Right", "train"), lambda p: places(p, "train") == [(308, 0)]),
    "Ctrl+Shift+Right moves one step far": after(
        keys("Ctrl+Shift+Right", "train"), lambda p: places(p, "train") == [(380, 0)]
    ),
    "Enter": after(keys("Return", "train"), lambda p: p.window.desk.inspector.isAncestorOf(QApplication.focusWidget())),
    "F2": after(keys("F2", "train"), lambda p: p.canvas.in_place.editor is not None),
    "double-click on a step": after(
        lambda p: p.double_click((420.0, 56.0)), lambda p: p.canvas.in_place.editor is not None
    ),
    "Del": after(keys("Del", "train"), lambda p: "train" not in p.pipeline.steps and not p.links()),
    "Backspace": after(keys("Backspace", "train"), lambda p: "train" not in p.pipeline.steps),
    "Ctrl+Del": after(keys("Ctrl+Del", "train"), lambda p: p.links() == {("data", "deploy")}),
    "Ctrl+D": after(keys("Ctrl+D", "train"), lambda p: len(p.pipeline.steps) == 4),
    "Alt and drag a step": after(
        lambda p: p.drag((420.0, 56.0), (420.0, 256.0), ALT), lambda p: len(p.pipeline.steps) == 4
    ),
    "Ctrl+C": after(keys("Ctrl+C", "train"), lambda p: "train" in QApplication.clipboard().text()),
    "Ctrl+X": after(keys("Ctrl+X", "train"), lambda p: "train" not in p.pipeline.steps),
    "Ctrl+V": after(pasted("Ctrl+V"), lambda p: len(p.pipeline.steps) == 4 and len(p.links()) == 2),
    "Ctrl+Shift+V": after(pasted("Ctrl+Shift+V"), lambda p: len(p.pipeline.steps) == 4 and len(p.links()) == 3),
    "Alt+Shift+C": after(keys("Alt+Shift+C", "train"), lambda p: not QApplication.clipboard().image().isNull()),
    "Ctrl+Z": after(keys("Del", "train"), lambda p: p.key("Ctrl+Z") or "train" in p.pipeline.steps),
    **{
        again: after(
            keys("Del", "train"), lambda p, k=again: p.key("Ctrl+Z") or p.key(k) or "train" not in p.pipeline.steps
        )
        for again in ("Ctrl+Y", "Ctrl+Shift+Z")
    },
    "Ctrl+G": after(keys("Ctrl+G", "data", "train"), lambda p: len(p.pipeline.frames) == 1),
    "Ctrl+Shift+G": after(
        keys("Ctrl+G", "data", "train"),
        lambda p: p.canvas.in_place.close() or keys("Ctrl+Shift+G", "data", "train")(p) or not p.pipeline.frames,
    ),
    "Ctrl+Shift+Left aligns": after(
        keys("Ctrl+Shift+Left", *CHAIN_STEPS), lambda p: {x for x, _ in places(p, *CHAIN_STEPS)} == {0}
    ),
    "Ctrl+Shift+H": after(keys("Ctrl+Shift+H", *CHAIN_STEPS), lambda p: "equal already" in p.window.toast.text),
    "V": after(keys("H"), lambda p: p.key("V") or p.canvas.tools.current.name == "select"),
    "Ctrl+F": after(keys("Ctrl+F"), lambda p: p.popup() and "steps" in p.popup().line.placeholderText()),
    "Ctrl+K": after(keys("Ctrl+K"), lambda p: p.popup() and "actions" in p.popup().line.placeholderText()),
    "Ctrl+Shift+P": after(keys("Ctrl+Shift+P"), lambda p: p.popup() and "actions" in p.popup().line.placeholderText()),
    "F8": after(keys("F8"), lambda p: p.window.desk.findings.current is not None),
    "Shift+F8": after(keys("Shift+F8"), lambda p: p.window.desk.findings.current is not None),
    "Ctrl+.": after(keys("F8"), lambda p: p.key("Ctrl+.") or p.session.history.undo_label),
    "F6": after(keys("F6"), lambda p: not p.canvas.hasFocus()),
    "Shift+F6": after(keys("Shift+F6"), lambda p: not p.canvas.hasFocus()),
    "Tab": after(keys("Tab"), lambda p: not p.canvas.hasFocus()),
    "Esc": after(keys("Esc", "train"), lambda p: not p.canvas.selection),
    "D": after(keys("D", "train"), lambda p: p.canvas.focus_mode.is_on),
    "Ctrl+N": after(keys("Ctrl+N"), lambda p: len(p.window.tabs.all) == 2),
    "Ctrl+E": after(keys("Ctrl+E"), lambda p: "xport" in QApplication.activeModalWidget().windowTitle()),
    "F1": after(keys("F1"), lambda p: isinstance(QApplication.activeModalWidget(), KeySheet)),
    "?": after(keys("?"), lambda p: isinstance(QApplication.activeModalWidget(), KeySheet)),
}


@pytest.mark.parametrize("row", ROWS)
def test_every_binding_of_the_table_does_what_it_says(person: Person, row: str) -> None:
    assert ROWS[row](person)
