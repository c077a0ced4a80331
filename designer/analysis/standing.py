"""How one rule stands in a pipeline, for people who ask what was earned and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from designer.analysis.merits import Merit
from designer.analysis.score import passes
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView
from designer.model.step import PIPELINE

CORE_STEPS: Final = "GRA002"
HOLDS: Final = "holds"
FAILS: Final = "fails"
WAITS: Final = "waits"
UNSEEN: Final = "unseen"
LEFT_OUT: Final = "left out"
NOTHING: Final = "nothing to judge"
NOT_ASKED: Final = "not asked"
STATES: Final[Mapping[str, str]] = {
    HOLDS: "holds",
    FAILS: "missing",
    WAITS: "waits for",
    UNSEEN: "not visible in these files",
    LEFT_OUT: "declared not applicable",
    NOTHING: "no step to judge yet",
    NOT_ASKED: "not asked of this pipeline",
}
"""The states of a rule in words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule stands.

    Args:
        state: one of `STATES`.
        at: ids of the steps at which it does not hold.
        after: codes of the rules that it waits for.
        earned: ids of the steps that earn it where it holds.
        facts: facts of the pipeline that earn it.
        half: whether some place is earned by hand only.
        credit: from 0 to 1; None when nothing could be assessed.
    """

    code: str
    state: str
    at: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    earned: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    half: bool = False
    credit: float | None = None

    @property
    def is_met(self) -> bool:
        return self.state == HOLDS


def standing_of(
    code: str,
    judgements: Mapping[str, Judgement],
    merits: Iterable[Merit],
    view: PipelineView,
    credit: float | None,
) -> Standing:
    """How a rule stands.

    Args:
        judgements: all of the pipeline; one that its scope or facts do not ask for is missing.
        merits: those of this rule.
    """
    judgement = judgements.get(code)
    if judgement is None:
        return Standing(code, NOT_ASKED)
    merits = tuple(merits)
    state, at = _state(judgement, view)
    return Standing(
        code=code,
        state=state,
        at=at,
        after=_awaited(judgement, judgements, view) if state == WAITS else (),
        earned=tuple(dict.fromkeys(step for merit in merits for step in merit.steps)),
        facts=tuple(dict.fromkeys(name for merit in merits for owner, name in merit.facts if owner == PIPELINE)),
        half=any(merit.half for merit in merits),
        credit=credit,
    )


def _state(judgement: Judgement, view: PipelineView) -> tuple[str, tuple[str, ...]]:
    if judgement.rule.type != "merit":
        return _state_of_demerit(judgement, view)
    if passes(judgement, view.lines):
        return HOLDS, ()
    masks = {FAILS: 0, WAITS: 0, UNSEEN: 0, LEFT_OUT: 0}
    names = {"blocked": WAITS, "unknown": UNSEEN, "left_out": LEFT_OUT}
    for group in judgement.groups:
        masks[FAILS] |= group.verdict.fails | group.verdict.accepted
        for name, state in names.items():
            masks[state] |= getattr(group.verdict, name)
            if group.no_source == name and group.train is not None:
                masks[state] |= 1 << group.train
    found = next((state for state, mask in masks.items() if mask), NOTHING)
    return found, view.names(masks.get(found, 0))


def _state_of_demerit(judgement: Judgement, view: PipelineView) -> tuple[str, tuple[str, ...]]:
    if not judgement.is_violated:
        return HOLDS, ()
    mask = 0
    for group in judgement.groups:
        mask |= group.verdict.fails | group.verdict.accepted
    places = (step for violation in judgement.violations for step in violation.steps)
    return FAILS, tuple(dict.fromkeys((*view.names(mask), *places)))


def _awaited(judgement: Judgement, judgements: Mapping[str, Judgement], view: PipelineView) -> tuple[str, ...]:
    """The rules that must hold first; without such, the core step without which there is nothing to judge."""
    first = [c for c in judgement.rule.requires if c in judgements and not passes(judgements[c], view.lines)]
    return tuple(first) or (CORE_STEPS,)
