"""What waivers do to judgements, and what is wrong with the waivers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from designer.analysis.bit_sets import bits
from designer.analysis.builtin import Violation, WaiverCheck
from designer.analysis.check_language import FacetCheck
from designer.analysis.rulebook import Profile
from designer.analysis.verdict import Judgement
from designer.analysis.view import PipelineView
from designer.analysis.waiver import ACCEPTED, ELSEWHERE, NOT_APPLICABLE, Stated, Waivers, needless
from designer.model.step import PIPELINE

_STATES: Final = {ACCEPTED: "accepted", ELSEWHERE: "attested", NOT_APPLICABLE: "left_out"}


def hide(view: PipelineView, waivers: Waivers, judgement: Judgement) -> None:
    """Takes what somebody waived out of what fails."""
    for group, fails in list(judgement.failing()):
        for anchor in bits(fails):
            names = {view.name(anchor), view.name(judgement.candidates.get(anchor, anchor))}
            found = waivers.find(judgement.rule.code, *names)
            if found is None:
                continue
            judgement.hidden.append((anchor, group.train, found))
            state = _STATES[found.kind]
            setattr(group.verdict, state, getattr(group.verdict, state) | 1 << anchor)


def judge_waivers(view: PipelineView, waivers: Waivers, profile: Profile, judgements: Mapping[str, Judgement]) -> None:
    """What is wrong with the waivers themselves, once all that they could hide was looked for."""
    checks = {c.fault: j for j in judgements.values() if isinstance(c := j.rule.checks[view.scope], WaiverCheck)}
    faults = [
        *waivers.faults,
        *(needless(s) for s in waivers.unused() if _is_needless(view, profile, judgements.get(s.waiver.code), s)),
    ]
    for fault in faults if checks else ():
        at, judgement = fault.stated.at, checks[fault.sort]
        step = view.index.get(at)
        violation = Violation(
            at,
            fault.message[:1].upper() + fault.message[1:],
            step,
            () if step is None else (at,),
            about=fault.stated.waiver.code,
            row=fault.stated.row,
        )
        judgement.violations = (*judgement.violations, violation)


def _is_needless(view: PipelineView, profile: Profile, judgement: Judgement | None, stated: Stated) -> bool:
    """Whether a waiver that hid nothing could not have: its rule counts, and neither waits nor is an open one."""
    if judgement is None or not profile.has(judgement.rule):
        return False
    open_ = 0
    for group in judgement.groups:
        open_ |= group.verdict.blocked | group.verdict.unknown
        open_ |= 1 << group.train if group.train is not None and group.no_source in ("blocked", "unknown") else 0
    step = view.index.get(stated.at)
    is_facet = isinstance(judgement.rule.checks[view.scope], FacetCheck)  # shown at a step that is not judged
    return not open_ if stated.at == PIPELINE or step is None or is_facet else not open_ >> step & 1
