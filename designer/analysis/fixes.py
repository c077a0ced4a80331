"""Fixes: each is one edit and one undo step that removes its finding and lowers no score."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from designer.analysis import fix_facts, fix_links, fix_steps
from designer.analysis.analyzer import Analyzer
from designer.analysis.finding import Finding
from designer.analysis.fix_work import Work
from designer.analysis.repair import Operation
from designer.analysis.report import Report
from designer.analysis.rulebook import DEFAULT_PROFILE
from designer.analysis.view import PipelineView
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
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
}


def operation_words() -> frozenset[str]:
    """The words that the fixes of rule files may use."""
    return frozenset(_OPERATIONS)


def apply_fix(pipeline: Pipeline, catalog: Catalog, finding: Finding) -> None:
    """Mends one finding of the pipeline's present state as one edit.

    Raises:
        EditRefused: the finding has no fix, or the pipeline has changed so that it no longer fits.
    """
    if finding.autofix is None:
        raise EditRefused(f"{finding} has no automatic fix", advice=finding.fix)
    gone = [name for name in (finding.anchor, *finding.others) if name and name not in pipeline.steps]
    if gone:
        raise EditRefused(f"{finding} no longer fits: there is no step {gone[0]}", advice="Check the pipeline again.")
    with pipeline.edit(f"Fix {finding.code}: {finding.autofix.title}"):
        for operation in finding.autofix.operations:
            view = PipelineView(pipeline.snapshot(), catalog)
            _OPERATIONS[next(iter(operation))](Work(pipeline, catalog, finding, view), operation)


def fix_all(
    pipeline: Pipeline,
    analyzer: Analyzer,
    profile: str = DEFAULT_PROFILE,
    safety: Collection[str] = SAFE,
    *,
    unsafe: bool = False,
) -> list[Finding]:
    """Mends all that can be mended, as one edit, and returns what was mended in that order.

    Each place is mended once, so it ends whatever the fixes open.

    Args:
        safety: which fixes may be used.
        unsafe: all of them may.
    """
    allowed = frozenset(EVERY_SAFETY if unsafe else safety)
    done: list[Finding] = []
    tried: set[str] = set()
    with pipeline.edit("Fix all"):
        while True:
            report = analyzer.analyze(pipeline.snapshot(), profile)
            finding = _next(report, allowed, tried)
            if finding is None:
                return done
            tried.add(str(finding))
            apply_fix(pipeline, analyzer.catalog, finding)
            done.append(finding)


def _next(report: Report, allowed: Collection[str], tried: Collection[str]) -> Finding | None:
    """The next finding to mend: what the others stand on first, then in the order of the codes."""
    open_ = [f for f in report.findings if f.autofix and f.autofix.safety in allowed and str(f) not in tried]
    return min(open_, key=lambda f: (f.principle != "structure", f.code), default=None)
