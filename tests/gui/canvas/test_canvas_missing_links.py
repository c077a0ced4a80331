"""Missing links are drawn, reached and accepted like missing steps."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from designer.commands.steps import add_step
from designer.drawing.theme import load_theme
from designer.gui.canvas.ghosts import CHIP

Key = Qt.Key


def _watched(hands: Any) -> Any:
    """A drift check that leads nowhere; returns the mark of the link that is missing behind it."""
    add_step(hands.pipeline, hands.session.services.catalog, "drift", at=(1200, 0), step_id="drift", after="deploy")
    hands.bridge.wait_idle()
    return next(g for g in hands.canvas.scene.ghosts if g.look is None and g.finding.code == "MON008")


def test_the_mark_stands_in_the_middle_of_the_link_that_is_missing(hands: Any) -> None:
    ghost = _watched(hands)
    assert (ghost.after, ghost.before, ghost.width) == (("drift",), ("train",), CHIP)
    assert ghost.title == "Link from drift to train"
    xs = ghost.curves[0][0::2]
    assert xs.min() <= ghost.x <= xs.max()


def test_a_click_on_it_adds_what_is_missing_and_one_undo_takes_it_back(hands: Any) -> None:
    ghost = _watched(hands)
    hands.canvas.ghost_accepted.connect(hands.session.apply_fix)
    before = set(hands.pipeline.links)
    hands.click((ghost.x + CHIP / 2, ghost.y + CHIP / 2))
    assert any(link.startswith("retrain ~> ") for link in hands.pipeline.links)
    hands.session.undo()
    assert set(hands.pipeline.links) == before


def test_the_keyboard_reaches_it_from_the_step_that_it_would_leave(hands: Any) -> None:
    ghost = _watched(hands)
    accepted: list[Any] = []
    hands.canvas.ghost_accepted.connect(accepted.append)
    hands.canvas.scene.ghosts = [ghost]
    hands.canvas.select(steps=["drift"])
    hands.key(Key.Key_Right)
    assert hands.canvas.focused().ghost == ghost
    hands.key(Key.Key_Return)
    assert [f.code for f in accepted] == ["MON008"]


def test_it_is_painted_in_the_colour_of_what_is_missing(hands: Any) -> None:
    ghost = _watched(hands)
    hands.canvas.zoom_to(1.0)
    middle = hands.colour(ghost.x + CHIP / 2, ghost.y + CHIP / 2)
    assert middle.name() == load_theme("light").colour("ghost").lower()
