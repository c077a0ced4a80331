"""The real questions, answered by pressing their buttons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from designer.gui.prompts import CANCEL, DISCARD, OVERWRITE, SAVE, SAVE_AS, Prompts


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made


def press(word: str) -> None:
    """Presses the button whose text has that word, once a question is open."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, act)
            return
        next(b for b in box.buttons() if word in b.text().replace("&", "")).click()

    QTimer.singleShot(20, act)


@pytest.mark.parametrize(("word", "answer"), [("Save", SAVE), ("Discard", DISCARD), ("Cancel", CANCEL)])
def test_changes_can_be_saved_discarded_or_kept_open(parent: QWidget, word: str, answer: str) -> None:
    press(word)
    assert Prompts().keep_changes(parent, "Chain") == answer


@pytest.mark.parametrize(("word", "answer"), [("Save as", SAVE_AS), ("Replace", OVERWRITE), ("Cancel", CANCEL)])
def test_a_newer_file_can_be_replaced_or_kept_beside(parent: QWidget, word: str, answer: str) -> None:
    press(word)
    assert Prompts().replace_newer(parent, "chain.mlops.yaml") == answer


@pytest.mark.parametrize(("word", "answer"), [("Fix everything", True), ("Cancel", False)])
def test_a_question_is_answered_with_the_button_that_names_what_it_does(
    parent: QWidget, word: str, answer: bool
) -> None:
    press(word)
    assert Prompts().confirm(parent, "Apply every fix?", "It is one undo step.", "Fix everything") is answer
