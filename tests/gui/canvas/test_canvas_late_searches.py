"""A search for the places of missing steps that ends after a newer report has been drawn."""

from __future__ import annotations

from typing import Any

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
