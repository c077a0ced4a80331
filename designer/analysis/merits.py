"""What earned the points: where each rule holds, which steps prove it and which stated facts it asked for.

It is worked out only when somebody asks; judging a pipeline needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designer.analysis.bit_sets import bits
from designer.analysis.check_language import EachCheck, FacetCheck
from designer.analysis.facets import FACETS
from designer.analysis.operator import OF_PIPELINE, Proof, Question, witnessed
from designer.analysis.verdict import Group, Judgement
from designer.analysis.view import PipelineView
from designer.model.step import PIPELINE


@dataclass(frozen=True, slots=True)
class Merit:
    """One place at which a rule holds.

    Args:
        code: of the rule.
        at: id of the step that is judged.
        steps: ids of the witnesses that earn it; the step itself when its own attributes do.
        facts: what the rule asked for and is stated: the id of a step, or ``pipeline``, and the attribute.
        half: whether all witnesses are done by hand.
    """

    code: str
    at: str
    steps: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    half: bool = False


def merits_of(view: PipelineView, judgements: Mapping[str, Judgement]) -> tuple[Merit, ...]:
    """The merits of a judged pipeline, rule by rule; rules that only cost points while they fail have none."""
    return tuple(m for j in judgements.values() if j.rule.type == "merit" for m in _merits(view, j))


def _merits(view: PipelineView, judgement: Judgement) -> Iterator[Merit]:
    proofs: dict[int, Proof] = {}
    half = 0
    for group in judgement.groups:
        half |= group.verdict.half
        for anchor in bits(group.verdict.holds):
            proofs[anchor] = proofs.get(anchor, Proof()) | _proof(view, judgement, group, anchor)
    for anchor, proof in sorted(proofs.items()):
        yield Merit(
            code=judgement.rule.code,
            at=view.name(anchor),
            steps=view.names(proof.steps),
            facts=tuple((_owner(view, step), name) for step, name in proof.facts),
            half=bool(half >> anchor & 1),
        )


def _owner(view: PipelineView, step: int) -> str:
    return PIPELINE if step == OF_PIPELINE else view.name(step)


def _proof(view: PipelineView, judgement: Judgement, group: Group, anchor: int) -> Proof:
    check = judgement.rule.checks[view.scope]
    if isinstance(check, FacetCheck):
        return _proof_of_facet(view, check, anchor)
    if not isinstance(check, EachCheck):
        return Proof(1 << anchor)
    if not view.meeting(check.only) >> anchor & 1:  # it is fine as it is
        return witnessed(view, 1 << anchor, [name for name, _ in check.only])
    return check.needs.proof(Question(view, 1 << anchor, view.real, group.train))


def _proof_of_facet(view: PipelineView, check: FacetCheck, anchor: int) -> Proof:
    """Every candidate that passes: without the best one the next would be taken."""
    facet = FACETS[check.facet]
    test = facet.tests[check.test]
    passing = test.meeting(view, facet.candidates(view, anchor), anchor)
    return witnessed(view, passing, test.asks)
