"""One document in a window: a message bar over its canvas, its panels, and who keeps and follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.gui.bookmarks import Bookmarks
from designer.gui.canvas.tool_bar import BoardBar
from designer.gui.desk import Desk
from designer.gui.following import Following
from designer.gui.info_bar import InfoBar
from designer.gui.keeper import Keeper
from designer.gui.problem_notice import ProblemNotice
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


class Tab(QWidget):
    """What stands in the middle of the window while its tab is in front.

    Everything that belongs to one document lives and ends here; docks, menus and the status bar are the window's.
    """

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        desktop = window.desktop
        self._window = window
        self._is_closed = False
        self.wants_blank = session.path is not None  # no welcome cards, though the pipeline is empty
        self.first = session.pipeline.snapshot()  # as it was when it came here: to compare with
        self.bar = InfoBar(desktop.appearance, self)
        self.desk = Desk(session, desktop.appearance, desktop.habits, window)
        self.board_bar = BoardBar(self.desk.canvas, window.registry, desktop.appearance)
        self.bookmarks = Bookmarks(self.desk.canvas, desktop.bookmarks)
        self.keeper = Keeper(session, self.desk.bridge, desktop.recovery, self)
        self.following = Following(window, self)
        self.problems = ProblemNotice(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.desk.canvas, 1)
        self.keeper.failed.connect(
            lambda why: self.bar.tell("warning", "Unsaved changes would be lost in a crash", f"{why}. Save often.")
        )
        self.desk.bridge.report_ready.connect(self.problems.show)

    @property
    def session(self) -> Session:
        return self.desk.session

    @property
    def is_untouched(self) -> bool:
        """Whether nobody would miss it: empty, without a file, and nothing in it to undo."""
        session = self.session
        has_history = session.is_dirty or session.history.undo_label or session.history.redo_label
        return session.path is None and self.desk.is_empty and not has_history

    def finish(self) -> None:
        """Ends what is being typed or dragged: another document comes to the front, or this one is saved."""
        self.desk.inspector.finish()
        self.desk.canvas.in_place.close()
        self.desk.canvas.cancel_gesture()

    def close_work(self, *, keeps: bool = False) -> None:
        """Ends threads and timers; safe to call twice.

        Args:
            keeps: what is not saved stays kept for the case of a crash; the session lives on elsewhere.
        """
        if self._is_closed:
            return
        self._is_closed = True
        self._window.comparing.close_for(self)
        self.following.close()
        self.keeper.close(keeps=keeps)
        self.desk.close()

    def dispose(self) -> None:
        """Frees the widgets once the events that are under way are done."""
        for panel in self.desk.panels.values():
            panel.hide()
            panel.deleteLater()
        self.desk.deleteLater()
        self.hide()
        self.deleteLater()
