"""Long texts come into an editor in slices; what is there at last is exactly what was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from designer.gui.panels import sliced_text
from designer.gui.panels.sliced_text import SLICE, SlicedText

LINES = st.lists(st.sampled_from(["a", "b", "", "ü 😀", "c\r"]), max_size=9)


def lines(first: int, last: int) -> str:
    return "\n".join(f"line {n}" for n in range(first, last))


@settings(max_examples=150)
@given(texts=st.lists(LINES, min_size=1, max_size=5), size=st.integers(1, 4), waits=st.booleans())
def test_any_text_takes_the_place_of_any_other(
    qapp: QApplication, texts: list[list[str]], size: int, waits: bool
) -> None:
    editor = QPlainTextEdit()
    sliced = SlicedText(editor)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sliced_text, "SLICE", size)
        for text in texts:
            sliced.show("\n".join(text))
            while waits and not sliced.is_whole:
                qapp.processEvents()
        while not sliced.is_whole:
            qapp.processEvents()
    wanted = "\n".join(texts[-1]).replace("\r\n", "\n").replace("\r", "\n")
    assert editor.toPlainText() == wanted
    assert editor.blockCount() == wanted.count("\n") + 1
    editor.deleteLater()


def test_a_short_text_is_there_at_once_and_a_long_one_in_a_moment(qtbot: QtBot) -> None:
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    sliced = SlicedText(editor)
    sliced.show(lines(0, 50))
    assert editor.toPlainText() == lines(0, 50) and sliced.is_whole
    with qtbot.waitSignal(sliced.filled):
        sliced.show(lines(0, SLICE * 5))
        assert editor.blockCount() < SLICE * 2
    assert editor.toPlainText() == lines(0, SLICE * 5)


def test_one_line_of_a_long_text_changes_at_once(qtbot: QtBot) -> None:
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    sliced = SlicedText(editor)
    text = lines(0, SLICE * 3)
    with qtbot.waitSignal(sliced.filled):
        sliced.show(text)
    sliced.show(text.replace("line 2000\n", "another\n"))
    assert sliced.is_whole
    assert editor.document().findBlockByNumber(2000).text() == "another"
