"""The window: assembly only. What it can do stands in `actions`, what it shows in `panels` and `canvas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.gui.actions.menus import context_menu, fill_menu_bar, fill_tool_bar
from designer.gui.actions.registry import Actions, all_actions
from designer.gui.desk import Desk
from designer.gui.drops import Drops
from designer.gui.files import Files, shown_name
from designer.gui.fixer import Fixer
from designer.gui.following import Following
from designer.gui.info_bar import InfoBar
from designer.gui.keeper import Keeper
from designer.gui.panes import Panes
from designer.gui.pasting import Pasting
from designer.gui.problem_notice import ProblemNotice
from designer.gui.recent import fill_recent
from designer.gui.rules.browser import RulePages
from designer.gui.status import Status
from designer.gui.toast import Toast
from designer.gui.waiving import Waiving
from designer.gui.welcome_host import WelcomeHost
from designer.session.session import Session

if TYPE_CHECKING:
    from designer.gui.canvas.hit_test import Hit
    from designer.gui.desktop import Desktop


class MainWindow(QMainWindow):
    """One document with everything around it."""

    def __init__(self, desktop: Desktop, session: Session) -> None:
        super().__init__()
        self.desktop = desktop
        self._may_leave = False
        self._text_size = desktop.appearance.text_size
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.bar = InfoBar(desktop.appearance, self)
        self._board = QWidget(self)
        self._column = QVBoxLayout(self._board)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.bar)
        self.setCentralWidget(self._board)
        self.toast = Toast(self._board)
        self.files = Files(self)
        self.following = Following(self)
        self.pasting = Pasting(self)
        self.drops = Drops(self)
        self.fixer = Fixer(self)
        self.waiving = Waiving(self)
        self.rules = RulePages(self)
        self._problems = ProblemNotice(self)
        self.panes = Panes(self)
        self.bar.left.connect(self.panes.to_canvas)
        self.status = Status(self)
        self.registry = Actions(self, all_actions())
        self.desk = Desk(session, desktop.appearance, desktop.habits, self)
        self.keeper = self._kept(self.desk)
        self.welcome = WelcomeHost(self)
        self._put_desk()
        self._fill_bars()
        self._take_looks()
        self.panes.restore(desktop.settings.geometry, desktop.settings.window_state)
        desktop.appearance.changed.connect(self._take_looks)

    def _fill_bars(self) -> None:
        recent, panels = QMenu("Open &recent", self), QMenu("&Panels", self)
        recent.aboutToShow.connect(lambda: fill_recent(recent, self))
        self.panes.fill_menu(panels)
        fill_menu_bar(self.menuBar(), self.registry, {"file.open": recent, "view.previous_pane": panels})
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

    # ------------------------------------------------------------------ the document
    def show_session(self, session: Session) -> None:
        """Shows another document in this window; the one before must have been saved or given up."""
        old = self.desk
        self.keeper.close()
        old.close()
        self.bar.hide()
        self._problems.forget()
        self.toast.hide()
        self.desk = Desk(session, self.desktop.appearance, self.desktop.habits, self)
        self.keeper = self._kept(self.desk)
        self._put_desk()
        old.canvas.deleteLater()
        old.deleteLater()
        QTimer.singleShot(0, self.desk.canvas, self.desk.canvas.fit_all)

    def _kept(self, desk: Desk) -> Keeper:
        keeper = Keeper(desk.session, desk.bridge, self.desktop.recovery, desk)
        keeper.failed.connect(
            lambda why: self.bar.tell("warning", "Unsaved changes would be lost in a crash", f"{why}. Save often.")
        )
        return keeper

    def _put_desk(self) -> None:
        desk = self.desk
        self._column.addWidget(desk.canvas, 1)
        self.panes.show_panels(
            {
                "steps": desk.palette,
                "outline": desk.outline,
                "findings": desk.findings,
                "exports": desk.preview,
                "report": desk.report,
                "what_if": desk.what_if,
                "inspector": desk.inspector,
            }
        )
        self.panes.docks["what_if"].visibilityChanged.connect(desk.what_if.set_seen)
        desk.what_if.set_seen(self.panes.is_seen("what_if"))
        desk.bridge.changed.connect(lambda _: self.toast.withdraw())
        desk.bridge.changed.connect(lambda _: self.refresh())
        desk.bridge.report_ready.connect(lambda _: self.refresh())
        desk.selection_changed.connect(self.registry.refresh)
        desk.findings.fix_wanted.connect(self.fixer.apply)
        desk.findings.fix_all_wanted.connect(self.fixer.fix_all)
        self.waiving.watch(desk)
        desk.findings.why_wanted.connect(self.rules.explain)
        desk.bridge.report_ready.connect(lambda _: self.rules.refresh())
        desk.bridge.report_ready.connect(self._problems.show)
        desk.findings.current_changed.connect(lambda _: self.registry.refresh())
        desk.preview.export_wanted.connect(self.show_export)
        desk.proving.progress.connect(self.status.show_proving)
        desk.proving.turn(self.desktop.settings.linters)
        desk.lines_wanted.connect(lambda: self.panes.raise_("exports"))
        desk.inspector.refused.connect(self.show_refusal)
        desk.canvas.refused.connect(self.show_refusal)
        desk.canvas.told.connect(self.toast.say)
        desk.canvas.ghost_accepted.connect(self.fixer.apply)
        desk.canvas.rename_requested.connect(desk.canvas.in_place.title)
        desk.canvas.edit_requested.connect(lambda _: self.edit_selected())
        desk.canvas.zoom_changed.connect(self.status.show_zoom)
        desk.canvas.context_menu_requested.connect(self._show_context_menu)
        self.registry.bind_board((desk.canvas, desk.outline))
        self.welcome.watch(desk)
        self.panes.offer_report(desk.session.source is not None)
        self.following.watch()
        self.refresh()
        desk.canvas.setFocus()

    def refresh(self) -> None:
        """Brings title, menus and status up to date."""
        session = self.desk.session
        self.setWindowTitle(f"{shown_name(session)}[*] - MLOps Designer")
        self.setWindowFilePath(str(session.path or ""))
        self.setWindowModified(session.is_dirty)
        self.registry.refresh()
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
            window.desk.proving.turn(is_on)

    def show_refusal(self, error: DesignerError, offer: tuple[str, str] | None = None) -> None:
        """Says why an edit was refused, and offers a feedback link where that would be possible."""
        from designer.gui.refusal import tell_refusal

        tell_refusal(self, error, offer)

    def show_export(self, slug: str = "") -> None:
        """Opens the dialog that writes the exports of one target, or of all, into a folder."""
        from designer.gui.export_dialog import ExportDialog

        ExportDialog(self.desk.session, slug, self.desktop, self).open()

    # ------------------------------------------------------------------ events
    def _show_context_menu(self, hit: Hit, place: QPoint) -> None:
        context = {"steps": "step", "links": "link", "notes": "note", "frames": "frame"}.get(hit.part, "canvas")
        context_menu(self, self.registry, context).popup(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.following.check()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def close_without_asking(self) -> None:
        """Closes and gives up changes that are not saved."""
        self._may_leave = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._may_leave or self.files.may_leave()):
            event.ignore()
            return
        self.rules.close()
        self.files.reading.close()
        self.pasting.close()
        self.following.close()
        geometry, state = self.panes.saved()
        self.desktop.remember(geometry=geometry, window_state=state)
        self.keeper.close()
        self.desk.close()
        self.desktop.forget(self)
        event.accept()
