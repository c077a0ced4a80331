"""The judging and exporting panels, worked with keys and pointer in a real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from designer.commands import steps
from designer.gui.finding_rows import key_of
from designer.gui.main_window import MainWindow
from designer.gui.panels.finding_list import GROUPS
from tests.gui.conftest import MakeWindow

ENTER = Qt.Key.Key_Return


# ---------------------------------------------------------------- findings
def test_findings_are_grouped_and_the_score_is_on_top(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    principles = [GROUPS.index(f.principle) for f in panel.findings]
    assert principles == sorted(principles)
    assert len(panel.cards) == len(panel.findings)
    assert "Grade F" in panel.score.accessibleName()


def test_f8_walks_through_the_findings_and_shows_their_places(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    lesson.registry.trigger("check.next")
    assert panel.current == panel.findings[0]
    assert lesson.desk.selection.steps == (panel.findings[0].anchor,)
    lesson.registry.trigger("check.next")
    assert panel.current == panel.findings[1]
    lesson.registry.trigger("check.previous")
    lesson.registry.trigger("check.previous")
    assert panel.current == panel.findings[-1]
    assert [c.is_open for c in panel.cards.values()].count(True) == 1


def test_a_finding_says_why_and_how_and_is_mended_with_one_click(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    lesson.registry.trigger("check.next")
    finding = panel.current
    assert finding is not None
    lesson.registry.trigger("check.apply")
    assert lesson.desk.session.history.undo_label.startswith(f"Fix {finding.code}")
    lesson.desk.bridge.wait_idle()
    assert finding.code not in {f.code for f in panel.findings if f.at == finding.at}
    lesson.toast.press_button()
    assert not lesson.desk.session.history.undo_label


def test_the_fix_of_an_opened_finding_is_in_view_on_a_small_screen(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.resize(1280, 770)
    lesson.panes.share_width()  # as in a window that starts in this size
    QApplication.processEvents()
    lesson.registry.trigger("check.next")
    qtbot.waitUntil(lambda: any(b.text().startswith("Apply fix") for b in lesson.findChildren(QPushButton)))
    button = next(b for b in lesson.findChildren(QPushButton) if b.text().startswith("Apply fix"))
    qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())


def test_findings_about_the_whole_pipeline_can_be_told_apart(open_window: MakeWindow) -> None:
    window = open_window("steps:\n  data: {kind: data_source}\n")
    texts = [card.head.accessibleName() for card in window.desk.findings.cards.values()]
    labels = [[w.text() for w in card.head.findChildren(QLabel)] for card in window.desk.findings.cards.values()]
    assert len(texts) == 2 and len(set(texts)) == 2
    assert any("No step deploys the model" in text for text in labels[0] + labels[1])
    assert labels[0] != labels[1]


def test_behind_a_mended_finding_comes_the_one_that_took_its_place(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    for _ in range(3):
        lesson.registry.trigger("check.next")
    third = panel.findings[2]
    lesson.registry.trigger("check.apply")
    lesson.desk.bridge.wait_idle()
    assert third not in panel.findings
    lesson.registry.trigger("check.next")
    assert panel.current == panel.findings[min(2, len(panel.findings) - 1)]


def test_a_finding_that_an_undo_brings_back_is_open_and_in_sight_again(lesson: MainWindow, qtbot: QtBot) -> None:
    panel = lesson.desk.findings
    lesson.registry.trigger("check.next")
    finding = panel.current
    lesson.registry.trigger("check.apply")
    lesson.desk.bridge.wait_idle()
    lesson.registry.trigger("edit.undo")
    lesson.desk.bridge.wait_idle()
    assert panel.current == finding
    assert [key for key, card in panel.cards.items() if card.is_open] == [key_of(finding)]
    head = panel.cards[key_of(finding)].head
    qtbot.waitUntil(lambda: head.visibleRegion().boundingRect() == head.rect())


def test_findings_are_walked_with_arrows_and_opened_with_enter(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    lesson.go_to("findings")
    first, second = (panel.cards[k] for k in list(panel.cards)[:2])
    first.head.setFocus()
    QTest.keyClick(first.head, Qt.Key.Key_Down)
    assert second.head.hasFocus()
    QTest.keyClick(second.head, ENTER)
    assert second.is_open
    QTest.keyClick(second.head, Qt.Key.Key_Left)
    assert not second.is_open


def test_fix_all_safe_is_one_undo_step(lesson: MainWindow) -> None:
    panel = lesson.desk.findings
    before = len(panel.findings)
    QTest.mouseClick(panel.fix_all, Qt.MouseButton.LeftButton)
    lesson.desk.bridge.wait_idle()
    assert len(panel.findings) < before
    lesson.undo()
    lesson.desk.bridge.wait_idle()
    assert len(panel.findings) == before
    assert not lesson.desk.session.history.undo_label


def test_fix_everything_shows_what_changes_the_work_before_it_does_it(lesson: MainWindow, answers: object) -> None:
    answers.yes = False  # type: ignore[attr-defined]
    lesson.registry.trigger("check.fix_everything")
    assert "change how the pipeline works" in answers.asked[-1]  # type: ignore[attr-defined]
    assert not lesson.desk.session.history.undo_label
    answers.yes = True  # type: ignore[attr-defined]
    lesson.registry.trigger("check.fix_everything")
    lesson.desk.bridge.wait_idle()
    assert not [f for f in lesson.desk.findings.findings if f.severity == "error"]


def test_an_empty_pipeline_is_not_judged(open_window: MakeWindow) -> None:
    window = open_window()
    assert window.desk.findings.findings == ()
    assert "Not judged" in window.desk.findings.score.accessibleName()


# ---------------------------------------------------------------- exports
def wait_for_preview(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("exports")
    qtbot.waitUntil(lambda: window.desk.preview.is_idle and window.desk.preview.isVisible())


def test_each_target_shows_its_files_live(chain: MainWindow, qtbot: QtBot) -> None:
    wait_for_preview(chain, qtbot)
    panel = chain.desk.preview
    for number in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(number)
        wait_for_preview(chain, qtbot)
        assert panel.files.count() >= 1
        assert "train" in panel.code.toPlainText()
    chain.desk.session.run(steps.set_attributes, "train", {"command": "python very_special.py"})
    wait_for_preview(chain, qtbot)
    texts = panel.emission.files.values() if panel.emission else ()
    assert any("very_special.py" in t for t in texts)


def test_selecting_a_step_marks_its_lines_and_a_click_selects_the_step(chain: MainWindow, qtbot: QtBot) -> None:
    wait_for_preview(chain, qtbot)
    chain.desk.canvas.select(steps=["train"])
    code = chain.desk.preview.code
    assert code.marked
    first = code.marked[0][0]
    chain.desk.canvas.select()
    assert code.marked == []
    code.line_clicked.emit(first)
    assert chain.desk.selection.steps == ("train",)


def test_what_cannot_be_exported_is_said_plainly(open_window: MakeWindow, qtbot: QtBot) -> None:
    window = open_window("steps:\n  a: {kind: train}\n  b: {kind: train}\nlinks: [a -> b, b -> a]\n")
    wait_for_preview(window, qtbot)
    assert window.desk.preview.problem.text().startswith("Nothing can be exported yet")
    assert not window.desk.preview.write.isEnabled()


def test_notes_are_folded_until_wanted(lesson: MainWindow, qtbot: QtBot) -> None:
    wait_for_preview(lesson, qtbot)
    panel = lesson.desk.preview
    if panel.more.isVisible():
        assert not panel.notes.isVisible()
        panel.more.click()
        assert panel.notes.isVisible()
        assert panel.notes.toPlainText()
