"""Losses as people read them."""

from __future__ import annotations

from designer.plan.plan import Loss
from designer.targets.target import told_once


def test_what_holds_for_several_steps_is_told_once_with_their_names() -> None:
    losses = [
        Loss("a", "limit", "none"),
        Loss(None, "trigger", "no"),
        Loss("b", "limit", "none"),
        Loss("a", "link", "x"),
    ]
    assert [(loss.message, steps) for loss, steps in told_once(losses)] == [
        ("none", ("a", "b")),
        ("no", ()),
        ("x", ("a",)),
    ]
