"""What the answers of runners mean; the real programs are run in external/."""

from __future__ import annotations

import json
from pathlib import Path

from designer.programs.running import Output
from designer.runners.catalog import load_runners

RUNNERS = load_runners()
WORKFLOW = "on:\n  push:\njobs:\n  a:\n    runs-on: x\n  b:\n    runs-on: x\n  c:\n    runs-on: x\n"
PATH = ".github/workflows/w.yml"
STAGES = "stages:\n  a:\n    cmd: a\n  b:\n    cmd: b\n  c:\n    cmd: c\n"


def lines(*entries: dict[str, str]) -> str:
    return "\n".join(["not json", *map(json.dumps, entries), "[1]"])


def test_a_job_succeeds_only_with_every_run_of_its_matrix(tmp_path: Path) -> None:
    act = RUNNERS["act"]
    (call,) = act.calls(Path("/bin/act"), {PATH: WORKFLOW, "dvc.yaml": STAGES}, tmp_path)
    assert call.command[1] == "push"
    said = lines(
        {"jobID": "a", "jobResult": "success"},
        {"jobID": "b", "jobResult": "success"},
        {"jobID": "b", "jobResult": "failure", "msg": "Job failed"},
    )
    found = act.units(call, Output(1, said), {PATH: WORKFLOW})
    assert [(u.name, u.first_line, u.last_line, u.succeeded) for u in found] == [("a", 4, 5, True), ("b", 6, 7, False)]
    assert act.log(Output(1, said)) == ["b: Job failed"]


def test_a_workflow_that_nothing_here_can_start_is_not_called(tmp_path: Path) -> None:
    called = "on: workflow_call\njobs: {}\n"
    assert RUNNERS["act"].calls(Path("/bin/act"), {PATH: called, ".github/workflows/x.yml": "on: ["}, tmp_path) == []


def test_stages_that_ran_or_had_run_succeed_unless_they_failed(tmp_path: Path) -> None:
    dvc = RUNNERS["dvc"]
    (call,) = dvc.calls(Path("/bin/dvc"), {"dvc.yaml": STAGES}, tmp_path)
    text = "Running stage 'a':\n> a\nStage 'b' didn't change, skipping\nRunning stage 'c':\n> c\n"
    done = dvc.units(
        call, Output(255, text, "ERROR: failed to reproduce 'c': failed to run: c, exited with 1"), {"dvc.yaml": STAGES}
    )
    assert [(u.name, u.succeeded) for u in done] == [("a", True), ("b", True), ("c", False)]
    stopped = dvc.units(call, Output(None, "Running stage 'a':\n", problem="did not end"), {"dvc.yaml": STAGES})
    assert [(u.name, u.succeeded) for u in stopped] == [("a", False)]


def test_what_this_machine_lacks_is_said_at_the_part_that_failed_for_it() -> None:
    said = lines(
        {"jobID": "a", "msg": "Unable to clone https://github.com/actions/setup-python refs/heads/5fda: no such host"},
        {"jobID": "a", "jobResult": "failure"},
        {"jobID": "b", "msg": "ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock."},
        {"jobID": "b", "jobResult": "failure"},
        {"jobID": "c", "msg": "Unable to clone https://github.com/x/y refs/heads/1: tried again"},
        {"jobID": "c", "jobResult": "success"},
        {"jobID": "d", "msg": "x", "step": "Log in to the registry", "stage": "Main", "stepResult": "failure"},
        {"jobID": "d", "jobResult": "failure"},
    )
    found = RUNNERS["act"].causes(Output(1, said))
    assert found["a"].startswith("the action actions/setup-python cannot be fetched; it needs the network")
    assert found["b"].startswith("it needs Docker, which is not running here")
    assert "c" not in found
    assert found["d"] == "its step 'Log in to the registry' failed; a run here gets no tokens and passwords"
    failed = "ERROR: failed to reproduce 'image': failed to run: docker build ., exited with 1"
    docker = RUNNERS["dvc"].causes(Output(1, "", f"Cannot connect to the Docker daemon at x\n{failed}"))
    assert list(docker) == ["image"]
    assert RUNNERS["dvc"].causes(Output(1, "", failed)) == {}
