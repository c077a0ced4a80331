"""The real program, as `mlops-designer` starts it. What its accessible tree says can be asked over standard input.

A screen reader would ask the same things over D-Bus, which a bare machine has not. A line asks; JSON answers.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.gui import app
from designer.main import main

DEEPEST = 40
PARTS = (QAccessible.Role.MenuItem, QAccessible.Role.TreeItem)  # their children lie beside them


class Asked(QObject):
    """Brings questions from the thread that reads them into the window's."""

    came = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(answer, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.came.emit(line.strip())


def answer(question: str) -> None:
    """``look`` tells all that can be seen; ``picture PATH`` writes what is on the screen."""
    word, _, path = question.partition(" ")
    if word == "picture":
        QGuiApplication.primaryScreen().grabWindow(0).save(path)
        told: Any = path
    else:
        popups = [w for w in (QApplication.activePopupWidget(),) if w is not None]
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        told = [n for w in {id(w): w for w in (*popups, *windows)}.values() for n in nodes(w)]
    print(json.dumps(told), flush=True)


def nodes(widget: QObject) -> list[dict[str, Any]]:
    """Everything of a window that can be seen, parents first."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return list(walk(interface, interface.rect(), 0, interface.text(QAccessible.Text.Name))) if interface else []


def walk(interface: QAccessibleInterface, parent: QRect, depth: int, window: str) -> Any:
    """One thing and all below it; what lies beside its parent cannot be seen."""
    state, area = interface.state(), interface.rect().intersected(parent)
    if state.invisible and depth:
        return
    inside = area if not area.isEmpty() and interface.role() not in PARTS else parent
    yield {
        "window": window,
        "role": interface.role().name,
        "name": interface.text(QAccessible.Text.Name),
        "text": interface.text(QAccessible.Text.Value),
        "about": interface.text(QAccessible.Text.Description),
        "area": [area.x(), area.y(), area.width(), area.height()],
        "enabled": not state.disabled,
        "checked": bool(state.checked),
        "selected": bool(state.selected),
        "offscreen": bool(state.offscreen),
    }
    for number in range(interface.childCount() if depth < DEEPEST else 0):
        child = interface.child(number)
        if child is not None:
            yield from walk(child, inside, depth + 1, window)


open_first = app.open_first


def open_and_listen(*arguments: Any) -> Any:
    opened = open_first(*arguments)
    QAccessible.setActive(True)  # as when a screen reader asks: lists then tell of what changed in them
    QApplication.instance().asked = Asked()  # type: ignore[union-attr]
    return opened


app.open_first = open_and_listen
raise SystemExit(main(sys.argv[1:]))
