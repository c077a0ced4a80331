"""How far what a card promises is proven, and whether it ran: a sign in its corner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from designer.session.evidence import LEVELS, RAN, Proof

if TYPE_CHECKING:
    from designer.gui.canvas.canvas import Canvas

_LEVEL: Final = 7  # bits that hold the level; 0 is for nothing to prove
_SOME_RAN: Final = 8
_TOKENS: Final = ("ink_soft", "ink_soft", "ok", "ok")
_SENTENCES: Final = (
    "Only declared: no file says it",
    "Exported: the files say it",
    "Linted: linters read its lines and found no error",
    "Ran: its very lines were run, and succeeded",
)


def proof_numbers(proof: Proof | None) -> dict[str, int]:
    """For each step with evidence how far the least proven part of it is, 1 to 4; more where another part ran."""
    numbers: dict[str, int] = {}
    for evidence in proof.evidence if proof is not None else ():
        number = LEVELS.index(evidence.level) + 1
        ran = _SOME_RAN if evidence.level == RAN else 0
        for step in evidence.steps or (evidence.at,):
            numbers[step] = least_proven(numbers.get(step, 0), number | ran)
    return numbers


def least_proven(one: int, other: int) -> int:
    """Of two numbers the one for both together."""
    if not one or not other:
        return one or other
    return min(one & _LEVEL, other & _LEVEL) | (one | other) & _SOME_RAN


def proof_signs(number: int) -> Iterator[tuple[str, str]]:
    """Icons and colour tokens of the signs for a number, from the right."""
    level = number & _LEVEL
    if level:
        yield f"proof-{LEVELS[level - 1]}", _TOKENS[level - 1]
    if number & _SOME_RAN and LEVELS[level - 1] != RAN:
        yield "ran", "ok"


def proof_sentence(number: int) -> str:
    """The same for tooltips and screen readers."""
    level = number & _LEVEL
    some = "; some of it ran" if number & _SOME_RAN and LEVELS[level - 1] != RAN else ""
    return f"{_SENTENCES[level - 1]}{some}"


def show_proof(canvas: Canvas, proof: Proof | None) -> None:
    """Puts the signs on the cards, or takes them away."""
    canvas.mark(canvas.scene.show_proof(proof_numbers(proof), canvas.renderer.labels.forget))
