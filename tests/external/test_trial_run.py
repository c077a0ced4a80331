"""`evidence --run`: the exports really run, what succeeded counts, and nothing else is touched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from designer.main import main
from designer.session.evidence import Prover, Subject
from designer.session.run_store import RunStore
from designer.session.services import load_services
from designer.session.sides import sides_of
from designer.storage.document import read_document
from tests.external.conftest import SAMPLES
from tests.external.toolbox import _USES, STUBS

pytestmark = [pytest.mark.external, pytest.mark.timeout(290)]
IMPROVED = SAMPLES / "lesson" / "improved.mlops.yaml"


@pytest.fixture
def home(tools, tmp_path, monkeypatch) -> Path:
    """A home of a person whose act replaces every action by a stub; nothing is installed or downloaded."""
    services = load_services()
    lines = ["--env ARTIFACT_STORE=" + str(tmp_path / "store"), f"--env STUB_LOG={tmp_path / 'log.txt'}"]
    snapshot = read_document(IMPROVED, services.catalog).snapshot
    for side in sides_of(services, None, snapshot):
        for name, commit in sorted({found for text in side.files.values() for found in _USES.findall(text)}):
            if name != "actions/checkout":  # done by act itself
                lines.append(f"--local-repository {name}@{commit}={STUBS / name.replace('/', '+').lower()}")
    folder = tmp_path / "home"
    (folder / ".config" / "act").mkdir(parents=True)
    (folder / ".config" / "act" / "actrc").write_text("\n".join(dict.fromkeys(lines)) + "\n")
    (tmp_path / "store").mkdir()
    for name, value in tools.environment({"HOME": str(folder)}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    return folder


def test_the_good_answer_of_the_lesson_runs_and_that_is_remembered(home, tmp_path, capsys):
    folder = tmp_path / "work"
    folder.mkdir()
    document = folder / "improved.mlops.yaml"
    document.write_bytes(IMPROVED.read_bytes())
    main(["evidence", str(document), "--run", "--yes", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert [p.name for p in folder.iterdir()] == ["improved.mlops.yaml"]
    assert {run["title"].split()[0] for run in data["runs"]} == {"DVC", "act"}
    for run in data["runs"]:
        assert "train" in run["ran"], run
        assert "eval" in run["ran"], run
    ran = {e["code"] for e in data["evidence"] if e["level"] == "ran"}
    assert {"REP005", "AUT006", "AUT007"} <= ran, data["runs"]
    assert data["levels"]["ran"] > data["levels"]["declared"]
    # Another process that only looks finds the same, until the text changes.
    services = load_services()
    snapshot = read_document(document, services.catalog).snapshot
    store = RunStore(home / "state" / "mlops-designer" / "runs.json")
    again = Prover(services, store).prove(Subject(snapshot, "classroom"))
    assert {e.code for e in again.evidence if e.level == "ran"} == ran
    train = replace(snapshot.steps["train"], title="Another training")
    changed = replace(snapshot, steps={**snapshot.steps, "train": train})
    later = Prover(services, store).prove(Subject(changed, "classroom"))
    assert "REP005" not in {e.code for e in later.evidence if e.level == "ran"}


def test_a_step_that_deploys_by_a_command_of_its_own_is_left_out_and_one_that_fails_is_told(home, tmp_path, capsys):
    document = tmp_path / "own.mlops.yaml"
    document.write_text(
        "format: 1\npipeline: {name: own, repo: true}\nsteps:\n"
        "  data: {kind: data_source, command: 'mkdir -p data && echo 1 > data/data.csv'}\n"
        "  train: {kind: train, command: 'echo no such luck && exit 3'}\n"
        f"  deploy: {{kind: deploy, method: auto, command: 'touch {tmp_path}/deployed'}}\n"
        "links: [data -> train, train -> deploy]\n"
    )
    assert main(["evidence", str(document), "--run", "--yes"]) == 1
    said = capsys.readouterr()
    assert "Left out, as they act outside with a command of their own: deploy" in said.err
    assert "failed: train" in said.out
    assert not (tmp_path / "deployed").exists()


def test_without_the_programs_it_is_said_how_to_get_them(tools, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert main(["evidence", str(IMPROVED), "--run", "--yes"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "act: 0 steps succeeded; is not on PATH; get it: gh extension install nektos/gh-act" in said
    assert "DVC: 0 steps succeeded; is not on PATH" in said


def test_opened_files_are_not_run(tools, tmp_path, capsys):
    (tmp_path / "dvc.yaml").write_text("stages: {a: {cmd: touch was-run}}\n")
    assert main(["evidence", str(tmp_path / "dvc.yaml"), "--run", "--yes"]) == 2
    assert "only the exports of a document are run" in capsys.readouterr().err
    assert not (tmp_path / "was-run").exists()
