"""The ladder without any program: what is declared, what the files say, what a record or an own run proves."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from designer.programs.running import reduced_environment
from designer.session.blame import Blame, Origin
from designer.session.evidence import DECLARED, EXPORTED, RAN, Evidence, Proof, Prover, Subject
from designer.session.opening import open_source
from designer.session.run_store import RunRecord, RunStore
from designer.session.services import Services, load_services
from designer.session.sides import OWN, changed_lines, sides_of, without
from tests.unit.plan.drawn import IMPROVED, snapshot
from tests.unit.session.files import written


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


@pytest.fixture(autouse=True)
def _no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def prove(services: Services, tmp_path: Path, subject: Subject) -> Proof:
    return Prover(services, RunStore(tmp_path / "state" / "runs.json")).prove(subject)


def of(proof: Proof, code: str) -> Evidence:
    return next(e for e in proof.evidence if e.code == code)


# ---------------------------------------------------------------------- lines
@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a\nb\nc", "a\nb\nc", []),
        ("a\nb\nc", "a\nc", [(2, 2)]),
        ("a\nb\nc\nd", "a\nx\ny\nd", [(2, 3)]),
        ("a\nb", "a\nnew\nb", [(1, 1)]),
        ("a\nb", "new\na\nb", [(1, 1)]),
        ("a", "", [(1, 1)]),
    ],
)
def test_the_lines_that_another_text_does_not_say(old: str, new: str, lines: list[tuple[int, int]]) -> None:
    assert list(changed_lines(old, new)) == lines


def test_what_is_taken_away_is_gone_and_nothing_else() -> None:
    drawn = snapshot(IMPROVED)
    less = without(drawn, [("train", "tracked"), ("pipeline", "triggers")], ["snap"])
    assert less.steps["train"].get("tracked") is None
    assert less.steps["train"].get("runs_on") == "ci"
    assert "triggers" not in less.facts
    assert "snap" not in less.steps
    assert not [k for k in less.links.values() if "snap" in (k.source, k.target)]


# ---------------------------------------------------------------------- declared and exported
def test_a_fact_that_no_file_says_is_only_declared(services: Services, tmp_path: Path) -> None:
    proof = prove(services, tmp_path, Subject(snapshot(IMPROVED), "classroom"))
    code = of(proof, "REP001")
    assert (code.level, code.where) == (DECLARED, ())
    assert "repo" in code.why


def test_the_lines_that_say_a_fact_are_its_place(services: Services, tmp_path: Path) -> None:
    proof = prove(services, tmp_path, Subject(snapshot(IMPROVED), "classroom"))
    trigger = of(proof, "AUT011")
    assert trigger.level == EXPORTED
    workflow = next(side for side in proof.sides if side.slug == trigger.where[0].side).files[trigger.where[0].path]
    lines = workflow.split("\n")[trigger.where[0].first_line - 1 : trigger.where[0].last_line]
    assert any("push" in line for line in lines)


def test_without_linters_nothing_is_linted_and_each_is_named_with_how_to_get_it(
    services: Services, tmp_path: Path
) -> None:
    proof = prove(services, tmp_path, Subject(snapshot(IMPROVED), "classroom"))
    assert proof.counts()["linted"] == proof.counts()["ran"] == 0
    missing = {m.slug: m for m in proof.linted.missing}
    assert {"actionlint", "zizmor", "dvc", "shellcheck", "kubernetes-validate"} <= missing.keys()
    assert "uv tool install zizmor" in missing["zizmor"].ways.values()
    assert "zizmor is not on PATH" in of(proof, "AUT011").lacking


def test_the_levels_of_a_principle_add_up(services: Services, tmp_path: Path) -> None:
    proof = prove(services, tmp_path, Subject(snapshot(IMPROVED), "classroom"))
    principles = set(proof.principles.values())
    assert sum(sum(proof.counts(p).values()) for p in principles) == len(proof.evidence)


def test_an_empty_pipeline_has_nothing_to_prove(services: Services, tmp_path: Path) -> None:
    proof = prove(services, tmp_path, Subject(snapshot("steps: {}"), "classroom"))
    assert (proof.evidence, proof.sides, proof.linted.missing) == ((), (), ())


# ---------------------------------------------------------------------- opened files
STAGES = """\
stages:
  get:
    cmd: curl -fsS https://example.org/d.csv -o d.csv
    outs: [d.csv]
  train:
    cmd: python train.py
    deps: [d.csv, train.py]
    params: [lr]
    outs: [model.pkl]
"""


def test_what_an_opened_file_says_is_exported_and_what_stands_beside_it_is_declared(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    source = open_source(services, written(tmp_path / "dvc.yaml", STAGES))
    assert source is not None
    opened = source.snapshot
    before = prove(services, tmp_path, Subject(opened, "classroom", source, tmp_path))
    data = of(before, "REP011")
    owner = opened.steps["get"]
    stated = replace(opened, steps={**opened.steps, "get": owner.with_attributes({"encrypted": True})})
    after = prove(services, tmp_path, Subject(stated, "classroom", source, tmp_path))
    assert data.level == EXPORTED
    assert {(r.side, r.path) for r in data.where} == {(OWN, "dvc.yaml")}
    encrypted = of(after, "SEC003")
    assert encrypted.level == DECLARED
    assert "beside the files" in encrypted.why


# ---------------------------------------------------------------------- blame
def test_a_line_of_a_command_belongs_to_the_command_and_the_head_of_a_file_to_the_pipeline(services: Services) -> None:
    drawn = snapshot(IMPROVED)
    train = drawn.steps["train"].with_attributes(
        {"command": "echo one\nrm -r $TARGET\n", "runner": "big", "timeout_minutes": 7}
    )
    drawn = replace(drawn, steps={**drawn.steps, "train": train})
    blame = Blame(services, None, drawn)
    for side in sides_of(services, None, drawn):
        path = next(p for p in side.files if p.endswith(("ml-pipeline.yml", "dvc.yaml")))
        lines = side.files[path].split("\n")
        number = next(n for n, line in enumerate(lines, 1) if "rm -r" in line)
        assert blame.origin(side, path, number) == Origin("train", "command")
        assert blame.origin(side, path, 1).step is None
        if any("runs-on: big" in line for line in lines):
            assert blame.origin(side, path, lines.index("    runs-on: big") + 1) == Origin("train", "runner")
            assert blame.origin(side, path, lines.index("    timeout-minutes: 7") + 1) == Origin(
                "train", "timeout_minutes"
            )


def test_without_time_to_try_only_the_step_of_a_line_is_told(services: Services) -> None:
    drawn = snapshot(IMPROVED)
    train = drawn.steps["train"].with_attributes({"runner": "big"})
    drawn = replace(drawn, steps={**drawn.steps, "train": train})
    side = next(s for s in sides_of(services, None, drawn) if any("runs-on: big" in t for t in s.files.values()))
    path = next(p for p, text in side.files.items() if "runs-on: big" in text)
    line = side.files[path].split("\n").index("    runs-on: big") + 1
    stopped = Event()
    stopped.set()
    assert Blame(services, None, drawn).origin(side, path, line) == Origin("train", "runner")
    assert Blame(services, None, drawn, patience=0).origin(side, path, line) == Origin("train")
    assert Blame(services, None, drawn, stop=stopped).origin(side, path, line) == Origin("train")


def test_lines_of_a_job_in_an_opened_workflow_belong_to_its_first_step(services: Services, tmp_path: Path) -> None:
    text = (
        "on: push\njobs:\n  train:\n    runs-on: gpu\n    steps:\n"
        "      - run: python train.py\n      - run: python evaluate.py\n"
    )
    source = open_source(services, written(tmp_path / ".github" / "workflows" / "a.yml", text))
    assert source is not None
    blame = Blame(services, source, source.snapshot)
    (side,) = sides_of(services, source, source.snapshot)
    first = min(source.places, key=lambda step: source.places[step][0].first_line)
    assert blame.origin(side, ".github/workflows/a.yml", 4) == Origin(first, "runner")
    assert blame.origin(side, ".github/workflows/a.yml", 6) == Origin(first, "command")
    assert blame.origin(side, ".github/workflows/a.yml", 1) == Origin(None)


# ---------------------------------------------------------------------- ran
def locked(command: str = "python train.py", lr: float = 0.1, md5: str = "") -> str:
    return f"""\
schema: '2.0'
stages:
  get:
    cmd: curl -fsS https://example.org/d.csv -o d.csv
    outs: [{{path: d.csv, md5: aa}}]
  train:
    cmd: {command}
    deps: [{{path: d.csv, md5: aa}}, {{path: train.py, md5: '{md5}'}}]
    params: {{params.yaml: {{lr: {lr}}}}}
    outs: [{{path: model.pkl, md5: bb}}]
"""


@pytest.mark.parametrize(
    ("lock", "proven"),
    [
        (locked(md5=hashlib.md5(b"print()\n", usedforsecurity=False).hexdigest()), True),
        (locked(md5="other"), False),
        (locked("python other.py"), False),
        (locked(lr=0.2), False),
        ("stages: [", False),
        ("", False),
    ],
)
def test_a_record_beside_the_file_proves_a_run_only_of_the_same_command_values_and_inputs(
    services: Services, tmp_path: Path, lock: str, proven: bool
) -> None:
    (tmp_path / ".dvc").mkdir()
    written(tmp_path / "train.py", "print()\n")
    written(tmp_path / "params.yaml", "lr: 0.1\n")
    if lock:
        written(tmp_path / "dvc.lock", lock)
    source = open_source(services, written(tmp_path / "dvc.yaml", STAGES))
    assert source is not None
    proof = prove(services, tmp_path, Subject(source.snapshot, "classroom", source, tmp_path))
    levels = {e.level for e in proof.evidence if {r.first_line for r in e.where} == {5}}
    if levels:
        assert (levels == {RAN}) is proven
    else:
        data = of(proof, "REP011")
        assert (data.level == RAN) is (proven or "get:" in lock)


def test_a_run_of_this_program_counts_as_long_as_the_text_is_the_same(services: Services, tmp_path: Path) -> None:
    drawn = snapshot(IMPROVED)
    store = RunStore(tmp_path / "runs.json")
    for side in sides_of(services, None, drawn):
        store.add(side, drawn.steps, RunRecord("a tool 1.0", "2026-11-23T10:00:00"))
    proof = Prover(services, RunStore(tmp_path / "runs.json")).prove(Subject(drawn, "classroom"))
    tracked = of(proof, "REP005")
    assert (tracked.level, tracked.tools) == (RAN, ("a tool 1.0 on 2026-11-23",))
    assert of(proof, "REP001").level == DECLARED  # a run cannot prove what no file says
    other = replace(drawn.steps["train"], title="Another title")
    changed = replace(drawn, steps={**drawn.steps, "train": other})
    later = Prover(services, RunStore(tmp_path / "runs.json")).prove(Subject(changed, "classroom"))
    assert of(later, "REP005").level == EXPORTED


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"runs": 1}', '{"runs": {"a": 1}}'])
def test_a_broken_file_of_runs_counts_as_empty_and_is_written_anew(
    services: Services, tmp_path: Path, text: str
) -> None:
    (tmp_path / "runs.json").write_text(text)
    store = RunStore(tmp_path / "runs.json")
    drawn = snapshot(IMPROVED)
    side = sides_of(services, None, drawn)[0]
    assert store.find(side, "train") is None
    store.add(side, ["train"], RunRecord("x", "2026"))
    assert store.find(side, "train") == RunRecord("x", "2026")


def test_programs_get_no_path_here() -> None:
    assert reduced_environment()["PATH"] == ""
