from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from designer.gui.canvas.fonts import Fonts
from designer.gui.canvas.note_text import WORDS, NoteText
from designer.model.step import Note


def note(text: str, width: float = 300.0, height: float = 160.0) -> Note:
    return Note("n", text, 0.0, 0.0, width=width, height=height)


@pytest.mark.parametrize("seen", [0.25, 0.4, 0.6, 0.8])
def test_from_afar_words_are_as_large_as_their_note_holds(hands: Any, seen: float) -> None:
    words, fonts = NoteText(Fonts.of(QFont())), Fonts.of(QFont())
    short, long = words.font(note("Ask"), seen), words.font(note("word " * 60), seen)
    assert short.pixelSize() * seen >= min(11.0, 26 * seen) - 0.6
    assert fonts.note.pixelSize() <= long.pixelSize() <= short.pixelSize()
    room = words.inside(note("Ask"))
    taken = QFontMetricsF(short).boundingRect(QRectF(0, 0, room.width(), 1e5), int(WORDS), "Ask")
    assert taken.height() <= room.height()


def test_near_by_words_have_their_usual_size(hands: Any) -> None:
    fonts = Fonts.of(QFont())
    assert NoteText(fonts).font(note("Ask"), 1.0) == fonts.note
    assert NoteText(fonts).font(note("Ask"), 3.0) == fonts.note


def test_a_note_without_room_keeps_the_usual_size(hands: Any) -> None:
    fonts = Fonts.of(QFont())
    assert NoteText(fonts).font(note("word " * 400, 40, 30), 0.3) == fonts.note
