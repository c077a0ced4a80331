"""Docks, menus, title and status of a window follow the document in front, and do what its panels ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QPoint

from designer.gui.actions.menus import context_menu

if TYPE_CHECKING:
    from designer.gui.canvas.hit_test import Hit
    from designer.gui.desk import Desk
    from designer.gui.main_window import MainWindow
    from designer.gui.tab import Tab


class Resting(Protocol):
    """A panel that does nothing while it is not in front. Qt does not hide a dock that stands behind another tab."""

    def set_seen(self, is_seen: bool) -> None:
        """Whether the panel is in front."""


_RESTING: Final[dict[str, Callable[[Desk], Resting]]] = {
    "outline": lambda desk: desk.outline,
    "exports": lambda desk: desk.preview,
    "what_if": lambda desk: desk.what_if,
}
_CONTEXTS = {"steps": "step", "links": "link", "notes": "note", "frames": "frame"}


class Surroundings:
    """Connects a window with its tabs."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._last: Tab | None = None
        window.tabs.opened.connect(self._watch)
        window.tabs.current_changed.connect(self._put)
        window.tabs.row.close_asked.connect(lambda index: window.closing.close(window.tabs.all[index]))
        window.tabs.row.menu_asked.connect(self._show_tab_menu)
        for dock, panel in _RESTING.items():
            window.panes.docks[dock].visibilityChanged.connect(partial(self._set_seen, panel))

    def _watch(self, tab: Tab) -> None:
        """From now on the window does what a tab asks for; only people can ask, and they see the one in front."""
        window, desk, canvas = self._window, tab.desk, tab.desk.canvas
        tab.bar.left.connect(window.panes.to_canvas)
        desk.bridge.changed.connect(lambda _: self._on_edit(tab))
        desk.bridge.report_ready.connect(lambda _: self._on_report(tab))
        desk.selection_changed.connect(window.registry.refresh)
        tab.bookmarks.changed.connect(window.registry.refresh)
        desk.findings.fix_wanted.connect(window.fixer.apply)
        desk.findings.fix_all_wanted.connect(window.fixer.fix_all)
        window.waiving.watch(desk)
        desk.findings.why_wanted.connect(window.rules.explain)
        desk.findings.current_changed.connect(lambda _: window.registry.refresh())
        desk.preview.export_wanted.connect(window.show_export)
        desk.proving.progress.connect(lambda is_working: self._show_proving(tab, is_working))
        desk.proving.turn(window.desktop.settings.linters)
        desk.lines_wanted.connect(lambda: window.panes.raise_("exports"))
        desk.inspector.refused.connect(window.show_refusal)
        canvas.refused.connect(window.show_refusal)
        canvas.told.connect(window.toast.say)
        canvas.minimap.close_asked.connect(lambda: window.registry.trigger("view.minimap"))
        canvas.ghost_accepted.connect(window.fixer.apply)
        canvas.rename_requested.connect(canvas.in_place.title)
        canvas.edit_requested.connect(lambda _: window.edit_selected())
        canvas.zoom_changed.connect(lambda scale: self._show_zoom(tab, scale))
        canvas.context_menu_requested.connect(self._show_context_menu)
        window.registry.bind_board(canvas, desk.outline)

    def _put(self, tab: Tab) -> None:
        """Another document came to the front: everything around it is about that one now."""
        window, desk, last = self._window, tab.desk, self._last
        self._last = tab
        window.presenter.stop()
        window.toast.hide()
        if last is not None:
            for panel in _RESTING.values():
                panel(last.desk).set_seen(False)
        window.panes.show_panels(desk.panels)
        for dock, panel in _RESTING.items():
            panel(desk).set_seen(window.panes.is_seen(dock))
        window.welcome.leave()
        window.panes.offer_report(desk.session.source is not None)
        window.status.show_zoom(desk.canvas.view.scale)
        window.status.show_proving(False)
        tab.following.check()
        window.refresh()
        window.rules.refresh()
        if not window.tabs.row.hasFocus():
            desk.canvas.setFocus()

    def _set_seen(self, panel: Callable[[Desk], Resting], is_seen: bool) -> None:
        panel(self._window.desk).set_seen(is_seen)

    # ------------------------------------------------------------------ news of one document
    def _is_in_front(self, tab: Tab) -> bool:
        return tab is self._last

    def _on_edit(self, tab: Tab) -> None:
        if self._is_in_front(tab):
            self._window.toast.withdraw()
            self._window.refresh()

    def _on_report(self, tab: Tab) -> None:
        if self._is_in_front(tab):
            self._window.refresh()
            self._window.rules.refresh()

    def _show_proving(self, tab: Tab, is_working: bool) -> None:
        if self._is_in_front(tab):
            self._window.status.show_proving(is_working)

    def _show_zoom(self, tab: Tab, scale: float) -> None:
        if self._is_in_front(tab):
            self._window.status.show_zoom(scale)

    # ------------------------------------------------------------------ menus
    def _show_context_menu(self, hit: Hit, place: QPoint) -> None:
        context = _CONTEXTS.get(hit.part, "canvas")
        context_menu(self._window, self._window.registry, context).popup(place)

    def _show_tab_menu(self, index: int, place: QPoint) -> None:
        self._window.tabs.show(self._window.tabs.all[index])
        context_menu(self._window, self._window.registry, "tab").popup(place)
