"""Laws of the score that must hold for every pipeline: mending and improving never cost anything.

M1: a fix removes its finding and lowers no principle, total, grade, maturity level or ML Test Score.
M2: a better attribute lowers none of them.
M3: deleting a step that no finding points at raises none of them.

What was not assessed before is compared with nothing. Of a file that shows little, one stated fact can bring further
rules into the score that fail: the loop back to training is seen, and so is that it has no condition. The
numbers made of the rules that were assessed before never fall.

Levels and the ML Test Score ask all rules, whatever the profile; so for them M3 is about the findings of all rules.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.analysis.fixes import apply_fix
from designer.analysis.report import Report
from designer.analysis.score import overall_score, principle_scores
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.property.random_pipelines import BETTER, analyzer, described, pipelines, profiles

GRADES = "ABCDEF"
EVERY_RULE = "regulated"
EXAMPLES = int(os.environ.get("SCORE_EXAMPLES", "150"))  # more by hand, to search longer
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def _falls(before: Report, after: Report) -> list[str]:
    """The numbers that are lower after than before, made of the rules that were assessed before."""
    known = {code for code, rule in before.score.rules.items() if rule.credit is not None}
    if {code for code, rule in after.score.rules.items() if rule.credit is not None} <= known:
        return _numbers_that_fall(before, after.score.exact, after.score.exact_overall, after.score.grade)
    rules = [rule for code, rule in after.score.rules.items() if code in known]
    exact = principle_scores(rules, before.score.exact, is_partial=None in before.score.exact.values())
    return _numbers_that_fall(before, exact, overall_score(exact))


def _numbers_that_fall(
    before: Report, exact: Mapping[str, float | None], overall: float | None, grade: str = "n/a"
) -> list[str]:
    """Principles, total and grade that are lower now; what cannot be assessed is neither."""
    pairs = {name: (value, exact[name]) for name, value in before.score.exact.items()}
    pairs["overall"] = before.score.exact_overall, overall
    found = [n for n, (old, new) in pairs.items() if old is not None and new is not None and new < old - 1e-6]
    if "n/a" not in (before.score.grade, grade):
        found += ["grade"] * (GRADES.index(grade) > GRADES.index(before.score.grade))
    return found


def _levels_that_fall(before: Report, after: Report) -> list[str]:
    """Maturity models whose level is lower after than before."""
    found = [name for name, level in before.score.levels.items() if after.score.levels[name] < level]
    return found + ["ML Test Score"] * (after.score.ml_test_score < before.score.ml_test_score)


def _changed(before: Report, after: Report) -> str:
    rules = after.score.rules
    moved = {c: (r.credit, rules[c].credit) for c, r in before.score.rules.items() if r.credit != rules[c].credit}
    return f"{moved} {before.score.grade} {after.score.grade}"


def _pointed_at(report: Report) -> set[str]:
    return {name for finding in report.findings for name in finding.steps}


def _with_assessed(snapshot: Snapshot, report: Report) -> Snapshot:
    """An import as the session keeps it: what was seen once stays in the score."""
    return Snapshot(steps=snapshot.steps, links=snapshot.links, facts={**snapshot.facts, "assessed": list(report.seen)})


@SETTINGS
@given(pipelines, profiles)
def test_a_fix_removes_its_finding_and_lowers_no_score(snapshot: Snapshot, profile: str) -> None:
    before = analyzer().analyze(snapshot, profile)
    for finding in before.findings:
        if finding.autofix is None:
            continue
        pipeline = Pipeline(snapshot)
        apply_fix(pipeline, analyzer().catalog, finding)
        after = analyzer().analyze(pipeline.snapshot(), profile)
        story = f"{finding}: {finding.message}\n{_changed(before, after)}\n{described(snapshot)}"
        assert str(finding) not in after.keys, story
        assert not _falls(before, after), story
        assert not _levels_that_fall(before, after), story


@SETTINGS
@given(pipelines, profiles, st.data())
def test_a_better_attribute_lowers_no_score(snapshot: Snapshot, profile: str, data: st.DataObject) -> None:
    if not snapshot.steps:
        return
    before = analyzer().analyze(snapshot, profile)
    step = snapshot.steps[data.draw(st.sampled_from(sorted(snapshot.steps)))]
    name, value = data.draw(st.sampled_from([*BETTER.get(step.kind, []), *BETTER["*"]]))
    if isinstance(value, list):
        value = [*step.get(name, []), *value]
    pipeline = Pipeline(snapshot)
    with pipeline.edit("Improve") as edit:
        edit.put_step(step.with_attributes({name: value}))
    after = analyzer().analyze(pipeline.snapshot(), profile)
    story = f"{step.id}.{name} = {value}\n{_changed(before, after)}\n{described(snapshot)}"
    assert not _falls(before, after), story
    assert not _levels_that_fall(before, after), story


@SETTINGS
@given(pipelines, profiles)
def test_deleting_a_step_that_no_finding_points_at_raises_no_score(snapshot: Snapshot, profile: str) -> None:
    kept = _with_assessed(snapshot, analyzer().analyze(snapshot, profile))
    before = analyzer().analyze(kept, profile)
    pointed = _pointed_at(before)
    pointed_by_any = _pointed_at(analyzer().analyze(kept, EVERY_RULE))
    for name in kept.steps:
        if name in pointed:
            continue
        pipeline = Pipeline(kept)
        with pipeline.edit("Delete") as edit:
            edit.remove_step(name)
        after = analyzer().analyze(pipeline.snapshot(), profile)
        story = f"deleted {name}\n{_changed(before, after)}\n{described(kept)}"
        assert not _falls(after, before), story
        if name not in pointed_by_any:
            assert not _levels_that_fall(after, before), story
