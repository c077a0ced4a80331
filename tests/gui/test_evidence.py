"""What the window shows of evidence and linters, and how it stays out of the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from designer.analysis.waiver import ACCEPTED
from designer.commands import steps
from designer.gui.canvas.selection import Selection
from designer.gui.proving import PAUSE_MS
from designer.gui.waiver_dialog import WaiverDialog
from designer.session.session import Session
from designer.storage.document import parse_document

TOOLS = Path(os.environ.get("MLOPS_DESIGNER_TOOLS") or Path(__file__).resolve().parents[2] / ".tools") / "bin"
BROKEN = """
pipeline: {name: broken, repo: true, triggers: [push]}
steps:
  data: {kind: data_source, encrypted: true}
  train: {kind: train, tracked: true, command: "echo start\\nrm -r $TARGET\\n"}
links: [data -> train]
"""
WAIVED = """
pipeline: {name: broken, repo: true, triggers: [push]}
steps:
  data: {kind: data_source, encrypted: true}
  train:
    kind: train
    tracked: true
    command: "echo start\\nrm -r $TARGET\\n"
    suppress:
      - {code: "shellcheck:SC2086", as: accepted, reason: the target has no spaces}
      - {code: "zizmor:unpinned-uses", as: accepted, reason: nothing is unpinned here}
links: [data -> train]
"""


@pytest.fixture
def no_programs(monkeypatch):
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def programs(monkeypatch):
    for name in ("actionlint", "shellcheck", "zizmor", "dvc"):
        if not (TOOLS / name).exists():
            pytest.fail(f"{name} is not in {TOOLS}: 'python3 run.py test' makes the tools environment", pytrace=False)
    monkeypatch.setenv("PATH", str(TOOLS))


def proven(window):
    window.desk.bridge.wait_idle()
    window.desk.proving.wait_idle()
    return window.desk


def test_the_ladder_stands_in_front_of_the_findings_with_a_line_for_each_principle(open_window, no_programs):
    desk = proven(open_window(BROKEN))
    assert desk.evidence.isVisibleTo(desk.findings)
    text = desk.evidence.line.accessibleName()
    assert text.startswith("Proven: ")
    assert "exported" in text
    assert "linters missing" in text
    assert not desk.evidence.principles["security"].isVisible()
    desk.evidence.line.click()
    assert desk.evidence.principles["security"].isVisibleTo(desk.findings)
    assert "declared" in desk.evidence.principles["reproducibility"].accessibleName()


def test_a_missing_linter_says_how_to_get_it_and_the_line_can_be_copied(open_window, no_programs):
    desk = proven(open_window(BROKEN))
    card = desk.evidence.missing["zizmor"]
    way = "uv tool install zizmor"
    assert "zizmor" in card.copies[way].accessibleName()
    card.copies[way].click()
    assert QGuiApplication.clipboard().text() == way
    assert "check-jsonschema" not in desk.evidence.missing  # files count as linted without it


def test_without_linters_there_is_no_group_of_their_findings(open_window, no_programs):
    desk = proven(open_window(BROKEN))
    assert not desk.linters.isVisibleTo(desk.findings)


def test_findings_of_linters_are_counted_in_one_line_and_folded_until_somebody_asks(open_window, programs, qtbot):
    desk = proven(open_window(BROKEN))
    assert desk.linters.isVisibleTo(desk.findings)
    assert "Linters" in desk.linters.head.words.text() and "info" in desk.linters.head.accessibleName()
    assert not desk.linters.cards
    qtbot.keyClick(desk.linters.head, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in desk.linters.cards) and bool(desk.linters.cards))
    qtbot.keyClick(desk.linters.head, Qt.Key.Key_Left)
    assert not desk.linters.cards


def test_a_finding_of_a_linter_leads_to_its_step_its_field_and_its_line(open_window, programs, qtbot):
    window = open_window(BROKEN)
    desk = proven(window)
    desk.linters.head.click()
    card = next(c for c in desk.linters.cards if c.placed.finding.code == "SC2086")
    assert "Command" in card.head.accessibleName()
    assert card.placed.version in card.head.accessibleName()
    qtbot.keyClick(card.head, Qt.Key.Key_Return)
    assert desk.selection == Selection(steps=("train",))
    assert desk.inspector.form.editors["command"].property("marked") is True
    assert not desk.inspector.form.editors["title"].property("marked")
    card.show_line.click()
    qtbot.waitUntil(lambda: desk.preview.isVisible() and desk.preview.is_idle, timeout=10_000)
    assert desk.preview.path == card.placed.finding.path
    assert desk.preview.target == card.placed.side


def test_a_card_of_a_linter_keeps_the_credentials_of_its_line_to_itself(open_window, programs):
    secret = "AKIA" + "QYLPMN5HHHFPZAM2"
    window = open_window(BROKEN.replace("rm -r $TARGET", f"AWS_ACCESS_KEY_ID={secret} rm -r $TARGET"))
    desk = proven(window)
    desk.linters.head.click()
    card = next(c for c in desk.linters.cards if c.placed.finding.code == "SC2086")
    card.head.click()
    told = " ".join(label.text() for label in card.findChildren(QLabel))
    assert "rm -r $TARGET" in told
    assert secret not in told


def test_every_card_of_a_linter_has_the_room_that_it_needs_also_after_edits(open_window, programs, qtbot):
    window = open_window(BROKEN)
    desk = proven(window)
    desk.linters.head.click()
    desk.session.run(steps.rename, "data", "Other data")
    proven(window)
    card = desk.linters.cards[0]
    qtbot.waitUntil(lambda: card.height() >= card.heightForWidth(card.width()) > 30, timeout=3_000)
    card.head.click()
    qtbot.waitUntil(lambda: card.height() >= card.heightForWidth(card.width()) > 90, timeout=3_000)


def test_an_edit_makes_the_evidence_anew_and_an_open_card_stays_open(open_window, programs):
    window = open_window(BROKEN)
    desk = proven(window)
    desk.linters.head.click()
    next(c for c in desk.linters.cards if c.placed.finding.code == "SC2086").head.click()
    before = desk.proving.proof
    desk.session.run(steps.rename, "data", "Other data")
    proven(window)
    assert desk.proving.proof is not before
    assert [c.placed.finding.code for c in desk.linters.cards if c.head.isChecked()] == ["SC2086"]
    desk.session.run(steps.set_attributes, "train", {"command": 'echo start\nrm -r "$TARGET"\n'})
    proven(window)
    assert not [c for c in desk.linters.cards if c.placed.finding.code == "SC2086"]


def test_an_edit_stops_the_work_and_its_result_is_dropped(open_window, no_programs):
    window = open_window(BROKEN)
    desk = window.desk
    desk.bridge.wait_idle()
    shown = []
    desk.proving.ready.connect(shown.append)
    desk.proving._work.hurry()
    desk.session.run(steps.rename, "data", "Other data")
    proven(window)
    assert len(shown) == 1
    assert shown[0].evidence


def test_nothing_starts_before_people_have_paused(open_window, no_programs):
    desk = open_window(BROKEN).desk
    desk.bridge.wait_idle()
    assert desk.proving.proof is None
    assert desk.proving._work._timer.interval() == PAUSE_MS
    assert PAUSE_MS >= 1_500


def test_it_can_be_turned_off_and_that_is_remembered(open_window, desktop, no_programs):
    window = open_window(BROKEN)
    desk = proven(window)
    window.registry.trigger("check.linters")
    assert not desk.proving.is_on
    assert not desk.evidence.isVisibleTo(desk.findings)
    assert not desktop.settings.linters
    other = open_window(BROKEN)
    other.desk.bridge.wait_idle()
    assert other.desk.proving.is_idle
    assert other.desk.proving.proof is None
    window.registry.trigger("check.linters")
    assert proven(other).proving.proof is not None


def test_a_status_line_says_that_linters_are_at_work_and_goes_away(open_window, no_programs):
    window = open_window(BROKEN)
    window.status.show_proving(True)
    assert window.status.proving.isVisibleTo(window)
    proven(window)
    assert not window.status.proving.isVisibleTo(window)


def test_the_list_of_findings_does_not_move_when_the_evidence_comes(open_window, no_programs):
    window = open_window(BROKEN)
    desk = window.desk
    QApplication.processEvents()
    card = next(iter(desk.findings.cards.values()))
    before = card.mapTo(desk.findings, QPoint(0, 0))
    assert desk.evidence.line.accessibleName() == "Proven: not known yet"
    proven(window)
    QApplication.processEvents()
    assert card.mapTo(desk.findings, QPoint(0, 0)) == before
    assert "not known" not in desk.evidence.line.accessibleName()


def test_nothing_is_praised_before_the_first_report(desktop):
    document = parse_document(BROKEN, "test.mlops.yaml", desktop.services.catalog)
    window = desktop.open_window(Session(desktop.services, document))
    assert window.desk.bridge.report is None
    assert window.desk.findings._summary.text() == "Being checked…"
    window.desk.bridge.wait_idle()
    assert "errors" in window.desk.findings._summary.text()


def test_an_empty_drawing_shows_nothing(open_window, no_programs):
    desk = proven(open_window())
    assert not desk.evidence.isVisibleTo(desk.findings)
    assert not desk.linters.isVisibleTo(desk.findings)


# ---------------------------------------------------------------------- waivers of what linters found
def script_cards(desk):
    if not desk.linters.head.isChecked():
        desk.linters.head.click()
    return [c for c in desk.linters.cards if c.placed.finding.code == "SC2086"]


def test_a_finding_of_a_linter_is_waived_at_its_step_and_stays_in_sight_struck_through(open_window, programs, qtbot):
    window = open_window(BROKEN)
    desk = proven(window)
    card = script_cards(desk)[0]
    card.head.click()
    assert card.waive.text() == "Waive…"
    card.waive.click()
    (dialog,) = [d for d in window.findChildren(WaiverDialog) if d.isVisible()]
    dialog.ways[ACCEPTED].click()
    dialog.reason.setPlainText("the target has no spaces")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    (waiver,) = desk.session.pipeline.steps["train"].get("suppress")
    assert (waiver["code"], waiver["reason"]) == ("shellcheck:SC2086", "the target has no spaces")
    proven(window)
    cards = script_cards(desk)
    assert cards
    assert all(c.placed.waived for c in cards)
    assert cards[0].head.accessibleName().startswith("Waived, accepted: the target has no spaces")
    assert "<s " in cards[0].head.words.text()
    assert not [f for f in desk.bridge.report.findings if f.principle == "waivers"]


def test_the_waiver_of_a_linter_can_be_changed_taken_back_and_undone(open_window, programs):
    window = open_window(WAIVED)
    desk = proven(window)
    card = script_cards(desk)[0]
    card.head.click()
    card.waive.click()
    (dialog,) = [d for d in window.findChildren(WaiverDialog) if d.isVisible()]
    assert dialog.reason.toPlainText() == "the target has no spaces"
    dialog.reject()
    card.remove.click()
    assert [w["code"] for w in desk.session.pipeline.steps["train"].get("suppress")] == ["zizmor:unpinned-uses"]
    proven(window)
    assert not any(c.placed.waived for c in script_cards(desk))
    window.undo()
    proven(window)
    assert all(c.placed.waived for c in script_cards(desk))


def test_waived_findings_of_linters_are_folded_and_needless_waivers_told(open_window, programs):
    desk = proven(open_window(WAIVED))
    assert desk.linters.head.accessibleName().endswith("2 waived")
    assert script_cards(desk)
    assert desk.linters.waived_toggle.text() == "2 waived"
    desk.linters.waived_toggle.click()
    assert not script_cards(desk)[0].isVisibleTo(desk.linters)
    desk.linters.waived_toggle.click()
    assert script_cards(desk)[0].isVisibleTo(desk.linters)
    said = [label.text() for label in desk.linters.findChildren(QLabel)]
    assert "The waiver of zizmor:unpinned-uses at train hides nothing; remove it." in said


def test_showing_waived_findings_as_open_counts_for_linters_too(open_window, programs):
    window = open_window(WAIVED)
    proven(window)
    window.registry.trigger("check.ignore_waivers")
    desk = proven(window)
    assert script_cards(desk)
    assert not any(c.placed.waived for c in script_cards(desk))


def test_what_is_proven_is_said_as_what_is_true(open_window, no_programs):
    desk = proven(open_window(BROKEN))
    for line in (desk.evidence.line, *desk.evidence.principles.values()):
        line.click()
    said = " ".join(label.text() for label in desk.evidence.findChildren(QLabel))
    assert "Training runs are tracked." in said
