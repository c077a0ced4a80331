"""All keys on one sheet, made from the registry, and what the canvas does with pointer and keys by itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.gui.actions.action import MENUS, Action
from designer.gui.actions.board_keys import is_wanted
from designer.gui.actions.registry import key_text
from designer.gui.canvas.habits import Habits

_EDGE, _WIDTH, _HEIGHT = 20, 1080, 720
_LEAST_LETTERS = 26  # of what keys do, on a line
# What the canvas understands without an action.
ON_THE_CANVAS = (
    (("Space + drag", "Middle button"), "Move the view"),
    (("Wheel", "Shift + wheel"), "Move the view up and down, left and right"),
    (("Ctrl + wheel", "Pinch"), "Zoom at the pointer"),
    (("Arrows",), "Go to the next step along the links"),
    (("Shift + left", "Shift + right"), "Select all that comes before, or follows"),
    (("Ctrl + arrows",), "Move the selected steps; with Shift a single one goes ten times as far"),
    (("Page up", "Page down"), "Move the view by a window; with Shift to the side"),
    (("Drag on to a link",), "Put a step that has no links on it; Alt keeps it off"),
    (("Ctrl while dragging",), "Do not snap to neighbours"),
    (("Alt + drag", "Ctrl + Alt + drag"), "Copy what is selected; from the ground: cut the links that are crossed"),
    (("Enter",), "Facts about the step; on a missing step: add it"),
    (("Arrows", "Enter"), "With a drawing tool: move a cross, and press or let go what the pointer's button would"),
    (("Shift while drawing",), "A straight line"),
    (("Tab",), "Next part of the window"),
    (("Esc",), "Stop what is going on, end focus mode, select nothing, back to the select tool"),
    (("Drag from a port",), "Link to another step, or add one where you let go"),
)


class KeySheet(QDialog):
    """A window with the keys, one block a menu."""

    def __init__(self, records: Iterable[Action], habits: Habits, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and pointer")
        keys = {r: tuple(key for key in r.all_keys if is_wanted(key, habits)) for r in records}
        with_keys = [r for r in keys if keys[r]]
        blocks = [
            (
                menu,
                [
                    (tuple(map(key_text, keys[r])), r.plain_text.removesuffix("…"))
                    for r in with_keys
                    if r.menu.split("/")[0] == menu
                ],
            )
            for menu in MENUS
        ]
        blocks.insert(0, ("On the canvas", [(keys, text) for keys, text in ON_THE_CANVAS]))
        inside = QWidget(self)
        columns = QHBoxLayout(inside)
        columns.setSpacing(40)
        for part in _halves(blocks):
            column = QVBoxLayout()
            column.setSpacing(18)
            for title, rows in part:
                if rows:
                    column.addLayout(_block(title, rows, inside))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_EDGE, _EDGE, _EDGE, 16)
        outer.addWidget(area)
        outer.addWidget(buttons)
        room = self.screen().availableSize() * 0.95
        if inside.minimumSizeHint().width() + 3 * _EDGE > room.width():
            columns.setDirection(QHBoxLayout.Direction.TopToBottom)  # large text: one column
        wide = inside.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width() + 2 * _EDGE
        self.setMinimumWidth(min(wide, room.width()))
        self.resize(QSize(max(wide, _WIDTH), _HEIGHT).boundedTo(room))


Rows = list[tuple[tuple[str, ...], str]]


def _halves(blocks: list[tuple[str, Rows]]) -> tuple[list[tuple[str, Rows]], list[tuple[str, Rows]]]:
    """The blocks in two columns of about the same height, in their order."""
    heights = [len(rows) + 2 for _, rows in blocks]
    uneven = [abs(sum(heights[:cut]) - sum(heights[cut:])) for cut in range(len(blocks) + 1)]
    cut = uneven.index(min(uneven))
    return blocks[:cut], blocks[cut:]


def _block(title: str, rows: Rows, inside: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    heading = QLabel(title, inside)
    heading.setProperty("look", "heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    least = inside.fontMetrics().averageCharWidth() * _LEAST_LETTERS
    for number, (keys, text) in enumerate(rows, 1):
        words = QLabel(text, inside)
        words.setWordWrap(True)
        words.setMinimumWidth(least)
        grid.addLayout(_keys(keys, inside), number, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(words, number, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _keys(keys: tuple[str, ...], inside: QWidget) -> QHBoxLayout:
    """Keys as caps side by side."""
    row = QHBoxLayout()
    row.setSpacing(4)
    for key in keys:
        cap = QLabel(key, inside)
        cap.setProperty("look", "key")
        row.addWidget(cap)
    return row
