from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from designer.commands import notes as note_commands
from designer.drawing.geometry import kind_icon_path
from designer.gui.actions.action import MENUS, Action
from designer.gui.actions.menus import CONTEXT_ORDER, TOOL_BAR, context_menu
from designer.gui.actions.registry import all_actions
from designer.gui.command_palette import choices
from designer.gui.main_window import MainWindow
from designer.gui.picker import Picker
from designer.session.session import Session
from designer.session.templates import load_template
from designer.storage.document import parse_document
from tests.gui.conftest import MakeWindow

RECORDS = all_actions()
CLOSING = {"file.close", "file.close_window", "file.quit", "file.window"}


def in_menu(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from in_menu(inner)
        else:
            yield action


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(r.id for r in RECORDS).items() if n > 1] == []


def test_no_key_means_two_things_at_once() -> None:
    # Keys of the board work together with those of the window.
    keys = [QKeySequence(k).toString() for r in RECORDS for k in r.all_keys]
    assert all(keys)
    assert [k for k, n in Counter(keys).items() if n > 1] == []


def test_single_letters_work_on_the_board_only() -> None:
    assert [r.id for r in RECORDS for k in r.keys if len(k) == 1] == []


def test_keys_on_punctuation_have_a_second_binding() -> None:
    lonely = [r.id for r in RECORDS if r.all_keys and all(k[-1] in ".,;:/\\" for k in r.all_keys)]
    assert lonely == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.id)
def test_every_action_says_what_it_does_and_stands_in_a_known_menu(record: Action) -> None:
    assert record.tip.endswith(".")
    assert record.menu.split("/")[0] in MENUS
    assert not record.icon or kind_icon_path(record.icon).is_file()


def test_every_action_can_be_reached_from_a_menu(chain: MainWindow) -> None:
    menus = [a.menu() for a in chain.menuBar().actions()]
    found = {a.objectName() for m in menus if isinstance(m, QMenu) for a in in_menu(m)}
    assert {r.id for r in RECORDS} <= found


def test_the_view_menu_is_short_and_no_letter_opens_two_of_its_entries(chain: MainWindow) -> None:
    (view,) = (m for m in chain.menuBar().findChildren(QMenu) if m.title() == "&View")
    entries = [a.text() for a in view.actions() if not a.isSeparator()]
    assert len(entries) <= 22
    letters = [text[text.index("&") + 1].lower() for text in entries]
    assert sorted(set(letters)) == sorted(letters)


def test_the_tool_bar_knows_its_actions() -> None:
    assert set(TOOL_BAR) - {"|", "<>"} <= {r.id for r in RECORDS}


def test_what_belongs_into_a_context_menu_has_its_place_there() -> None:
    assert {r.id for r in RECORDS if r.contexts} == {name for group in CONTEXT_ORDER for name in group}


@pytest.mark.parametrize("context", ["step", "link", "note", "canvas"])
def test_context_menus_are_filled(chain: MainWindow, context: str) -> None:
    note = chain.desk.session.run(note_commands.add_note, 0.0, 300.0, "Words")
    chosen = {
        "step": {"steps": ["data"]},
        "link": {"links": [next(iter(chain.desk.session.pipeline.links))]},
        "note": {"notes": [note]},
    }
    chain.desk.canvas.select(**chosen.get(context, {}))
    menu = context_menu(chain, chain.registry, context)
    entries = [a for a in menu.actions() if not a.isSeparator()]
    assert 2 <= len(entries) <= 20
    assert all(a.isEnabled() for a in entries)
    lines = [a.isSeparator() for a in menu.actions()]
    assert not lines[0] and not lines[-1] and not any(one and other for one, other in pairwise(lines))


def close_what_opened(window: MainWindow) -> None:
    for _ in range(10):
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if popup is None:
            break
        popup.reject() if isinstance(popup, QDialog) else popup.close()
    QApplication.processEvents()


def start_again(window: MainWindow, text: str) -> None:
    """Another session on the same text, and nothing of the last one left."""
    services = window.desktop.services
    document = parse_document(text, "test.mlops.yaml", services.catalog) if text else None
    window.tabs.replace(window.tabs.current, Session(services, document))
    window.desk.bridge.wait_idle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("state", ["empty", "nothing selected", "one step", "everything"])
def test_every_action_works_in_every_state(open_window: MakeWindow, state: str) -> None:
    text = "" if state == "empty" else load_template("lesson").text
    window = open_window(text)
    for record in RECORDS:
        if record.id in CLOSING or record.id.startswith(("view.theme", "view.text")):
            continue
        if window.desk.session.is_dirty or (window.desk.session.pipeline.steps and not text):
            start_again(window, text)
        window.desk.canvas.select(steps=["train"] if state == "one step" else [])
        if state == "everything":
            window.registry.trigger("edit.all")
        window.registry.trigger(record.id)
        QApplication.processEvents()
        close_what_opened(window)
    window.desk.bridge.wait_idle()


def test_undo_names_what_it_takes_back(chain: MainWindow) -> None:
    chain.desk.canvas.select(steps=["train"])
    chain.registry.trigger("edit.delete")
    assert chain.registry.qaction("edit.undo").text() == "&Undo Delete Train"
    chain.registry.trigger("edit.undo")
    assert chain.registry.qaction("edit.redo").text() == "&Redo Delete Train"
    assert not chain.registry.qaction("edit.undo").isEnabled()


def test_what_cannot_be_done_now_is_greyed(chain: MainWindow) -> None:
    chain.desk.canvas.select()
    for name in ("edit.connect", "edit.delete", "edit.copy", "edit.rename", "edit.undo"):
        assert not chain.registry.qaction(name).isEnabled(), name
    chain.desk.canvas.select(steps=["data", "train"])
    assert chain.registry.qaction("edit.connect").isEnabled()
    assert not chain.registry.qaction("edit.rename").isEnabled()


@pytest.mark.parametrize("name", ["view.theme.dark", "view.theme.high-contrast", "view.theme.system", "view.text.150"])
def test_looks_are_put_on_and_remembered(chain: MainWindow, name: str) -> None:
    chain.registry.trigger(name)
    choice = name.split(".")[2]
    settings = chain.desktop.settings
    assert choice in (settings.theme, str(settings.text_size))
    assert chain.registry.qaction(name).isChecked()


# ---------------------------------------------------------------- search over everything
@pytest.fixture
def palette(chain: MainWindow) -> Iterator[Picker]:
    chain.registry.trigger("help.palette")
    found = QApplication.activePopupWidget()
    assert isinstance(found, Picker)
    yield found
    found.hide()


def test_the_search_names_menus_without_the_marks_of_their_letters(palette: Picker, chain: MainWindow) -> None:
    assert not [row for row in choices(chain) if "&" in row.text + row.hint]


def test_actions_are_not_found_by_letters_of_their_keys(palette: Picker) -> None:
    palette.line.setText("what if")
    assert "Redo" not in palette.texts()
    assert palette.texts()[0] == "What if this fails?"


def test_what_cannot_be_done_now_says_so_when_it_is_taken(palette: Picker, chain: MainWindow) -> None:
    palette.line.setText("what if this fails")
    assert "not now" in palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.foot.text().startswith("Not possible now. Show which steps stop")
    palette.line.setText("undo")
    assert not palette.foot.text().startswith("Not possible now")
