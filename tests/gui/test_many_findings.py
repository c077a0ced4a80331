"""Of hundreds of findings only the cards near what is in sight are there; pointer and keys reach all of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from designer.gui.finding_rows import key_of
from designer.gui.main_window import MainWindow
from designer.gui.panels.finding_list import MOST_CARDS
from designer.gui.panels.findings import FindingsPanel
from tests.gui.conftest import MakeWindow

STEPS = 60
TEXT = "pipeline: {name: Many}\nsteps:\n" + "".join(f"  s{n}: {{kind: deploy, method: copy}}\n" for n in range(STEPS))


@pytest.fixture
def panel(open_window: MakeWindow, qtbot: QtBot) -> FindingsPanel:
    window = open_window(TEXT)
    found = window.desk.findings
    assert found.rows.number > 3 * MOST_CARDS
    qtbot.waitUntil(lambda: len(in_sight(found)) > 2 and found.is_settled)
    return found


def area(panel: FindingsPanel) -> QScrollArea:
    return next(a for a in panel.findChildren(QScrollArea) if a.isVisible())


def in_sight(panel: FindingsPanel) -> list[str]:
    """Titles of the cards that are seen, from top to bottom."""
    view = area(panel).viewport()
    cards = [c for c in panel.cards.values() if c.isVisible() and not c.visibleRegion().isEmpty()]
    return [c.head.accessibleName() for c in sorted(cards, key=lambda c: c.mapTo(view, c.rect().topLeft()).y())]


def test_few_cards_are_there_and_they_are_in_the_order_of_the_list(panel: FindingsPanel) -> None:
    assert len(panel.cards) < MOST_CARDS
    shown = sorted(panel.cards.values(), key=lambda c: c.y())
    places = [panel.rows.places[key_of(c.finding)] for c in shown]
    assert places == sorted(places)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 1.0])
def test_scrolling_anywhere_shows_cards_without_a_hole(panel: FindingsPanel, qtbot: QtBot, part: float) -> None:
    bar = area(panel).verticalScrollBar()
    bar.setValue(round(bar.maximum() * part))
    height = area(panel).viewport().height()
    qtbot.waitUntil(lambda: len(in_sight(panel)) >= height // 120)
    assert len(panel.cards) < MOST_CARDS
    if part == 1.0:
        qtbot.waitUntil(lambda: key_of(panel.findings[-1]) in panel.cards)
        qtbot.waitUntil(lambda: bar.value() == bar.maximum())


def test_what_is_in_sight_stays_in_its_place_while_cards_come_and_go(panel: FindingsPanel, qtbot: QtBot) -> None:
    bar = area(panel).verticalScrollBar()
    for _ in range(40):
        seen = in_sight(panel)
        bar.setValue(bar.value() + 70)
        qtbot.waitUntil(lambda: panel.is_settled)
        after = in_sight(panel)
        assert set(seen[2:]) & set(after), "a small step of the wheel leaves something of what was seen"


def test_the_next_finding_key_walks_through_all_of_them(panel: FindingsPanel) -> None:
    window = panel.window()
    assert isinstance(window, MainWindow)
    for number in range(40):
        window.registry.trigger("check.next")
        assert panel.current == panel.findings[number]
    window.registry.trigger("check.previous")
    assert panel.current == panel.findings[38]
    for _ in range(40):
        window.registry.trigger("check.previous")
    assert panel.current == panel.findings[-2]
    card = panel.cards[key_of(panel.findings[-2])]
    assert card.is_open and card.head.hasFocus()
    assert sum(c.is_open for c in panel.cards.values()) == 1


def test_a_fix_far_down_offers_the_next_finding_and_undo_brings_the_mended_one_back(
    panel: FindingsPanel, qtbot: QtBot
) -> None:
    window = panel.window()
    assert isinstance(window, MainWindow)
    mended = next(f for f in reversed(panel.findings) if f.autofix)
    panel.show_finding(mended)
    window.registry.trigger("check.apply")
    window.desk.bridge.wait_idle()
    assert key_of(mended) not in panel.rows.places
    assert panel.current is not None and panel.cards[key_of(panel.current)].is_open
    window.registry.trigger("edit.undo")
    window.desk.bridge.wait_idle()
    qtbot.waitUntil(lambda: panel.is_settled)
    card = panel.cards[key_of(mended)]
    assert card.is_open
    assert not card.head.visibleRegion().isEmpty()


def test_down_and_tab_go_on_where_cards_were_made_later(panel: FindingsPanel, qtbot: QtBot) -> None:
    window = panel.window()
    assert isinstance(window, MainWindow)
    window.registry.trigger("check.next")
    for number in range(1, 30):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: panel.is_settled)
        assert panel.current == panel.findings[number]
    window.registry.trigger("check.previous")
    place = panel.rows.places[key_of(panel.current)]  # type: ignore[arg-type]
    card = panel.cards[key_of(panel.findings[place])]
    card.set_open(False)
    card.head.setFocus()
    QTest.keyClick(card.head, Qt.Key.Key_Tab)
    assert panel.cards[key_of(panel.findings[place + 1])].head.hasFocus()


def test_the_open_card_is_open_again_when_it_comes_back_into_sight(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.show_finding(panel.findings[30], focus=False)
    bar, key = area(panel).verticalScrollBar(), key_of(panel.findings[30])
    qtbot.waitUntil(lambda: bar.value() > 0 and panel.is_settled)
    before = bar.value()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: key not in panel.cards)
    assert panel.current == panel.findings[30]
    bar.setValue(before)
    qtbot.waitUntil(lambda: key in panel.cards)
    assert panel.cards[key].is_open


def test_cards_are_as_high_as_what_they_show_after_going_from_one_finding_to_the_next(
    panel: FindingsPanel, qtbot: QtBot
) -> None:
    def fit() -> bool:
        return all(c.height() == c.heightForWidth(c.width()) for c in panel.cards.values() if c.isVisible())

    for _ in range(3):
        panel.go(1)
        qtbot.waitUntil(lambda: panel.is_settled and fit())
        current = next(c for c in panel.cards.values() if c.is_open)
        qtbot.waitUntil(lambda card=current: not card.head.visibleRegion().isEmpty())
