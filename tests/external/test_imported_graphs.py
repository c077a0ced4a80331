"""What an import shows is what act and DVC see: jobs or stages, what they wait for, and how often they run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.corpus import Reader
from designer.session.services import load_services
from designer.session.session import Session
from tests.external.oracles import Act, ask, differences, dvc_seen
from tests.external.toolbox import ROOT, Tools

pytestmark = pytest.mark.external
FILES = ROOT / "tests" / "data" / "imports"
WORKFLOWS = sorted((FILES / "github").glob("*.yml"))
PIPELINES = sorted((FILES / "dvc").rglob("dvc.yaml"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def act(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Act:
    return Act(tools, tmp_path_factory.mktemp("act") / "repository")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda p: p.stem)
def test_jobs_order_and_runs_are_those_that_act_plans(workflow: Path, act: Act, reader: Reader):
    seen = act.seen(workflow)
    assert not seen.error
    assert len(seen.counts) > 2
    imported = reader.read("github", workflow.name, workflow.parent)
    assert differences(imported, seen, direct=False) == []


def test_act_counts_matrices_as_their_comments_say(act: Act):
    counts = act.seen(FILES / "github" / "matrices.yml").counts
    said = {"axes": 5, "included": 6, "only-included": 3, "objects": 3, "one": 1, "no-matrix": 1, "list": 1}
    assert {job: counts[job] for job in said} == said
    assert counts["whole-is-an-expression"] is counts["included-by-an-expression"] is None


def test_needs_are_kept_as_the_file_says_them_not_only_their_order(reader: Reader):
    groups = reader.read("github", "needs.yml", FILES / "github").groups
    assert {g.name: g.needs for g in groups} == {
        "data": (),
        "lint": (),
        "train": ("data",),
        "evaluate": ("train", "data"),
        "setup-only": ("lint",),
        "release": ("evaluate", "setup-only"),
        "tell": ("release", "lint"),
        "undo": ("release",),
        "alone": (),
    }


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda p: p.parent.relative_to(FILES / "dvc").as_posix())
def test_stages_edges_and_runs_are_those_of_dvc(pipeline: Path, tools: Tools, reader: Reader, tmp_path: Path):
    case = pipeline.relative_to(FILES / "dvc").parts[0]
    shutil.copytree(FILES / "dvc" / case, tmp_path / case)
    path = pipeline.relative_to(FILES / "dvc" / case).as_posix()
    [seen] = dvc_seen(tools, [(tmp_path / case, path)])
    assert not seen.error
    assert seen.counts
    imported = reader.read("dvc", path, FILES / "dvc" / case)
    assert differences(imported, seen, direct=True) == []


def test_a_folder_of_several_files_has_the_edges_of_dvc_between_them_too(tools: Tools, tmp_path: Path):
    shutil.copytree(FILES / "dvc" / "tree", tmp_path / "tree")
    [seen] = ask(tools, "dvc_graphs.py", [tmp_path / "tree"])
    imported = Session.open(load_services(), tmp_path / "tree").source.base
    names = {step: [g.place.path, g.name] for g in imported.groups for step in g.steps}
    assert sorted(names.values()) == seen["stages"]
    links = [(k.source, k.target) for k in imported.snapshot.links.values() if k.is_flow]
    assert sorted([names[a], names[b]] for a, b in links if {a, b} <= names.keys()) == seen["edges"]


def test_nothing_but_the_graph_of_the_files_was_asked(tools: Tools, tmp_path: Path):
    shutil.copytree(FILES / "dvc" / "foreach", tmp_path / "foreach")
    [seen] = dvc_seen(tools, [(tmp_path / "foreach", "dvc.yaml")])
    assert seen.counts == {"split": 1, "clean": 2, "train": 3, "evaluate": 2, "one": 1, "chained": 2}
    assert not (tmp_path / "foreach" / "dvc.lock").exists()
