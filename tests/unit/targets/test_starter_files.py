"""The starter files fit the plan: every script that a command calls is there, and nothing else is needed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from designer.plan.planner import make_plan
from designer.steps.catalog import load_catalog
from designer.storage.document import parse_document
from designer.targets.catalog import load_targets
from designer.targets.starter import requirements_file, starter_files
from tests.unit.plan.drawn import CATALOG, IMPROVED, plan

EVERY_KIND = "steps: {" + ", ".join(f"s_{k}: {{kind: {k}}}" for k in sorted(CATALOG.kinds)) + "}"


@pytest.mark.parametrize("text", [IMPROVED, EVERY_KIND], ids=["improved", "every kind"])
def test_every_script_that_is_called_is_there(text: str) -> None:
    found = plan(text)
    files = starter_files(found)
    exported = "".join(t for target in load_targets().values() for t in target.emit(found).files.values())
    called = set(re.findall(r"\bpipeline/[a-z_]+\.py\b", exported))
    assert called <= set(files)
    assert set(re.findall(r"requirements[a-z-]*\.(?:txt|lock)", exported)) <= set(files)


def test_every_script_is_python_that_imports_only_what_is_there() -> None:
    files = starter_files(plan(EVERY_KIND))
    local = {p.removeprefix("pipeline/").removesuffix(".py") for p in files}
    pinned = {"pandas", "numpy", "joblib", "sklearn", "yaml", "pytest", "mlflow"}
    for path, text in files.items():
        if path.endswith(".py"):
            imports = {n.module.split(".")[0] for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom)}
            assert imports <= pinned | local | {"__future__", *STANDARD}, path


STANDARD = {"pathlib", "typing", "http", "concurrent"}


def test_requirements_are_exact() -> None:
    for path, text in starter_files(plan(IMPROVED)).items():
        if path.startswith("requirements") and path.endswith(".txt"):
            lines = [line for line in text.splitlines() if line and not line.startswith("#")]
            assert lines
            assert all("==" in line for line in lines), path


def test_the_lock_holds_what_is_required_by_hash() -> None:
    files = starter_files(plan(IMPROVED))
    wanted = [line for line in files["requirements.txt"].lower().splitlines() if "==" in line]
    locked = files["requirements.lock"].lower()
    assert all(f"\n{line} \\\n    --hash=sha256:" in locked for line in wanted)


def test_only_what_the_plan_uses_is_written() -> None:
    files = starter_files(plan("steps: {t: {kind: train}}"))
    assert set(files) == {
        ".dvcignore",
        ".gitignore",
        "pipeline/project.py",
        "pipeline/train.py",
        "requirements.lock",
        "requirements.txt",
    }


def test_files_of_an_own_command_are_the_author_s() -> None:
    found = plan(
        "pipeline: {external: [tests]}\nsteps: {c: {kind: code_test, command: pytest, consumes: [tests, Dockerfile]}}"
    )
    assert not [p for p in starter_files(found) if p.startswith(("tests", "Dockerfile"))]


def test_messages_need_their_script() -> None:
    assert "pipeline/notify.py" in starter_files(plan("pipeline: {notify_on_failure: true}\nsteps: {t: {kind: train}}"))


def test_requirements_of_a_tool_are_named_after_its_package() -> None:
    assert requirements_file("dvc[s3]==3.67.1") == "requirements-dvc.txt"
    assert requirements_file("[odd]") == "requirements-tool.txt"


def test_a_kind_of_a_person_s_own_brings_no_file_from_outside_of_the_project(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("private")
    reads = f"[{secret}, ../../../designer/errors.py, ., pipeline/train.py]"
    (tmp_path / "mine.yaml").write_text(f"kind: mine\ntools:\n  a: {{commands: [echo a], reads: {reads}}}\n")
    catalog = load_catalog([tmp_path])
    document = parse_document("steps: {a: {kind: mine}}\n", "a.yaml", catalog)
    found = make_plan(document.snapshot, catalog)
    assert found.stages["a"].scripts == ("pipeline/train.py",)
    assert sum("outside of the project" in loss.message for loss in found.losses) == 3
    assert not [path for path in starter_files(found) if path.startswith(("/", "..", "./"))]
