"""Typing what stands on the board: texts, new notes and comments; what is typed becomes one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect

from designer.commands import drawings
from designer.commands import notes as note_commands
from designer.commands.drawings import COMMENT_SIZE
from designer.drawing import geometry as shape
from designer.drawing.strokes import pen_token
from designer.drawing.writing import TEXT_LINE, WIDEST, text_room
from designer.gui.canvas.editors import InPlace, paper, scaled
from designer.model.step import COMMENT, TEXT, Note

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_BUBBLE: Final = (280, 96)  # pixels of the box that a comment is typed into
_GAP: Final = 6


class BoardTexts:
    """Opens editors on the board.

    Args:
        canvas: the widget.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._place = InPlace(canvas)

    def note(self, note_id: str) -> None:
        """Opens whatever words a thing on the board holds."""
        note = self._canvas.session.pipeline.notes.get(note_id)
        if note is None or not note.has_words:
            return
        {TEXT: self._text, COMMENT: self._comment}.get(note.form, self._sticky)(note)

    # ------------------------------------------------------------------ new things
    def new_text(self, x: float, y: float) -> None:
        """Writes on the ground; the first line comes to lie at the height of the pointer."""
        pen, corner = self._canvas.habits.pen, (round(x), round(y - TEXT_LINE / 2))

        def add(text: str) -> None:
            if text.strip():
                area = (*corner, *text_room(text.rstrip()))
                self._made(self._canvas.attempt(drawings.add_text, text.rstrip(), area, pen))

        self._write("", (*corner, WIDEST, 3 * TEXT_LINE), pen, add)

    def new_note(self, x: float, y: float) -> None:
        """Writes a sticky note."""
        usual = Note("new")
        self._on_paper(
            "",
            (x, y, usual.width, usual.height),
            usual.colour,
            lambda text: self._made(self._canvas.attempt(note_commands.add_written_note, x, y, text)),
        )

    def new_comment(self, x: float, y: float, step: str = "") -> None:
        """Comments on a place, or on the step that is there."""
        canvas = self._canvas

        def add(text: str) -> None:
            if text.strip():
                words = text.strip(), (x, y), canvas.habits.author, step
                self._made(canvas.attempt(drawings.add_comment, *words))

        self._say("", x, y, add)

    # ------------------------------------------------------------------ what is there
    def _sticky(self, note: Note) -> None:
        area = (note.x, note.y, note.width, note.height)
        self._on_paper(note.text, area, note.colour, lambda text: self._change(note, text=text))

    def _text(self, note: Note) -> None:
        is_natural = note.width == text_room(note.text)[0]

        def change(text: str) -> None:
            size = text_room(text.rstrip(), None if is_natural else note.width)
            self._canvas.attempt(drawings.edit_text, note.id, text.rstrip(), size)

        width = WIDEST if is_natural else note.width
        self._write(note.text, (note.x, note.y, width, note.height + TEXT_LINE), note.colour, change)

    def _comment(self, note: Note) -> None:
        self._say(note.text, note.x, note.y, lambda text: self._change(note, text=text.strip() or note.text))

    # ------------------------------------------------------------------ editors
    def _write(self, text: str, area: shape.Area, pen: str, apply: Any) -> None:
        cards, box = self._canvas.renderer.cards, self._in_view(self._area(area))
        font, colour = scaled(cards.fonts.text, self._canvas.view.scale), cards.theme.colour
        colours = colour("canvas"), colour(pen_token(pen))
        self._place.note(text, box, font, colours, apply, "Write here", colour("accent"))

    def _on_paper(self, text: str, area: shape.Area, colour: str, apply: Any) -> None:
        cards = self._canvas.renderer.cards
        font = scaled(cards.fonts.note, self._canvas.view.scale)
        self._place.note(text, self._area(area), font, paper(cards.theme, colour), apply)

    def _say(self, text: str, x: float, y: float, apply: Any) -> None:
        canvas, theme = self._canvas, self._canvas.renderer.cards.theme
        left, top = canvas.view.to_view(x + COMMENT_SIZE, y)
        box = self._in_view(QRect(round(left) + _GAP, round(top), *_BUBBLE))
        colours = theme.colour("base"), theme.colour("ink")
        hint = "Comment, for people: it is exported nowhere"
        self._place.note(text, box, canvas.font(), colours, apply, hint, theme.colour("accent"))

    def _change(self, note: Note, **changes: Any) -> None:
        self._canvas.attempt(note_commands.edit_note, note.id, **changes)

    def _made(self, new: str | None) -> None:
        if new:
            self._canvas.select(notes=(new,))

    def _area(self, area: shape.Area) -> QRect:
        view = self._canvas.view
        x, y = view.to_view(area[0], area[1])
        return QRect(round(x), round(y), round(area[2] * view.scale), round(area[3] * view.scale))

    def _in_view(self, box: QRect) -> QRect:
        """A box moved so far that all of it can be seen."""
        room = self._canvas.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        box = QRect(box.topLeft(), box.size().boundedTo(room.size()))
        box.moveLeft(max(room.left(), min(box.left(), room.right() - box.width())))
        box.moveTop(max(room.top(), min(box.top(), room.bottom() - box.height())))
        return box
