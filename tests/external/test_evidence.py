"""What is broken on purpose lands on the step and the field that say it; what is clean counts as linted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from designer.session.evidence import Prover, Subject
from designer.session.opening import open_source
from designer.session.run_store import RunStore
from designer.session.services import load_services
from designer.storage.document import read_document
from tests.external.conftest import SAMPLES
from tests.external.toolbox import ROOT
from tests.unit.plan.drawn import snapshot

pytestmark = pytest.mark.external
NEEDED = ("actionlint", "zizmor", "shellcheck", "hadolint", "dvc", "kubernetes-validate", "check-jsonschema")
BROKEN = """
pipeline: {name: broken, repo: true, triggers: [push]}
steps:
  data: {kind: data_source, encrypted: true}
  train: {kind: train, tracked: true, command: "echo start\\nrm -r $TARGET\\n", runner: no-such-runner}
links: [data -> train]
"""
WORKFLOW = """\
name: train
on: issues
jobs:
  train:
    runs-on: ubuntu-latest
    permissions: {}
    steps:
      - name: Train the model
        run: |
          echo start
          python train.py --note "${{ github.event.issue.title }}"
  image:
    needs: train
    runs-on: ubuntu-latest
    permissions: {}
    steps:
      - run: docker build -t model -f Dockerfile .
"""


@pytest.fixture
def prover(tools, tmp_path, monkeypatch) -> Prover:
    for name in NEEDED:
        tools.path(name)  # fails with what to do when it is not there
    monkeypatch.setenv("PATH", str(tools.folder / "bin"))
    return Prover(load_services(), RunStore(tmp_path / "state" / "runs.json"))


def placed(proof):
    return {(f.finding.tool, f.finding.code, f.side, f.origin.step, f.origin.field) for f in proof.linted.findings}


def test_an_unquoted_variable_lands_on_the_command_of_its_step(prover):
    proof = prover.prove(Subject(snapshot(BROKEN), "classroom"))
    found = placed(proof)
    slugs = [side.slug for side in proof.sides]
    assert ("actionlint", "SC2086", slugs[0], "train", "command") in found
    assert ("shellcheck", "SC2086", slugs[1], "train", "command") in found
    assert ("actionlint", "runner-label", slugs[0], "train", "runner") in found


def test_a_title_of_others_in_a_command_lands_on_the_command_of_its_step(prover, tmp_path):
    path = tmp_path / "repo" / ".github" / "workflows" / "train.yml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKFLOW)
    services = load_services()
    source = open_source(services, path)
    proof = prover.prove(Subject(source.snapshot, "classroom", source, source.root))
    step = next(s.id for s in source.snapshot.steps.values() if "train.py" in str(s.get("command")))
    assert ("zizmor", "template-injection", "", step, "command") in placed(proof)
    assert ("actionlint", "expression", "", step, "command") in placed(proof)
    trained = [e for e in proof.evidence if step == e.at]
    assert "linted" not in {e.level for e in trained if any(r.first_line <= 8 <= r.last_line for r in e.where)}


def test_a_bad_dockerfile_lands_on_the_step_that_builds_it(prover, tmp_path):
    folder = tmp_path / "repo"
    (folder / ".github" / "workflows").mkdir(parents=True)
    (folder / ".github" / "workflows" / "train.yml").write_text(WORKFLOW)
    (folder / "Dockerfile").write_text("FROM python\nRUN apt-get install curl\n")
    source = open_source(load_services(), folder)
    proof = prover.prove(Subject(source.snapshot, "classroom", source, folder))
    owners = {f.origin.step for f in proof.linted.findings if f.finding.tool == "hadolint"}
    assert owners
    assert None not in owners
    assert owners <= source.snapshot.steps.keys()


@pytest.mark.parametrize("name", ["lesson/improved.mlops.yaml", "digits/digits.mlops.yaml"])
def test_the_good_samples_are_clean_and_most_of_them_is_linted(prover, name):
    services = load_services()
    document = read_document(SAMPLES / name, services.catalog)
    proof = prover.prove(Subject(document.snapshot, "classroom", None, (SAMPLES / name).parent))
    assert not proof.linted.findings
    assert not proof.linted.missing
    counts = proof.counts()
    assert counts["exported"] == 0  # the linters of every file that says something are here
    assert counts["linted"] > 2 * counts["declared"]
    for evidence in proof.evidence:
        if evidence.level == "linted":
            assert all(tool.rsplit(" ", 1)[1][0].isdigit() for tool in evidence.tools)


def test_every_template_is_clean(prover):
    services = load_services()
    for path in sorted((ROOT / "resources" / "templates").glob("*.mlops.yaml")):
        document = read_document(path, services.catalog)
        assert not prover.prove(Subject(document.snapshot, "regulated")).linted.findings, path.name


def test_an_answer_is_remembered_until_a_text_changes(prover, tmp_path, monkeypatch):
    subject = Subject(snapshot(BROKEN), "classroom")
    first = prover.prove(subject)
    second = prover.prove(subject)
    assert placed(first) == placed(second)
    assert second.seconds < first.seconds / 3
    changed = prover.prove(Subject(snapshot(BROKEN.replace("$TARGET", '\\"$TARGET\\"')), "classroom"))
    assert not [f for f in changed.linted.findings if f.finding.code == "SC2086"]


def test_programs_in_the_opened_folder_are_not_run(tools, tmp_path, monkeypatch):
    folder = tmp_path / "repo"
    (folder / "bin").mkdir(parents=True)
    for name in NEEDED:
        program = folder / "bin" / name
        program.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\n")
        program.chmod(0o755)
    (folder / "dvc.yaml").write_text("stages: {a: {cmd: echo}}\n")
    monkeypatch.setenv("PATH", f".:{folder / 'bin'}:{tools.folder / 'bin'}")
    monkeypatch.chdir(folder / "bin")
    source = open_source(load_services(), folder / "dvc.yaml")
    proof = Prover(load_services(), RunStore(tmp_path / "runs.json")).prove(
        Subject(source.snapshot, "classroom", source, folder)
    )
    assert not (tmp_path / "was-run").exists()
    assert {use.program.parent for use in proof.linted.uses} == {tools.folder / "bin"}


def test_the_command_line_tells_findings_and_versions(tools, tmp_path, monkeypatch, capsys):
    from designer.main import main

    monkeypatch.setenv("PATH", str(tools.folder / "bin"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    document = Path(tmp_path / "broken.mlops.yaml")
    document.write_text("format: 1" + BROKEN.replace("rm -r $TARGET", "if true then"))
    assert main(["evidence", str(document), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert {"train"} == {f["step"] for f in data["linters"] if f["tool"] == "shellcheck"}
    assert all(p["version"] for p in data["programs"])


# ---------------------------------------------------------------------- waivers
WAIVED = BROKEN.replace(
    "runner: no-such-runner",
    "suppress: [{code: 'shellcheck:SC2086', as: accepted, reason: the target has no spaces},"
    " {code: 'zizmor:unpinned-uses', as: accepted, reason: nothing is unpinned here}]",
)


def test_what_comments_in_exports_hide_is_told_as_waived_with_its_reason_and_its_line(prover):
    proof = prover.prove(Subject(snapshot(WAIVED), "classroom"))
    found = [f for f in proof.linted.waived if f.finding.code == "SC2086"]
    assert {f.finding.tool for f in found} == {"actionlint", "shellcheck"}
    assert {f.waived.reason for f in found} == {"the target has no spaces"}
    assert {(f.origin.step, f.origin.field) for f in found} == {("train", "command")}
    for f in found:
        side = next(s for s in proof.sides if s.slug == f.side)
        text = "\n".join(side.files[f.finding.path].split("\n")[f.finding.line - 1 :])
        assert "rm -r $TARGET" in text
    assert not [f for f in proof.linted.open if f.finding.code == "SC2086"]


def test_a_waiver_that_no_finding_of_its_linter_needs_is_told_once_the_linter_has_looked(prover, monkeypatch):
    assert prover.prove(Subject(snapshot(WAIVED), "classroom")).notes == (
        "the waiver of zizmor:unpinned-uses at train hides nothing; remove it",
    )
    monkeypatch.setenv("PATH", "")
    assert prover.prove(Subject(snapshot(WAIVED), "classroom")).notes == ()


def test_a_waiver_that_does_not_count_hides_nothing(prover):
    expired = WAIVED.replace("no spaces}", "no spaces, until: 2020-01-01}")
    for text, profile in ((expired, "classroom"), (WAIVED, "regulated")):  # the latter asks for owner and end
        proof = prover.prove(Subject(snapshot(text), profile))
        assert not [f for f in proof.linted.waived if f.finding.code == "SC2086"]
    ignored = prover.prove(Subject(snapshot(WAIVED), "classroom", ignores_waivers=True))
    assert "SC2086" in {f.finding.code for f in ignored.linted.open}
    assert not ignored.linted.waived


def test_opened_files_are_spared_by_what_stands_in_a_comment_or_beside_them(prover, tmp_path):
    flow = tmp_path / ".github" / "workflows" / "train.yml"
    flow.parent.mkdir(parents=True)
    comment = "      # mlops: ignore[zizmor:template-injection] accepted: only we open issues here\n"
    flow.write_text(WORKFLOW.replace("      - name: Train", f"{comment}      - name: Train"))
    source = open_source(prover._services, flow)
    proof = prover.prove(Subject(source.content, "classroom", source, tmp_path))
    (waived,) = proof.linted.waived
    assert (waived.finding.tool, waived.finding.code) == ("zizmor", "template-injection")
    assert waived.waived.reason == "only we open issues here"
    assert proof.linted.open
