"""Menu bar, tool bar and context menus, filled from the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from designer.gui.actions.action import MENUS, Action
from designer.gui.actions.registry import Actions

# Tool bar: ids, "|" for a line; those in _WITH_TEXT show their name beside the icon.
TOOL_BAR = (
    *("file.open", "file.save", "|", "edit.undo", "edit.redo", "|"),
    *("insert.step", "edit.connect", "|", "view.tidy", "view.fit", "|"),
    *("check.fix_all", "<>", "help.palette", "file.export"),
)
_ALIGN = (
    *("view.align_left", "view.align_centre", "view.align_right"),
    *("view.align_top", "view.align_middle", "view.align_bottom"),
    *("view.distribute_across", "view.distribute_down"),
)
# Every context menu keeps this order: add, edit, connect, arrange, judge, clipboard, delete.
CONTEXT_ORDER = (
    ("insert.step", "insert.note", "insert.comment", "insert.frame", "insert.unframe"),
    ("edit.resolve",),
    ("edit.rename", "edit.confirm", "edit.change_kind", "edit.properties", "view.fold"),
    ("edit.connect", "edit.disconnect", "edit.put_on_link", "edit.link_type"),
    ("edit.add_bend", "edit.remove_bends"),
    ("view.tidy", *_ALIGN, "view.fit", "view.bookmark", "view.fold_all", "view.unfold_all"),
    ("check.apply", "check.why", "check.waive", "check.change_waiver", "check.fix_all", "check.list"),
    ("check.what_if_fails", "check.what_if_removed", "check.what_if_drifts"),
    ("edit.cut", "edit.copy", "edit.copy_picture", "edit.paste", "edit.paste_linked", "edit.duplicate", "edit.all"),
    ("edit.delete", "edit.delete_heal"),
    ("file.close", "file.close_others", "file.reopen"),
    ("file.move", "check.compare"),
)
_INNER = {"View/&Align": "Ali&gn", "Check/What &if": "What &if"}  # sub-menus that context menus have too
_WITH_TEXT = {"insert.step", "check.fix_all", "file.export"}


def fill_menu_bar(bar: QMenuBar, actions: Actions, parts: Mapping[str, QMenu]) -> None:
    """Adds all menus.

    Args:
        parts: sub-menus that are filled elsewhere, by the id of the action they follow (recent files) or by their title
            (panels).
    """
    for name in MENUS:
        menu = bar.addMenu(f"&{name}")
        menu.setToolTipsVisible(False)
        fill_menu(menu, actions, (a for a in actions.records.values() if a.menu.split("/")[0] == name), parts)


def fill_menu(menu: QMenu, actions: Actions, records: Iterable[Action], parts: Mapping[str, QMenu]) -> None:
    """Adds records with a line between groups, and sub-menus where a record names one."""
    group = None
    inner: dict[str, QMenu] = {}
    for record in records:
        if group is not None and record.group != group:
            menu.addSeparator()
        group = record.group
        _, _, sub = record.menu.partition("/")
        if sub and sub not in inner:
            inner[sub] = parts.get(sub) or QMenu(sub, menu)
            menu.addMenu(inner[sub])
        (inner[sub] if sub else menu).addAction(actions.qaction(record.id))
        if record.id in parts:
            menu.addMenu(parts[record.id])


def context_menu(parent: QWidget, actions: Actions, context: str) -> QMenu:
    """The menu for what was clicked: ``step``, ``link``, ``note``, ``frame``, ``canvas`` or ``tab``.

    What cannot be done here and now is left out: the menu bar shows it, grey. Sub-menus are whole or not there.
    """
    actions.refresh()
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in CONTEXT_ORDER:
        here = [name for name in group if context in actions.records[name].contexts]
        open_menus = {actions.records[name].menu for name in here if actions.qaction(name).isEnabled()} & set(_INNER)
        here = [n for n in here if actions.qaction(n).isEnabled() or actions.records[n].menu in open_menus]
        if here and menu.actions():
            menu.addSeparator()
        inner: dict[str, QMenu] = {}
        for name in here:
            sub = actions.records[name].menu
            if sub in _INNER and sub not in inner:
                inner[sub] = menu.addMenu(_INNER[sub])
            inner.get(sub, menu).addAction(actions.qaction(name))
    return menu


def fill_tool_bar(bar: QToolBar, actions: Actions) -> None:
    """Adds the buttons that are needed most."""
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    for name in TOOL_BAR:
        if name == "|":
            bar.addSeparator()
        elif name == "<>":
            space = QWidget(bar)
            space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            bar.addWidget(space)
        else:
            bar.addAction(actions.qaction(name))
            button = bar.widgetForAction(actions.qaction(name))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(actions.records[name].plain_text)
            if name in _WITH_TEXT and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
