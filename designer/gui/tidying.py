"""Tidy in the window: places are worked out in another thread, cards move as one undo step, the view hardly does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.commands import steps as step_commands
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.waiting_in_bar import WaitingInBar
from designer.model.snapshot import Position

if TYPE_CHECKING:
    from designer.drawing.tidying import Tidied
    from designer.gui.canvas.canvas import Canvas
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab

_TITLE = "Arranging the steps…"


class Tidying(QObject):
    """Arranges the steps of a window's document, all of them or those that are selected."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.waiting = WaitingInBar(window)

    def selected(self) -> tuple[str, ...]:
        """The steps that are selected, those in selected frames included."""
        desk = self._window.desk
        frames, chosen = desk.session.pipeline.frames, desk.selection
        return tuple(dict.fromkeys((*chosen.steps, *(s for f in chosen.frames for s in frames[f].steps))))

    def tidy(self) -> None:
        """Arranges what is selected when that are several steps, else everything."""
        chosen = self.selected()
        self._start(self._window.tabs.current, chosen if len(chosen) > 1 else None)

    def tidy_everything(self) -> None:
        """Arranges all steps, whatever is selected."""
        self._start(self._window.tabs.current, None)

    def close(self) -> None:
        """The window closes."""
        self.waiting.close()

    # ------------------------------------------------------------------ inside
    def _start(self, tab: Tab, only: Iterable[str] | None) -> None:
        from designer.drawing.tidying import tidy  # numpy and the layout cost time that a start does not need

        snapshot = tab.desk.session.pipeline.snapshot()
        steps = None if only is None else frozenset(only) & snapshot.steps.keys()
        take = partial(self._take, tab, steps, tab.desk.session.pipeline.revision)
        self.waiting.cancel()  # only what was asked for last matters
        self.waiting.start(_TITLE, partial(tidy, snapshot, steps), take)

    def _take(self, tab: Tab, only: frozenset[str] | None, revision: int, found: Tidied) -> None:
        if tab not in self._window.tabs.all:
            return  # the document was closed meanwhile
        pipeline = tab.desk.session.pipeline
        if pipeline.revision != revision:
            self._start(tab, only)  # it was edited meanwhile
            return
        canvas = tab.desk.canvas
        before = [pipeline.positions[s] for s in found.steps if s in pipeline.positions]
        whole, bends = _share_in_view(canvas, before) == 1, len(pipeline.bends)
        tab.desk.session.run(step_commands.tidy, found.steps, found.notes)
        if tab is self._window.tabs.current:
            self._tell(pipeline.revision != revision, bends - len(pipeline.bends))
        _follow(canvas, list(found.steps.values()), whole=whole)

    def _tell(self, moved: bool, straightened: int) -> None:
        if not moved:
            self._window.toast.say("Everything is in its place already")
        elif straightened:
            links = "a link" if straightened == 1 else f"{straightened} links"
            self._window.toast.say(f"The bends of {links} were made for the old places and are gone")


def _share_in_view(canvas: Canvas, places: list[Position]) -> float:
    """How many of some cards can be seen whole, 0 to 1."""
    left, top = canvas.view.to_scene(0, 0)
    right, bottom = canvas.view.to_scene(canvas.width(), canvas.height())
    seen = sum(left <= x <= right - CARD_WIDTH and top <= y <= bottom - CARD_HEIGHT for x, y in places)
    return seen / max(len(places), 1)


def _follow(canvas: Canvas, places: list[Position], *, whole: bool) -> None:
    """Shows what was arranged where it left the window: all of it when all of it was seen before."""
    share = _share_in_view(canvas, places)
    if places and (share == 0 or (whole and share < 1)):
        xs, ys = [x for x, _ in places], [y for _, y in places]
        width, height = max(xs) - min(xs) + CARD_WIDTH, max(ys) - min(ys) + CARD_HEIGHT
        canvas.bring_into_view([(min(xs), min(ys), width, height)])
