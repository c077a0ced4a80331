"""Comments: small numbered marks on the board. They are talk about the drawing, and no part of pictures or exports."""

from __future__ import annotations

from collections.abc import Iterable

from designer.model.step import COMMENT, Note


def comment_numbers(notes: Iterable[Note]) -> dict[str, int]:
    """The number on the mark of each comment, in the order of the document."""
    comments = (n.id for n in notes if n.form == COMMENT)
    return {comment: number for number, comment in enumerate(comments, 1)}
