"""Whether a rule finds in its cases what they say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.case import FAIL, SORTS, Case
from designer.analysis.finding import Finding
from designer.analysis.fixes import apply_fix
from designer.analysis.rule import Rule
from designer.analysis.rulebook import Profile
from designer.errors import DesignerError
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog
from designer.storage.checking import check_fields
from designer.storage.reading import DocumentReader

STRICTEST: Final = "regulated"


@dataclass(frozen=True, slots=True)
class TriedCase:
    """One case of a rule.

    Args:
        sort: ``fail``, ``pass`` or ``near_miss``.
        number: among those of its sort, from 1.
        problem: what is not as the case says; empty when all is.
    """

    code: str
    sort: str
    number: int
    case: Case
    problem: str = ""


def case_pipeline(document: Mapping[str, Any], catalog: Catalog, name: str = "case") -> Snapshot:
    """The pipeline of a case.

    Raises:
        DocumentError: it is no document.
    """
    reader = DocumentReader(yaml_io.Parsed({"steps": {}, **document}), name)
    snapshot = reader.snapshot()
    check_fields(snapshot, catalog, reader)
    return snapshot


def everything(analyzer: Analyzer, rule: Rule) -> Profile:
    """The strictest profile, with one rule whatever its tier."""
    return replace(analyzer.rulebook.profile(STRICTEST), extend=(rule.code,))


def try_cases(analyzer: Analyzer, rule: Rule) -> Iterator[TriedCase]:
    """Looks at each case of a rule."""
    for sort in SORTS:
        for number, case in enumerate(rule.cases.get(sort, ()), 1):
            yield TriedCase(rule.code, sort, number, case, _problem(analyzer, rule, sort, case))


def _problem(analyzer: Analyzer, rule: Rule, sort: str, case: Case) -> str:
    try:
        snapshot = case_pipeline(case.document, analyzer.catalog)
    except DesignerError as e:
        return f"is no pipeline: {e.message}" + (f" ({e.field})" if e.field else "")
    report = analyzer.analyze(snapshot, everything(analyzer, rule))
    if report.problems:
        return report.problems[0]
    found = [f for f in report.findings if f.code == rule.code]
    places = sorted(f.at for f in found)
    wanted = sorted(case.at)
    if places != wanted and (wanted or sort != FAIL or not found):
        wants = f"at {', '.join(wanted)}" if wanted else "one somewhere" if sort == FAIL else "none"
        return f"expected {wants}, found {'at ' + ', '.join(places) if places else 'none'}"
    return next((p for f in found if (p := _fix_problem(analyzer, rule, snapshot, f))), "")


def _fix_problem(analyzer: Analyzer, rule: Rule, snapshot: Snapshot, finding: Finding) -> str:
    if finding.autofix is None:
        return ""
    board = Pipeline(snapshot)
    try:
        apply_fix(board, analyzer.catalog, finding)
    except DesignerError as e:
        return f"the fix is refused: {e.message}"
    after = analyzer.analyze(board.snapshot(), everything(analyzer, rule))
    return f"the fix leaves the finding at {finding.at}" if str(finding) in after.keys else ""
