"""The window: assembly only. What it can do stands in `actions`, what it shows in `panels` and `canvas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QWidget

from designer.errors import DesignerError
from designer.gui.actions.menus import fill_menu_bar, fill_tool_bar
from designer.gui.actions.registry import Actions, all_actions
from designer.gui.closing import Closing
from designer.gui.comparing.host import Comparing
from designer.gui.desk import Desk
from designer.gui.drops import Drops
from designer.gui.files import Files, shown_name
from designer.gui.finder import Finder
from designer.gui.fixer import Fixer
from designer.gui.info_bar import InfoBar
from designer.gui.panes import Panes
from designer.gui.pasting import Pasting
from designer.gui.presenting.presenter import Presenter
from designer.gui.recent import fill_recent
from designer.gui.rules.browser import RulePages
from designer.gui.status import Status
from designer.gui.surroundings import Surroundings
from designer.gui.tabs import Tabs
from designer.gui.tidying import Tidying
from designer.gui.toast import Toast
from designer.gui.waiving import Waiving
from designer.gui.welcome_host import WelcomeHost
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.desktop import Desktop


class MainWindow(QMainWindow):
    """Documents in tabs with everything around them."""

    def __init__(self, desktop: Desktop, session: Session) -> None:
        super().__init__()
        self.desktop = desktop
        self._may_leave = False
        self._text_size = desktop.appearance.text_size
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        board = QWidget(self)
        self.setCentralWidget(board)
        self.tabs = Tabs(self, board)
        self.toast = Toast(board)
        self.files = Files(self)
        self.pasting = Pasting(self)
        self.tidying = Tidying(self)
        self.drops = Drops(self)
        self.closing = Closing(self)
        self.comparing = Comparing(self)
        self.finder = Finder(self)
        self.fixer = Fixer(self)
        self.waiving = Waiving(self)
        self.rules = RulePages(self)
        self.panes = Panes(self)
        self.presenter = Presenter(self)
        self.status = Status(self)
        self.registry = Actions(self, all_actions())
        self.welcome = WelcomeHost(self)
        self._surroundings = Surroundings(self)
        self.tabs.open(session)
        self._fill_bars()
        self._take_looks()
        self.panes.restore(desktop.settings.geometry, desktop.settings.window_state)
        desktop.appearance.changed.connect(self._take_looks)

    def _fill_bars(self) -> None:
        recent, panels = QMenu("Open &recent", self), QMenu("Pa&nels", self)
        recent.aboutToShow.connect(lambda: fill_recent(recent, self))
        self.panes.fill_menu(panels)
        fill_menu_bar(self.menuBar(), self.registry, {"file.open": recent, panels.title(): panels})
        tools = QToolBar("Tools", self)
        tools.setObjectName("tools")
        tools.setMovable(False)
        fill_tool_bar(tools, self.registry)
        self.addToolBar(tools)
        self._tools = tools

    def _take_looks(self) -> None:
        self.registry.refresh_icons()
        self._tools.setIconSize(self.desktop.appearance.grown(20))
        if self._text_size != self.desktop.appearance.text_size:
            self._text_size = self.desktop.appearance.text_size
            QTimer.singleShot(0, self, self.panes.share_width)  # once the panels have their new sizes
        self.refresh()

    # ------------------------------------------------------------------ the documents
    @property
    def desk(self) -> Desk:
        """The document in front."""
        return self.tabs.current.desk

    @property
    def bar(self) -> InfoBar:
        """The message bar of the document in front."""
        return self.tabs.current.bar

    def show_session(self, session: Session) -> None:
        """Shows a document in a tab of its own."""
        self.tabs.open(session)

    def refresh(self) -> None:
        """Brings title, menus, tabs and status up to date."""
        session = self.desk.session
        self.setWindowTitle(f"{shown_name(session)}[*] - MLOps Designer")
        self.setWindowFilePath(str(session.path or ""))
        self.setWindowModified(session.is_dirty)
        self.registry.refresh()
        self.tabs.refresh()
        self.status.refresh()
        self.welcome.refresh()

    # ------------------------------------------------------------------ what actions ask for
    def undo(self) -> None:
        """Takes the last change back."""
        self.desk.inspector.finish()
        self.desk.session.undo()

    def redo(self) -> None:
        """Does again what was taken back."""
        self.desk.session.redo()

    def go_to(self, pane: str) -> None:
        """Brings a panel to the front and gives it the keyboard."""
        self.panes.show(pane)

    def rename_selected(self) -> None:
        """Opens the title of the selected step for typing, on its card."""
        self.desk.canvas.setFocus()
        self.desk.canvas.in_place.title(self.desk.selection.steps[0])

    def edit_selected(self) -> None:
        """Puts the keyboard on the facts about what is selected."""
        self.panes.show("inspector")

    def turn_linters(self, is_on: bool) -> None:
        """Lets linters look at the files in the background, or not, in all windows."""
        self.desktop.remember(linters=is_on)
        for window in self.desktop.windows:
            for tab in window.tabs.all:
                tab.desk.proving.turn(is_on)

    def show_refusal(self, error: DesignerError, offer: tuple[str, str] | None = None) -> None:
        """Says why an edit was refused, and offers a feedback link where that would be possible."""
        from designer.gui.refusal import tell_refusal

        tell_refusal(self, error, offer)

    def show_export(self, slug: str = "") -> None:
        """Opens the dialog that writes the exports of one target, or of all, into a folder."""
        from designer.gui.export_dialog import ExportDialog

        ExportDialog(self.desk.session, slug, self.desktop, self).open()

    # ------------------------------------------------------------------ events
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.tabs.current.following.check()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def close_without_asking(self) -> None:
        """Closes and gives up changes that are not saved."""
        self._may_leave = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._may_leave or self.closing.may_close()):
            event.ignore()
            return
        self.presenter.stop()
        self.rules.close()
        self.comparing.close()
        self.files.close()
        self.pasting.close()
        self.fixer.close()
        self.tidying.close()
        geometry, state = self.panes.saved()
        self.desktop.remember(geometry=geometry, window_state=state)
        self.tabs.close_all()
        self.desktop.forget(self)
        event.accept()
