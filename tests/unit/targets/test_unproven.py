"""What is asked about the releases of a folder because of the code that lies beside its pipelines."""

from __future__ import annotations

from collections.abc import Mapping

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.recognition.folder_code import FolderCode
from designer.targets.imported import SourceFile
from designer.targets.importer import Surroundings
from designer.targets.repository import Repository, read_repository
from tests.unit.targets.opened import CATALOG, IMPORTERS, RECOGNISER, WORKFLOWS

SERVICE = "from fastapi import FastAPI\napp = FastAPI()\n"
LOADS = "import joblib\nmodel = joblib.load('m.pkl')\n"
SHIP = """
on: push
jobs:
  ship:
    runs-on: ubuntu-latest
    steps:
    - name: Deploy {what}
      run: gcloud run deploy shop --source {source}
"""


BESIDE = """
on: push
jobs:
  check:
    steps: [{run: pytest}]
  fit:
    steps: [{run: python train.py}]
  keep:
    needs: NEEDS
    steps: [{run: "docker build -t team/app:${{ github.sha }} . && docker push team/app:${{ github.sha }}"}]
"""


def folder(files: Mapping[str, str], what: str = "service", source: str = ".") -> Repository:
    return opened(SHIP.format(what=what, source=source), files)


def opened(workflow: str, files: Mapping[str, str]) -> Repository:
    path = f"{WORKFLOWS}/ship.yml"
    texts = {path: workflow, **files}
    around = Surroundings(CATALOG, RECOGNISER, texts.get, FolderCode(lambda: tuple(texts), texts.get))
    return read_repository([(IMPORTERS["github"], SourceFile(path, texts[path]))], around)


def errors(read: Repository) -> set[str]:
    found = Analyzer(CATALOG, load_rulebook()).analyze(read.snapshot, "startup").findings
    return {f.code for f in found if f.severity == "error"}


def test_a_release_without_monitoring_anywhere_is_told() -> None:
    assert {"AUT002", "MON001", "MON003"} <= errors(folder({"main.py": SERVICE + LOADS}))


def test_monitoring_beside_the_pipelines_is_asked_about() -> None:
    watched = {"main.py": SERVICE + LOADS, "ops/prometheus.yml": "scrape_configs: []\n"}
    assert "MON001" not in errors(folder(watched))
    assert {"AUT002", "MON003"} <= errors(folder(watched))
    drift = {"main.py": SERVICE + LOADS, "jobs/drift.py": "def find_drift(): ...\n"}
    assert "MON001" in errors(folder(drift))
    assert "MON003" not in errors(folder(drift))


def test_an_application_that_takes_in_no_model_is_asked_about() -> None:
    assert not {"AUT002", "MON001", "MON003"} & errors(folder({"main.py": SERVICE}))
    assert not {"AUT002", "MON001"} & errors(folder({"index.js": "", "ml/fit.py": LOADS}))


def test_a_release_that_speaks_of_a_model_is_told_whatever_the_code_shows() -> None:
    assert {"AUT002", "MON001", "MON003"} <= errors(folder({"main.py": SERVICE}, what="model"))


def test_the_folder_that_a_release_names_is_the_one_that_counts() -> None:
    files = {"shop/main.py": SERVICE, "brain/main.py": SERVICE + LOADS}
    assert "MON001" not in errors(folder(files, source="./shop"))
    assert "MON001" in errors(folder(files, source="./brain"))


def test_a_folder_without_code_is_judged_by_its_pipelines() -> None:
    assert {"AUT002", "MON001", "MON003"} <= errors(folder({"README.md": ""}))


def test_a_folder_whose_releases_are_for_developers_is_not_all_there_is() -> None:
    assert errors(folder({"main.py": SERVICE + LOADS}, what="to development")) == set()


def test_tests_beside_a_training_that_hold_back_its_result_are_asked_about() -> None:
    train = {"train.py": "model.fit(x, y)\n"}
    assert "AUT002" not in errors(opened(BESIDE.replace("NEEDS", "[check, fit]"), train))
    assert "AUT002" in errors(opened(BESIDE.replace("NEEDS", "fit"), train))


def test_tests_behind_a_training_may_hold_back_its_result() -> None:
    train = {"train.py": "model.fit(x, y)\n"}
    job = "on: push\njobs: {fit: {steps: [{run: python train.py}, {run: TEST}]}}\n"
    assert "AUT002" not in errors(opened(job.replace("TEST", "pytest"), train))
    assert "AUT002" in errors(opened(job.replace("TEST", "ruff check ."), train))
    assert "AUT002" in errors(opened(job.replace("TEST", "pytest || true"), train))


def test_an_image_that_is_named_after_its_commit_may_keep_the_model() -> None:
    train = {"train.py": "model.fit(x, y)\n"}
    kept = BESIDE.replace("NEEDS", "fit")
    assert "REP003" not in errors(opened(kept, train))
    assert "REP003" in errors(opened(kept.replace("${{ github.sha }}", "latest"), train))
