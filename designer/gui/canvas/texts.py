"""What can be typed on the canvas itself: what stands on the board, titles of frames and of steps."""

from __future__ import annotations

from designer.commands import notes as note_commands
from designer.commands import steps as step_commands
from designer.drawing import geometry as shape
from designer.gui.canvas.board_texts import BoardTexts
from designer.gui.canvas.editors import scaled
from designer.gui.canvas.hit_test import Hit


class Texts(BoardTexts):
    """Opens editors over the things they edit; what is typed becomes one undo step."""

    @property
    def editor(self) -> object:
        """The open editor, None when nothing is edited."""
        return self._place.editor

    def close(self) -> None:
        """Keeps what was typed and ends editing."""
        self._place.close()

    def frame(self, frame_id: str) -> None:
        """Opens the title of a frame."""
        canvas = self._canvas
        area = canvas.scene.frames.get(frame_id)
        if area is not None:
            box = self._area((area[0] + 8, area[1] + 6, min(area[2] - 16, 320), shape.FRAME_TITLE))
            font = scaled(canvas.renderer.cards.fonts.frame, canvas.view.scale)
            title = canvas.session.pipeline.frames[frame_id].title
            self._place.line(title, box, font, lambda t: canvas.attempt(note_commands.rename_frame, frame_id, t))

    def title(self, step_id: str) -> None:
        """Opens the title of a step, on its card."""
        canvas, hit = self._canvas, Hit("steps", step_id)
        area = canvas.overlays.area_of(hit)
        if area is not None:
            canvas.keep_in_view(hit)
            cards = canvas.renderer.cards.fonts
            fonts = cards.cards[cards.detail_at(canvas.view.scale)]
            detail, high = fonts.detail, fonts.detail.title * 2
            base = detail.rows(1, 1)[0][0]
            box = self._area((area[0] + detail.left - 6, area[1] + base - high * 0.68, detail.width + 14, high))
            box.setWidth(max(box.width(), 160))
            box.setHeight(max(box.height(), 24))
            font = scaled(fonts.title, canvas.view.scale)
            self._place.line(
                canvas.session.pipeline.steps[step_id].label, box, font, lambda t: self._rename(step_id, t)
            )

    def _rename(self, step_id: str, title: str) -> None:
        step = self._canvas.session.pipeline.steps.get(step_id)
        if step is not None and title.strip() != step.label:
            self._canvas.attempt(step_commands.rename, step_id, title)
