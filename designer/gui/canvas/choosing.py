"""A canvas that says what is selected, what the keyboard is on and what is lit; no editing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.gui.canvas import accessible
from designer.gui.canvas.framing import READABLE, Framing
from designer.gui.canvas.hit_test import NOTHING, Hit
from designer.gui.canvas.selection import Selection

if TYPE_CHECKING:
    from designer.analysis.finding import Finding

FOCUSABLE: Final = ("steps", "notes", "frames")
"""What the keyboard can be on besides missing steps."""

_WELL_READABLE: Final = 0.8


class Choosing(Framing):
    """Holds selection, focus and highlight, and shows them."""

    selection_changed = Signal(object)  # Selection

    @property
    def selection(self) -> Selection:
        return self.overlays.state.selection

    def select(
        self,
        steps: Iterable[str] = (),
        links: Iterable[str] = (),
        notes: Iterable[str] = (),
        frames: Iterable[str] = (),
    ) -> None:
        """Selects exactly these things; unknown ids are left out."""
        wanted = Selection(tuple(steps), tuple(links), tuple(notes), tuple(frames))
        chosen = wanted.existing(self.scene.pipeline)
        if chosen.steps:
            self.focus_on(Hit("steps", chosen.steps[-1]))
        self.choose(chosen)

    def choose(self, selection: Selection) -> None:
        """Makes a selection the current one, without what is not there (any more), and tells about it."""
        selection = selection.existing(self.scene.pipeline)
        if selection != self.selection:
            self.overlays.state.selection = selection
            self.selection_changed.emit(selection)
            self.update()

    def focus_on(self, hit: Hit) -> None:
        """Puts the keyboard on a thing."""
        if hit != self.overlays.state.focus:
            self.overlays.state.focus = hit
            self.update()
            accessible.announce_focus(self)

    def focused(self) -> Hit:
        """What the keyboard is on: the focus, else what was selected last."""
        focus, last = self.overlays.state.focus, self.selection.last
        if focus.part and self.overlays.area_of(focus) is not None:
            return focus
        found = Hit(*last) if last and last[0] in FOCUSABLE else NOTHING
        return found if self.overlays.area_of(found) is not None else NOTHING

    def hover(self, hit: Hit) -> None:
        """Shows what the pointer is over."""
        if hit != self.overlays.state.hover:
            self.overlays.state.hover = hit
            self.update()

    def set_highlight(
        self,
        steps: Iterable[str] = (),
        links: Iterable[str] = (),
        token: str = "error",
        signs: Mapping[str, str] | None = None,
    ) -> None:
        """Dims all but these steps and links, whose path is drawn thick and dashed; without any, nothing is dimmed.

        Args:
            signs: what would happen to some of the steps; it is written on their cards.
        """
        state = self.overlays.state
        state.lit_steps, state.lit_links, state.lit_as = frozenset(steps), frozenset(links), token
        state.lit_ghost, state.signs = None, dict(signs or {})
        self.update()

    def show_finding(self, finding: Finding | None) -> None:
        """Highlights what a finding is about: its steps, and the path on which something is missing."""
        if finding is None:
            self.set_highlight()
            return
        self.set_highlight(finding.steps, finding.bypass or finding.links, finding.severity)
        self.overlays.state.lit_ghost = finding.ghost
        self.bring_into_view([self.overlays.area_of(Hit("steps", s)) for s in finding.steps])

    def show_note(self, note_id: str) -> None:
        """Selects something on the board and brings it into view."""
        self.select(notes=[note_id])
        self.focus_on(Hit("notes", note_id))
        self.keep_in_view(Hit("notes", note_id))

    def reveal(self, step_id: str) -> None:
        """Selects a step and brings it into view, readable, moving as little as possible."""
        if step_id not in self.scene.pipeline.steps:
            return
        self.select(steps=[step_id])
        with self.motion.of_view():
            if self.view.scale < READABLE:
                self._centre_on(step_id)
            self.keep_in_view(Hit("steps", step_id))

    def jump_to(self, step_id: str) -> None:
        """Selects a step and shows it in the middle, readable."""
        if step_id in self.scene.pipeline.steps:
            self.select(steps=[step_id])
            with self.motion.of_view():
                self._centre_on(step_id)

    def _centre_on(self, step_id: str) -> None:
        self.view.scale = self.view.scale if self.view.scale >= READABLE else _WELL_READABLE
        x, y, width, height = self.overlays.area_of(Hit("steps", step_id)) or (0.0, 0.0, CARD_WIDTH, CARD_HEIGHT)
        self.view.centre(x + width / 2, y + height / 2, self.width(), self.height())
        self._view_changed()
