"""The page of a rule and the list of all rules, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from designer.analysis.rule_state import HOLDS, NOTHING, OFF, OPEN, WAITING, WAIVED
from designer.commands import steps
from designer.gui.main_window import MainWindow
from designer.gui.panels.finding_list import key_of
from designer.gui.rules.browser import RuleBrowser
from designer.gui.rules.page_text import PICTURE
from tests.gui.conftest import MakeWindow

OWN = """\
rules:
  - code: ORG001
    title: A release has no owner
    for: release
    require: {states: {owner: {stated: true}}}
    risk: Nobody feels responsible.
    fix: Name the team.
    autofix: {title: Name the team, set: {owner: ml team}}
  - {code: ORG002}
"""
DOCUMENT = "steps:\n  train: {kind: train}\n  deploy: {kind: deploy}\nlinks: [train -> deploy]\n"


def ready(browser: RuleBrowser, qtbot: QtBot) -> RuleBrowser:
    qtbot.waitUntil(lambda: browser.is_idle, timeout=10_000)
    return browser


def state_of(browser: RuleBrowser, code: str) -> str:
    rows = {row.data(0, Qt.ItemDataRole.UserRole): row.text(1) for row in browser.list._rows()}
    return rows[code]


def picture(browser: RuleBrowser, number: int):
    kind = QTextDocument.ResourceType.ImageResource
    return browser.page.document().resource(kind.value, QUrl(f"{PICTURE}:{number}"))


def test_tips_show_titles_of_others_as_they_are(open_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "mlops-policy.yaml").write_text(OWN.replace("A release has no owner", "<img src='x'>No <b>owner"))
    (tmp_path / "a.mlops.yaml").write_text(DOCUMENT)
    browser = ready(open_window(path=tmp_path / "a.mlops.yaml").rules.open("ORG001"), qtbot)
    (row,) = [r for r in browser.list._rows() if r.data(0, Qt.ItemDataRole.UserRole) == "ORG001"]
    tip = QTextDocument()
    tip.setHtml(row.toolTip(0))
    assert tip.toPlainText() == "ORG001 <img src='x'>No <b>owner"


def test_a_search_without_a_result_says_so(lesson: MainWindow, qtbot: QtBot) -> None:
    browser = ready(lesson.rules.open("MON003"), qtbot)
    browser.list.search.setText("no such words")
    assert browser.list.codes == []
    assert [label.text() for label in browser.list.findChildren(QLabel)] == [
        "No rule fits. Use other words, or choose all principles and all states."
    ]
    browser.list.search.setText("MON003")
    assert [label.text() for label in browser.list.findChildren(QLabel)] == ["1 rule"]


def test_why_on_a_card_opens_the_page_of_its_rule(lesson: MainWindow, qtbot: QtBot) -> None:
    finding = next(f for f in lesson.desk.findings.findings if f.code == "MON001")
    lesson.desk.findings.show_finding(finding)
    QCoreApplication.processEvents()
    card = lesson.desk.findings.cards[key_of(finding)]
    (why,) = [b for b in card.findChildren(QPushButton) if b.text() == "Why?"]
    QTest.mouseClick(why, Qt.MouseButton.LeftButton)
    assert lesson.rules.browser is not None
    browser = ready(lesson.rules.browser, qtbot)
    text = browser.page.toPlainText()
    for said in ("MON001", finding.title, finding.risk, finding.fix, "In this pipeline: open", finding.message):
        assert said in text
    for heading in ("Before", "After the fix", "Related rules", "Read more", "Live with it"):
        assert f"\n{heading}\n" in text
    assert browser.finding == finding


def test_f1_on_a_card_asks_about_its_rule_and_elsewhere_about_the_keys(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.registry.trigger("check.next")
    finding = lesson.desk.findings.current
    assert finding is not None
    head = lesson.desk.findings.cards[key_of(finding)].head
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_F1)
    browser = lesson.rules.browser
    assert browser is not None and browser.isVisible()
    assert browser.list.code == finding.code
    ready(browser, qtbot)


def test_an_action_opens_the_page_of_the_current_finding(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.desk.canvas.select(steps=())
    lesson.desk.findings._set_current(None)
    assert not lesson.registry.qaction("check.why").isEnabled()
    lesson.registry.trigger("check.next")
    lesson.registry.trigger("check.why")
    assert lesson.rules.browser is not None
    current = lesson.desk.findings.current
    assert current is not None
    assert ready(lesson.rules.browser, qtbot).list.code == current.code


def test_all_rules_say_how_they_stand(chain: MainWindow, qtbot: QtBot) -> None:
    chain.registry.trigger("check.rules")
    assert chain.rules.browser is not None
    browser = ready(chain.rules.browser, qtbot)
    assert set(browser.list.codes) == set(chain.desk.session.services.analyzer.rulebook.rules)
    expected = {"REP005": OPEN, "REP011": HOLDS, "MON004": WAITING, "SEC007": OFF, "SEC005": NOTHING, "GRA001": HOLDS}
    assert {code: state_of(browser, code) for code in expected} == expected
    assert browser.list.search.hasFocus() or browser.focusWidget() is browser.list.search


def test_a_waived_rule_is_said_to_be_waived(chain: MainWindow, qtbot: QtBot) -> None:
    waiver = {"code": "REP005", "as": "accepted", "reason": "the tracker is ordered", "owner": "me"}
    chain.desk.session.run(steps.set_attributes, "train", {"suppress": [waiver]})
    browser = ready(chain.rules.open(), qtbot)
    assert state_of(browser, "REP005") == WAIVED


def test_states_follow_the_edits_beside(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("REP005"), qtbot)
    assert "In this pipeline: open" in browser.page.toPlainText()
    chain.desk.session.run(steps.set_attributes, "train", {"tracked": True})
    chain.desk.bridge.wait_idle()
    qtbot.waitUntil(lambda: "In this pipeline: holds" in browser.page.toPlainText())
    assert state_of(browser, "REP005") == HOLDS
    assert not browser.fix.isEnabled()


def test_a_fix_is_applied_from_the_page_as_one_undo_step(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("REP005"), qtbot)
    assert browser.fix.isEnabled()
    QTest.mouseClick(browser.fix, Qt.MouseButton.LeftButton)
    assert chain.desk.session.pipeline.steps["train"].get("tracked") is True
    chain.undo()
    assert chain.desk.session.pipeline.steps["train"].get("tracked") is None


def test_show_goes_to_the_place_of_the_finding(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("AUT001"), qtbot)
    browser.page.finding_wanted.emit(0)
    current = chain.desk.findings.current
    assert current is not None and current.code == "AUT001"
    chain.desk.findings._set_current(None)
    QTest.mouseClick(browser.show_place, Qt.MouseButton.LeftButton)
    assert chain.desk.findings.current == current


def test_related_rules_are_links_and_back_returns(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("MON004"), qtbot)
    assert not browser.back.isEnabled()
    browser.page.anchorClicked.emit(QUrl("rule:MON003"))
    assert browser.list.code == "MON003"
    ready(browser, qtbot)
    QTest.mouseClick(browser.back, Qt.MouseButton.LeftButton)
    assert browser.list.code == "MON004"
    assert not browser.back.isEnabled()


def test_rules_are_found_by_letters_principle_and_state(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open(), qtbot)
    QTest.keyClicks(browser.list.search, "drift ref")
    assert "MON005" in browser.list.codes
    assert "REP001" not in browser.list.codes
    QTest.keyClick(browser.list.search, Qt.Key.Key_Down)
    assert browser.list.code == browser.list.codes[0]
    browser.list.search.clear()
    browser.list.principle.setCurrentIndex(browser.list.principle.findData("security"))
    assert {code[:3] for code in browser.list.codes} == {"SEC"}
    browser.list.state.setCurrentIndex(browser.list.state.findData(OPEN))
    assert browser.list.codes and all(state_of(browser, c).startswith(OPEN) for c in browser.list.codes)
    browser.go_to("REP001")  # whatever hides it is taken back
    assert browser.list.code == "REP001"
    assert "REP001" in browser.list.codes


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_pictures_have_the_colours_of_the_theme_and_fit_the_page(chain: MainWindow, qtbot: QtBot, theme: str) -> None:
    chain.desktop.appearance.choose(theme)
    browser = ready(chain.rules.open("MON003"), qtbot)
    first, second = picture(browser, 0), picture(browser, 1)
    ground = chain.desktop.appearance.colour("canvas")
    for image in (first, second):
        assert image.pixelColor(2, 2) == ground
        assert image.width() / image.devicePixelRatio() <= browser.page.viewport().width()
    assert first != second


def test_pictures_are_drawn_anew_for_another_theme_and_a_narrower_page(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("MON003"), qtbot)
    before = picture(browser, 0)
    chain.desktop.appearance.choose("dark")
    ground = chain.desktop.appearance.colour("canvas")
    qtbot.waitUntil(lambda: picture(browser, 0).pixelColor(2, 2) == ground)
    browser.resize(browser.width() * 6 // 10, browser.height())
    qtbot.waitUntil(lambda: picture(browser, 0).width() < before.width())
    assert picture(browser, 0).width() / before.devicePixelRatio() <= browser.page.viewport().width()


def test_text_and_pictures_grow_together(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("GRA001"), qtbot)
    browser.resize(2400, 900)
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: browser.is_idle)
    small = picture(browser, 0).width()
    chain.desktop.appearance.set_text_size(150)
    qtbot.waitUntil(lambda: browser.is_idle and picture(browser, 0).width() > small)


def test_a_page_of_every_rule_can_be_shown(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open(), qtbot)
    for code, rule in chain.desk.session.services.analyzer.rulebook.rules.items():
        browser.go_to(code)
        assert rule.title in browser.page.toPlainText()


def test_links_of_pages_load_nothing(chain: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    browser = ready(chain.rules.open("MON003"), qtbot)
    before = browser.page.toPlainText()
    browser.page.anchorClicked.emit(QUrl.fromLocalFile(str(tmp_path)))
    browser.page.anchorClicked.emit(QUrl("rule:NONE1"))
    assert browser.page.toPlainText() == before


def test_the_rules_are_closed_with_escape_and_opened_again_where_they_were(chain: MainWindow, qtbot: QtBot) -> None:
    browser = ready(chain.rules.open("MON003"), qtbot)
    QTest.keyClick(browser, Qt.Key.Key_Escape)
    assert not browser.isVisible()
    assert chain.rules.open() is browser
    assert browser.list.code == "MON003"
    ready(browser, qtbot)


# ---------------------------------------------------------------- rules of one's own
@pytest.fixture
def own(open_window: MakeWindow, tmp_path: Path) -> MainWindow:
    (tmp_path / "mlops-policy.yaml").write_text(OWN, encoding="utf-8")
    document = tmp_path / "a.mlops.yaml"
    document.write_text(DOCUMENT, encoding="utf-8")
    return open_window(path=document)


def test_own_rules_count_in_the_window_and_their_mistakes_stand_in_the_bar(own: MainWindow, qtbot: QtBot) -> None:
    window = own
    found = [f for f in window.desk.findings.findings if f.code == "ORG001"]
    assert [f.at for f in found] == ["deploy"]
    assert "A setting or rule was left out" in window.bar.message
    told = [label.text() for label in window.desk.findings.findChildren(QLabel)]
    assert sum("mlops-policy.yaml:9: ORG002: 'title' is missing" in text for text in (*told, window.bar.message)) == 1
    browser = ready(window.rules.open("ORG001"), qtbot)
    assert "Own rules" in browser.page.toPlainText()
    headings = [label.text() for label in window.desk.findings.findChildren(QLabel)]
    assert "Own rules  ·  1" in headings


def test_what_is_wrong_is_told_once(own: MainWindow) -> None:
    window = own
    window.bar.press("Close")
    window.desk.session.run(steps.set_attributes, "train", {"seed": True})
    window.desk.bridge.wait_idle()
    assert window.bar.message == ""
