"""What the README offers to other people's repositories does what it says: the workflow, the hooks, the settings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from designer import yaml_io
from designer.main import main
from designer.resources import resource
from tests.external.toolbox import ROOT

pytestmark = pytest.mark.external
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOOKS = ROOT / ".pre-commit-hooks.yaml"
LESSON = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"
IMPROVED = ROOT / "samples" / "lesson" / "improved.mlops.yaml"


def block(language: str, start: str) -> str:
    """The code block of the README that begins with some words."""
    (found,) = (text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if text.startswith(start))
    return found


@pytest.fixture(scope="module")
def workflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readme") / ".github" / "workflows" / "mlops.yml"
    path.parent.mkdir(parents=True)
    path.write_text(block("yaml", "name: MLOps check"))
    return path


def test_the_linters_have_nothing_to_say_about_the_workflow(tools, workflow: Path) -> None:
    done = tools.run("actionlint", "-no-color", "-shellcheck", tools.path("shellcheck"), workflow, cwd=workflow.parent)
    assert (done.text, done.code) == ("", 0)
    done = tools.run("zizmor", "--offline", "--no-progress", "--persona=auditor", workflow, cwd=workflow.parent)
    assert done.code == 0, done.text
    words = ("--builtin-schema", "vendor.github-workflows", workflow)
    done = tools.run("check-jsonschema", *words, cwd=workflow.parent)
    assert done.code == 0, done.text


def test_the_actions_of_the_workflow_are_those_of_our_table(workflow: Path) -> None:
    pins = yaml_io.load(resource("action_pins.yaml").read_text(encoding="utf-8"), "pins")
    known = {name: row for section in pins.values() if isinstance(section, dict) for name, row in section.items()}
    used = re.findall(r"uses: ([\w-]+/[\w-]+)\S*@(\w+) # (\S+)", workflow.read_text())
    assert len(used) == 3
    assert [(known[n]["sha"], known[n]["tag"]) for n, _, _ in used] == [(sha, tag) for _, sha, tag in used]


def test_the_commands_of_the_workflow_run(tmp_path: Path, workflow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "samples" / "repository", tmp_path / "repo")
    monkeypatch.chdir(tmp_path / "repo")
    commands = re.findall(r"run: mlops-designer (.*)", workflow.read_text())
    assert [main(command.split()) for command in commands] == [0, 1]
    assert (tmp_path / "repo" / "mlops.sarif").stat().st_size > 10_000


def test_the_settings_of_the_readme_are_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".mlops-designer.toml").write_text(block("toml", "profile"))
    shutil.copy(LESSON, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "lesson.mlops.yaml", "--show-config"]) == 0
    shown = capsys.readouterr().out
    for key, value in tomllib.loads(block("toml", "profile")).items():
        for name in [f"{key}.{n}" for n in value] if isinstance(value, dict) else [key]:
            assert re.search(rf"^  {re.escape(name)} +.*\.mlops-designer\.toml:\d+$", shown, re.MULTILINE)


# ---------------------------------------------------------------------- pre-commit
class Repository:
    """A repository of somebody who uses our hooks.

    The hooks run as they are in the manifest, but for ``language: system``: the program of this checkout stands for the
    environment that pre-commit would install it into.
    """

    def __init__(self, tools, folder: Path) -> None:
        self.tools = tools
        self.folder = folder
        folder.mkdir()
        program = folder.parent / "bin" / "mlops-designer"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m designer "$@"\n')
        program.chmod(0o755)
        hooks = yaml_io.load(HOOKS.read_text(encoding="utf-8"), HOOKS.name)
        for hook in hooks:
            hook["language"] = "system"
            del hook["minimum_pre_commit_version"]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (folder / ".pre-commit-config.yaml").write_text(yaml_io.block(config))
        self.git("init", "-q")

    def environment(self) -> dict[str, str]:
        environment = self.tools.environment()
        environment["PATH"] = f"{self.folder.parent / 'bin'}:{environment['PATH']}"
        environment["PRE_COMMIT_HOME"] = str(self.folder.parent / "cache")
        return environment

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, env=self.environment(), check=True)

    def add(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)
        self.git("add", path)

    def run(self) -> dict[str, tuple[str, str]]:
        """Hook -> Passed, Failed or Skipped, and what it said."""
        done = subprocess.run(
            [self.tools.path("pre-commit"), "run", "--color=never", "--verbose"],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        parts = re.split(r"^(MLOps check of .*?)\.{3,}.*?(Passed|Failed|Skipped)$", done.stdout, flags=re.MULTILINE)
        assert len(parts) == 1 + 3 * 4, done.stdout + done.stderr
        names = [name.removeprefix("MLOps check of ").removeprefix("the ") for name in parts[1::3]]
        return dict(zip(names, zip(parts[2::3], parts[3::3], strict=True), strict=True))


@pytest.fixture
def repository(tools, tmp_path: Path) -> Repository:
    return Repository(tools, tmp_path / "repo")


def test_pre_commit_takes_our_hooks(tools) -> None:
    done = tools.run("pre-commit", "validate-manifest", HOOKS, cwd=ROOT)
    assert done.code == 0, done.text
    config = block("yaml", "repos:")
    hooks = yaml_io.load(HOOKS.read_text(encoding="utf-8"), HOOKS.name)
    assert {h["id"] for h in yaml_io.load(config, "config")["repos"][0]["hooks"]} <= {h["id"] for h in hooks}


def test_a_commit_is_checked_where_it_changes_a_pipeline(repository: Repository) -> None:
    repository.add("notes.md", "nothing to check\n")
    assert {name: state for name, (state, _) in repository.run().items()} == dict.fromkeys(
        ("documents", "workflows", "dvc.yaml", "repository"), "Skipped"
    )
    repository.add("design/good.mlops.yaml", IMPROVED.read_text(encoding="utf-8"))
    assert repository.run()["documents"][0] == "Passed"
    repository.add("lesson.mlops.yaml", LESSON.read_text(encoding="utf-8"))
    state, said = repository.run()["documents"]
    assert state == "Failed"
    assert "lesson.mlops.yaml  (profile classroom)" in said
    assert "design/good.mlops.yaml  (profile classroom)" in said


def test_workflows_and_stages_are_checked_alone_and_together(repository: Repository) -> None:
    samples = ROOT / "samples" / "repository"
    for path in (".github/workflows/release.yml", ".github/workflows/drift.yml", "dvc.yaml", "params.yaml"):
        repository.add(path, (samples / path).read_text(encoding="utf-8"))
    found = repository.run()
    assert found["documents"][0] == "Skipped"
    assert ".github/workflows/drift.yml  (" in found["workflows"][1]
    assert "\ndvc.yaml  (" in found["dvc.yaml"][1]
    assert "\n.  (profile classroom" in found["repository"][1]
    assert found["repository"][0] == "Failed"
    repository.add(".mlops-designer.toml", 'fail-on = "never"\n')
    assert {state for state, _ in repository.run().values()} <= {"Passed", "Skipped"}
