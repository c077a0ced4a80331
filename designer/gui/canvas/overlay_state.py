"""What the tools of the canvas want to be shown over the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from designer.drawing.geometry import Area, Floats
from designer.gui.canvas.hit_test import NOTHING, Hit
from designer.gui.canvas.scene_columns import Ints
from designer.gui.canvas.selection import Selection
from designer.model.snapshot import Bends
from designer.model.step import Note

if TYPE_CHECKING:
    from designer.analysis.finding import Ghost
    from designer.gui.canvas.snapping import Guide


@dataclass(slots=True)
class LinkPreview:
    """A link that is being drawn.

    Args:
        curve: (8,) in scene units.
        state: ``open`` (over nothing), ``valid`` or ``refused``.
        valid: rows of the steps it may be joined with.
        spot: the port of those steps that is the aim: ``in`` or ``out``.
    """

    curve: Floats
    feedback: bool
    state: str
    valid: Ints
    spot: str


@dataclass(slots=True)
class Copies:
    """Copies that are dragged, not yet made.

    Args:
        rows: of the cards that they are copies of.
        links: rows of the links among these.
        dx: how far they are from the originals, in the scene.
    """

    rows: Ints
    links: Ints
    notes: tuple[Note, ...]
    dx: float
    dy: float


@dataclass(slots=True)
class Pen:
    """A stroke that is being drawn: its points so far in the scene, and the name of its pen."""

    points: Floats
    name: str


@dataclass(slots=True)
class OverlayState:
    """What the tools want to be shown; they set it, `Overlays` draws it."""

    selection: Selection = field(default_factory=Selection)
    hover: Hit = NOTHING
    focus: Hit = NOTHING  # what the keyboard is on; drawn only while the canvas has the focus
    has_focus: bool = False
    by_keyboard: bool = False  # whether keys, not the pointer, were used last: only then the focus is drawn
    band: QRectF | None = None  # in logical pixels
    lifted_notes: tuple[Note, ...] = ()
    lifted_frames: tuple[tuple[str, Area], ...] = ()  # titles, and where they are shown on their way
    lifted_by: tuple[float, float] = (0.0, 0.0)  # how far these are from where they stand
    lifted_links: Ints | None = None  # those of the lifted links that follow; None: all of them
    preview: LinkPreview | None = None
    bend: tuple[str, int] | None = None  # the chosen bend: link and index
    dragged_bends: Mapping[str, Bends] = field(default_factory=dict)  # of the link a bend of which is dragged
    drop_link: str | None = None
    drop_words: tuple[Area, str] | None = None  # where it would be put on that link, and the words that say so
    drop_place: tuple[float, float] | None = None
    drop_card: tuple[str, str] | None = None  # step whose kind would change, and the words that say so
    guides: tuple[Guide, ...] = ()
    copies: Copies | None = None
    knife: tuple[tuple[float, float], ...] = ()  # the way of the knife, in the scene
    pen: Pen | None = None  # the stroke that is being drawn
    struck: tuple[str, ...] = ()  # links that it would cut
    lit_steps: frozenset[str] = frozenset()
    lit_links: frozenset[str] = frozenset()
    lit_as: str = "error"
    lit_ghost: Ghost | None = None
    signs: Mapping[str, str] = field(default_factory=dict)  # what would happen, by step
