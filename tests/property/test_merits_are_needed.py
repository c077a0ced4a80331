"""What is said to have earned a point is what earned it: without it the point is gone."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.analysis.merits import Merit
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import PIPELINE
from tests.property.random_pipelines import analyzer, described, pipelines, profiles

EXAMPLES = int(os.environ.get("SCORE_EXAMPLES", "150"))  # more by hand, to search longer


def _without(snapshot: Snapshot, merit: Merit) -> Snapshot:
    """The pipeline with all witnesses of a merit planned only, and all its facts unset."""
    pipeline = Pipeline(snapshot)
    with pipeline.edit("Take away") as edit:
        for name in merit.steps:
            edit.put_step(pipeline.steps[name].with_attributes({"stub": True}))
        for owner, name in merit.facts:
            if owner == PIPELINE:
                edit.set_facts({name: None})
            else:
                edit.put_step(pipeline.steps[owner].with_attributes({name: None}))
    return pipeline.snapshot()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(pipelines, profiles, st.data())
def test_a_rule_no_longer_holds_where_all_that_earned_it_is_taken_away(
    snapshot: Snapshot, profile: str, data: st.DataObject
) -> None:
    seen = analyzer().analyze(snapshot, profile).seen
    kept = Snapshot(steps=snapshot.steps, links=snapshot.links, facts={**snapshot.facts, "assessed": list(seen)})
    merits = analyzer().merits(kept, profile)
    for merit in merits[:: data.draw(st.sampled_from([1, 4]))]:
        after = _without(kept, merit)
        judged = analyzer().judge(after, profile)
        anchor = 1 << judged.view.index[merit.at]
        verdicts = [g.verdict for g in judged.active[merit.code].groups] if merit.code in judged.active else []
        held = [v for v in verdicts if v.holds & anchor]
        unseen = [v for v in verdicts if (v.unknown | v.left_out) & anchor]
        assert not held and not unseen, f"{merit}\n{described(kept)}"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(pipelines, profiles)
def test_merits_stand_exactly_where_rules_hold_and_name_facts_that_are_stated(snapshot: Snapshot, profile: str) -> None:
    judged = analyzer().judge(snapshot, profile)
    merits = analyzer().merits(snapshot, profile)
    held = {
        (code, name)
        for code, judgement in judged.active.items()
        if judgement.rule.type == "merit"
        for group in judgement.groups
        for name in judged.view.names(group.verdict.holds)
    }
    assert {(m.code, m.at) for m in merits} == held
    assert len(merits) == len(held)
    for merit in merits:
        assert merit.steps or merit.facts, merit
        for owner, name in merit.facts:
            stated = snapshot.facts.get(name) if owner == PIPELINE else snapshot.steps[owner].get(name)
            assert stated is not None, merit
