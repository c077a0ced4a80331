"""Fixes: each is one edit and one undo step that removes its finding and lowers no score."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Final

from designer.analysis import fix_facts, fix_links, fix_steps, fix_texts, fix_waivers
from designer.analysis.analyzer import Analyzer, Judged
from designer.analysis.finding import Finding
from designer.analysis.fix_rounds import independent
from designer.analysis.fix_work import Work
from designer.analysis.repair import Operation
from designer.analysis.rulebook import DEFAULT_PROFILE, Profile
from designer.analysis.view import PipelineView
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.pace import breathe
from designer.steps.catalog import Catalog

SAFE: Final = ("safe", "canvas-safe")
EVERY_SAFETY: Final = (*SAFE, "unsafe")
_OPERATIONS: Final[Mapping[str, Callable[[Work, Operation], None]]] = {
    "insert": fix_steps.insert,
    "insert_after_near": fix_steps.insert_after_near,
    "insert_core": fix_steps.insert_core,
    "insert_loop": fix_steps.insert_loop,
    "insert_on_feedback": fix_steps.insert_on_feedback,
    "link_from": fix_steps.link_from,
    "set": fix_facts.set_,
    "set_up": fix_facts.set_witness,
    "set_down": fix_facts.set_witness,
    "set_around": fix_facts.set_witness,
    "set_kind": fix_facts.set_witness,
    "set_pipeline_list": fix_facts.set_pipeline_list,
    "add_watch": fix_facts.add_watch,
    "release_on": fix_facts.release_on,
    "set_in_links": fix_links.set_in_links,
    "make_feedback": fix_links.make_feedback,
    "retarget_feedback": fix_links.retarget_feedback,
    "link_release_to": fix_links.link_release_to,
    "link_producer": fix_links.link_producer,
    "mend_text": fix_texts.mend_text,
    "store_secrets": fix_texts.store_secrets,
    "remove_waiver": fix_waivers.remove_waiver,
}


class _TakenBack(Exception):
    """Rolls one fix back."""


def operation_words() -> frozenset[str]:
    """The words that the fixes of rule files may use."""
    return frozenset(_OPERATIONS)


def apply_fix(pipeline: Pipeline, catalog: Catalog, finding: Finding) -> None:
    """Mends one finding of the pipeline's present state as one edit.

    Raises:
        EditRefused: the finding has no fix, or the pipeline has changed so that it no longer fits.
    """
    gone = [name for name in (finding.anchor, *finding.others) if name and name not in pipeline.steps]
    if gone:
        raise EditRefused(f"{finding} no longer fits: there is no step {gone[0]}", advice="Check the pipeline again.")
    _carry_out(pipeline, finding, PipelineView(pipeline.snapshot(), catalog))


def fix_all(
    pipeline: Pipeline,
    analyzer: Analyzer,
    profile: str | Profile = DEFAULT_PROFILE,
    safety: Collection[str] = SAFE,
    *,
    unsafe: bool = False,
    places_steps: bool = True,
    is_kept: Callable[[], bool] = lambda: True,
) -> list[Finding]:
    """Mends all that can be mended, as one edit, and returns what was mended in that order.

    It goes rule by rule, what the others stand on first, then in the order of the codes; whatever a rule opens is
    looked at before the next one. Each place is mended once, so it ends whatever the fixes open.

    Args:
        safety: which fixes may be used.
        unsafe: all of them may.
        places_steps: whether new steps get places among the others; not when all are arranged anew afterwards.
        is_kept: asked after each fix; one for which it says no is taken back and not tried again.
    """
    allowed = frozenset(EVERY_SAFETY if unsafe else safety)
    done: dict[str, Finding] = {}
    tried: set[str] = set()

    def open_(judged: Judged, code: str) -> list[Finding]:
        found = judged.findings(code)
        return [f for f in found if f.autofix and f.autofix.safety in allowed and str(f) not in tried]

    with pipeline.edit("Fix all"):
        while True:
            judged = analyzer.judge(pipeline.snapshot(), profile)
            code = next((c for c in _mendable(judged, allowed) if open_(judged, c)), None)
            if code is None:
                return list(done.values())
            while chosen := independent(judged.view, open_(judged, code)):
                for finding in chosen:
                    breathe()
                    tried.add(str(finding))
                    with suppress(_TakenBack), pipeline.edit("Fix"):
                        _carry_out(pipeline, finding, judged.view, places_steps=places_steps)
                        if not is_kept():
                            raise _TakenBack
                        done[str(finding)] = finding
                judged = analyzer.judge(pipeline.snapshot(), profile, only=code)


def _mendable(judged: Judged, allowed: Collection[str]) -> list[str]:
    """Rules whose fixes may be used: what the others stand on first, then in the order of the codes."""
    rules = [j.rule for j in judged.active.values() if j.rule.autofix and j.rule.autofix.safety in allowed]
    return [rule.code for rule in sorted(rules, key=lambda r: (r.principle != "structure", r.code))]


def _carry_out(pipeline: Pipeline, finding: Finding, view: PipelineView, *, places_steps: bool = True) -> None:
    """One fix as one edit; ``view`` shows the pipeline as far as this fix can tell."""
    if finding.autofix is None:
        raise EditRefused(f"{finding} has no automatic fix", advice=finding.fix)
    with pipeline.edit(f"Fix {finding.code}: {finding.autofix.title}"):
        for number, operation in enumerate(finding.autofix.operations):
            work = Work(pipeline, view.catalog, finding, view, places_steps)
            _OPERATIONS[next(iter(operation))](work.renewed() if number else work, operation)
