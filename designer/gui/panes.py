"""The panels of a window: where they stand, going from one to the next, remembering their places."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMenu, QStyle, QTabWidget, QWidget

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

# Bumped when docks change: older places are then not restored.
LAYOUT_VERSION = 3
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_DOCKS = (
    ("steps", "Steps", LEFT),
    ("outline", "Outline", LEFT),
    ("findings", "Findings", RIGHT),
    ("exports", "Files", RIGHT),
    ("report", "Import", RIGHT),
    ("what_if", "What if", RIGHT),
    ("inspector", "Properties", RIGHT),
)
_ORDER = ("steps", "outline", "canvas", "findings", "exports", "report", "what_if", "inspector")
DEFAULT_SIZE = QSize(1440, 900)
_FIRST_ROOM = 830  # height of the columns in a window of that size
_FRAME = QSize(16, 48)  # what a desktop puts around a window
# Widths of the columns, the largest part of the window that each may take, and how much more of it where text is
# twice as large.
_COLUMNS = ((248, 0.18, 0.05), (384, 0.31, 0.02))
# Height of the properties below the panel in front; files to read need more room than findings.
_PROPERTIES = {"findings": 290, "exports": 170, "report": 290, "what_if": 200}


class Panes:
    """Docks by name; their contents change with the document, their places stay."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._has_report = False
        self.docks = {name: self._dock(name, title) for name, title, _ in _DOCKS}
        self._coming: dict[str, QWidget] = {}
        self._next_turn = QTimer(window)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self.settle)
        window.setDockNestingEnabled(True)
        window.setDockOptions(window.dockOptions() | window.DockOption.GroupedDragging)
        self._heights = dict(_PROPERTIES)
        self._front = "findings"
        window.tabifiedDockWidgetActivated.connect(self._on_front)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self.reset()

    def show_panels(self, panels: dict[str, QWidget]) -> None:
        """Puts other contents into the docks; what stood there before waits, hidden.

        New panels come in the next turn of the event loop, or as soon as somebody goes to one: to make, style and lay
        out a document's widgets takes too long for one.
        """
        self._coming = dict(panels)
        is_new = any(panel.parent() is not self.docks[name] for name, panel in panels.items())
        if is_new and self._window.isVisible():
            self._next_turn.start()
        else:
            self.settle()

    def settle(self) -> None:
        """Puts the panels into their docks that are still to come."""
        self._next_turn.stop()
        coming, self._coming = self._coming, {}
        for name, panel in coming.items():
            panel.setProperty("look", "panel")
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.docks[name].setWidget(panel)

    def reset(self) -> None:
        """Puts all docks in their first places and sizes."""
        window, docks = self._window, self.docks
        for name, _, area in _DOCKS:
            window.removeDockWidget(docks[name])
            window.addDockWidget(area, docks[name])
            docks[name].setFloating(False)
            docks[name].show()
        window.tabifyDockWidget(docks["steps"], docks["outline"])
        window.splitDockWidget(docks["findings"], docks["inspector"], Qt.Orientation.Vertical)
        window.tabifyDockWidget(docks["findings"], docks["exports"])
        window.tabifyDockWidget(docks["exports"], docks["report"])
        window.tabifyDockWidget(docks["report"], docks["what_if"])
        docks["report"].setVisible(self._has_report)
        docks["what_if"].hide()  # until somebody asks
        docks["steps"].raise_()
        docks["findings"].raise_()
        self._heights, self._front = dict(_PROPERTIES), "findings"
        self.share_width()
        self._share_height()
        self._title_all()

    def share_width(self) -> None:
        """Gives the columns the widths that go with the size of the text; most of the window stays the canvas's."""
        window, docks = self._window, self.docks
        grown = window.desktop.appearance.grown
        growth = window.desktop.appearance.scale - 1
        widths = [
            min(grown(width).width(), round(window.width() * (part + more * growth))) for width, part, more in _COLUMNS
        ]
        window.resizeDocks([docks["steps"], docks["findings"]], widths, Qt.Orientation.Horizontal)

    def restore(self, geometry: str, state: str) -> None:
        """Takes up size and places of the last run."""
        if not geometry or not self._window.restoreGeometry(_bytes(geometry)):
            self._window.resize(DEFAULT_SIZE.boundedTo(self._window.screen().availableSize() - _FRAME))
            self.share_width()
        if state:
            self._window.restoreState(_bytes(state), LAYOUT_VERSION)
            self.docks["report"].setVisible(self._has_report)
        self._title_all()

    def saved(self) -> tuple[str, str]:
        """Geometry and state as text for the settings."""
        geometry = self._window.saveGeometry()
        return _text(geometry), _text(self._window.saveState(LAYOUT_VERSION))

    def offer_report(self, has_report: bool) -> None:
        """The import report stands among the panels only of a document that was read from other files."""
        if has_report != self._has_report:
            self._has_report = has_report
            self.docks["report"].setVisible(has_report)
            # Appearing among tabs must not bring it to the front, and leaving them must not leave a hole.
            self.raise_("findings" if self._front == "report" else self._front)
            self._title_all()

    def fill_menu(self, menu: QMenu) -> None:
        """Adds one entry a dock to show and hide it."""
        for dock in self.docks.values():
            menu.addAction(dock.toggleViewAction())
        menu.addSeparator()

    def show(self, name: str) -> None:
        """Brings a dock to the front and gives it the keyboard."""
        self.raise_(name)
        self._focus(name)

    def raise_(self, name: str) -> None:
        """Brings a dock to the front and leaves the keyboard where it is."""
        self.docks[name].show()
        self.docks[name].raise_()

    def to_canvas(self) -> None:
        """Gives the keyboard to the canvas."""
        self._focus("canvas")

    def is_seen(self, name: str) -> bool:
        """Whether a dock is in front, not only open behind another tab."""
        return not self.docks[name].visibleRegion().isEmpty()

    def move(self, step: int) -> None:
        """Gives the keyboard to the next pane that can be seen, or the one before."""
        seen = [n for n in _ORDER if n == "canvas" or self.is_seen(n)]
        here = self._with_keyboard()
        start = seen.index(here) if here in seen else -min(step, 0)
        self._focus(seen[(start + step) % len(seen)])

    # ------------------------------------------------------------------ inside
    def _dock(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.topLevelChanged.connect(lambda _: self._title(dock))
        return dock

    def _on_front(self, dock: QDockWidget) -> None:
        """Another tab came to the front: it gets the height that it had when it was there last."""
        self._title_all()
        name = dock.objectName()
        if name not in self._heights or name == self._front or dock.isFloating():
            return
        self._heights[self._front] = self.docks["inspector"].height()
        self._front = name
        self._share_height()

    def _share_height(self) -> None:
        below, height = self.docks["inspector"], self._heights[self._front]
        gap = self._window.style().pixelMetric(QStyle.PixelMetric.PM_DockWidgetSeparatorExtent, None, self._window)
        # Both heights together must be what there is, tabs included: else Qt spreads the difference.
        board = self._window.centralWidget()
        room = _FIRST_ROOM
        if board is not None and self._window.isVisible():
            room = below.geometry().bottom() + 1 - board.y() - gap
        sizes = [max(room - height, 1), height]
        self._window.resizeDocks([self.docks[self._front], below], sizes, Qt.Orientation.Vertical)

    def _title_all(self) -> None:
        for dock in self.docks.values():
            self._title(dock)

    def _title(self, dock: QDockWidget) -> None:
        """A dock among tabs is named by its tab; one title is enough."""
        is_tabbed = bool(self._window.tabifiedDockWidgets(dock)) and not dock.isFloating()
        if is_tabbed and dock.titleBarWidget() is None:
            dock.setTitleBarWidget(QWidget(dock))
        elif not is_tabbed and dock.titleBarWidget() is not None:
            dock.setTitleBarWidget(None)  # type: ignore[arg-type]

    def _with_keyboard(self) -> str:
        focus = self._window.focusWidget()
        for name, dock in self.docks.items():
            if focus is not None and dock.isAncestorOf(focus):
                return name
        return "canvas"

    def _focus(self, name: str) -> None:
        self.settle()
        panel: QWidget = self._window.desk.canvas if name == "canvas" else self.docks[name].widget()
        start = panel if name == "canvas" else panel.focusProxy() or first_widget(panel)
        start.setFocus(Qt.FocusReason.TabFocusReason)


def first_widget(panel: QWidget) -> QWidget:
    """The first widget of a panel that takes the keyboard by Tab; the panel itself when there is none."""
    here = panel.nextInFocusChain()
    # All the way round: what was made later than other panels comes behind them.
    while here is not None and here is not panel:
        takes_tab = bool(here.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and panel.isAncestorOf(here) and here.isVisibleTo(panel) and here.isEnabled():
            return here
        here = here.nextInFocusChain()
    return panel


def _bytes(text: str) -> QByteArray:
    return QByteArray(base64.b64decode(text.encode("ascii", "ignore") + b"==", validate=False))


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")
