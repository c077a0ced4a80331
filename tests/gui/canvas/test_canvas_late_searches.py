"""A search for the places of missing steps that ends after a newer report or an edit has been drawn."""

from __future__ import annotations

from typing import Any

from designer.commands import steps
from designer.model.pipeline import Pipeline


def test_what_an_older_report_missed_is_not_drawn_over_what_a_newer_one_does(hands: Any) -> None:
    scene, session = hands.canvas.scene, hands.canvas.session
    scene.set_report(session.analyze())
    assert scene.ghosts
    take = scene.search_ghosts()()
    older = scene.ghosts
    nothing = Pipeline().snapshot()
    scene.set_report(session.services.analyzer.analyze(nothing, session.profile))
    newer = scene.ghosts
    assert newer != older
    assert not len(take())
    assert scene.ghosts == newer


def test_what_was_found_before_a_card_moved_is_not_drawn_over_what_stands_beside_it_now(hands: Any) -> None:
    scene, session = hands.canvas.scene, hands.canvas.session
    scene.set_report(session.analyze())
    take, older = scene.search_ghosts()(), scene.ghosts
    step, (x, y) = next(iter(session.pipeline.positions.items()))
    session.run(steps.move, {step: (x, y + 500)})
    newer = scene.ghosts
    assert newer != older
    assert not len(take())
    assert scene.ghosts == newer
