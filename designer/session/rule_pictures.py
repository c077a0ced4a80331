"""The two pipelines of a rule's page: one with the finding, and one without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from designer.analysis.analyzer import Analyzer
from designer.analysis.case import FAIL, PASS
from designer.analysis.finding import Finding
from designer.analysis.fixes import apply_fix
from designer.analysis.report import Report
from designer.analysis.rule import Rule
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link
from designer.session.rule_cases import case_pipeline, everything


@dataclass(frozen=True, slots=True)
class Shown:
    """One pipeline.

    Args:
        report: its findings of this rule, and no other.
        title: what the picture shows, in a few words.
        notes: what is to be seen in it, a sentence each.
    """

    snapshot: Snapshot
    report: Report
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePictures:
    """Before and after."""

    before: Shown
    after: Shown


def pictures_of(analyzer: Analyzer, rule: Rule) -> RulePictures | None:
    """The first failing case, and the same after the fix; a passing case where there is no fix. None without cases."""
    if not rule.cases.get(FAIL):
        return None
    snapshot = case_pipeline(rule.cases[FAIL][0].document, analyzer.catalog)
    report = _judged(analyzer, rule, snapshot)
    before = Shown(snapshot, report, "Before", tuple(f.message for f in report.findings))
    mended = _mended(analyzer, rule, snapshot, report.findings)
    if mended is not None:
        after = Shown(mended, _judged(analyzer, rule, mended), "After the fix", tuple(_changes(snapshot, mended)))
        return RulePictures(before, after)
    if not rule.cases.get(PASS):
        return None
    fine = case_pipeline(rule.cases[PASS][0].document, analyzer.catalog)
    changes = tuple(_changes(snapshot, fine))
    return RulePictures(before, Shown(fine, _judged(analyzer, rule, fine), "A pipeline without it", changes))


def _judged(analyzer: Analyzer, rule: Rule, snapshot: Snapshot) -> Report:
    report = analyzer.analyze(snapshot, everything(analyzer, rule))
    return replace(report, findings=tuple(f for f in report.findings if f.code == rule.code))


def _mended(analyzer: Analyzer, rule: Rule, snapshot: Snapshot, findings: tuple[Finding, ...]) -> Snapshot | None:
    board = Pipeline(snapshot)
    for _ in findings:
        open_ = _judged(analyzer, rule, board.snapshot()).findings
        mendable = next((f for f in open_ if f.autofix), None)
        if mendable is None:
            break
        with suppress(EditRefused):
            apply_fix(board, analyzer.catalog, mendable)
    after = board.snapshot()
    return None if after.revision == snapshot.revision else after


def _changes(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """What is different, in words: attributes are not to be seen on every card."""
    for name, step in after.steps.items():
        old = before.steps.get(name)
        if old is None:
            yield f"{name} is new: {step.kind.replace('_', ' ')}{_listed(dict(step.attributes))}."
        elif old.attributes != step.attributes:
            changed = {k: v for k, v in step.attributes.items() if old.get(k) != v}
            gone = [k for k in old.attributes if k not in step.attributes]
            words = [f"{_word(k)}: {_value(v)}" for k, v in changed.items()] + [f"no {_word(k)}" for k in gone]
            yield f"{name} has {', '.join(words)}."
    for name in before.steps:
        if name not in after.steps:
            yield f"{name} is gone."
    facts = {k: v for k, v in after.facts.items() if before.facts.get(k) != v and k != "assessed"}
    if facts:
        yield f"The pipeline has {', '.join(f'{_word(k)}: {_value(v)}' for k, v in facts.items())}."
    yield from _changed_links(before, after)


def _changed_links(before: Snapshot, after: Snapshot) -> Iterator[str]:
    new = [_told(k) for i, k in after.links.items() if before.links.get(i) != k]
    gone = [i for i, k in before.links.items() if i not in after.links and {k.source, k.target} <= set(after.steps)]
    if new:
        yield f"New: {', '.join(new)}."
    if gone:
        yield f"Gone: {', '.join(gone)}."


def _told(link: Link) -> str:
    words = [w for w, usual in ((link.when, "success"), (link.carries, "any")) if w != usual]
    return link.id + (f" [{', '.join(words)}]" if words else "")


def _listed(attributes: dict[str, object]) -> str:
    words = [f"{_word(k)}: {_value(v)}" for k, v in attributes.items()]
    return f" ({', '.join(words)})" if words else ""


def _word(name: str) -> str:
    return name.replace("_", " ")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "nothing"
    return "; ".join(str(value).splitlines())
