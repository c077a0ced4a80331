"""What fails, stops and goes on, said by a second, plain walk over the links of random pipelines."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.analysis.what_if.ask import what_if
from designer.analysis.what_if.consequences import EVENTS, FAILS, REMOVED
from designer.commands.steps import delete
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from tests.property.random_pipelines import analyzer, described, pipelines, profiles

EXAMPLES = int(os.environ.get("SCORE_EXAMPLES", "100"))
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def _circular(snapshot: Snapshot) -> bool:
    pipeline = Pipeline(snapshot)
    return any(k.is_flow and pipeline.cycle_with(k.source, k.target) for k in snapshot.links.values())


def _plain(snapshot: Snapshot, failing: str | None) -> dict[str, str]:
    """Outcome of each step, step by step until nothing changes."""
    found: dict[str, str] = {}
    while len(found) < len(snapshot.steps):
        for name, step in snapshot.steps.items():
            ins = [k for k in snapshot.links.values() if k.is_flow and k.target == name]
            if name in found or any(k.source not in found for k in ins):
                continue
            closed = [k for k in ins if not _lets(k.when, found[k.source])]
            bad = any(found[k.source] in ("failed", "stopped") for k in closed)
            found[name] = ("stopped" if bad else "skipped") if closed else "passed"
            if name == failing:
                found[name] = "passed" if step.get("blocking") is False else "failed"
    return found


def _lets(when: str, outcome: str) -> bool:
    if when == "always":
        return True
    return outcome == "passed" if when == "success" else outcome in ("failed", "stopped")


@SETTINGS
@given(pipelines)
def test_the_same_steps_stop_and_start(snapshot: Snapshot) -> None:
    if _circular(snapshot):
        return
    usual = _plain(snapshot, None)
    for name in snapshot.steps:
        now = _plain(snapshot, name)
        answer = what_if(analyzer(), snapshot, name, FAILS)
        stopped = {c.steps[-1] for g in answer.groups if g.title == "What stops" for c in g.claims if c.sign == "stops"}
        expected = {s for s in now if s != name and usual[s] == "passed" and now[s] == "stopped"}
        assert stopped == expected, f"{name} fails\n{described(snapshot)}"
        started = {s for s in now if s != name and usual[s] == "skipped" and now[s] == "passed"}
        going = {c.steps[-1] for g in answer.groups if g.title == "What goes on" for c in g.claims}
        assert started <= going, f"{name} fails\n{described(snapshot)}"


@SETTINGS
@given(pipelines, profiles, st.data())
def test_removal_is_the_difference_of_two_analyses(snapshot: Snapshot, profile: str, data: st.DataObject) -> None:
    if not snapshot.steps:
        return
    name = data.draw(st.sampled_from(sorted(snapshot.steps)))
    answer = what_if(analyzer(), snapshot, name, REMOVED, profile)
    copy = Pipeline(snapshot)
    delete(copy, [name])
    before, after = analyzer().analyze(snapshot, profile), analyzer().analyze(copy.snapshot(), profile)
    opened = [c.code for g in answer.groups if g.title == "Findings that open" for c in g.claims]
    closed = [c.code for g in answer.groups if g.title == "Findings that close" for c in g.claims]
    assert sorted(opened) == sorted(f.code for f in after.findings if str(f) not in before.keys)
    assert sorted(closed) == sorted(f.code for f in before.findings if str(f) not in after.keys)


@SETTINGS
@given(pipelines)
def test_every_path_is_one(snapshot: Snapshot) -> None:
    for name in snapshot.steps:
        for event in EVENTS:
            for claim in what_if(analyzer(), snapshot, name, event).claims:
                assert set(claim.steps) <= set(snapshot.steps), claim
                assert set(claim.links) <= set(snapshot.links), claim
                if claim.links and len(claim.links) == len(claim.steps) - 1:
                    ends = [(snapshot.links[k].source, snapshot.links[k].target) for k in claim.links]
                    assert ends == list(zip(claim.steps, claim.steps[1:], strict=False)), claim
