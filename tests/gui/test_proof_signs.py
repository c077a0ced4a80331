"""Cards tell how far what they promise is proven, and whether it ran."""

from __future__ import annotations

from typing import Any

import pytest

from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.proof_marks import least_proven, proof_numbers, proof_sentence, proof_signs, show_proof
from designer.gui.canvas.tips import tip_for
from designer.session.evidence import DECLARED, EXPORTED, LEVELS, LINTED, RAN, Evidence, Proof


def evidence(level: str, *steps: str) -> Evidence:
    return Evidence("REP001", "release", level, "why", steps=steps)


def test_a_card_is_as_far_as_the_least_proven_part_of_it() -> None:
    proof = Proof((evidence(RAN, "train"), evidence(EXPORTED, "train", "data"), evidence(LINTED, "data")))
    numbers = proof_numbers(proof)
    assert [icon for icon, _ in proof_signs(numbers["train"])] == ["proof-exported", "ran"]
    assert [icon for icon, _ in proof_signs(numbers["data"])] == ["proof-exported"]
    assert proof_sentence(numbers["train"]) == "Exported: the files say it; some of it ran"
    assert proof_numbers(None) == {}


def test_evidence_without_witnesses_is_about_the_step_that_is_judged() -> None:
    assert list(proof_numbers(Proof((evidence(DECLARED),)))) == ["release"]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_sign_of_its_own_and_a_sentence(level: str) -> None:
    number = proof_numbers(Proof((evidence(level, "a"),)))["a"]
    assert [icon for icon, _ in proof_signs(number)] == [f"proof-{level}"]
    assert level.capitalize() in proof_sentence(number).replace("Only d", "D")


def test_the_order_in_which_evidence_comes_does_not_matter() -> None:
    numbers = [0, 1, 2, 3, 4, 4 | 8, 2 | 8]
    for one in numbers:
        for other in numbers:
            assert least_proven(one, other) == least_proven(other, one)


def test_the_window_puts_signs_on_the_cards_and_takes_them_away(chain: Any) -> None:
    canvas = chain.desk.canvas
    canvas.fit_all()
    canvas.zoom_to(1.0)
    chain.desk.proving.ready.emit(Proof((evidence(LINTED, "train"),)))
    row = canvas.scene.columns.steps.row["train"]
    assert canvas.scene.columns.steps["proof"][row] == 3
    assert canvas.scene.words_of(row).signs == 1
    tip = tip_for(Hit("steps", "train"), canvas.scene, canvas.renderer, canvas.view.scale)
    assert "Linted: linters read its lines" in tip
    marked = canvas.grab().toImage()
    chain.desk.proving.ready.emit(None)
    assert not canvas.scene.columns.steps["proof"].any()
    assert canvas.grab().toImage() != marked


def test_a_collapsed_frame_is_as_far_as_its_least_proven_step(chain: Any) -> None:
    from designer.commands import notes
    from designer.gui.canvas.folding import toggle_frame

    desk = chain.desk
    frame = desk.session.run(notes.add_frame, ["data", "train"], "Fit")
    show_proof(desk.canvas, Proof((evidence(LINTED, "train"), evidence(DECLARED, "data"))))
    toggle_frame(desk.canvas, frame)
    columns = desk.canvas.scene.columns
    assert columns.steps["proof"][columns.row_of("train")] == 1
    toggle_frame(desk.canvas, frame)
    assert columns.steps["proof"][columns.row_of("train")] == 3
