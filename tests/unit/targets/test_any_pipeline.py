"""Laws that hold for every pipeline that can be drawn, however hostile its texts are."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from posixpath import join, normpath
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer import yaml_io
from designer.model.graph_queries import reachable, transitive_reduction
from designer.model.snapshot import Snapshot
from designer.plan.plan import Plan
from designer.plan.planner import make_plan
from designer.targets.catalog import load_targets
from designer.targets.starter import starter_files
from designer.targets.yaml_text import Inline, lines
from tests.unit.plan.drawn import CATALOG, HOSTILE, snapshots

TARGETS = load_targets()
WORKFLOWS, STAGES = (target for _, target in sorted(TARGETS.items(), reverse=True))
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
# Every expression the program writes; names of steps match the pattern of ids, branches a narrow one.
ALLOWED = re.compile(
    r" ('\$\{\{'|github\.(token|ref|sha|actor|event_name == 'pull_request')|"
    r"(vars|secrets)\.[A-Z_]+( \|\| 'ubuntu-latest')?"
    r"|steps\.[A-Za-z0-9_-]+\.outputs\.[a-z]+|!cancelled\(\).*) \Z"
)
OWN_WORDS = ("only_if", "runner", "environment_name", "token_permissions", "inputs", "action", "matrix", "shell")
_PART = (
    r"\(?(?:!cancelled\(\)|failure\(\)|github\.ref == ''|github\.event_name [!=]= '[a-z_]+'"
    r"|github\.ref == 'refs/heads/[A-Za-z0-9._/-]+'"
    r"|startsWith\(github\.ref, 'refs/heads/[A-Za-z0-9._/-]*'\)|needs\.[A-Za-z0-9_-]+\.result == '(?:success|failure)'"
    r"|vars\.[A-Z_]+ != ''|steps\.[A-Za-z0-9_-]+\.outputs\.start == 'true')\)?"
)
CONDITION = re.compile(rf"(\$\{{\{{ )?{_PART}( (&&|\|\|) {_PART})*( \}}\}})?\Z")
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(drawn: Snapshot) -> Plan:
    return make_plan(drawn, CATALOG)


def workflows(plan: Plan) -> list[dict[str, Any]]:
    files = WORKFLOWS.emit(plan).files
    return [yaml_io.load(text, path) for path, text in files.items() if path.endswith(".yml")]


def without_own_words(drawn: Snapshot) -> Snapshot:
    plain = {s.id: s.with_attributes(dict.fromkeys(OWN_WORDS)) for s in drawn.steps.values()}
    return replace(drawn, steps=plain)


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in parsed data with the key it stands under."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield ("key", name)
            yield from texts(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child, key)
    elif isinstance(value, str):
        yield key, value


@ANY
@given(snapshots())
def test_jobs_wait_for_each_other_as_the_plan_says(drawn: Snapshot) -> None:
    plan = planned(drawn)
    graph = plan.job_graph()
    found: dict[str, set[str]] = {}
    for workflow in workflows(plan):
        for name, job in workflow["jobs"].items():
            found.setdefault(name, set()).update(job.get("needs", ()))
    names = {s.id: s.name for s in plan.stages.values()}
    assert found == {names[s]: {names[p] for p in above} for s, above in graph.items()}


@ANY
@given(snapshots())
def test_no_text_of_a_person_lands_inside_an_expression(drawn: Snapshot) -> None:
    """But for the attributes that are meant to hold GitHub's own words."""
    for workflow in workflows(planned(without_own_words(drawn))):
        for key, text in texts(workflow):
            for match in EXPRESSION.finditer(text):
                assert ALLOWED.match(match[1]), (key, text)
            assert key != "if" or CONDITION.match(text), text


@ANY
@given(snapshots())
def test_every_job_is_locked_down(drawn: Snapshot) -> None:
    for workflow in workflows(planned(without_own_words(drawn))):
        assert workflow["permissions"] == {}
        for job in workflow["jobs"].values():
            assert 1 <= job["timeout-minutes"] <= 360
            uses_secrets = any("secrets." in t for _, t in texts(job) if EXPRESSION.search(t) and "'${{'" not in t)
            assert "environment" in job or not uses_secrets
            for step in job["steps"]:
                assert "uses" not in step or re.search(r"@[0-9a-f]{40}\Z", step["uses"])


@ANY
@given(snapshots())
def test_stages_follow_each_other_as_the_plan_says(drawn: Snapshot) -> None:
    plan = planned(drawn)
    stages = yaml_io.load(STAGES.emit(plan).files["dvc.yaml"], "dvc.yaml")["stages"]
    makers = {path: name for name, stage in stages.items() for path in made(stage)}
    taken = {name: [from_root(stage, d) for d in stage.get("deps", ())] for name, stage in stages.items()}
    found = {name: {makers[d] for d in deps if d in makers} for name, deps in taken.items()}
    names = {s.id: s.name for s in plan.stages.values()}
    expected = {names[s]: {names[p] for p in above} for s, above in plan.stage_graph().items()}
    assert {s: set(p) for s, p in transitive_reduction(found).items()} == expected


def made(stage: dict[str, Any]) -> list[str]:
    entries = [e for word in ("outs", "metrics", "plots") for e in stage.get(word, ())]
    return [from_root(stage, e if isinstance(e, str) else next(iter(e))) for e in entries]


def from_root(stage: dict[str, Any], path: str) -> str:
    return normpath(join(stage.get("wdir", ""), path))


@ANY
@given(snapshots())
def test_no_two_stages_write_to_one_place(drawn: Snapshot) -> None:
    stages = yaml_io.load(STAGES.emit(planned(drawn)).files["dvc.yaml"], "dvc.yaml")["stages"]
    paths = sorted(p.lower() for stage in stages.values() for p in made(stage))
    for one, other in pairwise(paths):
        assert one != other
        assert not other.startswith(one + "/")


@ANY
@given(snapshots())
def test_what_waits_on_the_canvas_waits_in_the_jobs(drawn: Snapshot) -> None:
    """Every flow link is a path of jobs, a crossing between workflows, or goes through a merged or implicit step."""
    plan = planned(drawn)
    after: dict[str, list[str]] = {}
    for target, above in plan.job_graph().items():
        for source in above:
            after.setdefault(source, []).append(target)
    crossing = set(plan.crossings)
    for link in drawn.links.values():
        if not link.is_flow or link.source not in plan.stages or link.target not in plan.stages:
            continue
        behind = reachable([link.source], after)
        assert link.target in behind or (link.source, link.target) in crossing or twice(plan, link.target)


def twice(plan: Plan, step: str) -> bool:
    return sum(step in w.groups for w in plan.workflows) == 2


@ANY
@given(snapshots())
def test_every_step_is_exported_merged_or_named_as_a_loss(drawn: Snapshot) -> None:
    plan = planned(drawn)
    for target in TARGETS.values():
        emission = target.emit(plan)
        lost = {loss.step for loss in emission.losses}
        for step in drawn.steps.values():
            if step.get("implicit") is not True:
                assert step.id in emission.spans or step.id in lost, (target.slug, step.id)


@ANY
@given(snapshots(), st.randoms(use_true_random=False))
def test_the_order_in_the_document_does_not_change_a_byte(drawn: Snapshot, rng: random.Random) -> None:
    links, steps = list(drawn.links.items()), list(drawn.steps.items())
    rng.shuffle(links)
    rng.shuffle(steps)
    shuffled = Snapshot(dict(steps), dict(links), drawn.facts)
    for target in TARGETS.values():
        assert dict(target.emit(planned(drawn)).files) == dict(target.emit(planned(shuffled)).files)


@ANY
@given(snapshots())
def test_spans_are_lines_of_their_files(drawn: Snapshot) -> None:
    plan = planned(drawn)
    for target in TARGETS.values():
        emission = target.emit(plan)
        for spans in emission.spans.values():
            for span in spans:
                assert 1 <= span.first_line <= span.last_line <= emission.files[span.path].count("\n")


@ANY
@given(snapshots())
def test_files_stay_inside_the_folder(drawn: Snapshot) -> None:
    plan = planned(drawn)
    for files in (*(t.emit(plan).files for t in TARGETS.values()), starter_files(plan)):
        assert all(not p.startswith("/") and ".." not in p.split("/") for p in files)
        assert all(text.endswith("\n") for text in files.values())


LEAVES = st.one_of(HOSTILE, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False))
DATA = st.recursive(
    LEAVES,
    lambda child: st.one_of(st.lists(child, max_size=3), st.dictionaries(HOSTILE, child, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(HOSTILE, DATA, min_size=1, max_size=4))
def test_whatever_is_written_is_read_back_the_same(data: dict[str, Any]) -> None:
    assert yaml_io.load("\n".join(lines(data)) + "\n", "test") == data
    assert yaml_io.load("\n".join(lines({"inline": Inline(data)})) + "\n", "test") == {"inline": data}
