"""What is waived is silent in the tools of others, there and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from designer import yaml_io
from designer.main import main
from designer.plan.ignores import Ignore
from designer.targets.dockerfile.sparing import spared
from tests.external.toolbox import Tools

pytestmark = pytest.mark.external
REASON = "we know it and look at it in May"
DESIGN: dict[str, Any] = {
    "pipeline": {"triggers": ["push"], "branches": ["main"]},
    "steps": {
        "train": {"kind": "train", "action": "acme/train@v1"},
        "eval": {"kind": "evaluate", "action": "acme/eval@v1"},
        "scan": {"kind": "scan", "command": "echo $NAME\nls $FOO\n", "token_permissions": "write-all"},
        "deploy": {"kind": "deploy", "command": "cat $FILES", "runner": "our-own", "token_permissions": "write-all"},
    },
    "links": ["train -> eval", "eval -> scan", "scan -> deploy"],
}
WORKFLOW = ".github/workflows/ml-pipeline.yml"


def exported(folder: Path, waived: dict[str, Iterable[str]]) -> Path:
    """The workflows of the design, with waivers by step."""
    rows = {s: [{"code": c, "as": "accepted", "reason": REASON} for c in codes] for s, codes in waived.items()}
    steps = {s: {**facts, **({"suppress": rows[s]} if s in rows else {})} for s, facts in DESIGN["steps"].items()}
    facts = {**DESIGN["pipeline"], **({"suppress": rows["pipeline"]} if "pipeline" in rows else {})}
    folder.mkdir(exist_ok=True)
    design = folder / "design.mlops.yaml"
    design.write_text(json.dumps({**DESIGN, "pipeline": facts, "steps": steps}), "utf-8")
    assert main(["export", str(design), "--to", "github", "-o", str(folder), "--force"]) == 0
    return folder


def lines_of(folder: Path) -> dict[int, str]:
    """Line -> the job it stands in."""
    parsed = yaml_io.parse((folder / WORKFLOW).read_text("utf-8"), WORKFLOW)
    starts = sorted((parsed.line(("jobs", job)), job) for job in parsed.data["jobs"])
    last = 10_000
    found = {}
    for start, job in reversed(starts):
        found.update(dict.fromkeys(range(start, last), job))
        last = start
    return found


def zizmor(tools: Tools, folder: Path) -> set[tuple[str, str]]:
    """(audit, job) of every complaint."""
    done = tools.run("zizmor", "-q", "--offline", "--no-progress", "--format=json-v1", WORKFLOW, cwd=folder)
    jobs, found = lines_of(folder), set()
    for entry in json.loads(done.text):
        place = next(p for p in entry["locations"] if p["symbolic"]["kind"] == "Primary")
        if not entry["ignored"]:
            found.add((entry["ident"], jobs.get(place["concrete"]["location"]["start_point"]["row"] + 1, "")))
    return found


def actionlint(tools: Tools, folder: Path) -> set[tuple[str, str]]:
    """(kind, or code of shellcheck, and job) of every complaint."""
    tools.git("init", "--quiet", cwd=folder)
    done = tools.run("actionlint", "-shellcheck", tools.path("shellcheck"), "-format", "{{json .}}", cwd=folder)
    jobs = lines_of(folder)
    rows = json.loads(done.text or "[]") or ()
    return {("SC2086" if "SC2086" in r["message"] else r["kind"], jobs.get(r["line"], "")) for r in rows}


UNPINNED = {("unpinned-uses", "train"), ("unpinned-uses", "eval")}
BROAD = {("excessive-permissions", "scan"), ("excessive-permissions", "deploy")}


def test_zizmor_is_silent_where_a_rule_of_ours_was_waived_and_nowhere_else(tools: Tools, tmp_path: Path) -> None:
    assert zizmor(tools, exported(tmp_path / "a", {})) == UNPINNED | BROAD
    waived = exported(tmp_path / "b", {"train": ["SEC009"], "deploy": ["SEC010"]})
    assert zizmor(tools, waived) == {("unpinned-uses", "eval"), ("excessive-permissions", "scan")}
    assert f"# zizmor: ignore[unpinned-uses] SEC009: {REASON}" in (waived / WORKFLOW).read_text("utf-8")


def test_zizmor_is_silent_where_its_own_audit_was_waived(tools: Tools, tmp_path: Path) -> None:
    waived = exported(tmp_path, {"eval": ["zizmor:unpinned-uses"], "scan": ["zizmor:excessive-permissions"]})
    assert zizmor(tools, waived) == {("unpinned-uses", "train"), ("excessive-permissions", "deploy")}


def test_what_is_waived_for_the_whole_pipeline_is_silent_everywhere(tools: Tools, tmp_path: Path) -> None:
    assert zizmor(tools, exported(tmp_path, {"pipeline": ["SEC009"]})) == BROAD


def test_shellcheck_is_silent_in_the_scripts_of_the_waived_step_only(tools: Tools, tmp_path: Path) -> None:
    before = actionlint(tools, exported(tmp_path / "a", {}))
    assert {("SC2086", "scan"), ("SC2086", "deploy"), ("runner-label", "deploy")} <= before
    for code in ("shellcheck:SC2086", "actionlint:SC2086"):
        after = actionlint(tools, exported(tmp_path / "b", {"scan": [code]}))
        assert after == before - {("SC2086", "scan")}


@pytest.mark.parametrize("code", ["actionlint:runner-label", 'actionlint:label "our-own" is unknown'])
def test_actionlint_is_silent_about_what_was_waived(tools: Tools, tmp_path: Path, code: str) -> None:
    before = actionlint(tools, exported(tmp_path / "a", {}))
    after = actionlint(tools, exported(tmp_path / "b", {"deploy": [code]}))
    assert after == before - {("runner-label", "deploy")}


def test_settings_of_actionlint_that_are_there_stay(tools: Tools, tmp_path: Path) -> None:
    there = tmp_path / ".github" / "actionlint.yml"
    there.parent.mkdir()
    text = "# ours\nself-hosted-runner:\n  labels: [other]   # known\npaths:\n  other.yml:\n    ignore: [x]\n"
    there.write_text(text, "utf-8")
    after = actionlint(tools, exported(tmp_path, {"deploy": ["actionlint:runner-label"]}))
    assert ("runner-label", "deploy") not in after
    assert not (tmp_path / ".github" / "actionlint.yaml").exists()
    written = there.read_text("utf-8")
    assert written.startswith(text)
    exported(tmp_path, {"deploy": ["actionlint:runner-label"]})
    assert there.read_text("utf-8") == written


def test_hadolint_is_silent_at_the_instructions_of_the_waived_code(tools: Tools, tmp_path: Path) -> None:
    text = "FROM debian\nRUN apt-get update \\\n && apt-get install -y curl\nCMD python serve.py\n"

    def complaints(dockerfile: str) -> set[str]:
        (tmp_path / "Dockerfile").write_text(dockerfile, "utf-8")
        done = tools.run("hadolint", "--no-color", "--format=json", "Dockerfile", cwd=tmp_path)
        return {row["code"] for row in json.loads(done.text)}

    before = complaints(text)
    assert {"DL3006", "DL3008", "DL3025"} <= before
    tag = Ignore("image", "SEC009", "accepted", REASON, linters={"hadolint": ("DL3006", "DL3007")})
    version = Ignore("image", "hadolint:DL3008", "accepted", REASON, linters={"hadolint": ("DL3008",)})
    assert complaints(spared(text, [tag, version])) == before - {"DL3006", "DL3008"}
    assert spared(text, []) == text


def test_an_expired_or_unknown_waiver_is_hidden_from_nobody(tools: Tools, tmp_path: Path) -> None:
    row = {"code": "SEC009", "as": "accepted", "reason": REASON, "until": "2020-01-01"}
    design = tmp_path / "design.mlops.yaml"
    steps = {**DESIGN["steps"], "train": {**DESIGN["steps"]["train"], "suppress": [row, {**row, "code": "SEC999"}]}}
    design.write_text(json.dumps({**DESIGN, "steps": steps}), "utf-8")
    assert main(["export", str(design), "--to", "github", "-o", str(tmp_path)]) == 0
    assert "ignore[" not in (tmp_path / WORKFLOW).read_text("utf-8")
