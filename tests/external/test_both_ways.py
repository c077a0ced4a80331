"""A pipeline read in one format, written in the other and read back there: the tools of both see one graph."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from designer.session.services import load_services
from designer.session.session import Session
from designer.targets.target import Emission
from tests.external.oracles import Act, Seen, dvc_seen
from tests.external.toolbox import ROOT, Tools

pytestmark = pytest.mark.external
FILES = ROOT / "tests" / "data" / "imports"
WORKFLOW = ".github/workflows/ml-pipeline.yml"
CASES = ("foreach", "matrix", "details", "lines")


@pytest.fixture(scope="module")
def act(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Act:
    return Act(tools, tmp_path_factory.mktemp("act") / "repository")


def opened(path: Path) -> Session:
    return Session.open(load_services(), path)


def written(emission: Emission, folder: Path) -> Path:
    for path, text in emission.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def order(seen: Seen) -> set[tuple[str, str]]:
    """Which must come before which, whatever lies between."""
    assert seen.needs is not None
    before = {name: set(found) for name, found in seen.needs.items()}
    for _ in before:
        before = {n: found.union(*(before.get(f, set()) for f in found)) for n, found in before.items()}
    return {(f, name) for name, found in before.items() for f in found}


@pytest.mark.parametrize("case", CASES)
def test_stages_become_jobs_and_stages_again(case: str, tools: Tools, act: Act, tmp_path: Path):
    shutil.copytree(FILES / "dvc" / case, tmp_path / "first")
    jobs = written(opened(tmp_path / "first" / "dvc.yaml").export("github"), tmp_path / "jobs")
    again = written(opened(jobs / WORKFLOW).export("dvc"), tmp_path / "again")
    [first] = dvc_seen(tools, [(tmp_path / "first", "dvc.yaml")])
    planned = act.seen(jobs / WORKFLOW)
    [second] = dvc_seen(tools, [(again, "dvc.yaml")])
    assert not (first.error or planned.error or second.error)
    assert first.counts
    assert first.counts == planned.counts == second.counts
    assert order(first) == order(planned) == order(second)


@pytest.mark.parametrize("name", ["needs", "matrices"])
def test_what_jobs_do_with_files_becomes_stages_in_the_same_order(name: str, tools: Tools, tmp_path: Path):
    """Only work that files decide can be repeated: the rest is told as a loss, and the order goes through it."""
    session = opened(FILES / "github" / f"{name}.yml")
    emission = session.export("dvc")
    [seen] = dvc_seen(tools, [(written(emission, tmp_path / "stages"), "dvc.yaml")])
    assert not seen.error
    lost = {loss.step for loss in emission.losses}
    cards = {s.id for s in session.pipeline.steps.values() if not s.get("implicit")}
    assert cards - set(seen.counts) <= lost
    assert set(seen.counts) <= cards


def test_workflows_made_of_stages_are_right(tools: Tools, tmp_path: Path):
    for case in CASES:
        shutil.copytree(FILES / "dvc" / case, tmp_path / case)
        jobs = written(opened(tmp_path / case / "dvc.yaml").export("github"), tmp_path / f"{case}-jobs")
        # Quotes around the values of a matrix are the author's business: the command stays as it was written.
        assert tools.run("actionlint", "-ignore", "SC2086", WORKFLOW, cwd=jobs).text == ""
        schema = ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOW)
        assert tools.run(*schema, cwd=jobs).code == 0
