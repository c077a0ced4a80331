"""Two pictures beside each other that show the same part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from designer.analysis.finding import Finding
from designer.drawing.theme import Theme
from designer.gui.canvas.habits import Habits
from designer.gui.canvas.scene import Scene
from designer.gui.canvas.viewport import Bounds, Viewport
from designer.gui.comparing.side import Side
from designer.session.comparing import Comparison, Difference

_EMPTY: Final = (-400.0, -300.0, 400.0, 300.0)


@dataclass(frozen=True)
class Pictures:
    """A comparison with what is drawn of it."""

    found: Comparison
    before: Scene
    after: Scene


class Pair(QSplitter):
    """Before on the left, after on the right; who moves one moves both.

    Args:
        habits: of the canvases, as in the window.
    """

    picked = Signal(object)  # Difference that was clicked

    def __init__(self, habits: Habits, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sides: tuple[Side, Side] | None = None
        self._habits = habits
        self._found: Comparison | None = None
        self._view: Viewport | None = None  # nobody moved it since everything was shown
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)  # once both have their new sizes
        self._fitting.timeout.connect(self._fit_again)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(10)
        self._boxes = [self._box(title) for title in ("Before", "After: as it is now")]
        self.setSizes([10_000, 10_000])

    def _box(self, title: str) -> QVBoxLayout:
        box = QWidget(self)
        label = QLabel(title, box)
        label.setProperty("look", "heading")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)  # also while there is nothing below it
        self.addWidget(box)
        return column

    # ------------------------------------------------------------------ what is shown
    def show_pictures(self, pictures: Pictures, theme: Theme, called: str) -> None:
        """Takes the place of what was shown, at the same part of the drawing.

        Args:
            called: what is on the left side, for people who hear it.
        """
        self._found = found = pictures.found
        whole = _union(pictures.before.bounds(), pictures.after.bounds())
        before = [(d, d.before) for d in found.differences if d.before]
        after = [(d, d.after) for d in found.differences if d.after]
        for gone in self.sides or ():
            gone.hide()
            gone.deleteLater()
        self.sides = (
            Side(pictures.before, theme, before, whole, self),
            Side(pictures.after, theme, after, whole, self),
        )
        names = (f"Before: {called}", "After: now")
        for side, box, name in zip(self.sides, self._boxes, names, strict=True):
            side.setAccessibleName(name)
            side.habits = self._habits
            side.picked.connect(self.picked)
            side.moved.connect(self._moved(side))
            side.resized.connect(self._fitting.start)
            box.addWidget(side, 1)
        self._fitting.start()

    def show_place(self, thing: Difference | Finding) -> None:
        """Brings what a row is about into view, on both sides."""
        if self.sides is None or self._found is None:
            return
        before, after = self.sides
        if isinstance(thing, Finding):
            first, second = (before, after) if thing in self._found.gone else (after, before)
            steps = dict.fromkeys([*([thing.anchor] if thing.anchor else []), *thing.steps])
            second.show_steps(steps)
            first.show_steps(steps)
        else:
            first, second = (after, before) if thing.after else (before, after)
            second.choose(thing, thing.before if second is before else thing.after)
            first.choose(thing, thing.after if first is after else thing.before)
        self._keep_view(first.view)

    def set_theme(self, theme: Theme) -> None:
        """Draws both in other colours."""
        for side in self.sides or ():
            side.set_theme(theme)

    # ------------------------------------------------------------------ the view
    def fit(self) -> None:
        """Shows everything on both sides."""
        self._view = None
        if self.sides is not None:
            self.sides[0].fit_all()
            self.sides[1].follow(self.sides[0].view)

    def forget_view(self) -> None:
        """What is shown next is shown whole."""
        self._view = None

    def _moved(self, side: Side) -> Callable[[], None]:
        return lambda: self._keep_view(side.view)

    def _keep_view(self, view: Viewport) -> None:
        """Shows the same part on both sides, also when their sizes change or an edit draws them anew."""
        self._view = replace(view)
        for side in self.sides or ():
            side.follow(self._view)

    def _fit_again(self) -> None:
        """The pictures are new or have another size: both still show the same place at the same place."""
        if self._view is None:
            self.fit()
        else:
            self._keep_view(self._view)


def _union(*parts: Bounds | None) -> Bounds:
    known = [p for p in parts if p is not None] or [_EMPTY]
    left, top, right, bottom = zip(*known, strict=True)
    return min(left), min(top), max(right), max(bottom)
