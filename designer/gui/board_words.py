"""What lists say about notes, texts, strokes and comments."""

from __future__ import annotations

from collections.abc import Iterable

from designer.drawing.comments import comment_numbers
from designer.model.step import COMMENT, INK, TEXT, Note

_LONGEST = 80


def board_words(notes: Iterable[Note]) -> dict[str, str]:
    """One line for each, by id."""
    listed = list(notes)
    numbers, strokes, found = comment_numbers(listed), 0, {}
    for note in listed:
        words = " ".join(note.text.split())[:_LONGEST] or "empty"
        if note.form == INK:
            strokes += 1
            found[note.id] = f"Drawing {strokes} ({note.colour})"
        elif note.form == COMMENT:
            author = f", {note.author}" if note.author else ""
            found[note.id] = f"Comment {numbers[note.id]} ({state_word(note)}){author}: {words}"
        else:
            found[note.id] = f"{'Text' if note.form == TEXT else 'Note'}: {words}"
    return found


def state_word(comment: Note) -> str:
    """Whether a comment waits for an answer."""
    return "resolved" if comment.resolved else "open"
