"""Waiving findings in a real window, with keys and pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from designer.analysis.finding import Finding
from designer.analysis.waiver import ACCEPTED, ELSEWHERE, NOT_APPLICABLE
from designer.commands import waivers
from designer.gui.main_window import MainWindow
from designer.gui.panels.finding_list import key_of
from designer.gui.panels.question_card import DONE, MISSING, SENSELESS
from designer.gui.panels.waived_card import WaivedCard
from designer.gui.waiver_dialog import WaiverDialog
from designer.session.session import Session
from tests.gui.conftest import MakeWindow

WAIVED = """
steps:
  train:
    kind: train
    suppress: [{code: REP005, as: accepted, reason: the tracker is ordered, owner: ml team, until: 2999-06-30}]
  deploy: {kind: deploy}
links: [train -> deploy]
"""
EXPIRED = WAIVED.replace("2999", "2020")


def dialog_of(window: MainWindow) -> WaiverDialog:
    (dialog,) = [d for d in window.findChildren(WaiverDialog) if d.isVisible()]
    return dialog


def press(window: MainWindow, text: str, inside: QWidget | None = None) -> None:
    """Clicks the visible button with a text, once the widgets that were just made are laid out."""
    QCoreApplication.processEvents()
    buttons = [b for b in (inside or window).findChildren(QPushButton) if b.text() == text and b.isVisible()]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def open_card(window: MainWindow, finding: Finding) -> QWidget:
    card = window.desk.findings.cards[key_of(finding)]
    QTest.mouseClick(card.head, Qt.MouseButton.LeftButton)
    return card


def waived_card(window: MainWindow) -> WaivedCard:
    (card,) = [c for c in window.desk.findings.cards.values() if isinstance(c, WaivedCard)]
    return card


def test_a_finding_is_waived_by_keys_alone(lesson: MainWindow, qtbot: QtBot) -> None:
    panel = lesson.desk.findings
    lesson.registry.trigger("check.next")
    finding = panel.current
    assert finding is not None
    lesson.registry.trigger("check.waive")
    dialog = dialog_of(lesson)
    with qtbot.waitActive(dialog):
        pass
    assert not dialog.accept_button.isEnabled()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)  # the first way
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.reason
    QTest.keyClicks(dialog.reason, "The tracker is ordered")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.owner, "ml team")
    QTest.keyClick(dialog.owner, Qt.Key.Key_Return)
    lesson.desk.bridge.wait_idle()
    assert str(finding) not in {str(f) for f in panel.findings}
    (waived,) = panel.waived
    assert (str(waived), waived.waived.kind, waived.waived.owner) == (str(finding), ACCEPTED, "ml team")  # type: ignore[union-attr]
    assert lesson.desk.session.history.undo_label == f"Waive {finding.code}"
    assert lesson.desktop.settings.owner == "ml team"
    lesson.undo()
    lesson.desk.bridge.wait_idle()
    assert (panel.waived, str(finding) in {str(f) for f in panel.findings}) == ((), True)


def test_the_button_on_the_card_opens_the_dialog_which_says_what_is_missing(lesson: MainWindow) -> None:
    finding = lesson.desk.findings.findings[0]
    press(lesson, "Waive…", open_card(lesson, finding))
    dialog = dialog_of(lesson)
    assert "how it is waived" in dialog.problem.text()
    dialog.ways[ELSEWHERE].click()
    assert "10 characters" in dialog.problem.text()
    dialog.reason.setPlainText("The platform does it")
    assert dialog.accept_button.isEnabled()
    dialog.until.setText("soon")
    assert "2030-12-31" in dialog.problem.text()
    dialog.until.setText("2020-01-01")
    assert "passed already" in dialog.problem.text()
    dialog.until.setText("2999-01-01")
    dialog.everywhere.click()
    press(lesson, "Waive", dialog)
    (row,) = lesson.desk.session.pipeline.facts["suppress"]
    assert row == {
        "code": finding.code,
        "as": "elsewhere",
        "reason": "The platform does it",
        "until": "2999-01-01",
    }


def test_regulated_work_needs_an_owner_and_a_day(open_window: MakeWindow) -> None:
    window = open_window("steps: {train: {kind: train}}")
    window.desk.session.configured = window.desk.session.configured.choosing(profile="regulated")
    window.desk.bridge.refresh()
    window.desk.bridge.wait_idle()
    dialog = window.waiving.open(window.desk.findings.findings[0])
    dialog.ways[ACCEPTED].click()
    dialog.reason.setPlainText("We live with it for now")
    assert "owner and a last day" in dialog.problem.text()
    dialog.owner.setText("ops")
    dialog.until.setText("2999-01-01")
    assert dialog.accept_button.isEnabled()


def test_a_waived_finding_stays_in_the_list_struck_through_and_is_not_counted(
    open_window: MakeWindow, qtbot: QtBot
) -> None:
    window = open_window(WAIVED)
    panel, card = window.desk.findings, waived_card(window)
    assert "<s " in card._title.text()
    assert "Waived, accepted: the tracker is ordered, ml team, until 2999-06-30" in card.head.accessibleName()
    assert panel._summary.text().endswith("; 1 waived")
    assert f"Reproducibility  ·  {sum(f.principle == 'reproducibility' for f in panel.findings)}" in {
        label.text() for label in panel.findChildren(type(panel._summary))
    }
    others = [c for c in panel.cards.values() if c.finding.principle == "reproducibility" and c is not card]
    qtbot.waitUntil(lambda: all(c.y() < card.y() for c in others))  # once the list is laid out
    assert "train" not in {f.anchor for f in window.desk.canvas.scene.findings.get("train", ()) if f.code == "REP005"}


def test_waived_findings_can_be_folded_away(open_window: MakeWindow) -> None:
    window = open_window(WAIVED)
    toggle = window.desk.findings.waived_toggles["reproducibility"]
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert not waived_card(window).isVisible()
    assert "hidden" in toggle.accessibleName()
    toggle.setFocus()
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    assert waived_card(window).isVisible()


def test_tab_goes_from_a_finding_to_its_buttons(lesson: MainWindow) -> None:
    for finding in lesson.desk.findings.findings[:2]:
        card = open_card(lesson, finding)
    QCoreApplication.processEvents()
    head = lesson.desk.findings.cards[key_of(finding)].head
    head.setFocus()
    words = []
    for _ in range(4):
        QTest.keyClick(lesson.focusWidget(), Qt.Key.Key_Tab)
        words.append(lesson.focusWidget().text().partition("  ")[0])  # type: ignore[attr-defined]
    assert words == ["Apply fix", "Show", "Why?", "Waive…"]
    assert card.isAncestorOf(lesson.focusWidget())


def test_a_waiver_is_edited_and_removed_from_its_card(open_window: MakeWindow) -> None:
    window = open_window(WAIVED)
    card = open_card(window, waived_card(window).finding)
    press(window, "Edit waiver…", card)
    dialog = dialog_of(window)
    assert dialog.reason.toPlainText() == "the tracker is ordered"
    dialog.reason.setPlainText("the tracker comes in May")
    press(window, "Save", dialog)
    window.desk.bridge.wait_idle()
    assert "the tracker comes in May" in waived_card(window).head.accessibleName()
    assert window.desk.session.history.undo_label == "Change waiver of REP005"
    press(window, "Remove waiver", waived_card(window))
    window.desk.bridge.wait_idle()
    assert window.desk.findings.waived == ()
    assert "REP005@train" in {str(f) for f in window.desk.findings.findings}
    window.undo()
    window.desk.bridge.wait_idle()
    assert len(window.desk.findings.waived) == 1


def test_an_expired_waiver_is_a_finding_that_can_be_extended(open_window: MakeWindow) -> None:
    window = open_window(EXPIRED)
    panel = window.desk.findings
    finding = next(f for f in panel.findings if f.code == "WAI001")
    assert "REP005@train" in {str(f) for f in panel.findings}
    press(window, "Edit waiver…", open_card(window, finding))
    dialog = dialog_of(window)
    assert "passed already" in dialog.problem.text()
    dialog.until.setText("2999-06-30")
    press(window, "Save", dialog)
    window.desk.bridge.wait_idle()
    assert [str(f) for f in panel.waived] == ["REP005@train"]
    assert "WAI001" not in {f.code for f in panel.findings}


def test_waived_findings_can_be_shown_as_open(open_window: MakeWindow) -> None:
    window = open_window(WAIVED)
    grade = window.status.grade.text()
    window.registry.trigger("check.ignore_waivers")
    window.desk.bridge.wait_idle()
    assert window.desk.findings.waived == ()
    assert "REP005@train" in {str(f) for f in window.desk.findings.findings}
    assert "; waivers are not applied" in window.desk.findings._summary.text()
    window.registry.trigger("check.ignore_waivers")
    window.desk.bridge.wait_idle()
    assert (len(window.desk.findings.waived), window.status.grade.text()) == (1, grade)


def test_the_context_menu_waives_the_worst_finding_of_a_step(lesson: MainWindow) -> None:
    step = next(f.anchor for f in lesson.desk.findings.findings if f.anchor)
    lesson.desk.canvas.select(steps=(step,))
    worst = lesson.desk.bridge.report.by_step[step][0]  # type: ignore[union-attr]
    lesson.registry.trigger("check.waive")
    assert worst.code in dialog_of(lesson).windowTitle()


# ---------------------------------------------------------------- questions that files leave open
WORKFLOW = """
on: {push: {branches: [main]}}
jobs:
  train:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: python train.py
  deploy:
    needs: train
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - run: kubectl apply -f deployment.yaml
"""


@pytest.fixture
def opened(open_window: MakeWindow, tmp_path: Path) -> MainWindow:
    path = tmp_path / ".github" / "workflows" / "ci.yml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKFLOW, "utf-8")
    return open_window(path=path)


def answer(window: MainWindow, code: str, word: str) -> None:
    """Opens a question and clicks one of its answers."""
    card = window.desk.findings.questions[code]
    QCoreApplication.processEvents()  # the list has to be laid out before anything in it can be hit
    QTest.mouseClick(card.head, Qt.MouseButton.LeftButton)
    QCoreApplication.processEvents()
    QTest.mouseClick(card.answers[word], Qt.MouseButton.LeftButton)
    window.desk.bridge.wait_idle()


def answerable(window: MainWindow, *, with_fact: bool) -> str:
    questions = window.desk.findings.questions.values()
    return next(q.asked.code for q in questions if not q.asked.first and bool(q.asked.fact) == with_fact)


def test_what_is_missing_becomes_a_finding_and_is_asked_no_more(opened: MainWindow) -> None:
    code = answerable(opened, with_fact=False)
    answer(opened, code, MISSING)
    assert code in {f.code for f in opened.desk.findings.findings}
    assert code not in opened.desk.findings.questions
    assert opened.desk.session.history.undo_label == f"Answer {code}"
    opened.undo()
    opened.desk.bridge.wait_idle()
    assert code in opened.desk.findings.questions


def test_what_is_done_elsewhere_is_attested_with_the_reason(opened: MainWindow) -> None:
    code = answerable(opened, with_fact=False)
    answer(opened, code, DONE)
    dialog = dialog_of(opened)
    assert dialog.focusWidget() is dialog.reason
    QTest.keyClicks(dialog.reason, "The platform team does it")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    opened.desk.bridge.wait_idle()
    assert code in {f.code for f in opened.desk.findings.waived}
    assert code not in opened.desk.findings.questions
    assert opened.desk.session.history.undo_label == f"Answer {code}"


def test_what_is_asked_about_one_attribute_is_stated_about_the_step(opened: MainWindow) -> None:
    code = answerable(opened, with_fact=True)
    question = opened.desk.findings.questions[code].asked
    answer(opened, code, DONE)
    ((name, value),) = question.fact.items()
    assert {opened.desk.session.pipeline.steps[p].get(name) for p in question.places} == {value}
    assert code not in {*opened.desk.findings.questions, *(f.code for f in opened.desk.findings.findings)}


def test_what_makes_no_sense_is_left_out_and_kept_beside_the_file(opened: MainWindow, qtbot: QtBot) -> None:
    code = answerable(opened, with_fact=False)
    answer(opened, code, SENSELESS)
    dialog = dialog_of(opened)
    dialog.reason.setPlainText("Nobody outside can reach it")
    press(opened, "Waive", dialog)
    opened.desk.session.save()
    again = Session.open(opened.desktop.services, opened.desk.session.path)  # type: ignore[arg-type]
    report = again.analyze()
    assert [(f.code, f.waived.kind) for f in report.waived if f.waived] == [(code, NOT_APPLICABLE)]
    assert code not in report.open_questions
    assert again.path is not None and again.path.read_text("utf-8") == WORKFLOW


def test_questions_are_answered_by_keys_alone(opened: MainWindow) -> None:
    opened.registry.trigger("check.question")
    card = next(iter(opened.desk.findings.questions.values()))
    assert card.head.hasFocus()
    QTest.keyClick(card.head, Qt.Key.Key_Down)
    assert list(opened.desk.findings.questions.values())[1].head.hasFocus()
    QTest.keyClick(opened.desk.findings.focusWidget(), Qt.Key.Key_Up)
    QTest.keyClick(card.head, Qt.Key.Key_Tab)
    assert card.answers[DONE].hasFocus()
    QTest.keyClick(card.answers[DONE], Qt.Key.Key_Tab)
    QTest.keyClick(card.answers[MISSING], Qt.Key.Key_Space)
    opened.desk.bridge.wait_idle()
    assert card.asked.code not in opened.desk.findings.questions


def test_every_question_that_can_be_answered_is_settled_by_its_answer(opened: MainWindow) -> None:
    session = opened.desk.session
    for question in [q.asked for q in opened.desk.findings.questions.values() if not q.asked.first]:
        session.run(waivers.answer, question.code, question.places)
        assert question.code not in session.analyze().open_questions, question.code
        session.undo()
