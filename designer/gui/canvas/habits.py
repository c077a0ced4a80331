"""How a person wants the canvas to behave; shared by all canvases of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Habits:
    """Choices that change what gestures do.

    Args:
        snap_guides: dragged things snap to edges, centres and gaps of others.
        snap_grid: where nothing else draws them, they snap to the grid.
        wheel_zooms: the wheel zooms without Ctrl, and pans with it.
        minimap: a map of the whole drawing stands in a corner while not all of it is in view.
        straight_links: links have straight angles only.
        pen: name of the pen that strokes and texts are made with.
        tab_adds: Tab opens the list of kinds, as in n8n, instead of leaving the canvas.
        letter_keys: keys without Ctrl or Alt do something.
        motion: where the view and cards go is shown by short movements.
        author: who comments.
        board_bar: the tools of the whiteboard stand at the edge of the canvas.
    """

    snap_guides: bool = True
    snap_grid: bool = False
    wheel_zooms: bool = False
    minimap: bool = True
    straight_links: bool = False
    pen: str = "red"
    tab_adds: bool = False
    letter_keys: bool = True
    motion: bool = False
    author: str = ""
    board_bar: bool = True
