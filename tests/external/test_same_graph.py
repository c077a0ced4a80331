"""The canvas, `dvc dag` and the jobs of the workflows say the same graph, for every sample and template."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import pytest

from designer import yaml_io
from designer.plan.plan import Plan
from designer.plan.planner import make_plan
from designer.session.session import Session
from scripts.export_samples import open_sample
from tests.external.conftest import export
from tests.external.toolbox import ROOT, Project

pytestmark = pytest.mark.external
DESIGNS = sorted([*(ROOT / "samples").rglob("*.mlops.yaml"), *(ROOT / "resources" / "templates").glob("*.mlops.yaml")])


@pytest.fixture(scope="module", params=DESIGNS, ids=lambda p: f"{p.parent.name}/{p.name}")
def design(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def project(design: Path, tools, tmp_path_factory) -> Project:
    folder = tmp_path_factory.mktemp("graph")
    export(design, folder)
    return Project(tools, folder).begin()


@pytest.fixture(scope="module")
def canvas(design: Path) -> nx.DiGraph:
    """The flow links as they are drawn; feedback links start another run and are no order."""
    pipeline = open_sample(str(design)).pipeline
    graph = nx.DiGraph([(k.source, k.target) for k in pipeline.links.values() if k.is_flow])
    graph.add_nodes_from((s.id, {"step": s}) for s in pipeline.steps.values())
    return graph


def order(graph: nx.DiGraph, nodes) -> set[tuple[str, str]]:
    """Which of some nodes must come before which, whatever lies between."""
    return {(a, b) for a in nodes for b in nx.descendants(graph, a) if b in nodes}


def plan_of(session: Session) -> Plan:
    return make_plan(session.pipeline.snapshot(), session.services.catalog)


def jobs_of(workflow: Path) -> dict:
    return yaml_io.load(workflow.read_text(encoding="utf-8"), workflow.name)["jobs"]


def dag(project: Project) -> nx.DiGraph:
    done = project.dvc("dag", "--dot")
    assert done.code == 0, done.text
    graph = nx.DiGraph(re.findall(r'"([^"]+)" -> "([^"]+)"', done.text))
    graph.add_nodes_from(re.findall(r'^\t?"([^"]+)";?$', done.text, re.MULTILINE))
    return graph


def test_dvc_dag_says_the_order_of_the_canvas(canvas, project):
    found = dag(project)
    assert found.nodes <= canvas.nodes
    assert order(found, set(found.nodes)) == order(canvas, set(found.nodes))


def test_every_step_that_files_decide_is_a_stage(canvas, project, design):
    plan = plan_of(open_sample(str(design)))
    assert set(dag(project).nodes) == set(plan.stage_graph())
    session = open_sample(str(design))
    outside = {loss.step for loss in session.export("dvc").losses if loss.step}
    assert set(canvas.nodes) - set(dag(project).nodes) <= outside


def test_jobs_wait_for_each_other_as_the_canvas_says_and_for_nothing_twice(canvas, project):
    for workflow in project.workflows:
        jobs = jobs_of(workflow)
        needs = nx.DiGraph([(n, job) for job, body in jobs.items() for n in body.get("needs", [])])
        needs.add_nodes_from(jobs)
        assert needs.nodes <= canvas.nodes
        assert order(needs, set(jobs)) == order(canvas, set(jobs))
        assert set(needs.edges) == set(nx.transitive_reduction(needs).edges)


def test_every_step_is_a_job_or_an_approval_in_front_of_a_release(canvas, project, design):
    jobs = {job: body for workflow in project.workflows for job, body in jobs_of(workflow).items()}
    merged = set(canvas.nodes) - set(jobs)
    for approval in merged:
        releases = [s for s in nx.descendants(canvas, approval) if "environment" in jobs.get(s, {})]
        assert releases, f"{approval} is in no workflow"
    session = open_sample(str(design))
    assert {job for body in plan_of(session).job_graph().items() for job in (body[0], *body[1])} == set(jobs)


def test_act_lists_the_jobs_in_the_stages_of_that_graph(canvas, project, tools):
    for workflow in project.workflows:
        done = tools.run("act", "--list", "--workflows", workflow, cwd=project.folder)
        assert done.code == 0, done.text
        listed = {
            words[1]: int(words[0])
            for line in done.text.splitlines()
            if (words := line.split())[:1] and words[0].isdigit()
        }
        jobs = set(jobs_of(workflow))
        inner = nx.transitive_closure(canvas).subgraph(jobs)
        stages = {job: n for n, stage in enumerate(nx.topological_generations(inner)) for job in stage}
        assert listed == stages


def test_the_plan_says_the_same(canvas, design):
    plan = plan_of(open_sample(str(design)))
    crossings = set(plan.crossings)
    for workflow in plan.workflows:
        needs = nx.DiGraph([(n.name, g.id) for g in workflow.groups.values() for n in g.needs])
        needs.add_nodes_from(workflow.groups)
        assert order(needs, set(workflow.groups)) == order(canvas, set(workflow.groups))
    assert all(b in nx.descendants(canvas, a) for a, b in crossings)
    drawn = nx.transitive_reduction(nx.DiGraph(canvas.edges)).edges
    jobs = plan.job_graph()
    said = {(a, b) for b, into in jobs.items() for a in into} | crossings
    lost = {(a, b) for a, b in drawn if {a, b} <= set(jobs)} - said
    assert lost == set()
